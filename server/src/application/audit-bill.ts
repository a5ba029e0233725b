/** 审核 (D20): posts a bill to the ledger. A bill that is audited already stays as it is. */
import { type Book, fork, merge } from "../domain/book.ts";
import type { History } from "../domain/history.ts";
import { post } from "../domain/ledger.ts";
import type { Bill } from "../domain/line.ts";
import { poolOf } from "../domain/master.ts";
import * as money from "../domain/money.ts";
import { endOf } from "../domain/position.ts";
import * as quantity from "../domain/quantity.ts";
import { recostedLines } from "../domain/replay.ts";
import { withComputed } from "./bill-lines.ts";
import { readBill } from "./bill-reading.ts";
import type { BillType } from "./bill-type.ts";
import { closedPeriod } from "./closed-period.ts";
import { namingHolders } from "./holders.ts";
import { readLater, serialsOf, startsOf } from "./later.ts";
import { refuseIfVoid } from "./operate-trade.ts";
import type { BillRecord, Caller, UnitOfWork } from "./ports.ts";
import { refuseAll } from "./refused.ts";
import { linkSources } from "./source-links.ts";

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
  refuseIfVoid(record, "");
  const { bill, reasons } = await readBill(unit, type, record, { saved: true });
  refuseAll([...closedPeriod(unit, record), ...reasons]);
  const history = type.rule.orders ? undefined : await historyOf(unit, bill);
  const book = fork(unit.book);
  const rules = { allowExpired: unit.settings.allowExpired, history };
  refuseAll(await namingHolders(unit, bill.lines, post(book, bill, type.rule, rules)));
  const costs = costsOf(book, bill);
  await unit.saveLineCosts(recostedLines(book.ledger, history?.later?.rows ?? []));
  await linkSources(unit, type, record, bill.lines);
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

/** What follows a bill that is dated before others (D35); undefined when nothing does. */
async function historyOf(unit: UnitOfWork, bill: Bill): Promise<History | undefined> {
  const places = bill.lines.flatMap((line) =>
    [line.key, ...(line.to ? [line.to.key] : [])].map((key) => ({
      key,
      pool: poolOf(line.material, key),
      isFloating: line.float !== undefined,
    })),
  );
  const after = endOf(bill.billDate);
  const starts = startsOf(
    unit,
    places.map(({ pool }) => pool),
    after,
  );
  if (starts.length === 0) return undefined;
  const { timeline } = unit;
  const own = { billType: bill.type, billId: bill.id };
  const keysOf = (some: typeof places) => some.map(({ key }) => key);
  return {
    later: await readLater(unit, starts, { limit: unit.rowsBeforeReply }),
    lowest: {
      base: await timeline.lowest(keysOf(places), after, own, "base"),
      float: await timeline.lowest(
        keysOf(places.filter(({ isFloating }) => isFloating)),
        after,
        own,
        "float",
      ),
    },
    lastMoves: await timeline.lastMoves(serialsOf(bill.lines)),
  };
}

/** What each line was booked at: what left, else what came in. */
function costsOf(book: Book, bill: Bill): Map<string, string> {
  const costs = new Map<string, string>();
  for (const row of book.ledger) {
    if (row.billId !== bill.id || row.adjusts !== 0) continue;
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
