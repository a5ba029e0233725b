/** How far the 调拨出库单 `bill b` is, as `application/transit.ts` tells it of one bill. Decision 7. */
import { sql } from "kysely";
import { TRANSIT_PREFIX } from "../domain/transit.ts";
import type { Condition } from "./filter.ts";

/** The rows of the bill with what of each is in transit, as `t (base_qty, left)`. */
const rowsInTransit = (accountId: string): Condition => sql`
  select (l.data ->> 'base_qty')::numeric as base_qty, coalesce(v.on_hand, 0) as "left"
  from bill_line l
  left join lateral (
    select sum(s.on_hand) as on_hand from stock s
    where s.account_id = ${accountId} and s.store_id = ${TRANSIT_PREFIX} || l.id) v on true
  where l.account_id = ${accountId} and l.bill_type = b.type and l.bill_id = b.id`;

/** 0 not sent, 1 nothing received, 2 partly received, 3 nothing left in transit. */
export const transferState = (accountId: string): Condition => sql`
  case when b.status = 'Z' then '0' else (
    select case when bool_and(t."left" = 0) then '3'
                when bool_and(t."left" = t.base_qty) then '1' else '2' end
    from (${rowsInTransit(accountId)}) t) end`;
