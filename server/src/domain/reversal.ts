/**
 * 反审核 (D4, D35): the rows of a bill are taken back by new rows of the opposite sign, in reverse
 * order; nothing is edited. Refused when something later depends on it.
 */
import { type Book, type LedgerRow, look, put } from "./book.ts";
import { enter, leave } from "./cost-pool.ts";
import type { Counts } from "./counts.ts";
import * as counts from "./counts.ts";
import { floatMismatch, type KeyNames } from "./float-balance.ts";
import type { History } from "./history.ts";
import { addEvent, changeOccupied, markSerials } from "./hold.ts";
import { changeOnHand, leaveToJob } from "./ledger.ts";
import { lowestWithout } from "./lowest.ts";
import type { Money } from "./money.ts";
import * as money from "./money.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { addAdjustment, billText, replayAll, rewind } from "./replay.ts";
import { holdRefText, poolKeyText, type StockKey, serialText, stockKeyText } from "./stock-key.ts";

export interface ReversalFacts {
  /** What follows the bill; its `later.starts` are right before the bill's own rows. */
  readonly history: History;
  /** By pool text: latest bill date of the pool's standing rows without this bill. */
  readonly lastDates: ReadonlyMap<string, string>;
  /** Names of a key, for the refusal. */
  nameOf(key: StockKey): KeyNames;
}

/**
 * Takes back the standing rows of one bill, each with its worth by now: all refusals, or all
 * effects on `book`, which the caller forked. What is dated later is costed anew, now or by the
 * job (D35).
 */
export function reverse(book: Book, rows: readonly LedgerRow[], facts: ReversalFacts): Refusal[] {
  const { later } = facts.history;
  const refusals = [
    ...checkBalances(book, rows, facts),
    ...checkSerials(book, rows, facts),
    ...checkHolds(book, rows),
  ];
  if (refusals.length > 0) return refusals;
  if (later !== undefined) rewind(book, later);
  // What comes back in is counted first, so that on hand never dips below zero on the way.
  const isOut = (row: LedgerRow) => quantity.isNegative(row.quantity);
  const provisional = new Map<number, Money>();
  for (const row of [...rows.filter(isOut), ...rows.filter((item) => !isOut(item))]) {
    changeOnHand(book, row.key, counts.negate(counts.movedBy(row)));
    if (row.hold !== undefined) changeOccupied(book, row.key, counts.movedBy(row.hold));
    if (later === undefined) provisional.set(row.seq, takeFromPool(book, row));
  }
  // Serials go back the way they came: the last row that named one is undone first.
  for (const row of [...rows].sort((left, right) => right.seq - left.seq)) {
    takeBack(book, row, provisional.get(row.seq) ?? row.amount);
  }
  const [first] = rows;
  if (first === undefined) return [];
  if (later === undefined) leaveToJob(book, rows, first.billDate);
  else replayAll(book, later, first.billNo);
  for (const row of rows) dateBack(book, row, facts);
  return [];
}

function checkBalances(book: Book, rows: readonly LedgerRow[], facts: ReversalFacts): Refusal[] {
  const changes = new Map<string, { key: StockKey; change: Counts; returned: Counts }>();
  for (const row of rows) {
    const text = stockKeyText(row.key);
    const known = changes.get(text) ?? { change: counts.NOTHING, returned: counts.NOTHING };
    const change = counts.subtract(known.change, counts.movedBy(row));
    const returned = row.hold
      ? counts.add(known.returned, counts.movedBy(row.hold))
      : known.returned;
    changes.set(text, { key: row.key, change, returned });
  }
  const refusals: Refusal[] = [];
  for (const [text, { key, change, returned }] of changes) {
    const balance = look(book, "balances", text);
    const onHand = counts.add(counts.onHandOf(balance), change);
    const occupied = counts.add(counts.occupiedOf(balance), returned);
    const used = stockUsed(onHand, occupied, facts.nameOf(key));
    const told = { names: facts.nameOf(key), billDate: rows[0]?.billDate ?? "" };
    const later = lowestWithout(facts.history, key, change, told);
    refusals.push(...(used.length > 0 ? used : later));
  }
  return refusals;
}

/** One refusal for each count that would be too small, or one when one of them alone is used up. */
function stockUsed(onHand: Counts, occupied: Counts, names: KeyNames): Refusal[] {
  const { floatUnit, ...about } = names;
  const isShort = (count: keyof Counts) =>
    quantity.isNegative(onHand[count]) || quantity.compare(occupied[count], onHand[count]) > 0;
  const short = (["base", "float"] as const).filter(isShort).map((count) => {
    const told = (amount: Quantity) =>
      `${quantity.toText(amount)}${count === "float" ? ` ${floatUnit}` : ""}`;
    const params = { ...about, onHand: told(onHand[count]), occupied: told(occupied[count]) };
    return refusal("stockUsed", "", params);
  });
  return short.length > 0 ? short : floatMismatch("", onHand, names);
}

