/**
 * The stock book 库存账: what a command may look at and change, as plain values. A command works on a
 * fork; if it is refused the fork is dropped, if it is accepted the fork is merged. Values are
 * never changed in place.
 */
import type { Pool } from "./costing.ts";
import type { Layer } from "./fifo.ts";
import type { CostMethod } from "./master.ts";
import type { Money } from "./money.ts";
import type { Quantity } from "./quantity.ts";
import type { HoldRef, PoolKey, StockKey } from "./stock-key.ts";

/**
 * On hand 即时库存 and occupied 占用 of one stock key, in base units and, named so, in the floating unit.
 * Available = on hand − occupied.
 */
export interface Balance {
  /** Empty until the key is stored for the first time. */
  readonly id: string;
  readonly key: StockKey;
  readonly onHand: Quantity;
  readonly occupied: Quantity;
  readonly onHandFloat: Quantity;
  readonly occupiedFloat: Quantity;
}

/** A cost pool with what back-dating and un-audit need to know of its history. */
export interface PoolState extends Pool {
  readonly id: string;
  readonly key: PoolKey;
  /** Bill date of its latest posting that stands; empty when there is none. */
  readonly lastDate: string;
  readonly method: CostMethod;
  /** Open layers of a FIFO pool, the oldest first; empty for an average. */
  readonly layers: readonly Layer[];
  /** Costs from this day on wait for the job (D35); empty when they are right. */
  readonly staleFrom: string;
}

/** A hold 库存占用 (D10): opened = held + consumed + released + expired. */
export interface Hold {
  readonly id: string;
  readonly ref: HoldRef;
  readonly billNo: string;
  readonly key: StockKey;
  readonly opened: Quantity;
  readonly consumed: Quantity;
  readonly released: Quantity;
  readonly expired: Quantity;
  readonly openedFloat: Quantity;
  readonly consumedFloat: Quantity;
  readonly releasedFloat: Quantity;
  readonly expiredFloat: Quantity;
  /** Serials still held, in the order of their code units; empty for a material without. */
  readonly serials: readonly string[];
  /** What was asked when it was opened, to recognise the same request again (D12). */
  readonly content: string;
  readonly clientId: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** From this moment on it counts as expired (D18); 0 for a hold that does not expire. */
  readonly expiresAt: number;
}

/** Where one serial 序列号 is. */
export interface SerialPlace {
  readonly materialId: string;
  readonly serial: string;
  readonly remark: string;
  /** The key it is in, or undefined when it has left. */
  readonly key: StockKey | undefined;
  /** Id of the hold that holds it, or empty. */
  readonly holdId: string;
}

/** A batch 批次 of one material and its dates (D5). */
export interface Batch {
  readonly materialId: string;
  readonly batchNo: string;
  /** Calendar dates, empty for a material without shelf life. */
  readonly kfDate: string;
  readonly validDate: string;
}

/** One row of the append-only ledger 库存流水 (D4). Quantity and amount are signed: in is positive. */
export interface LedgerRow {
  readonly seq: number;
  readonly key: StockKey;
  readonly pool: PoolKey;
  readonly billType: string;
  readonly billId: string;
  readonly billNo: string;
  readonly lineId: string;
  readonly billDate: string;
  readonly quantity: Quantity;
  /** Signed as the quantity is, or zero. */
  readonly floatQuantity: Quantity;
  readonly amount: Money;
  /** Its amount follows from the cost of goods, so it depends on everything dated before it. */
  readonly costed: boolean;
  /** Sequence of the row that this one takes back, or 0. */
  readonly reverses: number;
  /** 成本调整: sequence of the row whose cost this one corrects, without quantity; or 0 (D35). */
  readonly adjusts: number;
  /** Number of the bill that brought the correction about, or empty. */
  readonly cause: string;
  /** The goods only change place inside their cost pool, which neither gains nor loses by it. */
  readonly within: boolean;
  readonly serials: readonly string[];
  /** The hold that this out consumed and how much of it, in base units. */
  readonly hold: Consumption | undefined;
}

/** What one ledger row took out of a hold (D16). */
export interface Consumption {
  readonly holdId: string;
  readonly ref: HoldRef;
  readonly quantity: Quantity;
  readonly floatQuantity: Quantity;
  /** Which of the row's serials were held. */
  readonly serials: readonly string[];
}

/** One event in the life of a hold; the sum of its events is the hold. */
export interface HoldEvent {
  readonly holdId: string;
  readonly kind: "opened" | "released" | "consumed" | "returned" | "expired";
  readonly quantity: Quantity;
  readonly floatQuantity: Quantity;
  readonly billType: string;
  readonly billId: string;
  /** Who asked for it, and why; empty where a bill did it or time. */
  readonly clientId: string;
  readonly reason: string;
}

export interface Book {
  readonly balances: Map<string, Balance>;
  readonly pools: Map<string, PoolState>;
  /** By reference text: the latest hold of an entry, open or closed. */
  readonly holds: Map<string, Hold>;
  /** Closed holds whose entry is held anew: what closed them may not be written yet. */
  readonly formerHolds: Hold[];
  readonly serials: Map<string, SerialPlace>;
  readonly batches: Map<string, Batch>;
  /** Rows and events written by this book, not those read. */
  readonly ledger: LedgerRow[];
  readonly holdEvents: HoldEvent[];
  readonly parent: Book | undefined;
  /** The last ledger sequence used in the account. */
  lastSeq: number;
}

export function createBook(lastSeq: number): Book {
  return emptyBook(undefined, lastSeq);
}

function emptyBook(parent: Book | undefined, lastSeq: number): Book {
  return {
    balances: new Map(),
    pools: new Map(),
    holds: new Map(),
    formerHolds: [],
    serials: new Map(),
    batches: new Map(),
    ledger: [],
    holdEvents: [],
    parent,
    lastSeq,
  };
}

/** A book that sees everything of `book` and keeps its own changes to itself. */
export function fork(book: Book): Book {
  return emptyBook(book, book.lastSeq);
}

type Table = "balances" | "pools" | "holds" | "serials" | "batches";
type Value<T extends Table> = Book[T] extends Map<string, infer V> ? V : never;

export function look<T extends Table>(book: Book, table: T, text: string): Value<T> | undefined {
  for (let layer: Book | undefined = book; layer; layer = layer.parent) {
    const found = (layer[table] as Map<string, Value<T>>).get(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function put<T extends Table>(book: Book, table: T, text: string, value: Value<T>): void {
  (book[table] as Map<string, Value<T>>).set(text, value);
}

/** Takes the changes of an accepted fork over into its parent. */
export function merge(changed: Book): void {
  const parent = changed.parent;
  if (parent === undefined) throw new Error("a root book has nothing to merge into");
  for (const table of ["balances", "pools", "holds", "serials", "batches"] as const) {
    for (const [text, value] of changed[table]) put(parent, table, text, value as never);
  }
  parent.ledger.push(...changed.ledger);
  parent.holdEvents.push(...changed.holdEvents);
  parent.formerHolds.push(...changed.formerHolds);
  parent.lastSeq = changed.lastSeq;
}
