/**
 * How far the 盘点单 `bill b` is, as `application/count-links.ts` tells it of one bill. Decision 8.
 */
import { sql } from "kysely";
import type { Condition } from "./filter.ts";

/** The bills that were made of it and are still there. */
const made = (accountId: string): Condition => sql`
  select x.status from bill x
  where x.account_id = ${accountId} and (
    (x.type = 'inv_check_gail_bill' and x.id = b.head ->> 'gain_id')
    or (x.type = 'inv_check_loss_bill' and x.id = b.head ->> 'loss_id'))`;

export const checkStatus = (accountId: string): Condition => sql`
  case
    when b.status = 'Z' then case when exists (
      select 1 from bill_line l
      where l.account_id = ${accountId} and l.bill_type = b.type and l.bill_id = b.id
        and l.data ->> 'qty' <> '') then 'E' else 'D' end
    when b.head ->> 'dealt_at' is null then 'A'
    when concat(b.head ->> 'gain_id', b.head ->> 'loss_id') <> ''
      and not exists (${made(accountId)}) then 'A'
    when 'Z' in (${made(accountId)}) then 'Z'
    else 'C' end`;

/** 盘点模式 of the task; a count without one is one person's. */
export const checkModel = (accountId: string): Condition => sql`
  coalesce((
    select m.data ->> 'check_model' from master m
    where m.account_id = ${accountId} and m.kind = 'inv_check_task'
      and m.id = b.head ->> 'check_task_id'), '1')`;
