import { type Kysely, sql } from "kysely";

/**
 * In doubt an account's writing is stopped (P12): since when, and when it was last verified in the
 * background. In the row that every write takes, so that every server knows at once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw("alter table lane add column stopped_at timestamptz, add column verified_at timestamptz")
    .execute(db);
}
