import { type Kysely, sql } from "kysely";

/**
 * For the lists of batches and of serials: of most keys and movements neither is, and those that
 * have one are found without reading the others.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // In the order of the list.
  `create index stock_batched
     on stock (account_id, material_id, store_id, bin_id, batch_no, kf_date, aux_prop_id)
     where batch_no <> '' or kf_date <> ''`,
  `create index ledger_serials on ledger (account_id, stock_id, bill_date, seq)
     where serials <> '{}'`,
];
