/**
 * What storage tells the domain of a ledger, told from the rows of a book in memory: what stands,
 * what follows a bill, the lowest of a key, the layers of a pool.
 */
import { type Book, type LedgerRow, look, type PoolState } from "../../server/src/domain/book.ts";
import { addLayer, type Layer, takeFromLayers } from "../../server/src/domain/fifo.ts";
import type { History, Lowest } from "../../server/src/domain/history.ts";
import type { Bill } from "../../server/src/domain/line.ts";
import { poolOf } from "../../server/src/domain/master.ts";
import * as money from "../../server/src/domain/money.ts";
import {
  before,
  comparePositions,
  endOf,
  type Position,
} from "../../server/src/domain/position.ts";
import * as quantity from "../../server/src/domain/quantity.ts";
import {
  type CostedBill,
  type Later,
  reachedFrom,
  rewound,
} from "../../server/src/domain/replay.ts";
import { poolKeyText, serialText, stockKeyText } from "../../server/src/domain/stock-key.ts";

/** Rows that stand, each at what it is worth by now, in the order of dates. */
export function standing(book: Book): LedgerRow[] {
  const undone = new Set(book.ledger.map((row) => row.reverses));
  const adjustments = new Map<number, money.Money>();
  for (const { adjusts, amount } of book.ledger) {
    adjustments.set(adjusts, money.add(adjustments.get(adjusts) ?? money.ZERO, amount));
  }
  return book.ledger
    .filter((row) => row.reverses === 0 && row.adjusts === 0 && !undone.has(row.seq))
    .map((row) => ({
      ...row,
      amount: money.add(row.amount, adjustments.get(row.seq) ?? money.ZERO),
    }))
    .sort(comparePositions);
}

function layersAt(rows: readonly LedgerRow[], pool: string, at: Position): readonly Layer[] {
  let layers: readonly Layer[] = [];
  for (const row of rows) {
    if (row.within || poolKeyText(row.pool) !== pool || comparePositions(row, at) > 0) continue;
    if (quantity.isNegative(row.quantity)) {
      layers = takeFromLayers(layers, quantity.negate(row.quantity)).layers;
    } else {
      const { seq, billDate, amount } = row;
      const layer = { seq, billDate, amount, quantity: row.quantity, taken: quantity.ZERO };
      layers = addLayer(layers, layer);
    }
  }
  return layers;
}

type Bills = ReadonlyMap<string, CostedBill>;

function laterOf(
  book: Book,
  starts: ReadonlyMap<string, Position>,
  bills: Bills,
  own: string,
): Later {
  const all = standing(book);
  const reached = reachedFrom(starts, all);
  const pools = new Map<string, PoolState>();
  for (const [text, start] of reached) {
    const pool = look(book, "pools", text);
    if (pool === undefined) continue;
    const after = all.filter(
      (row) => poolKeyText(row.pool) === text && comparePositions(row, start) > 0,
    );
    const layers = pool.method === "fifo" ? layersAt(all, text, start) : [];
    pools.set(text, rewound(pool, after, layers));
  }
  const rows = all.filter(
    (row) =>
      row.billId !== own && [...reached.values()].some((start) => comparePositions(row, start) > 0),
  );
  return { starts: reached, pools, rows, bills };
}

const lowestOf = (book: Book, after: Position, own: string): History["lowest"] => ({
  base: lowestBy(book, after, own, (row) => row.quantity),
  float: lowestBy(book, after, own, (row) => row.floatQuantity),
});

function lowestBy(
  book: Book,
  after: Position,
  own: string,
  moved: (row: LedgerRow) => quantity.Quantity,
): ReadonlyMap<string, Lowest> {
  const lowest = new Map<string, Lowest>();
  const onHand = new Map<string, quantity.Quantity>();
  for (const row of standing(book)) {
    if (row.billId === own) continue;
    const text = stockKeyText(row.key);
    const now = quantity.add(onHand.get(text) ?? quantity.ZERO, moved(row));
    onHand.set(text, now);
    const known = lowest.get(text);
    // Rows up to the position only say what was on hand there.
    const isUpTo = comparePositions(row, after) <= 0;
    if (!isUpTo && known === undefined) {
      const there = quantity.subtract(now, moved(row));
      lowest.set(text, { onHand: there, date: after.billDate, billNo: "" });
    }
    const least = lowest.get(text);
    if (isUpTo || (least && quantity.compare(now, least.onHand) < 0)) {
      lowest.set(text, { onHand: now, date: row.billDate, billNo: row.billNo });
    }
  }
  return lowest;
}

function lastMovesOf(book: Book) {
  return new Map(
    standing(book).flatMap((row) =>
      row.serials.map((serial) => [serialText(row.key.materialId, serial), row] as const),
    ),
  );
}

/** What a bill about to be posted has to know; undefined when nothing is dated later. */
export function historyBefore(book: Book, bill: Bill, bills: Bills): History | undefined {
  const after = endOf(bill.billDate);
  const starts = new Map<string, Position>();
  for (const line of bill.lines) {
    for (const key of [line.key, ...(line.to ? [line.to.key] : [])]) {
      const text = poolKeyText(poolOf(line.material, key));
      if ((look(book, "pools", text)?.lastDate ?? "") > bill.billDate) starts.set(text, after);
    }
  }
  if (starts.size === 0) return undefined;
  return {
    later: laterOf(book, starts, bills, bill.id),
    lowest: lowestOf(book, after, bill.id),
    lastMoves: lastMovesOf(book),
  };
}

/** What a bill about to be taken back has to know. */
export function historyOf(book: Book, rows: readonly LedgerRow[], bills: Bills): History {
  const [first] = rows;
  if (first === undefined) throw new Error("no rows");
  const after = before(first);
  const starts = new Map(rows.map((row) => [poolKeyText(row.pool), after]));
  return {
    later: laterOf(book, starts, bills, first.billId),
    lowest: lowestOf(book, after, first.billId),
    lastMoves: lastMovesOf(book),
  };
}

/** By pool text: the latest date without a bill. */
export function lastDatesWithout(book: Book, billId: string): ReadonlyMap<string, string> {
  return new Map(
    standing(book)
      .filter((row) => row.billId !== billId)
      .map((row) => [poolKeyText(row.pool), row.billDate]),
  );
}
