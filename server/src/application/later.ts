/**
 * What follows a bill in the order of dates, read as far as re-costing needs it (D35): the rows of
 * its pools, then of the pools that those bills fill, and so on.
 */
import { type LedgerRow, look, type PoolState } from "../domain/book.ts";
import { groupBy } from "../domain/group-by.ts";
import type { Line } from "../domain/line.ts";
import { comparePositions, type Position } from "../domain/position.ts";
import {
  billText,
  type CostedBill,
  costedBillsOf,
  type Later,
  reachedFrom,
  rewound,
  type Starts,
} from "../domain/replay.ts";
import { type PoolKey, poolKeyText } from "../domain/stock-key.ts";
import { readBill } from "./bill-reading.ts";
import { billTypeOf } from "./bill-type.ts";
import type { BillRecord, PoolStart, UnitOfWork } from "./ports.ts";
import { refuse } from "./refused.ts";

export interface LaterOptions {
  /** More rows than this: undefined is answered (default: no limit). */
  readonly limit?: number;
  /** Pools that wait for the job are read as well (default: undefined is answered). */
  readonly withStale?: boolean;
  /** The bill whose own rows are left out. */
  readonly without?: Pick<LedgerRow, "billType" | "billId">;
}

/** All that follows the starts, or undefined when it is too much or waits for the job already. */
export async function readLater(
  unit: UnitOfWork,
  from: readonly PoolStart[],
  options: LaterOptions = {},
): Promise<Later | undefined> {
  const first: Starts = new Map(from.map(({ pool, after }) => [poolKeyText(pool), after]));
  const keys = new Map(from.map(({ pool }) => [poolKeyText(pool), pool]));
  const rows = new Map<number, LedgerRow>();
  const read = new Map<string, Position>();
  const billsRead = new Set<string>();
  for (let starts = first; ; starts = reachedFrom(first, [...rows.values()])) {
    const missing = unread(starts, read).map((text) => startOf(starts, keys, text));
    const bills = costedBillsOf(starts, [...rows.values()]).filter(
      (row) => !billsRead.has(billText(row)),
    );
    if (missing.length === 0 && bills.length === 0 && starts !== first) {
      return laterOf(unit, starts, keys, rows, options);
    }
    await unit.loadStock({ ...NOTHING, pools: missing.map((start) => start.pool) });
    if (options.withStale !== true && missing.some((start) => isStale(unit, start))) return;
    for (const start of missing) read.set(poolKeyText(start.pool), start.after);
    const limit = options.limit === undefined ? undefined : options.limit + 1;
    const found = await unit.timeline.laterRows(missing, limit);
    // Whether a bill's incoming costs follow is known when its rows are: all bills are asked.
    const fresh = new Map([...found, ...bills].map((row) => [billText(row), row]));
    for (const text of billsRead) fresh.delete(text);
    for (const text of fresh.keys()) billsRead.add(text);
    found.push(...(await unit.timeline.costedBills([...fresh.values()])));
    for (const row of found) {
      rows.set(row.seq, row);
      keys.set(poolKeyText(row.pool), row.pool);
    }
    if (options.limit !== undefined && rows.size > options.limit) return;
  }
}

/** Needs no stock. */
export const NOTHING = { keys: [], pools: [], holds: [], serials: [], batches: [] } as const;

function unread(starts: Starts, read: ReadonlyMap<string, Position>): string[] {
  return [...starts]
    .filter(([text, start]) => {
      const known = read.get(text);
      return known === undefined || comparePositions(start, known) < 0;
    })
    .map(([text]) => text);
}

function startOf(starts: Starts, keys: ReadonlyMap<string, PoolKey>, text: string): PoolStart {
  const pool = keys.get(text);
  const after = starts.get(text);
  if (pool === undefined || after === undefined) throw new Error("a start without its pool");
  return { pool, after };
}

const isStale = (unit: UnitOfWork, { pool }: PoolStart) =>
  (look(unit.book, "pools", poolKeyText(pool))?.staleFrom ?? "") !== "";

async function laterOf(
  unit: UnitOfWork,
  starts: Starts,
  keys: ReadonlyMap<string, PoolKey>,
  known: ReadonlyMap<number, LedgerRow>,
  { without }: LaterOptions,
): Promise<Later> {
  const isOwn = (row: LedgerRow) => without !== undefined && billText(row) === billText(without);
  const all = [...known.values()];
  const rows = all.filter((row) => !isOwn(row));
  const layers = await unit.timeline.layersAt(
    [...starts.keys()].map((text) => startOf(starts, keys, text)),
  );
  const pools = new Map<string, PoolState>();
  const byPool = groupBy(all, (row) => poolKeyText(row.pool));
  for (const [text, start] of starts) {
    const pool = look(unit.book, "pools", text);
    if (pool === undefined) continue;
    const after = byPool.get(text)?.filter((row) => comparePositions(row, start) > 0) ?? [];
    pools.set(text, rewound(pool, after, pool.method === "fifo" ? (layers.get(text) ?? []) : []));
  }
  // Rows that adjust others are booked on their keys.
  await unit.loadStock({ ...NOTHING, keys: rows.map((row) => row.key) });
  const bills = await readCostedBills(unit, costedBillsOf(starts, rows));
  return { starts, pools, rows, bills };
}

/** The bills whose incoming costs are computed again, as they were audited. */
async function readCostedBills(
  unit: UnitOfWork,
  firstRows: readonly LedgerRow[],
): Promise<ReadonlyMap<string, CostedBill>> {
  const found = new Map<string, CostedBill>();
  for (const [name, rows] of groupBy(firstRows, (row) => row.billType)) {
    const type = billTypeOf(name);
    const records = await unit.bills(
      name,
      rows.map((row) => row.billId),
    );
    for (const row of rows) {
      const record = records.get(row.billId);
      if (record === undefined) throw new Error(`the ledger names bill ${row.billNo}, gone since`);
      const bill = await readAudited(unit, record);
      found.set(billText(row), { bill, rule: type.rule });
    }
  }
  return found;
}

async function readAudited(unit: UnitOfWork, record: BillRecord) {
  const type = billTypeOf(record.type);
  const { bill, reasons } = await readBill(unit, type, record, { saved: true, forCosts: true });
  const [reason] = reasons;
  if (reason === undefined) return bill;
  const params = { by: record.billNo, field: reason.path, reason: reason.key };
  return refuse("recostingBlocked", "", params);
}

/**
 * Where a bill's own pools have to be costed anew from; none when nothing is dated later. What
 * waits for the job is dated later even when its rows are gone: its worth is provisional.
 */
export function startsOf(
  unit: UnitOfWork,
  pools: readonly PoolKey[],
  after: Position,
): PoolStart[] {
  const texts = new Map(pools.map((pool) => [poolKeyText(pool), pool]));
  return [...texts]
    .filter(([text]) => {
      const { lastDate = "", staleFrom = "" } = look(unit.book, "pools", text) ?? {};
      return lastDate > after.billDate || staleFrom > after.billDate;
    })
    .map(([, pool]) => ({ pool, after }));
}

/** Serials of lines, as they are asked for. */
export const serialsOf = (lines: readonly Line[]) =>
  lines.flatMap((line) =>
    line.serials.map(({ serial }) => ({ materialId: line.material.id, serial })),
  );
