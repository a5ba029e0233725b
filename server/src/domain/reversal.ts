/**
 * 反审核 (D4, D35): the rows of a bill are taken back by new rows of the opposite sign, in reverse
 * order; nothing is edited. Refused when something later depends on it.
 */
import { type Book, type LedgerRow, look, put } from "./book.ts";
import type { Counts } from "./counts.ts";
import * as counts from "./counts.ts";
import { floatMismatch, type KeyNames } from "./float-balance.ts";
import { addEvent, changeOccupied, markSerials } from "./hold.ts";
import { changeOnHand } from "./ledger.ts";
import * as money from "./money.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { holdRefText, poolKeyText, type StockKey, serialText, stockKeyText } from "./stock-key.ts";

export interface ReversalFacts {
  /** By pool text: number of a later bill whose cost was taken from the pool. */
  readonly costedLater: ReadonlyMap<string, string>;
  /** By pool text: latest bill date of the pool's standing rows without this bill. */
  readonly lastDates: ReadonlyMap<string, string>;
  /** Names of a key, for the refusal. */
  nameOf(key: StockKey): KeyNames;
}

/**
 * Takes back the standing rows of one bill: all refusals, or all effects on `book`, which the
 * caller forked.
 */
export function reverse(book: Book, rows: readonly LedgerRow[], facts: ReversalFacts): Refusal[] {
  const refusals = [
    ...checkLater(rows, facts),
    ...checkBalances(book, rows, facts),
    ...checkSerials(book, rows),
    ...checkHolds(book, rows),
  ];
  if (refusals.length > 0) return refusals;
  // What comes back in is counted first, so that on hand never dips below zero on the way.
  const isOut = (row: LedgerRow) => quantity.isNegative(row.quantity);
  for (const row of [...rows.filter(isOut), ...rows.filter((item) => !isOut(item))]) {
    changeOnHand(book, row.key, counts.negate(counts.movedBy(row)));
    changePool(book, row, facts);
    if (row.hold !== undefined) changeOccupied(book, row.key, counts.movedBy(row.hold));
  }
  // Serials go back the way they came: the last row that named one is undone first.
  for (const row of [...rows].sort((left, right) => right.seq - left.seq)) takeBack(book, row);
  return [];
}

function checkLater(rows: readonly LedgerRow[], facts: ReversalFacts): Refusal[] {
  const bills = new Set<string>();
  for (const row of rows) {
    const by = facts.costedLater.get(poolKeyText(row.pool));
    if (by !== undefined) bills.add(by);
  }
  return [...bills].sort().map((by) => refusal("costedLater", "", { by }));
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
    refusals.push(...stockUsed(onHand, occupied, facts.nameOf(key)));
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

/**
 * A serial that came in must still be where it came in, and free; one that left must not be back
 * (D35).
 */
function checkSerials(book: Book, rows: readonly LedgerRow[]): Refusal[] {
  const after = new Map<string, StockKey | undefined>();
  const refusals: Refusal[] = [];
  for (const row of [...rows].sort((a, b) => b.seq - a.seq)) {
    for (const serial of row.serials) {
      const text = serialText(row.key.materialId, serial);
      const place = look(book, "serials", text);
      const key = after.has(text) ? after.get(text) : place?.key;
      const cameIn = quantity.isPositive(row.quantity);
      const stands = cameIn
        ? key !== undefined && stockKeyText(key) === stockKeyText(row.key)
        : key === undefined;
      if (!stands) {
        refusals.push(
          refusal(cameIn ? "serialNotInStock" : "serialInStock", "", { given: serial }),
        );
      } else if (cameIn && place?.holdId) {
        refusals.push(refusal("serialHeld", "", { given: serial, by: place.holdId }));
      }
      after.set(text, cameIn ? undefined : row.key);
    }
  }
  return refusals;
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

function takeBack(book: Book, row: LedgerRow): void {
  moveSerialsBack(book, row);
  if (row.hold !== undefined) returnToHold(book, row);
  book.lastSeq += 1;
  book.ledger.push({
    ...row,
    seq: book.lastSeq,
    quantity: quantity.negate(row.quantity),
    floatQuantity: quantity.negate(row.floatQuantity),
    amount: money.negate(row.amount),
    reverses: row.seq,
  });
}

function changePool(book: Book, row: LedgerRow, facts: ReversalFacts): void {
  const text = poolKeyText(row.pool);
  const pool = look(book, "pools", text);
  if (pool === undefined) throw new Error("a ledger row without a cost pool");
  const left = {
    ...pool,
    quantity: quantity.subtract(pool.quantity, row.quantity),
    value: money.subtract(pool.value, row.amount),
    lastDate: facts.lastDates.get(text) ?? "",
  };
  put(book, "pools", text, left);
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
    serials: [...hold.serials, ...back],
  });
  markSerials(book, row.key.materialId, back, hold.id);
  const by = { billTypeId: row.billType, billId: row.billId };
  addEvent(book, hold.id, "returned", counts.movedBy(row.hold), by);
}
