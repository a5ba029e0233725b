/**
 * 重算成本 in the background (D35): what too much followed to cost it anew before the reply. All of it
 * commits at once, so readers see the costs before or the costs after.
 */
import { fork, look, merge, put } from "../domain/book.ts";
import * as money from "../domain/money.ts";
import { startOf } from "../domain/position.ts";
import { addAdjustment, recostedLines, replay, rewind } from "../domain/replay.ts";
import { poolKeyText } from "../domain/stock-key.ts";
import { NOTHING, readLater } from "./later.ts";
import type { RecostingProgress, UnitOfWork } from "./ports.ts";

/** After how many rows others get their turn, and progress is told. */
const ROWS_AT_A_TIME = 2000;

/** Costs anew what waits in the account; returns how many ledger rows that were. */
export async function recost(
  unit: UnitOfWork,
  onProgress: (progress: RecostingProgress) => Promise<void>,
): Promise<number> {
  const waiting = await unit.timeline.stalePools();
  if (waiting.length === 0) return 0;
  await unit.loadStock({ ...NOTHING, pools: waiting.map(({ pool }) => pool) });
  const starts = waiting.map(({ pool, from }) => ({ pool, after: startOf(from) }));
  const provisional = await unit.timeline.provisionalRows(starts.map(({ pool }) => pool));
  await unit.loadStock({ ...NOTHING, keys: provisional.map((row) => row.key) });
  const later = await readLater(unit, starts, { withStale: true });
  if (later === undefined) throw new Error("everything was asked for");
  const book = fork(unit.book);
  rewind(book, later);
  for (const row of provisional) {
    addAdjustment(book, row, money.negate(row.amount), "");
    const text = poolKeyText(row.pool);
    const pool = look(book, "pools", text);
    if (pool === undefined) throw new Error("a ledger row without a cost pool");
    put(book, "pools", text, { ...pool, value: money.subtract(pool.value, row.amount) });
  }
  const total = later.rows.length;
  let done = 0;
  let told = 0;
  await onProgress({ done, total });
  for (const count of replay(book, later, "")) {
    done += count;
    if (done - told < ROWS_AT_A_TIME) continue;
    told = done;
    await onProgress({ done, total });
  }
  for (const { pool: key } of waiting) {
    const text = poolKeyText(key);
    const pool = look(book, "pools", text);
    if (pool !== undefined) put(book, "pools", text, { ...pool, staleFrom: "" });
  }
  await unit.saveLineCosts(recostedLines(book.ledger, later.rows));
  merge(book);
  return total;
}
