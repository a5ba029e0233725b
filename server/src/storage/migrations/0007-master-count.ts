import { type Kysely, sql } from "kysely";

/** How often masters of the account were changed: what servers know of them is good until then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("alter table lane add column master_seq bigint not null default 0").execute(db);
}
