/**
 * Connections to PostgreSQL: exact types out, one way to run a transaction, and retries of what the
 * database asks to retry.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { Busy } from "../application/busy.ts";
import { isConnectionLost, isUnwritable, OutcomeUnknown } from "../application/connection-lost.ts";
import { cork } from "./corked.ts";

/**
 * Dates, decimals and big integers stay text; a JavaScript Date or number would lose days or
 * digits.
 */
const asText = (value: string) => value;
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === DATE || oid === NUMERIC || oid === INT8) return asText;
    return pg.types.getTypeParser(oid, format as "text");
  },
};
const DATE = 1082;
const NUMERIC = 1700;
const INT8 = 20;

export type Connection = pg.PoolClient;

export type Flush = (connection: Connection) => Promise<unknown>[];

export interface Database {
  /** For reading, one statement at a time. */
  readonly pool: pg.Pool;
  readonly kysely: Kysely<unknown>;
  /**
   * Runs `work` in one transaction; deadlocks, serialization failures and locks that were not got
   * in time are retried with fresh state, so often and no more; so are lost connections for a few
   * seconds. The commit is sent right behind the last writes: `flush` sends them all before it
   * returns what will be their answers.
   * @throws Busy when that did not help; nothing was done
   * @throws OutcomeUnknown when the connection was lost with the commit under way
   */
  transaction<T>(work: (connection: Connection) => Promise<T>, flush?: Flush): Promise<T>;
  /** Runs `work` in a transaction that is always rolled back. */
  rehearsal<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Whether the last write, a short time ago, failed because the database took none. */
  isRefusingWrites(): boolean;
  close(): Promise<void>;
}

/** How often a transaction is tried that ends with one of these states, by SQLSTATE. */
const ATTEMPTS: Readonly<Record<string, number>> = {
  // Serialization failure and deadlock: the other one has gone on by now.
  "40001": 5,
  "40P01": 5,
  // A lock was not got in time, which has cost that time: not as often.
  "55P03": 3,
};

export interface DatabaseOptions {
  /** How long a statement waits for a lock, in milliseconds (default 3000). */
  readonly lockTimeoutMs?: number;
  /** For how long a transaction that lost its connection is tried again (default 5000). */
  readonly lostMs?: number;
  /** Called with the SQLSTATE before a transaction is tried again (default: nothing). */
  retried?(sqlState: string): void;
}

/**
 * For so long a transaction whose connection was lost is begun anew, in milliseconds; the first
 * pause doubles up to the longest. PostgreSQL restarts in less.
 */
const LOST_MS = 5000;
const PAUSE_MS = 50;
const PAUSE_MS_MAX = 1000;

/** Nobody waits longer for a connection; a database that does not answer is as good as away. */
const CONNECT_MS = 5000;

/** For so long a write that was not taken makes the database one that takes none. */
const REFUSING_MS = 60_000;

const READERS_MAX = 10;
const WRITERS_MAX = 8;

const LOCK_TIMEOUT_MS = 3000;

const EVERY = "-c timezone=UTC -c idle_in_transaction_session_timeout=30000";

/**
 * Transactions look things up by keys, always in the same ways: planned once for a connection, the
 * checks of foreign keys too. On a table that was small or never analyzed PostgreSQL would plan to
 * read it whole, and go on doing so; so writers never do. Reports plan freely.
 */
const BY_KEYS =
  "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off" +
  " -c plan_cache_mode=force_generic_plan";

export function openDatabase(
  config: pg.PoolConfig,
  onError: (error: Error) => void,
  { lockTimeoutMs = LOCK_TIMEOUT_MS, lostMs = LOST_MS, retried = () => {} }: DatabaseOptions = {},
): Database {
  const every = `${EVERY} -c lock_timeout=${lockTimeoutMs}`;
  const pool = openPool({ max: READERS_MAX, ...config, options: every }, onError);
  const writers = openPool(
    { max: WRITERS_MAX, ...config, options: `${every} ${BY_KEYS}` },
    onError,
  );
  let refusedAt: number | undefined;
  const observed: Observer = {
    lostMs,
    retried,
    ended(error) {
      if (error === undefined) refusedAt = undefined;
      else if (isUnwritable(error)) refusedAt = performance.now();
    },
  };
  return {
    pool,
    kysely: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    transaction: (work, flush) =>
      runTransaction(writers, { end: "commit", work, flush, ...observed }),
    rehearsal: (work) => runTransaction(writers, { end: "rollback", work, ...observed }),
    isRefusingWrites: () => refusedAt !== undefined && performance.now() - refusedAt < REFUSING_MS,
    async close() {
      await Promise.all([pool.end(), writers.end()]);
    },
  };
}

