/**
 * Stock key 库存维度 (D1): material + aux property + store + bin + batch + production date, inside one
 * account. An absent part is the empty text. Quantities of a key are in the material's base unit.
 */
export interface StockKey {
  readonly materialId: string;
  readonly auxPropId: string;
  readonly storeId: string;
  readonly binId: string;
  readonly batchNo: string;
  readonly kfDate: string;
}

/** Cannot occur in an id, a batch number or a date. */
const SEPARATOR = "\u001f";

export function stockKeyText(key: StockKey): string {
  return [key.materialId, key.auxPropId, key.storeId, key.binId, key.batchNo, key.kfDate].join(
    SEPARATOR,
  );
}

/** Cost pool 成本池 (D30): the material, split by what the material says. */
export interface PoolKey {
  readonly materialId: string;
  readonly auxPropId: string;
  readonly batchNo: string;
  readonly storeId: string;
}

export function poolKeyText(key: PoolKey): string {
  return [key.materialId, key.auxPropId, key.batchNo, key.storeId].join(SEPARATOR);
}

/** What identifies a hold 库存占用 (D10): bill type, bill id and entry id, as the caller names them. */
export interface HoldRef {
  readonly billTypeId: string;
  readonly billId: string;
  readonly entryId: string;
}

export function holdRefText(ref: HoldRef): string {
  return [ref.billTypeId, ref.billId, ref.entryId].join(SEPARATOR);
}

export function serialText(materialId: string, serial: string): string {
  return [materialId, serial].join(SEPARATOR);
}

export function batchText(materialId: string, batchNo: string): string {
  return [materialId, batchNo].join(SEPARATOR);
}
