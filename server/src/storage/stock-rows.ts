/** What the reads of the stock tables share: how a statement is run and how keys are read. */
import type { PoolKey, StockKey } from "../domain/stock-key.ts";

export type Row = Record<string, string>;

export type Query = (name: string, text: string, columns: unknown[]) => Promise<Row[]>;

export const KEY_COLUMNS = `s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date`;

export const keyOf = (row: Row): StockKey => ({
  materialId: row.material_id ?? "",
  auxPropId: row.aux_prop_id ?? "",
  storeId: row.store_id ?? "",
  binId: row.bin_id ?? "",
  batchNo: row.batch_no ?? "",
  kfDate: row.kf_date ?? "",
});

/** Keys as the columns that `unnest` takes, in the order of `KEY_COLUMNS`. */
export const keyColumns = (keys: readonly StockKey[]): string[][] => [
  keys.map((key) => key.materialId),
  keys.map((key) => key.auxPropId),
  keys.map((key) => key.storeId),
  keys.map((key) => key.binId),
  keys.map((key) => key.batchNo),
  keys.map((key) => key.kfDate),
];

export const poolKeyOf = (row: Row): PoolKey => ({
  materialId: row.material_id ?? "",
  auxPropId: row.aux_prop_id ?? "",
  batchNo: row.batch_no ?? "",
  storeId: row.store_id ?? "",
});

/**
 * The stock row of a key `k`, for a lateral join. The limit keeps it a look-up for each key: in a
 * join PostgreSQL compares every key with every row of the account while it thinks the table small.
 */
export const STOCK_OF_KEY = `
  select * from stock
  where account_id = $1 and material_id = k.material_id and store_id = k.store_id
    and bin_id = k.bin_id and batch_no = k.batch_no and kf_date = k.kf_date
    and aux_prop_id = k.aux_prop_id
  limit 1`;
