/** From a master record to what the stock rules need to know of it (domain/master.ts). */
import type { AuxProp, Bin, CostMethod, Material, MaterialUnit, Store } from "../domain/master.ts";
import { ONE, ratioToBase } from "../domain/unit.ts";
import { conversionsOf, type FloatUnits, floatCountOf, floatUnitsOf } from "./float-units.ts";
import type { Data, MasterRecord } from "./ports.ts";

export const textOf = (data: Data, key: string): string => {
  const value = data[key];
  return value === undefined || value === null ? "" : String(value);
};
export const flagOf = (data: Data, key: string): boolean =>
  data[key] === true || data[key] === "1" || data[key] === "true";
export const rowsOf = (data: Data, key: string): readonly Data[] =>
  Array.isArray(data[key]) ? (data[key] as Data[]) : [];

/** 标签 of a material, by id. */
export const labelIdsOf = (data: Data): readonly string[] =>
  Array.isArray(data.mul_label_id) ? (data.mul_label_id as string[]) : [];

/**
 * The three fixed units of a material: wire keys of unit, coefficient and conversion unit (the
 * first is spelt differently).
 */
const FIXED_UNITS = [
  ["fix_unit_id1", "coefficient1", "conversion_unit1_id"],
  ["fix_unit_id2", "coefficient2", "conversion_unit_id2"],
  ["fix_unit_id3", "coefficient3", "conversion_unit_id3"],
] as const;

/** Ids of all units that a material uses. */
export function unitIdsOf(record: MasterRecord): string[] {
  const fixed = FIXED_UNITS.map(([unit]) => textOf(record.data, unit));
  return [textOf(record.data, "base_unit_id"), ...fixed].filter((id) => id !== "" && id !== "0");
}

export interface FixedUnit {
  readonly unitId: string;
  readonly coefficient: string;
  readonly conversionUnitId: string;
  /** Wire names of unit, coefficient and conversion unit. */
  readonly names: readonly [string, string, string];
}

export function fixedUnitsOf(data: Data): FixedUnit[] {
  if (!flagOf(data, "is_multi_unit")) return [];
  const baseUnitId = textOf(data, "base_unit_id");
  return FIXED_UNITS.map(([unit, coefficient, conversion]) => ({
    names: [unit, coefficient, conversion] as const,
    unitId: textOf(data, unit),
    coefficient: textOf(data, coefficient),
    conversionUnitId: textOf(data, conversion) || baseUnitId,
  })).filter((row) => row.unitId !== "" && row.unitId !== "0");
}

/** The units that float; undefined when none does, and when they do not say which. */
export const floatsOf = (data: Data): FloatUnits | undefined =>
  flagOf(data, "is_float")
    ? floatUnitsOf(fixedUnitsOf(data), textOf(data, "aux_unit_id"))
    : undefined;

export const isFloating = (floats: FloatUnits | undefined, unitId: string): boolean =>
  floats?.unitIds.includes(unitId) ?? false;

const DEFAULT_PRECISION = 4;

/** `cost_method` 1 and 3 (contract section 9); 2, the average of a whole month, is not kept. */
const COST_METHODS: Readonly<Record<string, CostMethod>> = { "1": "average", "3": "fifo" };

interface Derived {
  /** The units' records of which it was made. */
  readonly units: readonly (MasterRecord | undefined)[];
  readonly material: Material;
}

/** Records never change, so what was made of one stays right as long as its units' are the same. */
const derived = new WeakMap<MasterRecord, Derived>();

export function materialOf(
  record: MasterRecord,
  units: ReadonlyMap<string, MasterRecord>,
): Material {
  const known = derived.get(record);
  const of = unitIdsOf(record).map((id) => units.get(id));
  if (known?.units.every((unit, index) => unit === of[index])) return known.material;
  const material = derive(record, units);
  derived.set(record, { units: of, material });
  return material;
}

function derive(record: MasterRecord, units: ReadonlyMap<string, MasterRecord>): Material {
  const { data } = record;
  const baseUnitId = textOf(data, "base_unit_id");
  const conversions = conversionsOf(fixedUnitsOf(data));
  const unitOf = (id: string, ratio: MaterialUnit["ratio"]): MaterialUnit => ({
    id,
    name: units.get(id)?.name ?? id,
    ratio,
    precision: precisionOf(units.get(id)),
  });
  const fixedUnit = (id: string) =>
    unitOf(id, id === baseUnitId ? ONE : ratioToBase(id, baseUnitId, conversions));
  const floats = floatsOf(data);
  const fixedIds = conversions.map((row) => row.unitId).filter((id) => !isFloating(floats, id));
  const checkType = textOf(data, "check_type");
  return {
    id: record.id,
    number: record.number,
    name: record.name,
    enabled: record.enabled,
    stocked: checkType === "" || checkType === "1",
    baseUnit: fixedUnit(baseUnitId),
    units: [baseUnitId, ...fixedIds].map(fixedUnit),
    floating: flagOf(data, "is_float"),
    float: floats && floatCountOf(floats, baseUnitId, unitOf),
    batchManaged: flagOf(data, "is_batch"),
    shelfLife: flagOf(data, "is_kf_period"),
    kfPeriod: textOf(data, "kf_period"),
    kfType: textOf(data, "kf_period_type"),
    serialManaged: flagOf(data, "is_serial"),
    auxManaged: flagOf(data, "is_asst_attr"),
    auxProps: rowsOf(data, "aux_entity").map(auxPropOf),
    costMethod: COST_METHODS[textOf(data, "cost_method") || "1"],
    poolByAux: flagOf(data, "is_aux_cost"),
    poolByBatch: flagOf(data, "is_bat_ch_cost"),
    poolByStore: textOf(data, "inv_mgr_type") === "1",
  };
}

function precisionOf(unit: MasterRecord | undefined): number {
  const text = unit === undefined ? "" : textOf(unit.data, "precision");
  return /^\d$/.test(text) || text === "10" ? Number(text) : DEFAULT_PRECISION;
}

function auxPropOf(row: Data): AuxProp {
  const values = [1, 2, 3, 4, 5].map((index) => textOf(row, `aux_id${index}`));
  return {
    id: textOf(row, "sku_id"),
    number: textOf(row, "sku_number"),
    name: textOf(row, "aux_combination_name"),
    valueIds: values.filter((id) => id !== "" && id !== "0"),
    enabled: row.aux_enable === undefined || flagOf(row, "aux_enable"),
  };
}

export function storeOf(record: MasterRecord): Store {
  return {
    id: record.id,
    number: record.number,
    name: record.name,
    enabled: record.enabled,
    usesBins: flagOf(record.data, "is_allow_freight"),
  };
}

export function binOf(record: MasterRecord): Bin {
  return {
    id: record.id,
    number: record.number,
    name: record.name,
    enabled: record.enabled,
    storeId: textOf(record.data, "stock_id"),
  };
}
