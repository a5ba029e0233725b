import { type Kysely, sql } from "kysely";

/**
 * For many accounts and many rows. What stands in the ledger is asked for with the account named at
 * each table (`storage/standing.ts`), which a view cannot do.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  "drop view standing",
  // How many stock keys were ever added: what is known of their number is good until then.
  "alter table lane add column key_seq bigint not null default 0",
];
