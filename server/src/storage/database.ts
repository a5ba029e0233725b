/**
 * Connections to PostgreSQL: exact types out, one way to run a transaction, and retries of what the
 * database asks to retry.
 */
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { Busy } from "../application/busy.ts";
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
   * in time are retried with fresh state, so often and no more. The commit is sent right behind the
   * last writes: `flush` sends them all before it returns what will be their answers.
   * @throws Busy when that did not help; nothing was done
   */
  transaction<T>(work: (connection: Connection) => Promise<T>, flush?: Flush): Promise<T>;
  /** Runs `work` in a transaction that is always rolled back. */
  rehearsal<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
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
  /** Called with the SQLSTATE before a transaction is tried again (default: nothing). */
  retried?(sqlState: string): void;
}

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
  { lockTimeoutMs = LOCK_TIMEOUT_MS, retried = () => {} }: DatabaseOptions = {},
): Database {
  const every = `${EVERY} -c lock_timeout=${lockTimeoutMs}`;
  const pool = openPool({ max: READERS_MAX, ...config, options: every }, onError);
  const writers = openPool(
    { max: WRITERS_MAX, ...config, options: `${every} ${BY_KEYS}` },
    onError,
  );
  return {
    pool,
    kysely: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    transaction: (work, flush) => runTransaction(writers, { end: "commit", work, flush, retried }),
    rehearsal: (work) => runTransaction(writers, { end: "rollback", work, retried }),
    async close() {
      await Promise.all([pool.end(), writers.end()]);
    },
  };
}

function openPool(config: pg.PoolConfig, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ pipeline: true, types: types as never, ...config });
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

interface Transaction<T> {
  readonly end: "commit" | "rollback";
  work(connection: Connection): Promise<T>;
  readonly flush?: Flush | undefined;
  retried(sqlState: string): void;
}

/** Its failure is told to whoever awaits it later, not to the process. */
function unawaited<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** The server rolled back what was to be committed; it says so only in its answer. */
class NotCommitted extends Error {}

async function runTransaction<T>(
  pool: pg.Pool,
  { end, work, flush, retried }: Transaction<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const connection = await pool.connect();
    let broken: Error | undefined;
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
      const sqlState = sqlStateOf(error);
      const attempts = ATTEMPTS[sqlState];
      if (attempts === undefined) throw error;
      if (attempt >= attempts) throw new Busy(`${sqlState} ${attempts} times`, { cause: error });
      retried(sqlState);
    } finally {
      connection.release(broken);
    }
  }
}

/** The SQLSTATE of a database error, or the empty text. */
export function sqlStateOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}
