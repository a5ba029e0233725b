/**
 * What stands in an account's ledger: rows that moved goods and that no other row takes back, each
 * at what it is worth by now (D35). Every table of it names the account by the statement's own
 * parameter, not by another table's column: so PostgreSQL uses the index of each, and where the
 * tables are spread by account the whole statement goes to the account's place.
 */
import { type RawBuilder, sql } from "kysely";

const ACCOUNT = "$1";

/** A table expression, to be followed by its alias; $1 is the account. */
export const STANDING = `(
  select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
         o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
         o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity,
         o.amount + coalesce((
           select sum(a.amount) from ledger a
           where a.account_id = ${ACCOUNT} and a.adjusts = o.seq and a.adjusts <> 0), 0) as amount
  from ledger o
  where o.account_id = ${ACCOUNT} and o.reverses = 0 and o.adjusts = 0
    and not exists (
      select 1 from ledger r
      where r.account_id = ${ACCOUNT} and r.reverses = o.seq and r.reverses <> 0))`;

/** The same for statements that bind the account where it is used. */
export const standingOf = (accountId: string): RawBuilder<unknown> =>
  sql.join(STANDING.split(ACCOUNT).map(sql.raw), sql`${accountId}`);
