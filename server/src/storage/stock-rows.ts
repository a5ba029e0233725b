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

export const poolKeyOf = (row: Row): PoolKey => ({
  materialId: row.material_id ?? "",
  auxPropId: row.aux_prop_id ?? "",
  batchNo: row.batch_no ?? "",
  storeId: row.store_id ?? "",
});
