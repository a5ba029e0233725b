/**
 * 库存流水 (D3, D4, D30): the one function from a bill's movements to ledger rows *and* new balances,
 * pools, serials, batches and consumed holds. Nobody else computes any of them.
 */

import { isExpired } from "./batch.ts";
import type { BillRule, Costs, InMovement, OutMovement } from "./bills/rule.ts";
import {
  type Book,
  type Consumption,
  type Hold,
  type LedgerRow,
  look,
  type PoolState,
  put,
} from "./book.ts";
import { enter, leave, poolStateOf } from "./cost-pool.ts";
import * as counts from "./counts.ts";
import { availableOf, type Counts, countsOf, heldOf } from "./counts.ts";
import { currentValueOf } from "./current-value.ts";
import { checkFloats } from "./float-balance.ts";
import type { History } from "./history.ts";
import { addEvent, changeOccupied, serialProblem, shortages } from "./hold.ts";
import { type Bill, fieldPath, type Line } from "./line.ts";
import { lowestOf, takeFromLowest } from "./lowest.ts";
import { poolOf } from "./master.ts";
import * as money from "./money.ts";
import * as quantity from "./quantity.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { floatLeft } from "./release-check.ts";
import { replayAll, rewind } from "./replay.ts";
import {
  batchText,
  holdRefText,
  poolKeyText,
  type StockKey,
  serialText,
  stockKeyText,
} from "./stock-key.ts";
import { isInTransit } from "./transit.ts";

export interface PostingRules {
  /** Whether the account lets expired batches be shipped (D17). */
  readonly allowExpired: boolean;
  /** Needed of a bill that is dated before the last posting of one of its pools (D35). */
  readonly history?: History | undefined;
}

/**
 * Posts an audited bill: all refusals, or all its effects on `book`. The caller passes a fork and
 * drops it when refused. Amounts of what left can be read from the rows of the fork. What is dated
 * later is costed anew, now or, when too much follows, by the job (D35).
 */
export function post(book: Book, bill: Bill, rule: BillRule, rules: PostingRules): Refusal[] {
  const { history } = rules;
  if (history?.later !== undefined) rewind(book, history.later);
  const refusals = postNow(book, bill, rule, rules);
  if (refusals.length > 0 || history === undefined) return refusals;
  if (history.later === undefined) leaveToJob(book, book.ledger, bill.billDate);
  else replayAll(book, history.later, bill.billNo);
  return [];
}

function postNow(book: Book, bill: Bill, rule: BillRule, rules: PostingRules): Refusal[] {
  const ruleRefusals = rule.check(bill);
  if (rule.counts || rule.orders) return ruleRefusals;
  const outs = rule.outs(bill);
  const refusals = [
    ...ruleRefusals,
    ...bill.lines.flatMap(checkCosting),
    ...checkOuts(book, bill, outs, rule.takesExpired ? { ...rules, allowExpired: true } : rules),
    ...checkSerialDates(bill, rules.history),
  ];
  if (refusals.length === 0) for (const out of outs) postOut(book, bill, out);
  if (ruleRefusals.length > 0) return refusals;
  const ins = rule.ins(bill, costsOf(book, bill));
  // Nothing has left yet when the bill is refused; what it would take out is no obstacle.
  const leaving = new Set(refusals.length > 0 ? outs.flatMap(({ line }) => serialsOf(line)) : []);
  refusals.push(...ins.flatMap((movement) => checkIn(book, movement, leaving)));
  if (refusals.length > 0) return refusals;
  const within = new Set(outs.filter(isWithin).map(({ line }) => line.id));
  for (const movement of ins) {
    refusals.push(...postIn(book, bill, movement, within.has(movement.line.id)));
  }
  return refusals.length > 0 ? refusals : checkFloats(book, bill);
}

function checkCosting({ material, draft }: Line): Refusal[] {
  if (material.costMethod !== undefined) return [];
  return [
    refusal("costMethodUnsupported", fieldPath(draft, "material"), { given: material.number }),
  ];
}

