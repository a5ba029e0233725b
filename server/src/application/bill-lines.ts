/**
 * 分录 as a save leaves them: the rows sent are the bill's rows, by id an edited one (decision 6).
 */
import type { Line, LineDraft } from "../domain/line.ts";
import * as quantity from "../domain/quantity.ts";
import { isNone } from "../domain/resolve-line.ts";
import type { BillType } from "./bill-type.ts";
import { auxValueNamesOf, lineDraftOf, lineTextOf, wireNameOf } from "./line-draft.ts";
import { textOf } from "./material-facts.ts";
import type { BillLineRecord, BillRecord, Data, UnitOfWork } from "./ports.ts";
import { ratioText } from "./ratio-text.ts";
import type { Reason } from "./refused.ts";
import { amountsMadeVoid } from "./trade.ts";

export interface EditedLines {
  readonly lines: readonly BillLineRecord[];
  readonly reasons: readonly Reason[];
}

export function editedLines(
  unit: UnitOfWork,
  type: BillType,
  rows: readonly Data[],
  existing: readonly BillLineRecord[],
): EditedLines {
  const byId = new Map(existing.map((line) => [line.id, line]));
  const taken = new Set<string>();
  const reasons: Reason[] = [];
  const lines = rows.map((row, index) => {
    const id = textOf(row, "id");
    const before = taken.has(id) ? undefined : byId.get(id);
    if (!isNone(id) && before === undefined) {
      const path = `material_entity[${index}].id`;
      const key = taken.has(id) ? "billRowRepeated" : "billRowUnknown";
      reasons.push({ key, path, params: { given: id } });
    }
    taken.add(id);
    const data = { ...merged(type, before?.data, row), id: undefined };
    const materialId = lineTextOf(type.line, data, "material");
    const storeId = lineTextOf(type.line, data, "store");
    const found = { materialId, storeId };
    return { id: before?.id ?? unit.newId(), seq: index + 1, ...found, cost: "", data };
  });
  return { lines, reasons };
}

type Field = keyof LineDraft;

/** What a new value of the first fields makes void, unless it is sent anew itself. */
const MAKES_VOID: readonly (readonly [readonly Field[], readonly Field[]])[] = [
  [["store"], ["bin"]],
  [["toStore"], ["toBin"]],
  [["batchNo"], ["kfDate", "kfPeriod", "kfType", "validDate"]],
  [["kfDate", "kfPeriod", "kfType"], ["validDate"]],
  [["auxValues"], ["auxProp"]],
  [["auxUnit"], ["auxQuantity"]],
  [["cost"], ["unitCost"]],
  [["unitCost"], ["cost"]],
];

/** Worked out at every save from what is sent. */
const COMPUTED = ["base_qty", "base_unit_id", "coefficient", "def_float_qty", "aux_coefficient"];

/** Fields that a row leaves out stay; another material makes it another row under the same id. */
function merged(type: BillType, before: Data | undefined, row: Data): Data {
  if (before === undefined) return row;
  const kept: Record<string, unknown> = { ...before };
  for (const key of COMPUTED) delete kept[key];
  const old = lineDraftOf(type.line, before, "");
  const now = lineDraftOf(type.line, { ...before, ...row }, "");
  if (now.material !== old.material) return row;
  if (type.rule.trade) for (const key of amountsMadeVoid(before, row)) delete kept[key];
  for (const [changing, voided] of MAKES_VOID) {
    const isChanged = changing.some((field) => String(now[field]) !== String(old[field]));
    if (isChanged) for (const key of namesOf(type, voided)) delete kept[key];
  }
  // Another combination is named by its id or by its values, never by both.
  if (now.auxProp !== old.auxProp) for (const key of auxValueNamesOf(type.line)) delete kept[key];
  return { ...kept, ...row };
}

const namesOf = (type: BillType, fields: readonly Field[]) =>
  fields.flatMap((field) => wireNameOf(type.line, field as "bin") ?? []);

/** What the checks worked out is kept with the line, so that a detail shows what was booked. */
export function withComputed(record: BillRecord, lines: readonly Line[]): BillRecord {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return {
    ...record,
    lines: record.lines.map((item) => {
      const line = byId.get(item.id);
      if (line === undefined) return item;
      const computed = {
        base_qty: quantity.toText(line.baseQuantity),
        base_unit_id: line.material.baseUnit.id,
        coefficient: ratioText(line.unit.ratio),
        aux_prop_id: line.key.auxPropId,
        batch_no: line.key.batchNo,
        kf_date: line.key.kfDate,
        kf_period: line.kfPeriod,
        kf_type: line.kfType,
        valid_date: line.validDate,
        ...floatComputed(line),
      };
      return { ...item, data: { ...item.data, ...computed } };
    }),
  };
}

/** Of a material without a floating unit the fields stay as they were sent. */
function floatComputed({ float }: Line): Data {
  if (float === undefined) return {};
  return {
    aux_qty: quantity.toText(float.quantity),
    aux_unit_id: float.unit.id,
    aux_coefficient: ratioText(float.unit.ratio),
    def_float_qty: quantity.toText(float.floatQuantity),
  };
}
