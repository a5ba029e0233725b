/** What the heads of single bill types show beyond their own fields, by bill id. */
import type { BillName } from "@xingcang/contract";
import type { BillRecord, Data, Reader } from "./ports.ts";
import { receivedStates, transferStates } from "./transit.ts";

type OwnHeads = (
  reader: Reader,
  bills: readonly BillRecord[],
) => Promise<ReadonlyMap<string, Data>>;

export const ownHeads: Partial<Record<BillName, OwnHeads>> = {
  async inv_tfout(reader, bills) {
    const states = await transferStates(reader, bills);
    return new Map([...states].map(([id, state]) => [id, { trans_fer_status: state }]));
  },
  inv_tfin: receivedStates,
};
