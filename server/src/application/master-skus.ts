/** 辅助属性组合 of a material: each combination of values has one id for ever, as stock is kept by it. */
import { isNone } from "../domain/resolve-line.ts";
import { flagOf, rowsOf, textOf } from "./material-facts.ts";
import type { Data, MasterRecord, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

const SLOTS = [1, 2, 3, 4, 5];

const valuesOf = (row: Data) =>
  SLOTS.map((slot) => textOf(row, `aux_id${slot}`)).filter((id) => !isNone(id));

/** The order of the values does not matter. */
const combinationOf = (row: Data) => valuesOf(row).toSorted().join();

export interface CheckedSkus {
  readonly rows: readonly Data[];
  readonly reasons: readonly Reason[];
}

/** The rows with ids and names; a combination that was there before keeps its id. */
export async function checkSkus(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<CheckedSkus> {
  const sent = rowsOf(record.data, "aux_entity");
  const before = rowsOf(existing?.data ?? {}, "aux_entity");
  const idOf = new Map(before.map((row) => [combinationOf(row), textOf(row, "sku_id")]));
  const names = await unit.masters("aux_attribute", sent.flatMap(valuesOf));
  const rows = sent.map((row) => ({
    ...row,
    sku_id: isNone(textOf(row, "sku_id"))
      ? (idOf.get(combinationOf(row)) ?? unit.newId())
      : textOf(row, "sku_id"),
    aux_combination_name:
      textOf(row, "aux_combination_name") ||
      valuesOf(row)
        .map((id) => names.get(id)?.name ?? id)
        .join("/"),
    aux_enable: row.aux_enable === undefined || flagOf(row, "aux_enable"),
  }));
  const reasons = [...checkRows(rows), ...(await lockedSkus(unit, record, rows, before))];
  return { rows, reasons };
}

function checkRows(rows: readonly Data[]): Reason[] {
  const reasons: Reason[] = [];
  const taken = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const path = `aux_entity[${index}]`;
    const combination = combinationOf(row);
    if (combination === "") {
      const params = { title: "辅助属性1id" };
      reasons.push({ key: "fieldRequired", path: `${path}.aux_id1`, params });
    } else if (taken.has(combination)) {
      reasons.push(
        repeated(`${path}.aux_id1`, textOf(row, "aux_combination_name"), "辅助属性组合"),
      );
    }
    const id = `id ${textOf(row, "sku_id")}`;
    if (taken.has(id))
      reasons.push(repeated(`${path}.sku_id`, textOf(row, "sku_id"), "辅助属性id"));
    taken.add(combination).add(id);
  }
  return reasons;
}

function repeated(path: string, given: string, title: string): Reason {
  const params = { title, given, reason: "在此商品中重复", reasonEn: "it occurs twice" };
  return { key: "valueInvalid", path, params };
}

/** A combination with stock stays what it is. */
async function lockedSkus(
  unit: UnitOfWork,
  record: MasterRecord,
  rows: readonly Data[],
  before: readonly Data[],
): Promise<Reason[]> {
  const now = new Map(rows.map((row) => [textOf(row, "sku_id"), combinationOf(row)]));
  for (const row of before) {
    const id = textOf(row, "sku_id");
    if (now.get(id) === combinationOf(row) || !(await unit.hasStock("sku", id))) continue;
    const params = {
      title: "辅助属性组合",
      given: `${record.name} ${textOf(row, "aux_combination_name")}`,
    };
    return [{ key: "fieldLocked", path: "aux_entity", params }];
  }
  return [];
}