function openPool(config: pg.PoolConfig, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    pipeline: true,
    types: types as never,
    connectionTimeoutMillis: CONNECT_MS,
    ...config,
  });
  // A client without a listener would take the process down when the server goes away.
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  pool.on("connect", cork);
  return pool;
}

/**
 * The answers to statements that were sent one behind another. When one fails, all behind it fail
 * with it; the failure that is told is the first.
 */
export async function inOrder<const T extends readonly Promise<unknown>[]>(
  sent: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const answers: unknown[] = [];
  for (const each of sent.map(unawaited)) answers.push(await each);
  return answers as never;
}

interface Observer {
  readonly lostMs: number;
  retried(sqlState: string): void;
  /** A transaction has ended, with this error or well. */
  ended(error: unknown): void;
}

interface Transaction<T> extends Observer {
  readonly end: "commit" | "rollback";
  work(connection: Connection): Promise<T>;
  readonly flush?: Flush | undefined;
}

/** Its failure is told to whoever awaits it later, not to the process. */
function unawaited<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** The server rolled back what was to be committed; it says so only in its answer. */
class NotCommitted extends Error {}

async function runTransaction<T>(pool: pg.Pool, transaction: Transaction<T>): Promise<T> {
  const giveUpAt = performance.now() + transaction.lostMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await tryTransaction(pool, transaction);
      transaction.ended(undefined);
      return result;
    } catch (error) {
      transaction.ended(error);
      const pauseMs = pauseAfter(error, attempt, giveUpAt);
      if (pauseMs !== undefined || error instanceof OutcomeUnknown) {
        transaction.retried(sqlStateOf(causeOf(error)) || LOST);
      }
      if (pauseMs === undefined) throw error;
      await sleep(pauseMs);
    }
  }
}

const causeOf = (error: unknown) => (error instanceof OutcomeUnknown ? error.cause : error);

/** What a lost connection is called where the driver has no code for it. */
const LOST = "lost";

/**
 * Milliseconds before the next attempt; undefined when the failure is the answer.
 * @throws Busy when there were attempts enough
 */
function pauseAfter(error: unknown, attempt: number, giveUpAt: number): number | undefined {
  const sqlState = sqlStateOf(error);
  const isLost = isConnectionLost(error);
  const attempts = ATTEMPTS[sqlState];
  if (!isLost && attempts === undefined) return undefined;
  const isEnough = isLost ? performance.now() >= giveUpAt : attempt >= (attempts ?? 0);
  if (isEnough) throw new Busy(`${sqlState || LOST} ${attempt} times`, { cause: error });
  return isLost ? Math.min(PAUSE_MS * 2 ** (attempt - 1), PAUSE_MS_MAX) : 0;
}

async function tryTransaction<T>(pool: pg.Pool, { end, work, flush }: Transaction<T>): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  let isCommitting = false;
  // Statements are answered in the order in which they are sent: nobody waits for these two.
  const begun = unawaited(connection.query("begin"));
  // Each statement behind a `begin` that failed would be committed for itself: none is sent.
  begun.catch(() => connection.end());
  try {
    // Who writes along with the commit reads first, and that is answered behind it.
    if (flush === undefined) await begun;
    const result = await work(connection);
    await begun;
    const writes = flush?.(connection) ?? [];
    isCommitting = end === "commit";
    const ended = connection.query(end);
    await inOrder([...writes, ended]);
    const { command } = await ended;
    if (command !== end.toUpperCase()) throw new NotCommitted(command);
    return result;
  } catch (later) {
    const error = await begun.then(
      () => later,
      (first: Error) => first,
    );
    await connection.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    // The next connection may lead to a server that does write.
    if (isConnectionLost(error) || isUnwritable(error)) broken ??= error as Error;
    if (isCommitting && isConnectionLost(error)) throw new OutcomeUnknown("", { cause: error });
    throw error;
  } finally {
    connection.release(broken);
  }
}

/** The SQLSTATE of a database error, or the empty text. */
export function sqlStateOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}
