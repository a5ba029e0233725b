/**
 * 重算成本 (D35): what is dated after a position is costed anew in the order of dates, through moves,
 * assemblies and disassemblies. Nothing is edited: a row whose cost changes gets a row that
 * adjusts it.
 */
import type { BillRule, Costs } from "./bills/rule.ts";
import { type Book, type LedgerRow, look, type PoolState, put } from "./book.ts";
import { enter, leave } from "./cost-pool.ts";
import { currentValueOf } from "./current-value.ts";
import type { Layer } from "./fifo.ts";
import type { Bill } from "./line.ts";
import type { Money } from "./money.ts";
import * as money from "./money.ts";
import { before, comparePositions, type Position } from "./position.ts";
import * as quantity from "./quantity.ts";
import { poolKeyText } from "./stock-key.ts";

/** By pool text: from where on the pool's costs are computed anew. */
export type Starts = ReadonlyMap<string, Position>;

/** A bill and its rule, to compute again what enters by it. */
export interface CostedBill {
  readonly bill: Bill;
  readonly rule: BillRule;
}

/** All that has to be costed anew. */
export interface Later {
  readonly starts: Starts;
  /** The pools of `starts` as they were there. */
  readonly pools: ReadonlyMap<string, PoolState>;
  /**
   * Rows that stand after the starts, each at what it is worth by now, and the other rows of bills
   * whose incoming costs follow from them; in the order of dates.
   */
  readonly rows: readonly LedgerRow[];
  /** By bill text: those bills. */
  readonly bills: ReadonlyMap<string, CostedBill>;
}

export const billText = (bill: { readonly billType: string; readonly billId: string }) =>
  `${bill.billType}/${bill.billId}`;

/** Rows in the order of dates, bill by bill: the rows of a bill follow one another. */
export function postingsOf(rows: readonly LedgerRow[]): LedgerRow[][] {
  const postings: LedgerRow[][] = [];
  let last = "";
  for (const row of [...rows].sort(comparePositions)) {
    const text = billText(row);
    if (text !== last) postings.push([]);
    postings.at(-1)?.push(row);
    last = text;
  }
  return postings;
}

const isOut = (row: LedgerRow) => quantity.isNegative(row.quantity);
const isCostedIn = (row: LedgerRow) => row.costed && !isOut(row);

/** Whether the cost of a row depends on what happens at the starts. */
function isAfter(starts: Starts, row: LedgerRow): boolean {
  const start = starts.get(poolKeyText(row.pool));
  return start !== undefined && comparePositions(row, start) > 0;
}

/**
 * Which pools are reached from some: a bill that takes from one of them, and whose incoming costs
 * follow from that, reaches the pools that it fills. Answers for the rows that are known.
 */
export function reachedFrom(starts: Starts, rows: readonly LedgerRow[]): Starts {
  const reached = new Map(starts);
  for (const posting of postingsOf(rows)) {
    const [first] = posting;
    if (first === undefined || !posting.some((row) => isAfter(reached, row))) continue;
    for (const row of posting.filter(isCostedIn)) {
      const text = poolKeyText(row.pool);
      const known = reached.get(text);
      const start = before(first);
      if (known === undefined || comparePositions(start, known) < 0) reached.set(text, start);
    }
  }
  return reached;
}

/** Bills of the rows whose incoming costs have to be computed again. */
export function costedBillsOf(starts: Starts, rows: readonly LedgerRow[]): LedgerRow[] {
  return postingsOf(rows)
    .filter((posting) => posting.some(isCostedIn) && posting.some((row) => isAfter(starts, row)))
    .flatMap((posting) => posting.slice(0, 1));
}

/** A pool as it was at its start: what it is now, without the rows after it. */
export function rewound(
  pool: PoolState,
  after: readonly LedgerRow[],
  layers: readonly Layer[],
): PoolState {
  const moving = after.filter((row) => !row.within);
  return {
    ...pool,
    quantity: quantity.subtract(pool.quantity, quantity.sum(moving.map((row) => row.quantity))),
    value: money.subtract(pool.value, money.sum(moving.map((row) => row.amount))),
    layers,
  };
}

/** Puts the pools back to their starts; the caller then posts, or leaves out, and replays. */
export function rewind(book: Book, later: Later): void {
  for (const [text, pool] of later.pools) put(book, "pools", text, pool);
}

/**
 * Costs everything later anew, one bill at a time, and tells how many rows it had; `cause` is the
 * bill that made it necessary.
 */
export function* replay(book: Book, later: Later, cause: string): Generator<number> {
  const left = new Map<string, Money>();
  for (const posting of postingsOf(later.rows)) {
    replayPosting(book, { later, left, cause }, posting);
    yield posting.length;
  }
}

