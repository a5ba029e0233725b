/** What single kinds of master data ask for beyond their contract: values that must hold, and what may not change under stock. */
import type { MasterName } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { ratioFromDecimal } from "../domain/unit.ts";
import { fixedUnitsOf, flagOf, rowsOf, textOf } from "./material-facts.ts";
import type { Data, MasterRecord, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

export interface Ruled {
  readonly record: MasterRecord;
  readonly reasons: readonly Reason[];
}

type MasterRule = (
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
) => Promise<Ruled>;

export const masterRules: Partial<Record<MasterName, MasterRule>> = {
  measure_unit: measureUnitRule,
  store: storeRule,
  space: spaceRule,
  material: materialRule,
};

const invalid = (path: string, title: string, given: string, reason: string): Reason => ({
  key: "valueInvalid",
  path,
  params: { title, given, reason },
});

async function measureUnitRule(_unit: UnitOfWork, record: MasterRecord): Promise<Ruled> {
  const given = textOf(record.data, "precision");
  const fits = /^(\d|10)$/.test(given);
  const reason = "须为 0 到 10 的整数";
  return { record, reasons: fits ? [] : [invalid("precision", "数量小数位", given, reason)] };
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
  const storeId = textOf(record.data, "stock_id");
  const locked = await lockedFields(unit, "space", record, existing, { stock_id: "仓库id" });
  return { record: { ...record, parentId: storeId }, reasons: locked };
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
  const reasons = [
    ...(await lockedFields(unit, "material", record, existing, MATERIAL_LOCKED)),
    ...(await lockedUnits(unit, record, existing)),
    ...checkUnits(record.data),
  ];
  const parentId = textOf(record.data, "parent_id");
  const data = { ...record.data, aux_entity: await withSkus(unit, record.data) };
  return { record: { ...record, parentId, data }, reasons };
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
  const changed = fixedUnitsOf(existing.data).filter((before) => {
    const now = after.get(before.unitId);
    return (
      now?.coefficient !== before.coefficient || now.conversionUnitId !== before.conversionUnitId
    );
  });
  if (changed.length === 0 || !(await unit.hasStock("material", record.id))) return [];
  const params = { title: "换算率", given: existing.name };
  return [{ key: "fieldLocked", path: "coefficient1", params }];
}

function checkUnits(data: Data): Reason[] {
  const known = new Set([textOf(data, "base_unit_id")]);
  const rows = fixedUnitsOf(data);
  const reasons: Reason[] = [];
  for (const [index, row] of rows.entries()) {
    const ratio = ratioFromDecimal(row.coefficient);
    if (ratio === undefined || ratio.numerator <= 0n) {
      const path = `coefficient${index + 1}`;
      reasons.push(invalid(path, `换算率${index + 1}`, row.coefficient, "须大于 0"));
    }
    if (known.has(row.unitId)) {
      const path = `fix_unit_id${index + 1}`;
      reasons.push(invalid(path, `辅助单位${index + 1}id`, row.unitId, "单位重复"));
    }
    known.add(row.unitId);
  }
  for (const [index, row] of rows.entries()) {
    if (known.has(row.conversionUnitId) && row.conversionUnitId !== row.unitId) continue;
    const path = `conversion_unit_id${index + 1}`;
    const reason = "须为此商品的另一单位";
    reasons.push(invalid(path, `换算单位${index + 1}id`, row.conversionUnitId, reason));
  }
  return reasons;
}

/** Each combination of aux values gets an id of its own, and a name from its values. */
async function withSkus(unit: UnitOfWork, data: Data): Promise<Data[]> {
  const rows = rowsOf(data, "aux_entity");
  const slots = [1, 2, 3, 4, 5];
  const idsOf = (row: Data) =>
    slots.map((slot) => textOf(row, `aux_id${slot}`)).filter((id) => !isNone(id));
  const values = await unit.masters("aux_attribute", rows.flatMap(idsOf));
  return rows.map((row) => ({
    ...row,
    sku_id: isNone(textOf(row, "sku_id")) ? unit.newId() : textOf(row, "sku_id"),
    aux_combination_name:
      textOf(row, "aux_combination_name") ||
      idsOf(row)
        .map((id) => values.get(id)?.name ?? id)
        .join("/"),
    aux_enable: row.aux_enable === undefined || flagOf(row, "aux_enable"),
  }));
}
