/** Saved replies that have had their time (D14). */
import { accountsWhere } from "./accounts.ts";
import type { Database } from "./database.ts";

/** Accounts with replies that were saved before this moment, in milliseconds since 1970. */
export const accountsWithOldReplies = (database: Database, before: number): Promise<string[]> =>
  accountsWhere(database, {
    name: "has-old-replies",
    text: `select 1 from reply r
           where r.account_id = $1 and r.created_at < to_timestamp($2::bigint / 1000.0)
           limit 1`,
    values: [before],
  });

/**
 * Deletes the oldest of them, at most `limit`; returns how many. Another server that does the same
 * takes others, so that neither waits for the other.
 */
export async function deleteOldReplies(
  { pool }: Database,
  { accountId, before, limit }: { accountId: string; before: number; limit: number },
): Promise<number> {
  const { rowCount } = await pool.query({
    name: "delete-old-replies",
    text: `delete from reply
           where account_id = $1 and key = any(array(
             select r.key from reply r
             where r.account_id = $1 and r.created_at < to_timestamp($2::bigint / 1000.0)
             order by r.created_at limit $3
             for update skip locked))`,
    values: [accountId, before, limit],
  });
  return rowCount ?? 0;
}
