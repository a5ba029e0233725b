/** Which accounts have work for a job. */
import type { Database } from "./database.ts";

/**
 * Accounts for which the statement finds a row; $1 is the account, `values` follow. One question
 * for each: it is answered by the account's own part of an index, and where the tables are spread
 * by account it goes to that account's place only.
 */
export async function accountsWhere(
  { pool }: Database,
  question: { readonly name: string; readonly text: string; readonly values: readonly unknown[] },
): Promise<string[]> {
  const { rows } = await pool.query({
    name: "account-ids",
    text: "select id from account order by id",
  });
  const found: string[] = [];
  for (const { id } of rows) {
    const answer = await pool.query({ ...question, values: [id, ...question.values] });
    if (answer.rows.length > 0) found.push(id);
  }
  return found;
}