/** No serial may have moved since, nor be held (D35). */
function checkSerials(
  book: Book,
  rows: readonly LedgerRow[],
  { history }: ReversalFacts,
): Refusal[] {
  const refusals = new Map<string, Refusal>();
  for (const row of rows) {
    for (const serial of row.serials) {
      const text = serialText(row.key.materialId, serial);
      const last = history.lastMoves.get(text);
      const holdId = look(book, "serials", text)?.holdId ?? "";
      if (last !== undefined && billText(last) !== billText(row)) {
        const params = { given: serial, date: last.billDate, by: last.billNo };
        refusals.set(text, refusal("serialMovedLater", "", params));
      } else if (holdId !== "") {
        refusals.set(text, refusal("serialHeld", "", { given: serial, by: holdId }));
      }
    }
  }
  return [...refusals.values()];
}

/**
 * What was consumed goes back to its hold; a newer hold of the same entry stands in the way (D10).
 */
function checkHolds(book: Book, rows: readonly LedgerRow[]): Refusal[] {
  const refusals: Refusal[] = [];
  for (const { hold } of rows) {
    if (hold === undefined) continue;
    const latest = look(book, "holds", holdRefText(hold.ref));
    if (latest !== undefined && latest.id === hold.holdId) continue;
    const held = quantity.toText(latest?.opened ?? quantity.ZERO);
    refusals.push(refusal("holdExists", "", { given: hold.ref.entryId, held }));
  }
  return refusals;
}

/** `worth` is what the pool lost by it, for the time being. */
function takeBack(book: Book, row: LedgerRow, worth: Money): void {
  moveSerialsBack(book, row);
  if (row.hold !== undefined) returnToHold(book, row);
  book.lastSeq += 1;
  const reversing: LedgerRow = {
    ...row,
    seq: book.lastSeq,
    quantity: quantity.negate(row.quantity),
    floatQuantity: quantity.negate(row.floatQuantity),
    amount: money.negate(row.amount),
    reverses: row.seq,
  };
  book.ledger.push(reversing);
  const difference = money.subtract(row.amount, worth);
  if (!money.isZero(difference)) addAdjustment(book, reversing, difference, row.billNo);
}

/**
 * Until the job has costed it anew, goods leave their pool at its cost of today, so that the pool
 * stays possible; the difference is noted and corrected by the job.
 */
function takeFromPool(book: Book, row: LedgerRow): Money {
  if (row.within) return row.amount;
  const text = poolKeyText(row.pool);
  const pool = look(book, "pools", text);
  if (pool === undefined) throw new Error("a ledger row without a cost pool");
  if (quantity.isNegative(row.quantity)) {
    const amount = money.negate(row.amount);
    put(book, "pools", text, enter(pool, quantity.negate(row.quantity), amount, row));
    return row.amount;
  }
  const { amount, pool: left } = leave(pool, row.quantity);
  put(book, "pools", text, left);
  return amount;
}

function dateBack(book: Book, row: LedgerRow, { lastDates }: ReversalFacts): void {
  const text = poolKeyText(row.pool);
  const pool = look(book, "pools", text);
  if (pool === undefined) throw new Error("a ledger row without a cost pool");
  put(book, "pools", text, { ...pool, lastDate: lastDates.get(text) ?? "" });
}

function moveSerialsBack(book: Book, row: LedgerRow): void {
  const key = quantity.isPositive(row.quantity) ? undefined : row.key;
  for (const serial of row.serials) {
    const text = serialText(row.key.materialId, serial);
    const place = look(book, "serials", text);
    if (place === undefined) throw new Error(`serial ${serial} is not known`);
    put(book, "serials", text, { ...place, key });
  }
}

function returnToHold(book: Book, row: LedgerRow): void {
  if (row.hold === undefined) return;
  const back = row.hold.serials;
  const text = holdRefText(row.hold.ref);
  const hold = look(book, "holds", text);
  if (hold === undefined) throw new Error("a checked hold is gone");
  put(book, "holds", text, {
    ...hold,
    consumed: quantity.subtract(hold.consumed, row.hold.quantity),
    consumedFloat: quantity.subtract(hold.consumedFloat, row.hold.floatQuantity),
    serials: [...hold.serials, ...back].sort(),
  });
  markSerials(book, row.key.materialId, back, hold.id);
  const by = { billTypeId: row.billType, billId: row.billId };
  addEvent(book, hold.id, "returned", counts.movedBy(row.hold), by);
}