/** A serial cannot move before it moved: its last movement must not be dated later (D6, D35). */
function checkSerialDates(bill: Bill, history: History | undefined): Refusal[] {
  if (history === undefined) return [];
  return bill.lines.flatMap((line) =>
    line.serials.flatMap(({ serial }) => {
      const last = history.lastMoves.get(serialText(line.material.id, serial));
      if (last === undefined || last.billDate <= bill.billDate) return [];
      const params = { given: serial, date: last.billDate, by: last.billNo };
      return [refusal("serialMovedLater", fieldPath(line.draft, "serials"), params)];
    }),
  );
}

function checkOuts(
  book: Book,
  bill: Bill,
  outs: readonly OutMovement[],
  rules: PostingRules,
): Refusal[] {
  const left = new Map<string, Counts>();
  const lowest = lowestOf(rules.history);
  const heldLeft = new Map<string, Counts>();
  const leaving = new Set<string>();
  const refusals: Refusal[] = [];
  for (const { line, key } of outs) {
    const mayExpire = rules.allowExpired || isInTransit(key);
    if (!mayExpire && isExpired(line.validDate, bill.billDate)) {
      const params = { given: key.batchNo, validDate: line.validDate };
      refusals.push(refusal("batchExpired", fieldPath(line.draft, "batchNo"), params));
    }
    refusals.push(...checkLeavingSerials(book, line, leaving));
    const text = stockKeyText(key);
    const balance = look(book, "balances", text);
    const available = left.get(text) ?? availableOf(balance);
    const consumed = consumable(book, line, heldLeft);
    const asked = counts.subtract(countsOf(line), consumed);
    if (counts.isWithin(asked, available)) {
      left.set(text, counts.subtract(available, asked));
      refusals.push(...takeFromLowest(lowest, line, bill));
    } else {
      refusals.push(...shortages(line, balance, available, asked));
    }
  }
  return [...refusals, ...checkClosed(book, outs, heldLeft)];
}

/** Holds that the bill closes in base units, told at the last row that took from them. */
function checkClosed(
  book: Book,
  outs: readonly OutMovement[],
  heldLeft: ReadonlyMap<string, Counts>,
): Refusal[] {
  const last = new Map<string, Line>();
  for (const { line } of outs) {
    const hold = line.hold && look(book, "holds", holdRefText(line.hold));
    if (hold !== undefined) last.set(hold.id, line);
  }
  return [...heldLeft].flatMap(([holdId, held]) => {
    const line = last.get(holdId);
    return line === undefined ? [] : floatLeft(line, held);
  });
}

function checkLeavingSerials(book: Book, line: Line, leaving: Set<string>): Refusal[] {
  const ownHold = line.hold && look(book, "holds", holdRefText(line.hold));
  const refusals: Refusal[] = [];
  for (const { serial } of line.serials) {
    const text = serialText(line.material.id, serial);
    const problem = leaving.has(text)
      ? refusal("serialRepeated", fieldPath(line.draft, "serials"), { given: serial })
      : serialProblem(book, line, serial, ownHold?.id ?? "");
    if (problem !== undefined) refusals.push(problem);
    leaving.add(text);
  }
  return refusals;
}

/**
 * How much of the line its hold covers; earlier lines of the bill may have used some of it (D16).
 */
function consumable(book: Book, line: Line, heldLeft: Map<string, Counts>): Counts {
  const hold = line.hold && look(book, "holds", holdRefText(line.hold));
  if (hold === undefined || stockKeyText(hold.key) !== stockKeyText(line.key)) {
    return counts.NOTHING;
  }
  const available = heldLeft.get(hold.id) ?? heldOf(hold);
  const wanted = line.serials.length > 0 ? heldSerials(hold, line) : line.baseQuantity;
  const base = counts.least(wanted, available.base);
  const float = quantity.isZero(base)
    ? quantity.ZERO
    : counts.least(countsOf(line).float, available.float);
  const taken = { base, float };
  heldLeft.set(hold.id, counts.subtract(available, taken));
  return taken;
}

function heldSerials(hold: Hold, line: Line): quantity.Quantity {
  const held = new Set(hold.serials);
  const count = line.serials.filter(({ serial }) => held.has(serial)).length;
  return quantity.quantity(String(count));
}

