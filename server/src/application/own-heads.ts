/** What the heads of single bill types show beyond their own fields, by bill id. */
import type { BillName } from "@xingcang/contract";
import { countHeads } from "./count-links.ts";
import type { BillRecord, Data, Reader } from "./ports.ts";
import { tradeHeads } from "./trade-view.ts";
import { receivedStates, transferStates } from "./transit.ts";

type OwnHeads = (
  reader: Reader,
  bills: readonly BillRecord[],
) => Promise<ReadonlyMap<string, Data>>;

/** Lists read heads alone; these need the rows. */
export async function withLines(
  reader: Reader,
  bills: readonly BillRecord[],
): Promise<readonly BillRecord[]> {
  const [first] = bills;
  if (first === undefined || first.lines.length > 0) return bills;
  const ids = bills.map(({ id }) => id);
  return [...(await reader.bills(first.type, ids)).values()];
}

const ofTrade: OwnHeads = async (reader, bills) =>
  tradeHeads(reader, await withLines(reader, bills));

export const ownHeads: Partial<Record<BillName, OwnHeads>> = {
  async inv_tfout(reader, bills) {
    const states = await transferStates(reader, await withLines(reader, bills));
    return new Map([...states].map(([id, state]) => [id, { trans_fer_status: state }]));
  },
  inv_check_bill: async (reader, bills) => countHeads(reader, await withLines(reader, bills)),
  pur_order: ofTrade,
  pur_inbound: ofTrade,
  pur_ret: ofTrade,
  sal_order: ofTrade,
  sal_out_bound: ofTrade,
  sal_in_bound: ofTrade,
  inv_tfin: async (reader, bills) => receivedStates(reader, await withLines(reader, bills)),
};
