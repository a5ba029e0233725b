/**
 * 单据保存 (D20, D21): creates or edits a bill, and audits it in the same transaction when `operation_key` says so. Everything is
 * checked before anything is written; a draft neither moves nor holds.
 */

import type { Line } from "../domain/line.ts";
import * as quantity from "../domain/quantity.ts";
import { isNone } from "../domain/resolve-line.ts";
import { audited } from "./audit-bill.ts";
import { readBill } from "./bill-reading.ts";
import { type BillType, billTypeOf } from "./bill-type.ts";
import { dayOf } from "./china-time.ts";
import { completeFee, feeRecordsOf } from "./fees.ts";
import { lineDraftOf } from "./line-draft.ts";
import { rowsOf, textOf } from "./material-facts.ts";
import type { BillLineRecord, BillRecord, Caller, Data, UnitOfWork } from "./ports.ts";
import { ratioText } from "./ratio-text.ts";
import { resolveReferences } from "./references.ts";
import { refuse, refuseAll } from "./refused.ts";

/** Keys that steer the save and are not kept. */
const CONTROLS = ["id", "bill_no", "bill_date", "operation_key", "material_entity"];

export async function saveBill(unit: UnitOfWork, caller: Caller, name: string, input: Data) {
  const type = billTypeOf(name);
  const existing = await findEdited(unit, type, textOf(input, "id"));
  const checked = await resolveReferences(unit, type.save, input, { refuseDisabled: true });
  const record = await recordOf(unit, caller, type, checked.data, existing);
  const read = await readBill(unit, type, record);
  refuseAll([...checked.reasons, ...read.reasons]);
  refuseAll(type.rule.check(read.bill));
  const complete = withComputed(record, read.bill.lines);
  const numbered = { ...complete, billNo: await billNumber(unit, type, complete) };
  const wantsAudit = textOf(input, "operation_key") === "audit";
  const saved = wantsAudit ? await audited(unit, caller, type, numbered) : numbered;
  await unit.saveBill(saved);
  return { ids: [saved.id], id_number_map: { [saved.id]: saved.billNo } };
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
  return bill;
}

async function recordOf(
  unit: UnitOfWork,
  caller: Caller,
  type: BillType,
  data: Data,
  existing: BillRecord | undefined,
): Promise<BillRecord> {
  const given = Object.entries(data).filter(([key]) => !CONTROLS.includes(key));
  const head: Data = { ...existing?.head, ...Object.fromEntries(given) };
  const billNo = textOf(data, "bill_no") || (existing?.billNo ?? "");
  return {
    type: type.name,
    id: existing?.id ?? unit.newId(),
    billNo,
    billDate: textOf(data, "bill_date") || existing?.billDate || dayOf(unit.now),
    status: "Z",
    head: withFees(unit, head, existing?.head),
    lines: linesOf(unit, type, rowsOf(data, "material_entity"), existing?.lines ?? []),
    createdAt: existing?.createdAt ?? unit.now,
    creatorId: existing?.creatorId ?? caller.userId,
    modifiedAt: unit.now,
    modifierId: caller.userId,
    auditedAt: 0,
    auditorId: "",
  };
}

/** The rows as given are the bill's rows: with an id an existing one is edited, without one a new one is made. */
function linesOf(
  unit: UnitOfWork,
  type: BillType,
  rows: readonly Data[],
  existing: readonly BillLineRecord[],
): BillLineRecord[] {
  return rows.map((row, index) => {
    const id = textOf(row, "id");
    const before = existing.find((line) => line.id === id);
    if (!isNone(id) && before === undefined) {
      refuse("billRowUnknown", `material_entity[${index}].id`, { given: id });
    }
    const data = { ...before?.data, ...row, id: undefined };
    const { material, store } = lineDraftOf(type.line, data, "");
    const found = { materialId: material, storeId: store };
    return { id: before?.id ?? unit.newId(), seq: index + 1, ...found, cost: "", data };
  });
}

/** Fee records stay until `del_ids` names them; given ones replace theirs by id or are added (contract section 9). */
function withFees(unit: UnitOfWork, head: Data, before: Data | undefined): Data {
  if (head.cost_fee_entity === undefined) return head;
  const sent = head.cost_fee_entity as Data;
  const removed = new Set(Array.isArray(sent.del_ids) ? (sent.del_ids as string[]) : []);
  const given = feeRecordsOf(head).map((record) => ({
    ...completeFee(record),
    id: isNone(textOf(record, "id")) ? unit.newId() : textOf(record, "id"),
  }));
  const ids = new Set(given.map((record) => record.id));
  const kept = feeRecordsOf(before ?? {}).filter((record) => {
    const id = textOf(record, "id");
    return !removed.has(id) && !ids.has(id);
  });
  return { ...head, cost_fee_entity: { fee_records: [...kept, ...given] } };
}

/** What the checks worked out is kept with the line, so that a detail shows what was booked. */
function withComputed(record: BillRecord, lines: readonly Line[]): BillRecord {
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
      };
      return { ...item, data: { ...item.data, ...computed } };
    }),
  };
}

/** The given number, checked, or the next of the day: `PREFIX-yyyyMMdd-NNNNN` (D21). */
async function billNumber(unit: UnitOfWork, type: BillType, record: BillRecord): Promise<string> {
  if (record.billNo !== "") {
    const same = (await unit.billsByNumber(type.name, [record.billNo])).get(record.billNo);
    if (same !== undefined && same.id !== record.id) {
      refuse("billNumberTaken", "bill_no", { given: record.billNo });
    }
    return record.billNo;
  }
  const day = record.billDate.replaceAll("-", "");
  const prefix = unit.settings.billPrefixes[type.name] ?? type.prefix;
  for (;;) {
    const count = await unit.nextCount(`bill:${type.name}:${day}`);
    const billNo = `${prefix}-${day}-${String(count).padStart(5, "0")}`;
    // A number that a caller chose by hand is skipped.
    if (!(await unit.billsByNumber(type.name, [billNo])).has(billNo)) return billNo;
  }
}
