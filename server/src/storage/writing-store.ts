/**
 * Which accounts take writes, and when each was verified last: columns of the row in `lane` that
 * every write reads anyway, so that all servers on a database agree (P12).
 */
import type { WritingStore } from "../application/verify-and-stop.ts";
import type { Database } from "./database.ts";

export function createWritingStore(database: Database): WritingStore {
  return {
    async now() {
      const { rows } = await database.pool.query("select clock_timestamp()::text as now");
      return rows[0].now;
    },
    async stop(accountId) {
      const text = "update lane set stopped_at = clock_timestamp() where account_id = $1";
      await database.transaction((connection) => connection.query(text, [accountId]));
    },
    async resume(accountId, stoppedBefore) {
      const { rowCount } = await database.transaction((connection) =>
        connection.query(
          `update lane set stopped_at = null
           where account_id = $1 and stopped_at < $2::timestamptz`,
          [accountId, stoppedBefore],
        ),
      );
      return rowCount !== 0;
    },
  };
}

/** Accounts that take no writes. */
async function stoppedAccounts({ pool }: Database): Promise<string[]> {
  const text = "select account_id from lane where stopped_at is not null";
  const { rows } = await pool.query({ name: "stopped-accounts", text });
  return rows.map((row) => row.account_id);
}

export const countStopped = async (database: Database): Promise<number> =>
  (await stoppedAccounts(database)).length;

/** Of accounts with work to do in the background, those that take writes. */
export async function writable(database: Database, accounts: readonly string[]) {
  if (accounts.length === 0) return accounts;
  const stopped = await stoppedAccounts(database);
  return accounts.filter((accountId) => !stopped.includes(accountId));
}

/**
 * Whether what is written would be kept: "read-only" where the database takes nothing, "failing"
 * where it has just taken nothing, "stopped" where `verify` stopped an account.
 */
export type WritingState = "ok" | "stopped" | "read-only" | "failing";

export async function writingState(database: Database): Promise<WritingState> {
  const { rows } = await database.pool.query({
    name: "probe-writing",
    text: `select current_setting('transaction_read_only')::boolean as is_read_only,
             exists (select from lane where stopped_at is not null) as is_stopped`,
  });
  if (rows[0].is_read_only) return "read-only";
  if (database.isRefusingWrites()) return "failing";
  return rows[0].is_stopped ? "stopped" : "ok";
}

/** Accounts that were not verified since this moment, in milliseconds since 1970. */
export async function accountsToVerify({ pool }: Database, before: number): Promise<string[]> {
  const { rows } = await pool.query({
    name: "accounts-to-verify",
    text: `select account_id from lane
           where verified_at is null or verified_at < to_timestamp($1::bigint / 1000.0)
           order by verified_at nulls first, account_id`,
    values: [before],
  });
  return rows.map((row) => row.account_id);
}

/** False when another server has taken it meanwhile. */
export async function takeVerification(
  { pool }: Database,
  { accountId, before, now }: { accountId: string; before: number; now: number },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update lane set verified_at = to_timestamp($3::bigint / 1000.0)
     where account_id = $1
       and (verified_at is null or verified_at < to_timestamp($2::bigint / 1000.0))`,
    [accountId, before, now],
  );
  return rowCount !== 0;
}
