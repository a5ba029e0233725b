import { type Kysely, sql } from "kysely";

/**
 * Holds that expire, and events that tell who released and why (D18). The indexes serve the list of
 * holds by age and the sweep of those that are due.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  "alter table hold add column expires_at timestamptz",
  `alter table hold_event
     add column client_id text not null default '',
     add column reason text not null default ''`,
  `create index hold_due on hold (account_id, expires_at)
     where expires_at is not null and opened > consumed + released + expired`,
  `create index hold_open_age on hold (account_id, opened_at, id)
     where opened > consumed + released + expired`,
  `create index bill_draft on bill (account_id, bill_date) where status = 'Z'`,
];
