import { type Kysely, sql } from "kysely";

/**
 * For many accounts and many rows. What stands in the ledger is asked for with the account named at
 * each table (`storage/standing.ts`), which a view cannot do.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Heads and lines that have none of these cost nothing. */
const headIndex = (field: string) =>
  `create index bill_${field} on bill (account_id, type, (head ->> '${field}'), bill_date desc)
     where head ->> '${field}' is not null`;
const lineIndex = (field: string) =>
  `create index bill_line_${field} on bill_line (account_id, bill_type, (data ->> '${field}'))
     where data ->> '${field}' is not null`;

const statements = [
  "drop view standing",
  // How many stock keys were ever added: what is known of their number is good until then.
  "alter table lane add column key_seq bigint not null default 0",
  // For the filters of bill lists.
  "create index bill_newest on bill (account_id, type, created_at)",
  ...["customer_id", "supplier_id", "dept_id", "out_dept_id", "emp_id", "stock_id"].map(headIndex),
  ...["in_stock_id", "out_stock_id"].map(lineIndex),
  // No statement looks for these, and every occupy and every movement paid for them.
  "drop index hold_event_written",
  "drop index ledger_written",
];