function postOut(book: Book, bill: Bill, movement: OutMovement): void {
  const { line, key } = movement;
  const hold = consumeHold(book, bill, line);
  changeOnHand(book, key, counts.negate(countsOf(line)));
  const state = poolStateOf(book, line.material, key);
  const within = isWithin(movement);
  const { amount, pool } = leave(state, line.baseQuantity);
  put(book, "pools", poolKeyText(state.key), dated(within ? state : pool, bill));
  for (const { serial } of line.serials) {
    const text = serialText(line.material.id, serial);
    const place = look(book, "serials", text);
    if (place === undefined) throw new Error(`serial ${serial} is not known`);
    put(book, "serials", text, { ...place, key: undefined, holdId: "" });
  }
  addRow(book, bill, line, key, {
    quantity: quantity.negate(line.baseQuantity),
    floatQuantity: quantity.negate(countsOf(line).float),
    amount: money.negate(amount),
    costed: true,
    within,
    hold,
  });
}

/** The goods stay in their cost pool: its layers keep their dates, its average stays. */
const isWithin = ({ line, key, to }: OutMovement) =>
  to !== undefined &&
  poolKeyText(poolOf(line.material, key)) === poolKeyText(poolOf(line.material, to));

/** With the date of its latest posting. */
const dated = (pool: PoolState, { billDate }: Bill): PoolState =>
  pool.lastDate < billDate ? { ...pool, lastDate: billDate } : pool;

/** Leaves the pools of the rows to the job: their costs from this day on are not final (D35). */
export function leaveToJob(book: Book, rows: readonly LedgerRow[], billDate: string): void {
  for (const { pool: key } of rows) {
    const text = poolKeyText(key);
    const pool = look(book, "pools", text);
    if (pool === undefined || (pool.staleFrom !== "" && pool.staleFrom <= billDate)) continue;
    put(book, "pools", text, { ...pool, staleFrom: billDate });
  }
}

function consumeHold(book: Book, bill: Bill, line: Line): Consumption | undefined {
  const taken = consumable(book, line, new Map());
  if (line.hold === undefined || quantity.isZero(taken.base)) return undefined;
  const text = holdRefText(line.hold);
  const hold = look(book, "holds", text);
  if (hold === undefined) throw new Error("a checked hold is gone");
  const leaving = new Set(line.serials.map((entry) => entry.serial));
  const serials = hold.serials.filter((serial) => leaving.has(serial));
  put(book, "holds", text, {
    ...hold,
    consumed: quantity.add(hold.consumed, taken.base),
    consumedFloat: quantity.add(hold.consumedFloat, taken.float),
    serials: hold.serials.filter((serial) => !leaving.has(serial)),
  });
  changeOccupied(book, hold.key, counts.negate(taken));
  addEvent(book, hold.id, "consumed", taken, { billTypeId: bill.type, billId: bill.id });
  const { base, float: floatQuantity } = taken;
  return { holdId: hold.id, ref: hold.ref, quantity: base, floatQuantity, serials };
}

/**
 * Adds to on hand; below zero or below what is occupied is a bug here, since it was checked before.
 */
export function changeOnHand(book: Book, key: StockKey, change: Counts): void {
  const text = stockKeyText(key);
  const known = look(book, "balances", text);
  const after = counts.add(counts.onHandOf(known), change);
  const occupied = counts.occupiedOf(known);
  if (counts.isNegative(after) || !counts.isWithin(occupied, after)) {
    throw new RangeError(`on hand ${counts.toText(after)} is impossible`);
  }
  put(book, "balances", text, {
    id: known?.id ?? "",
    key,
    onHand: after.base,
    occupied: occupied.base,
    onHandFloat: after.float,
    occupiedFloat: occupied.float,
  });
}

const isOut = (row: LedgerRow) => quantity.isNegative(row.quantity);

function costsOf(book: Book, bill: Bill): Costs {
  const taken = new Map<string, money.Money>();
  for (const { lineId, amount } of book.ledger.filter(
    (row) => row.billId === bill.id && isOut(row),
  )) {
    taken.set(lineId, money.subtract(taken.get(lineId) ?? money.ZERO, amount));
  }
  return {
    taken: (line) => taken.get(line.id) ?? money.ZERO,
    currentValue: (line) => currentValueOf(book, line),
    leftWith: () => undefined,
  };
}

