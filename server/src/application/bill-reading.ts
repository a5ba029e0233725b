/** From a bill's record to the domain's `Bill`: the same checks whether it is saved, audited or tried. */
import type { CalendarDate } from "../domain/calendar-date.ts";
import type { Bill, LineDraft } from "../domain/line.ts";
import { isNone } from "../domain/resolve-line.ts";
import type { HoldRef } from "../domain/stock-key.ts";
import { type BillType, billTypeOfEntity } from "./bill-type.ts";
import { feesOf } from "./fees.ts";
import { lineDraftOf } from "./line-draft.ts";
import { flagOf, textOf } from "./material-facts.ts";
import type { BillRecord, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";
import { loadStockOf, resolveLines } from "./resolve-lines.ts";

export interface ReadBill {
  /** Complete only when there are no reasons. */
  readonly bill: Bill;
  readonly reasons: readonly Reason[];
}

export async function readBill(
  unit: UnitOfWork,
  type: BillType,
  record: BillRecord,
): Promise<ReadBill> {
  const drafts = record.lines.map((line, index) => ({
    ...lineDraftOf(type.line, line.data, `material_entity[${index}]`),
    entryId: line.id,
  }));
  const resolved = await resolveLines(unit, drafts, { recalculate: false, holdOf });
  const sources = await checkSources(unit, drafts);
  const { fees, reasons: feeReasons } = feesOf(record.head);
  const bill: Bill = {
    type: type.name,
    id: record.id,
    billNo: record.billNo,
    billDate: record.billDate as CalendarDate,
    lines: resolved.lines,
    fees,
    allocateRule: textOf(record.head, "allocate_rule") || "1",
    ignoreWarn: flagOf(record.head, "ignore_warn"),
  };
  const reasons = [...resolved.reasons, ...sources, ...feeReasons];
  if (reasons.length === 0) await loadStockOf(unit, resolved.lines);
  return { bill, reasons };
}

/** A row that names a source triple is linked to the hold of that triple, if there is one (D16). */
function holdOf(draft: LineDraft): HoldRef | undefined {
  const { sourceType, sourceBill, sourceEntry } = draft;
  if (sourceType === "" || isNone(sourceBill) || isNone(sourceEntry)) return undefined;
  return { billTypeId: sourceType, billId: sourceBill, entryId: sourceEntry };
}

/** A source of one of our own types must exist, be audited and name the same material (contract section 6). */
async function checkSources(unit: UnitOfWork, drafts: readonly LineDraft[]): Promise<Reason[]> {
  const reasons: Reason[] = [];
  for (const draft of drafts) {
    const type = billTypeOfEntity(draft.sourceType);
    if (type === undefined) continue;
    const source = (await unit.bills(type.name, [draft.sourceBill])).get(draft.sourceBill);
    const row = source?.lines.find((line) => line.id === draft.sourceEntry);
    if (source === undefined || row === undefined) {
      const path = `${draft.path}.${draft.names.sourceBill ?? "src_inter_id"}`;
      const given = `${draft.sourceType} ${draft.sourceBill} / ${draft.sourceEntry}`;
      reasons.push({ key: "sourceUnknown", path, params: { given } });
    } else if (source.status !== "C") {
      const path = `${draft.path}.${draft.names.sourceBill ?? "src_inter_id"}`;
      reasons.push({ key: "sourceNotAudited", path, params: { given: source.billNo } });
    } else if (textOf(row.data, "material_id") !== draft.material) {
      const path = `${draft.path}.${draft.names.material ?? "material_id"}`;
      reasons.push({ key: "sourceMismatch", path, params: { given: draft.material } });
    }
  }
  return reasons;
}
