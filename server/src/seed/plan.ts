/**
 * A seed is a list of saves that go through the same verbs as everybody's, under ids and times of
 * the seed's choosing.
 */
import type { MasterName } from "@xingcang/contract";
import type { Caller, Data, UnitOfWork } from "../application/ports.ts";
import { saveBill } from "../application/save-bill.ts";
import { saveMaster } from "../application/save-master.ts";
import { withIds } from "../application/with-ids.ts";

export interface Seeder {
  readonly unit: UnitOfWork;
  readonly caller: Caller;
}

export async function seedMaster(
  { unit, caller }: Seeder,
  kind: MasterName,
  id: string,
  input: Data,
): Promise<void> {
  await saveMaster(withIds(unit, [id]), caller, kind, input);
}

export interface BillSeed {
  /** Ids of the bill, then of its fee records, then of its rows. */
  readonly ids: readonly string[];
  /** China Standard Time, `yyyy-MM-dd HH:mm:ss`. */
  readonly createdAt: string;
  readonly input: Data;
}

export const chinaTime = (text: string): number => Date.parse(`${text.replace(" ", "T")}+08:00`);

export async function seedBill(
  { unit, caller }: Seeder,
  name: string,
  { ids, createdAt, input }: BillSeed,
): Promise<string> {
  const saved = await saveBill(withIds(unit, ids, chinaTime(createdAt)), caller, name, input);
  return saved.ids[0] ?? "";
}
