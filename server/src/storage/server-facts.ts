/** What the database server says of itself. */
import type pg from "pg";

export interface ServerFacts {
  /** As PostgreSQL writes it, "18.4". */
  readonly version: string;
  /** As a number, 180004. */
  readonly versionNumber: number;
  /** Of the database, "UTF8". */
  readonly encoding: string;
  /** Its clock, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** The oldest PostgreSQL that the statements are written for. */
export const VERSION_NUMBER_LEAST = 150_000;

export async function readServerFacts(pool: pg.Pool): Promise<ServerFacts> {
  const { rows } = await pool.query(
    `select current_setting('server_version') as version,
       current_setting('server_version_num') as number,
       current_setting('server_encoding') as encoding,
       extract(epoch from clock_timestamp()) * 1000 as now_ms`,
  );
  const [row] = rows;
  return {
    version: row.version,
    versionNumber: Number(row.number),
    encoding: row.encoding,
    nowMs: Math.floor(Number(row.now_ms)),
  };
}
