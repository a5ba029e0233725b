/** 审核 (D20): posts a bill to the ledger. A bill that is audited already stays as it is. */
import { type Book, fork, merge } from "../domain/book.ts";
import { post } from "../domain/ledger.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import { withComputed } from "./bill-lines.ts";
import { readBill } from "./bill-reading.ts";
import type { BillType } from "./bill-type.ts";
import { closedPeriod } from "./closed-period.ts";
import { namingHolders } from "./holders.ts";
import type { BillRecord, Caller, UnitOfWork } from "./ports.ts";
import { refuseAll } from "./refused.ts";

/**
 * The audited record, its effects already in the unit's book. The caller saves it; nothing is
 * written when it is refused. Line costs are what the ledger booked.
 */
export async function audited(
  unit: UnitOfWork,
  caller: Caller,
  type: BillType,
  record: BillRecord,
): Promise<BillRecord> {
  const { bill, reasons } = await readBill(unit, type, record, { saved: true });
  refuseAll([...closedPeriod(unit, record), ...reasons]);
  const book = fork(unit.book);
  const rules = { allowExpired: unit.settings.allowExpired };
  refuseAll(await namingHolders(unit, bill.lines, post(book, bill, type.rule, rules)));
  const costs = costsOf(book);
  merge(book);
  const booked = withComputed(record, bill.lines);
  return {
    ...booked,
    status: "C",
    auditedAt: unit.now,
    auditorId: caller.userId,
    lines: booked.lines.map((line) => ({ ...line, cost: costs.get(line.id) ?? "0.00" })),
  };
}

/** What each line was booked at: what left, else what came in. */
function costsOf(book: Book): Map<string, string> {
  const costs = new Map<string, string>();
  for (const row of book.ledger) {
    const amount = quantity.isNegative(row.quantity) ? money.negate(row.amount) : row.amount;
    if (!costs.has(row.lineId)) costs.set(row.lineId, money.toText(amount));
  }
  return costs;
}

export async function auditBill(
  unit: UnitOfWork,
  caller: Caller,
  type: BillType,
  record: BillRecord,
): Promise<void> {
  if (record.status === "C") return;
  await unit.saveBill(await audited(unit, caller, type, record));
}
