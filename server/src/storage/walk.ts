/**
 * A walk over all rows that a statement gives: one cursor in one transaction, so that the rows are
 * those of one moment and only a batch of them is in memory. Who stops taking rows loses the
 * transaction after the time that every idle one has (`database.ts`).
 */
import type pg from "pg";

/** Rows of a batch. */
const BATCH_ROWS = 500;

export interface Walk {
  /** The next rows; the first call says of which statement, and later ones say the same. */
  next<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
  readonly isUsed: boolean;
  /** No rows are left. */
  readonly isDone: boolean;
  close(): Promise<void>;
}

export function startWalk(pool: pg.Pool): Walk {
  let connection: pg.PoolClient | undefined;
  let walked: string | undefined;
  let isDone = false;
  const open = async (text: string, values: readonly unknown[]) => {
    walked = text;
    connection = await pool.connect();
    await connection.query("begin read only");
    await connection.query(`declare walk no scroll cursor for ${text}`, [...values]);
    return connection;
  };
  return {
    get isUsed() {
      return walked !== undefined;
    },
    get isDone() {
      return isDone;
    },
    async next<Row>(text: string, values: readonly unknown[]) {
      if (walked !== undefined && walked !== text) throw new Error("a walk has one statement");
      const taken = connection ?? (await open(text, values));
      const { rows } = await taken.query(`fetch ${BATCH_ROWS} from walk`);
      isDone = rows.length < BATCH_ROWS;
      return rows as Row[];
    },
    async close() {
      const taken = connection;
      connection = undefined;
      if (taken === undefined) return;
      const failure = await taken.query("rollback").then(
        () => undefined,
        (error: Error) => error,
      );
      taken.release(failure);
    },
  };
}
