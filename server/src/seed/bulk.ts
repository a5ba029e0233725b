/**
 * An account of a size that requests would take days to book: stores and units by the verbs, goods
 * with their bills and ledger by the database itself (`storage/bulk-rows.ts`).
 */
import type { BulkChunk } from "../application/bulk.ts";
import type { Caller, WorkStore } from "../application/ports.ts";
import type { CalendarDate } from "../domain/calendar-date.ts";
import { seedBuiltin, seedBuiltinUnits } from "./builtin.ts";
import { seedMaster } from "./plan.ts";

export interface BulkSeedOptions {
  readonly workStore: WorkStore;
  readonly caller: Caller;
  readonly materials: number;
  /** At least so many ledger rows, as far as each key has as many as the others. */
  readonly rows: number;
  readonly firstDay: CalendarDate;
  /** Goods of one chunk, and how it is written. */
  readonly chunkSize: number;
  writeChunk(chunk: BulkChunk): Promise<void>;
  onProgress(done: number, total: number): void;
}

export interface BulkSeedCounts {
  readonly stockKeys: number;
  readonly rows: number;
}

/** Each good lies in all of them. */
const STORES = 10;
/** The rounds go over so many days. */
export const BULK_DAYS = 360;

export async function seedBulk(options: BulkSeedOptions): Promise<BulkSeedCounts> {
  const { workStore, caller, materials, firstDay, chunkSize } = options;
  const { accountId } = caller;
  const storeIds = Array.from({ length: STORES }, (_, at) => String(920_001 + at));
  const stockKeys = materials * STORES;
  const rounds = Math.max(1, Math.ceil(options.rows / stockKeys));
  const rows = stockKeys * rounds;
  await workStore.inAccount(accountId, async (unit) => {
    await seedBuiltin({ unit, caller });
    await seedBuiltinUnits({ unit, caller });
    for (const [at, id] of storeIds.entries()) {
      const name = String(at + 1).padStart(3, "0");
      await seedMaster({ unit, caller }, "store", id, { number: `CK${name}`, name: `仓库${name}` });
    }
  });
  for (let first = 0; first < materials; first += chunkSize) {
    const count = Math.min(chunkSize, materials - first);
    const size = { first, materials: count, rounds, days: BULK_DAYS };
    await options.writeChunk({ accountId, storeIds, firstDay, ...size });
    options.onProgress((first + count) * STORES * rounds, rows);
  }
  return { stockKeys, rows };
}
