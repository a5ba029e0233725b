/**
 * 单据保存 (D20, D21): creates or edits a bill, and audits it in the same transaction when
 * `operation_key` says so. Everything is checked before anything is written; a draft neither moves
 * nor holds.
 */

import { isNone } from "../domain/resolve-line.ts";
import { audited } from "./audit-bill.ts";
import { editedLines, withComputed } from "./bill-lines.ts";
import { readBill } from "./bill-reading.ts";
import { type BillType, billTypeOf } from "./bill-type.ts";
import { dayOf } from "./china-time.ts";
import { withBook, withStores } from "./count-bill.ts";
import { customFieldFaults } from "./custom-fields.ts";
import { type EditedFees, editedFees } from "./edited-fees.ts";
import { type FreeNumber, freeNumber, givenNumber } from "./free-number.ts";
import { rowsOf, textOf } from "./material-facts.ts";
import { refuseIfVoid } from "./operate-trade.ts";
import type { BillRecord, Caller, Data, UnitOfWork } from "./ports.ts";
import { resolveReferences } from "./references.ts";
import { type Reason, refuse, refuseAll } from "./refused.ts";
import { totalsMadeVoid, withTotals } from "./trade.ts";

/** Keys that steer the save and are not kept. */
const CONTROLS = ["id", "bill_no", "bill_date", "operation_key", "material_entity"];

export async function saveBill(unit: UnitOfWork, caller: Caller, name: string, input: Data) {
  const { record, write } = await prepareBill(unit, caller, name, input);
  await write();
  return { ids: [record.id], id_number_map: { [record.id]: record.billNo } };
}

export interface PreparedBill {
  readonly record: BillRecord;
  /** Cannot be refused any more. */
  write(): Promise<void>;
}

/** Checks everything and writes nothing, so that several bills are saved all or not at all. */
export async function prepareBill(
  unit: UnitOfWork,
  caller: Caller,
  name: string,
  input: Data,
): Promise<PreparedBill> {
  const type = billTypeOf(name);
  const existing = await findEdited(unit, type, textOf(input, "id"));
  const checked = await resolveReferences(unit, type.save, input, { refuseDisabled: true });
  const { record: sent, fees, reasons } = recordOf(unit, caller, type, checked.data, existing);
  const placed = type.rule.counts ? await withStores(unit, sent) : { record: sent, reasons: [] };
  const { record } = placed;
  const read = await readBill(unit, type, record, { feePath: fees.pathOf });
  const custom = await customFieldFaults(unit, customValues(type, record, existing));
  refuseAll([...checked.reasons, ...reasons, ...placed.reasons, ...read.reasons, ...custom]);
  refuseAll(type.rule.check(read.bill));
  const computed = withTotals(type, withComputed(record, read.bill.lines));
  const change = { lines: read.bill.lines, sent: checked.data, existing };
  const complete = type.rule.counts ? await withBook(unit, type, computed, change) : computed;
  await checkOutsideKey(unit, type, complete);
  const { number, keep } = await billNumber(unit, type, complete);
  const numbered = { ...complete, billNo: number };
  const wantsAudit = textOf(input, "operation_key") === "audit";
  const saved = wantsAudit ? await audited(unit, caller, type, numbered) : numbered;
  return {
    record: saved,
    async write() {
      await keep();
      await unit.saveBill(saved);
    },
  };
}

function customValues({ entity }: BillType, record: BillRecord, existing?: BillRecord) {
  const before = new Map(existing?.lines.map(({ id, data }) => [id, data]));
  const rows = record.lines.map(({ id, data }) => ({ data, former: before.get(id) }));
  return { entity, head: record.head, former: existing?.head, rows };
}

async function findEdited(
  unit: UnitOfWork,
  type: BillType,
  id: string,
): Promise<BillRecord | undefined> {
  if (isNone(id)) return undefined;
  const bill = (await unit.bills(type.name, [id])).get(id);
  if (bill === undefined) return refuse("recordUnknown", "id", { given: `${type.title} ${id}` });
  if (bill.status === "C") {
    return refuse("billNotEditable", "id", { given: bill.billNo, action: "修改" });
  }
  refuseIfVoid(bill, "id");
  return bill;
}

interface Edited {
  readonly record: BillRecord;
  readonly fees: EditedFees;
  readonly reasons: readonly Reason[];
}

function recordOf(
  unit: UnitOfWork,
  caller: Caller,
  type: BillType,
  data: Data,
  existing: BillRecord | undefined,
): Edited {
  const given = Object.entries(data).filter(([key]) => !CONTROLS.includes(key));
  const kept: Data = { ...existing?.head, ...Object.fromEntries(given) };
  const head = type.rule.trade ? { ...kept, ...totalsMadeVoid(kept, data) } : kept;
  const id = existing?.id ?? unit.newId();
  const fees = editedFees(unit, data, existing?.head);
  const rows = rowsOf(data, "material_entity");
  const { lines, reasons } = editedLines(unit, type, rows, existing?.lines ?? []);
  const record: BillRecord = {
    type: type.name,
    id,
    billNo: textOf(data, "bill_no") || (existing?.billNo ?? ""),
    billDate: textOf(data, "bill_date") || existing?.billDate || dayOf(unit.now),
    status: "Z",
    head: { ...head, ...fees.field },
    lines,
    createdAt: existing?.createdAt ?? unit.now,
    creatorId: existing?.creatorId ?? caller.userId,
    modifiedAt: unit.now,
    modifierId: caller.userId,
    auditedAt: 0,
    auditorId: "",
  };
  return { record, fees, reasons: [...reasons, ...fees.reasons] };
}

/** The caller's own key names one bill of the type (contract section 6). */
async function checkOutsideKey(unit: UnitOfWork, type: BillType, record: BillRecord) {
  const given = textOf(record.head, "outside_pk_id");
  const same = given === "" ? undefined : await unit.billOfOutsideKey(type.name, given);
  if (same === undefined || same.id === record.id) return;
  refuse("outsideKeyTaken", "outside_pk_id", { given, by: same.billNo, id: same.id });
}

/** The given number, checked, or the next of the day: `PREFIX-yyyyMMdd-NNNNN` (D21). */
async function billNumber(
  unit: UnitOfWork,
  type: BillType,
  record: BillRecord,
): Promise<FreeNumber> {
  const find = async (number: string) =>
    (await unit.billsByNumber(type.name, [number])).get(number);
  if (record.billNo !== "") {
    const same = await find(record.billNo);
    if (same !== undefined && same.id !== record.id) {
      refuse("billNumberTaken", "bill_no", { given: record.billNo });
    }
    return givenNumber(record.billNo);
  }
  const day = record.billDate.replaceAll("-", "");
  const prefix = unit.settings.billPrefixes[type.name] ?? type.prefix;
  return freeNumber(
    unit,
    `bill:${type.name}:${day}`,
    (count) => `${prefix}-${day}-${String(count).padStart(5, "0")}`,
    async (number) => (await find(number)) !== undefined,
  );
}