/** All of it at once. */
export function replayAll(book: Book, later: Later, cause: string): void {
  for (const _ of replay(book, later, cause));
}

interface Replay {
  readonly later: Later;
  /** By row: what it left with, of the bills that were costed anew so far. */
  readonly left: Map<string, Money>;
  readonly cause: string;
}

function replayPosting(book: Book, replay: Replay, posting: readonly LedgerRow[]): void {
  const { later, left, cause } = replay;
  if (!posting.some((row) => isAfter(later.starts, row))) return;
  const taken = new Map<string, Money>();
  for (const row of posting.filter(isOut)) {
    const amount = isAfter(later.starts, row) ? retake(book, row) : money.negate(row.amount);
    taken.set(row.lineId, money.add(taken.get(row.lineId) ?? money.ZERO, amount));
    adjust(book, row, money.negate(amount), cause);
  }
  for (const [lineId, amount] of taken) left.set(lineId, amount);
  const amounts = incomingOf(book, replay, posting, taken);
  for (const row of posting.filter((item) => !isOut(item))) {
    const amount = (row.costed ? amounts?.get(row.lineId) : undefined) ?? row.amount;
    if (isAfter(later.starts, row) && !row.within) {
      const text = poolKeyText(row.pool);
      put(book, "pools", text, enter(poolOfRow(book, row), row.quantity, amount, row));
    }
    adjust(book, row, amount, cause);
  }
}

function poolOfRow(book: Book, row: LedgerRow): PoolState {
  const pool = look(book, "pools", poolKeyText(row.pool));
  if (pool === undefined) throw new Error("a ledger row without a cost pool");
  return pool;
}

function retake(book: Book, row: LedgerRow): Money {
  const { amount, pool } = leave(poolOfRow(book, row), quantity.negate(row.quantity));
  if (!row.within) put(book, "pools", poolKeyText(row.pool), pool);
  return amount;
}

/** By line: what enters by the bill's rule, now that the cost of what left is known. */
function incomingOf(
  book: Book,
  { later, left }: Replay,
  posting: readonly LedgerRow[],
  taken: ReadonlyMap<string, Money>,
): ReadonlyMap<string, Money> | undefined {
  const [first] = posting;
  const known = first && later.bills.get(billText(first));
  if (known === undefined) return undefined;
  const costs: Costs = {
    taken: (line) => taken.get(line.id) ?? money.ZERO,
    currentValue: (line) => currentValueOf(book, line),
    leftWith: (rowId) => left.get(rowId),
  };
  // What comes back of a row that stays as it is stays as well.
  const ins = known.rule
    .ins(known.bill, costs)
    .filter(({ line }) => line.returned === undefined || left.has(line.returned.rowId));
  return new Map(ins.map(({ line, amount }) => [line.id, amount]));
}

function adjust(book: Book, row: LedgerRow, amount: Money, cause: string): void {
  const difference = money.subtract(amount, row.amount);
  if (!money.isZero(difference)) addAdjustment(book, row, difference, cause);
}

/** 成本调整: a row without quantity that changes what another one is worth. */
export function addAdjustment(book: Book, row: LedgerRow, difference: Money, cause: string): void {
  book.lastSeq += 1;
  book.ledger.push({
    ...row,
    seq: book.lastSeq,
    quantity: quantity.ZERO,
    floatQuantity: quantity.ZERO,
    amount: difference,
    reverses: 0,
    adjusts: row.seq,
    cause,
    serials: [],
    hold: undefined,
  });
}

/** What a line of an audited bill is booked at, as it shows: what left, else what came in. */
export interface RecostedLine {
  readonly billType: string;
  readonly billId: string;
  readonly lineId: string;
  readonly cost: string;
}

/** The lines whose cost the adjustments among `written` change, of rows that stood before. */
export function recostedLines(
  written: readonly LedgerRow[],
  standing: readonly LedgerRow[],
): RecostedLine[] {
  const bySeq = new Map(standing.map((row) => [row.seq, row]));
  const lineText = (row: LedgerRow) => `${billText(row)}/${row.lineId}`;
  const leaving = new Set(standing.filter(isOut).map(lineText));
  return written.flatMap((adjustment) => {
    const row = bySeq.get(adjustment.adjusts);
    if (row === undefined || (!isOut(row) && leaving.has(lineText(row)))) return [];
    const amount = money.add(row.amount, adjustment.amount);
    const cost = money.toText(isOut(row) ? money.negate(amount) : amount);
    const { billType, billId, lineId } = row;
    return [{ billType, billId, lineId, cost }];
  });
}
