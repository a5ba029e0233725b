/**
 * Small values for tests of the domain: a material, a store, a line, a bill, each with what the
 * test cares about.
 */

import { calendarDate } from "../../server/src/domain/calendar-date.ts";
import type { Bill, Line, LineDraft } from "../../server/src/domain/line.ts";
import type { Bin, Material, MaterialUnit, Store } from "../../server/src/domain/master.ts";
import { quantity, toText } from "../../server/src/domain/quantity.ts";
import { type LineFacts, resolveLine } from "../../server/src/domain/resolve-line.ts";
import type { HoldRef } from "../../server/src/domain/stock-key.ts";
import { ONE, type Ratio, ratio } from "../../server/src/domain/unit.ts";

export const PIECE: MaterialUnit = { id: "u1", name: "个", ratio: ONE, precision: 0 };
export const BOX: MaterialUnit = { id: "u9", name: "箱", ratio: ratio(9n, 1n), precision: 0 };
export const GRAM: MaterialUnit = { id: "u2", name: "克", ratio: ONE, precision: 3 };

export const KILO: MaterialUnit = { id: "u3", name: "千克", ratio: ONE, precision: 2 };
export const ROLL: MaterialUnit = { id: "u4", name: "卷", ratio: ONE, precision: 1 };
/** Of ten rolls. */
export const PALLET: MaterialUnit = { id: "u5", name: "托", ratio: ratio(10n, 1n), precision: 0 };

/** Kilograms beside rolls; usually a roll weighs 4 kilograms. */
export function cloth(id: string, usualRatio: Ratio | undefined = ratio(4n, 1n)): Material {
  const float = { unit: ROLL, units: [ROLL, PALLET], usualRatio };
  return material(id, { baseUnit: KILO, units: [KILO], floating: true, float });
}

export function material(id: string, changes: Partial<Material> = {}): Material {
  return {
    id,
    number: `SP${id}`,
    name: `商品${id}`,
    enabled: true,
    stocked: true,
    baseUnit: PIECE,
    units: [PIECE, BOX],
    floating: false,
    float: undefined,
    batchManaged: false,
    shelfLife: false,
    kfPeriod: "",
    kfType: "",
    serialManaged: false,
    auxManaged: false,
    auxProps: [],
    costMethod: "average",
    poolByAux: false,
    poolByBatch: false,
    poolByStore: false,
    ...changes,
  };
}

export const STORE: Store = {
  id: "s1",
  number: "CK1",
  name: "主仓",
  enabled: true,
  usesBins: false,
};
export const BIN_STORE: Store = {
  ...STORE,
  id: "s2",
  number: "CK2",
  name: "货架仓",
  usesBins: true,
};
export const BIN: Bin = { id: "b1", number: "A1", name: "一号位", enabled: true, storeId: "s2" };
export const OTHER_BIN: Bin = { ...BIN, id: "b9", name: "别仓位", storeId: "s9" };

const EMPTY_DRAFT: LineDraft = {
  path: "material_entity[0]",
  names: {
    material: "material_id",
    store: "stock_id",
    bin: "sp_id",
    unit: "unit_id",
    quantity: "qty",
    baseQuantity: "base_qty",
    auxUnit: "aux_unit_id",
    auxQuantity: "aux_qty",
    floatQuantity: "def_float_qty",
    batchNo: "batch_no",
    kfDate: "kf_date",
    kfPeriod: "kf_period",
    kfType: "kf_type",
    validDate: "valid_date",
    serials: "sn_list",
    costShare: "cost_share_percent",
    cost: "cost",
    unitCost: "unit_cost",
    auxProp: "aux_prop_id",
    entryId: "bill_entry_id",
  },
  entryId: "",
  component: "",
  material: "",
  auxProp: "",
  auxValues: [],
  store: STORE.id,
  bin: "",
  toStore: "",
  toBin: "",
  unit: PIECE.id,
  baseUnit: "",
  quantity: "1",
  baseQuantity: "",
  auxUnit: "",
  auxQuantity: "",
  floatQuantity: "",
  batchNo: "",
  kfDate: "",
  kfPeriod: "",
  kfType: "",
  validDate: "",
  serials: "",
  cost: "",
  unitCost: "",
  costShare: "",
  sourceType: "",
  sourceBill: "",
  sourceEntry: "",
};

export function draft(changes: Partial<LineDraft> = {}): LineDraft {
  return { ...EMPTY_DRAFT, ...changes };
}

export function facts(materials: readonly Material[], changes: Partial<LineFacts> = {}): LineFacts {
  return {
    material: (id) => materials.find((item) => item.id === id),
    store: (id) => [STORE, BIN_STORE].find((item) => item.id === id),
    bin: (id) => [BIN, OTHER_BIN].find((item) => item.id === id),
    batch: () => undefined,
    ...changes,
  };
}

/** A line that must be right; throws with its refusals otherwise. */
export function line(goods: Material, changes: Partial<LineDraft> = {}, hold?: HoldRef): Line {
  const sent = draft({ material: goods.id, unit: goods.baseUnit.id, ...changes });
  const answer = resolveLine(sent, { facts: facts([goods]), recalculate: false, hold });
  if (answer.line === undefined) throw new Error(JSON.stringify(answer.refusals));
  return answer.line;
}

/** Rows get their place as path and id. */
export function bill(lines: readonly Line[], changes: Partial<Bill> = {}): Bill {
  return {
    type: "inv_other_in",
    id: "bill-1",
    billNo: "NO-1",
    billDate: calendarDate("2026-01-01"),
    lines: lines.map((item, index) => {
      const path = `material_entity[${index}]`;
      return { ...item, id: `${index + 1}`, path, draft: { ...item.draft, path } };
    }),
    fees: [],
    allocateRule: "1",
    transType: "",
    ignoreWarn: false,
    ...changes,
  };
}

export const q = quantity;
export const qText = toText;
