/**
 * What single kinds of master data ask for beyond their contract: values that must hold, and what
 * may not change under stock.
 */
import type { MasterName } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { ratioFromDecimal, ratioToBase, type UnitConversion } from "../domain/unit.ts";
import { bomRule } from "./bom-rule.ts";
import { isWithoutRatio } from "./float-units.ts";
import { checkLabels, labelGroupRule, labelRule } from "./label-rules.ts";
import { invalid, type MasterRule, type Ruled } from "./master-rule.ts";
import { checkSkus } from "./master-skus.ts";
import {
  fixedUnitsOf,
  flagOf,
  floatsOf,
  isFloating,
  labelIdsOf,
  rowsOf,
  textOf,
} from "./material-facts.ts";
import { checkPictures } from "./pictures.ts";
import type { Data, MasterRecord, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";
import { settlingTermRule } from "./settling-term-rule.ts";

export const masterRules: Partial<Record<MasterName, MasterRule>> = {
  measure_unit: measureUnitRule,
  store: storeRule,
  space: spaceRule,
  material: materialRule,
  customer: async (unit, record) => ({
    record,
    reasons: await checkLabels(unit, "bd_customer", customerLabels(record.data), "mul_label"),
  }),
  bom: bomRule,
  label: labelRule,
  label_group: labelGroupRule,
  settling_term: settlingTermRule,
  inv_check_task: async (_unit, record) => {
    const defaults = { check_model: "2", check_type: "1" };
    return { record: { ...record, data: { ...defaults, ...record.data } }, reasons: [] };
  },
};

const customerLabels = (data: Data) => rowsOf(data, "mul_label").map((row) => textOf(row, "id"));

async function measureUnitRule(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Ruled> {
  const given = textOf(record.data, "precision");
  const fits = /^(\d|10)$/.test(given);
  const whole = ["须为 0 到 10 的整数", "a whole number from 0 to 10"] as const;
  if (!fits) return { record, reasons: [invalid("precision", "数量小数位", given, whole)] };
  // Finer quantities are in stock: they could neither be shipped nor released any more.
  const isCoarser = Number(given) < Number(textOf(existing?.data ?? {}, "precision"));
  const locked = isCoarser && (await unit.hasStock("measure_unit", record.id));
  const params = { title: "数量小数位", given: record.name };
  return { record, reasons: locked ? [{ key: "fieldLocked", path: "precision", params }] : [] };
}

async function storeRule(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Ruled> {
  const locked = await lockedFields(unit, "store", record, existing, {
    is_allow_freight: "启用仓位管理",
  });
  return { record, reasons: locked };
}

async function spaceRule(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Ruled> {
  const locked = await lockedFields(unit, "space", record, existing, { stock_id: "仓库id" });
  return { record, reasons: locked };
}

/** Fields that decide the stock key, the base quantity or the cost pool of a material. */
const MATERIAL_LOCKED = {
  base_unit_id: "基本单位id",
  is_batch: "启用批次管理",
  is_kf_period: "启用保质期管理",
  is_serial: "启用序列号管理",
  is_asst_attr: "启用辅助属性",
  is_float: "启用浮动单位",
  check_type: "商品类型",
  cost_method: "成本计算方法",
  inv_mgr_type: "库存管理方式",
  is_aux_cost: "按辅助属性核算成本",
  is_bat_ch_cost: "按批次核算成本",
} as const;

async function materialRule(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Ruled> {
  const skus = await checkSkus(unit, record, existing);
  const reasons = [
    ...(await lockedFields(unit, "material", record, existing, MATERIAL_LOCKED)),
    ...(await lockedUnits(unit, record, existing)),
    ...(await lockedFloat(unit, record, existing)),
    ...checkUnits(record.data),
    ...checkPeriod(record.data),
    ...skus.reasons,
    ...(await checkLabels(unit, "bd_material", labelIdsOf(record.data), "mul_label_number")),
  ];
  const pictures = await checkPictures(unit, { ...record.data, aux_entity: skus.rows });
  reasons.push(...pictures.reasons);
  return { record: { ...record, data: pictures.data }, reasons };
}

async function lockedFields(
  unit: UnitOfWork,
  kind: "material" | "store" | "space",
  record: MasterRecord,
  existing: MasterRecord | undefined,
  fields: Readonly<Record<string, string>>,
): Promise<Reason[]> {
  if (existing === undefined) return [];
  const changed = Object.entries(fields).filter(
    ([field]) => plain(record.data, field) !== plain(existing.data, field),
  );
  if (changed.length === 0 || !(await unit.hasStock(kind, record.id))) return [];
  return changed.map(([path, title]) => {
    const params = { title, given: existing.name };
    return { key: "fieldLocked", path, params };
  });
}

/** Absent, false and empty are the same setting; so are the contract's defaults. */
function plain(data: Data, field: string): string {
  const text = textOf(data, field);
  const isDefault =
    text === "false" ||
    (text === "0" && field === "inv_mgr_type") ||
    (text === "1" && (field === "cost_method" || field === "check_type"));
  return isDefault ? "" : text;
}

/** A unit's ratio cannot change under stock: what was counted would mean something else. */
async function lockedUnits(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Reason[]> {
  if (existing === undefined) return [];
  const after = new Map(fixedUnitsOf(record.data).map((row) => [row.unitId, row]));
  const floatUnitId = floatsOf(record.data)?.unitId;
  const changed = fixedUnitsOf(existing.data).filter((before) => {
    // Nothing was counted by the coefficient of a unit that floats.
    if (before.unitId === floatUnitId) return false;
    const now = after.get(before.unitId);
    return (
      now?.coefficient !== before.coefficient || now.conversionUnitId !== before.conversionUnitId
    );
  });
  if (changed.length === 0 || !(await unit.hasStock("material", record.id))) return [];
  const params = { title: "换算率", given: existing.name };
  return [{ key: "fieldLocked", path: changed[0]?.names[1] ?? "coefficient1", params }];
}

/** Another floating unit would give the counted floating quantities another meaning. */
async function lockedFloat(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Reason[]> {
  const before = existing && floatsOf(existing.data)?.unitId;
  const now = floatsOf(record.data)?.unitId;
  if (before === undefined || now === undefined || before === now) return [];
  if (!(await unit.hasStock("material", record.id))) return [];
  const params = { title: "浮动单位", given: record.name };
  return [{ key: "fieldLocked", path: "is_float", params }];
}

const FLOAT_UNCLEAR = [
  "须有且只有一个浮动单位：启用多单位，并把它的换算率留空，或用 aux_unit_id 指明它",
  "needs one floating unit: turn on is_multi_unit and leave its coefficient empty, or name it in aux_unit_id",
] as const;
const ABOVE_ZERO = ["须大于 0", "must be above 0"] as const;
const TWICE = ["单位重复", "the unit occurs twice"] as const;
const NOT_OF_MATERIAL = ["须为此商品的另一单位", "must be another unit of the material"] as const;
const CIRCLE = ["换算不能回到基本单位", "does not lead back to the base unit"] as const;

function checkUnits(data: Data): Reason[] {
  const baseUnitId = textOf(data, "base_unit_id");
  const rows = fixedUnitsOf(data);
  const isFloat = flagOf(data, "is_float");
  const known = new Set([baseUnitId]);
  const reasons: Reason[] = [];
  const conversions: UnitConversion[] = [];
  for (const row of rows) {
    const [unitName, coefficientName] = row.names;
    const coefficient = ratioFromDecimal(row.coefficient);
    const isOpen = isFloat && isWithoutRatio(row);
    if (coefficient !== undefined) conversions.push({ ...row, coefficient });
    else if (!isOpen) {
      reasons.push(invalid(coefficientName, "换算率", row.coefficient, ABOVE_ZERO));
    }
    if (known.has(row.unitId)) {
      reasons.push(invalid(unitName, "辅助单位id", row.unitId, TWICE));
    }
    known.add(row.unitId);
  }
  for (const row of rows) {
    // A unit that stands twice is told already.
    if (row.unitId === baseUnitId) continue;
    if (known.has(row.conversionUnitId) && row.conversionUnitId !== row.unitId) continue;
    reasons.push(invalid(row.names[2], "换算单位id", row.conversionUnitId, NOT_OF_MATERIAL));
  }
  const floats = floatsOf(data);
  if (isFloat && floats === undefined) {
    reasons.push(invalid("is_float", "启用浮动单位", "true", FLOAT_UNCLEAR));
  }
  if (reasons.length > 0) return reasons;
  return rows
    .filter((row) => !isWithoutRatio(row))
    .filter((row) => row.unitId === floats?.unitId || !isFloating(floats, row.unitId))
    .filter((row) => ratioToBase(row.unitId, baseUnitId, conversions) === undefined)
    .map((row) => invalid(row.names[2], "换算单位id", row.conversionUnitId, CIRCLE));
}

/** 保质期: a whole number above 0, or none; a row may bring its own. */
function checkPeriod(data: Data): Reason[] {
  const given = textOf(data, "kf_period");
  if (isNone(given) || (/^\d{1,6}$/.test(given) && Number(given) > 0)) return [];
  const reason = ["须为大于 0 的整数", "a whole number above 0"] as const;
  return [invalid("kf_period", "保质期", given, reason)];
}
