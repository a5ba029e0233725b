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
  /** 1 of this unit = ratio × base unit; of a floating unit see `FloatCount`. */
  readonly ratio: Ratio | undefined;
  /** Decimals that a quantity in this unit may have. */
  readonly precision: number;
}

/** 浮动单位: what a material is counted in beside its base unit, rolls beside kilograms (D1). */
export interface FloatCount {
  /** The default floating unit 浮动基本单位, in which stock, ledger and holds are kept. */
  readonly unit: MaterialUnit;
  /** That one and those with a fixed ratio to it; `ratio` is to the default floating unit. */
  readonly units: readonly MaterialUnit[];
  /** 1 of it = so many base units where a caller lets it be computed (D15); stock ignores it. */
  readonly usualRatio: Ratio | undefined;
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
  /** The units with a fixed ratio to the base unit, and that one. */
  readonly units: readonly MaterialUnit[];
  /** 启用浮动单位. */
  readonly floating: boolean;
  /** Undefined when it is not floating, and when it does not say which unit floats. */
  readonly float: FloatCount | undefined;
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

/** What an order leaves open. */
export const NO_STORE: Store = { id: "", number: "", name: "", enabled: true, usesBins: false };

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
