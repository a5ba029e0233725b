/**
 * From a bill's record to the domain's `Bill`: the same checks whether it is saved, audited or
 * tried.
 */
import { look } from "../domain/book.ts";
import type { CalendarDate } from "../domain/calendar-date.ts";
import { type Bill, fieldPath, type LineDraft } from "../domain/line.ts";
import { type HoldRef, holdRefText } from "../domain/stock-key.ts";
import { type BillType, billTypes, sourceTypeOf } from "./bill-type.ts";
import { feesOf, headFeeOf } from "./fees.ts";
import { lineDraftOf } from "./line-draft.ts";
import { flagOf, textOf } from "./material-facts.ts";
import type { BillRecord, Data, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";
import { loadStockOf, resolveLines } from "./resolve-lines.ts";
import { checkDraws, returnedLines } from "./source-links.ts";
import { tradedLines } from "./trade.ts";

export interface ReadBill {
  /** Complete only when there are no reasons. */
  readonly bill: Bill;
  readonly reasons: readonly Reason[];
}

export interface ReadOptions {
  /** The bill was checked when it was saved: amounts follow the master data of today. */
  readonly saved?: boolean;
  /** Only what its costs follow from is needed: neither its sources nor the stock it touches. */
  readonly forCosts?: boolean;
  /** Where a fee stands in the request; default: its place in the bill. */
  readonly feePath?: (record: Data, index: number) => string;
}

export async function readBill(
  unit: UnitOfWork,
  type: BillType,
  record: BillRecord,
  options: ReadOptions,
): Promise<ReadBill> {
  const saved = options.saved === true;
  const drafts = record.lines.map((line, index) => ({
    ...lineDraftOf(type.line, line.data, `material_entity[${index}]`),
    entryId: line.id,
  }));
  const resolved = await resolveLines(unit, drafts, {
    recalculate: saved,
    disabledToo: saved,
    counting: type.rule.counts === true,
    ordering: type.rule.orders === true,
    holdOf,
  });
  const forCosts = options.forCosts === true;
  const sources = forCosts ? [] : await checkSources(unit, type, drafts);
  const located = resolved.lines.map((line) => type.rule.located?.(line) ?? line);
  const traded = tradedLines(type, record, located);
  const lines = await returnedLines(unit, type, traded.lines);
  const draws = forCosts ? [] : await checkDraws(unit, type, record, lines);
  const { fees, reasons: feeReasons } = type.hasHeadFee
    ? headFeeOf(record.head)
    : feesOf(record.head, options.feePath);
  const bill: Bill = {
    type: type.name,
    id: record.id,
    billNo: record.billNo,
    billDate: record.billDate as CalendarDate,
    lines,
    fees,
    allocateRule: textOf(record.head, "allocate_rule") || "1",
    transType: textOf(record.head, "trans_type"),
    ignoreWarn: flagOf(record.head, "ignore_warn"),
  };
  const reasons = [...resolved.reasons, ...sources, ...draws, ...traded.reasons, ...feeReasons];
  const needsStock = !forCosts && type.rule.orders !== true;
  if (reasons.length === 0 && needsStock) await loadStockOf(unit, lines);
  return { bill, reasons };
}

/** A row that names a source triple is linked to the hold of that triple, if there is one (D16). */
function holdOf(draft: LineDraft): HoldRef | undefined {
  const { sourceType, sourceBill, sourceEntry } = draft;
  // "0" may be the number of a foreign bill's first row; where it means "none" it names no hold.
  if (sourceType === "" || sourceBill === "" || sourceEntry === "") return undefined;
  return { billTypeId: sourceType, billId: sourceBill, entryId: sourceEntry };
}

/**
 * A source of one of our own types must exist, be audited and name the same material (contract
 * section 6).
 */
async function checkSources(
  unit: UnitOfWork,
  { rule }: BillType,
  drafts: readonly LineDraft[],
): Promise<Reason[]> {
  const sources = await readSources(unit, drafts);
  await loadHoldsOf(unit, drafts);
  return drafts.flatMap((draft): Reason[] => {
    const type = sourceTypeOf(draft.sourceType);
    if (type === undefined) return [];
    const source = sources.get(type.name)?.get(draft.sourceBill);
    const row = source?.lines.find((line) => line.id === draft.sourceEntry);
    const path = fieldPath(draft, "sourceBill");
    const { draws } = rule;
    if (draws !== undefined && type.entity !== draws && source !== undefined) {
      const at = fieldPath(draft, "sourceType");
      return [
        { key: "sourceTypeWrong", path: at, params: { given: type.entity, expected: draws } },
      ];
    }
    if (source === undefined && isHeld(unit, draft)) return [];
    if (source === undefined || row === undefined) {
      const given = `${draft.sourceType} ${draft.sourceBill} / ${draft.sourceEntry}`;
      return [{ key: "sourceUnknown", path, params: { given } }];
    }
    if (source.status !== "C") {
      return [{ key: "sourceNotAudited", path, params: { given: source.billNo } }];
    }
    const sent = lineDraftOf(type.line, row.data, "");
    if (sent.material === draft.material) return rule.checkSource?.(draft, sent) ?? [];
    const params = { given: draft.material };
    return [{ key: "sourceMismatch", path: fieldPath(draft, "material"), params }];
  });
}

/** Whoever holds stock may name a bill of its own as one of ours: its hold is what counts (D16). */
function isHeld(unit: UnitOfWork, draft: LineDraft): boolean {
  const ref = holdOf(draft);
  return ref !== undefined && look(unit.book, "holds", holdRefText(ref)) !== undefined;
}

async function loadHoldsOf(unit: UnitOfWork, drafts: readonly LineDraft[]): Promise<void> {
  const own = drafts.filter((draft) => sourceTypeOf(draft.sourceType) !== undefined);
  const holds = own.flatMap((draft) => holdOf(draft) ?? []);
  if (holds.length > 0) {
    await unit.loadStock({ keys: [], pools: [], holds, serials: [], batches: [] });
  }
}

/** The source bills of all rows: one read for each of our bill types. */
async function readSources(unit: UnitOfWork, drafts: readonly LineDraft[]) {
  const sources = new Map<string, ReadonlyMap<string, BillRecord>>();
  for (const type of billTypes) {
    const named = drafts.filter((draft) => sourceTypeOf(draft.sourceType) === type);
    if (named.length === 0) continue;
    const ids = new Set(named.map((draft) => draft.sourceBill));
    sources.set(type.name, await unit.bills(type.name, [...ids]));
  }
  return sources;
}
