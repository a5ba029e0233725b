/**
 * What the stock rules need to know of master data. Everything else of a master stays in its own
 * record.
 */
import type { PoolKey, StockKey } from "./stock-key.ts";
import type { Ratio } from "./unit.ts";

/** 商品单位: a unit of one material. */
export interface MaterialUnit {
  readonly id: string;
  readonly name: string;
  /** 1 of this unit = ratio × base unit; absent for a floating unit. */
  readonly ratio: Ratio | undefined;
  /** Decimals that a quantity in this unit may have. */
  readonly precision: number;
}

/** 商品. */
export interface Material {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Sets (套装) and services keep no stock. */
  readonly stocked: boolean;
  readonly baseUnit: MaterialUnit;
  readonly units: readonly MaterialUnit[];
  readonly floating: boolean;
  readonly batchManaged: boolean;
  readonly shelfLife: boolean;
  /** Default shelf life, used when a line gives none: amount and type (1 day, 2 month, 3 year). */
  readonly kfPeriod: string;
  readonly kfType: string;
  readonly serialManaged: boolean;
  readonly auxManaged: boolean;
  /** 辅助属性组合: the combinations of this material. */
  readonly auxProps: readonly AuxProp[];
  /** Undefined for a method that is not supported. */
  readonly costMethod: CostMethod | undefined;
  readonly poolByAux: boolean;
  readonly poolByBatch: boolean;
  readonly poolByStore: boolean;
}

/** 成本核算方法 (D30): moving weighted average 移动平均, or first in first out 先进先出. */
export type CostMethod = "average" | "fifo";

/** 辅助属性组合: one combination of up to five attribute values. */
export interface AuxProp {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly valueIds: readonly string[];
  readonly enabled: boolean;
}

/** 仓库. */
export interface Store {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly enabled: boolean;
  /** 启用仓位管理: every line must name a bin. */
  readonly usesBins: boolean;
}

/** 仓位. */
export interface Bin {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly storeId: string;
}

/** Which pool a key's value belongs to (D30); bins always share. */
export function poolOf(material: Material, key: StockKey): PoolKey {
  return {
    materialId: material.id,
    auxPropId: material.poolByAux ? key.auxPropId : "",
    batchNo: material.poolByBatch ? key.batchNo : "",
    storeId: material.poolByStore ? key.storeId : "",
  };
}