const serialsOf = ({ material, serials }: Line) =>
  serials.map(({ serial }) => serialText(material.id, serial));

function checkIn(book: Book, { line, key }: InMovement, leaving: ReadonlySet<string>): Refusal[] {
  const refusals: Refusal[] = [];
  const batch = look(book, "batches", batchText(key.materialId, key.batchNo));
  if (key.batchNo !== "" && batch !== undefined) {
    for (const [field, expected, given] of [
      ["kfDate", batch.kfDate, key.kfDate],
      ["validDate", batch.validDate, line.validDate],
    ] as const) {
      if (expected === given) continue;
      const title = field === "kfDate" ? "生产日期" : "有效日期";
      const params = { batch: key.batchNo, title, expected, given };
      refusals.push(refusal("batchDatesDiffer", fieldPath(line.draft, field), params));
    }
  }
  for (const { serial } of line.serials) {
    const text = serialText(line.material.id, serial);
    if (look(book, "serials", text)?.key !== undefined && !leaving.has(text)) {
      refusals.push(refusal("serialInStock", fieldPath(line.draft, "serials"), { given: serial }));
    }
  }
  return refusals;
}

/**
 * Rows of one bill may bring the same serial or contradict each other on a batch, so each is
 * checked as it is posted.
 */
function postIn(book: Book, bill: Bill, movement: InMovement, within: boolean): Refusal[] {
  const { line, key, amount, costed } = movement;
  const state = poolStateOf(book, line.material, key);
  const refusals = [...checkIn(book, movement, new Set()), ...checkTotals(state, movement)];
  if (refusals.length > 0) return refusals;
  changeOnHand(book, key, countsOf(line));
  const at = { billDate: bill.billDate, seq: book.lastSeq + 1 };
  const pool = within ? state : enter(state, line.baseQuantity, amount, at);
  put(book, "pools", poolKeyText(state.key), dated(pool, bill));
  if (key.batchNo !== "") {
    const { materialId, batchNo, kfDate } = key;
    const batch = { materialId, batchNo, kfDate, validDate: line.validDate };
    put(book, "batches", batchText(materialId, batchNo), batch);
  }
  for (const { serial, remark } of line.serials) {
    const place = { materialId: line.material.id, serial, remark, key, holdId: "" };
    put(book, "serials", serialText(line.material.id, serial), place);
  }
  addRow(book, bill, line, key, {
    quantity: line.baseQuantity,
    floatQuantity: countsOf(line).float,
    amount,
    costed,
    within,
    hold: undefined,
  });
  return [];
}

/** A pool holds all of its keys, so what fits the pool fits each balance. */
function checkTotals(pool: PoolState, { line, amount }: InMovement): Refusal[] {
  const refusals: Refusal[] = [];
  const total = quantity.add(pool.quantity, line.baseQuantity);
  if (!quantity.isBookable(total)) {
    const params = { title: "库存数量", given: quantity.toText(total) };
    refusals.push(refusal("decimalTooLarge", fieldPath(line.draft, "quantity"), params));
  }
  const value = money.add(pool.value, amount);
  if (!money.isBookable(value)) {
    const params = { title: "库存金额", given: money.toText(value) };
    refusals.push(refusal("decimalTooLarge", fieldPath(line.draft, "cost"), params));
  }
  return refusals;
}

function addRow(
  book: Book,
  bill: Bill,
  line: Line,
  key: StockKey,
  row: Pick<LedgerRow, "quantity" | "floatQuantity" | "amount" | "costed" | "within" | "hold">,
): void {
  book.lastSeq += 1;
  book.ledger.push({
    ...row,
    seq: book.lastSeq,
    key,
    pool: poolOf(line.material, key),
    billType: bill.type,
    billId: bill.id,
    billNo: bill.billNo,
    lineId: line.id,
    billDate: bill.billDate,
    reverses: 0,
    adjusts: 0,
    cause: "",
    serials: line.serials.map((entry) => entry.serial),
  });
}
