import { type Kysely, sql } from "kysely";

/** The caller's own key of a bill (`outside_pk_id`) is looked for at each save that names one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create index bill_outside_key on bill (account_id, type, (head ->> 'outside_pk_id'))
         where head ->> 'outside_pk_id' <> ''`,
    )
    .execute(db);
}
