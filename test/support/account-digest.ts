/**
 * One hash over everything that is kept of an account, to tell whether a request changed anything.
 * Saved replies are left out: a refusal is one, too.
 */

/** A pool or a client of node-postgres. */
interface Queries {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, string>[] }>;
}

const TABLES = `
  select table_name from information_schema.columns
  where table_schema = 'public' and column_name = 'account_id' and table_name <> 'reply'
  order by table_name`;

/** By table: hash and number of its rows. Two equal records mean that nothing changed. */
export async function accountDigest(
  database: Queries,
  accountId: string,
): Promise<Record<string, string>> {
  const { rows } = await database.query(TABLES);
  const parts = rows.map(({ table_name: name }) => {
    const lines = `select r::text as line from "${name}" r where r.account_id = $1`;
    return `select '${name}' as name, count(*) || ' ' || md5(coalesce(
      string_agg(line, chr(10) order by line collate "C"), '')) as digest from (${lines}) lines`;
  });
  const found = await database.query(parts.join(" union all "), [accountId]);
  return Object.fromEntries(found.rows.map((row) => [row.name, row.digest]));
}

/** Where each deed leaves a row of its own. */
const DEEDS = ["bill", "bill_line", "hold", "hold_event", "ledger", "master", "serial"];

/** Rows that came in between two digests. */
export function deeds(before: Record<string, string>, after: Record<string, string>): number[] {
  const count = (digest: string | undefined) => Number(digest?.split(" ")[0]);
  return DEEDS.map((table) => count(after[table]) - count(before[table]));
}
