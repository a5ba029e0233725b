/**
 * The columns of `bill b` and `master m` as fragments for lists, which do not go through a unit of
 * work.
 */
import { type RawBuilder, sql } from "kysely";
import { BILL_COLUMNS, MASTER_COLUMNS, type MasterRow } from "../storage/records.ts";

export { type BillRow, billRecordOf, type MasterRow, masterRecordOf } from "../storage/records.ts";

export const billColumns = sql.raw(BILL_COLUMNS);
export const masterColumns = sql.raw(MASTER_COLUMNS);

/** Records of one kind by their ids. */
export function mastersById(
  accountId: string,
  kind: string,
  ids: readonly string[],
): RawBuilder<MasterRow> {
  return sql<MasterRow>`
    select ${masterColumns} from master m
    where m.account_id = ${accountId} and m.kind = ${kind} and m.id = any(${[...ids]}::text[])`;
}
