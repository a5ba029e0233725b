/**
 * What is expected of a stock key, as far as the account counts it into what is available:
 * unaudited bills, what is left of orders, transfers under way. In base units, out is negative.
 */
import { sql } from "kysely";
import {
  AVAILABLE_COUNTS,
  type AvailableCount,
  isAvailableCount,
} from "../application/available-counts.ts";
import type { AccountSettings } from "../application/ports.ts";
import { TRANSIT_PREFIX } from "../domain/transit.ts";
import type { Condition } from "./filter.ts";

/** The wire's "0" and an absent part are the empty part of a key. */
const part = (data: Condition, key: string): Condition =>
  sql`coalesce(nullif(${data} ->> ${key}, '0'), '')`;

const baseQuantity = sql`(l.data ->> 'base_qty')::numeric`;

/** Less what bills took of the order's row. */
const restOfRow = sql`${baseQuantity} - coalesce((
  select sum((f ->> 'base_qty')::numeric)
  from jsonb_path_query(l.data, '$.followers[*]') f), 0)`;

/** A void one comes to nothing. */
const isDraft = sql`b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'`;
const isOpenOrder = sql`b.status = 'C' and coalesce(b.head ->> 'bill_close_state', 'C') = 'C'`;

/** Key and signed quantity of the rows that one of the names counts. */
function rowsOf(accountId: string, name: AvailableCount): Condition {
  const { bill, part: counted, comesIn } = AVAILABLE_COUNTS[name];
  const sign = comesIn ? sql`1` : sql`-1`;
  if (counted === "underWay") {
    return sql`
      select t.material_id, l.data ->> 'in_stock_id' as store_id,
             ${part(sql`l.data`, "in_sp_id")} as bin_id, t.aux_prop_id, t.batch_no, t.kf_date,
             t.on_hand as quantity
      from stock t
      join bill_line l on l.account_id = ${accountId} and l.bill_type = ${bill}
        and l.id = substr(t.store_id, ${TRANSIT_PREFIX.length + 1})
      where t.account_id = ${accountId} and t.store_id like ${`${TRANSIT_PREFIX}%`}
        and t.on_hand <> 0`;
  }
  const condition = counted === "drafts" ? isDraft : isOpenOrder;
  const quantity = counted === "drafts" ? baseQuantity : restOfRow;
  return sql`
    select l.material_id, l.store_id, ${part(sql`l.data`, "sp_id")} as bin_id,
           ${part(sql`l.data`, "aux_prop_id")} as aux_prop_id, ${part(sql`l.data`, "batch_no")},
           ${part(sql`l.data`, "kf_date")}, ${sign} * (${quantity})
    from bill b
    join bill_line l
      on l.account_id = ${accountId} and l.bill_type = b.type and l.bill_id = b.id
    where b.account_id = ${accountId} and b.type = ${bill} and ${condition}`;
}

/** By stock key, as `expected`; undefined when the account counts nothing of it. */
export function expectedByKey(
  accountId: string,
  { availableCounts }: AccountSettings,
): Condition | undefined {
  const names = availableCounts.filter(isAvailableCount);
  if (names.length === 0) return undefined;
  const rows = names.map((name) => rowsOf(accountId, name));
  return sql`(
    select x.material_id, x.store_id, x.bin_id, x.aux_prop_id, x.batch_no, x.kf_date,
           sum(x.quantity) as quantity
    from (${sql.join(rows, sql` union all `)})
      as x (material_id, store_id, bin_id, aux_prop_id, batch_no, kf_date, quantity)
    group by 1, 2, 3, 4, 5, 6)`;
}
