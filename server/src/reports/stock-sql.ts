/**
 * SQL that the stock reports share: on hand, the last good day and what is available of a key (D1,
 * D17).
 */
import { sql } from "kysely";
import type { AccountSettings } from "../application/ports.ts";
import type { CalendarDate } from "../domain/calendar-date.ts";
import { TRANSIT_PREFIX } from "../domain/transit.ts";
import { expectedByKey } from "./expected.ts";
import { type Condition, isOneOf, type Values } from "./filter.ts";

/** The wire says "0" for no bin and for no aux property; a stock key says nothing. */
export const keyPart = (id: string): string => (id === "0" ? "" : id);
export const wireId = (part: string): string => part || "0";

/** The key `s` is in a store, not in transit, which no report of stores shows (decision 7). */
export const isInStore: Condition = sql`s.store_id not like ${`${TRANSIT_PREFIX}%`}`;

export const isKeyPart = (column: Condition, values: Values): Condition =>
  isOneOf(column, values.map(keyPart));

/** Ids of the records of a kind for which the condition on `m` holds. */
export const idsWhere = (accountId: string, kind: string, condition: Condition): Condition => sql`
  (select m.id from master m
   where m.account_id = ${accountId} and m.kind = ${kind} and ${condition})`;

/** The day for which stock is asked: now, with what is held now, or a day of the ledger. */
export interface AsOf {
  readonly accountId: string;
  readonly settings: AccountSettings;
  readonly today: CalendarDate;
  readonly pointDate: CalendarDate | undefined;
}

/** On hand of the key `s` now, or at the end of a day: everything booked with a date up to it. */
export const onHandOf = (asOf: AsOf): Condition => countOf(asOf, sql`s.on_hand`, sql`l.quantity`);

/** The same in the floating unit (D1). */
export const onHandFloatOf = (asOf: AsOf): Condition =>
  countOf(asOf, sql`s.on_hand_float`, sql`l.float_quantity`);

function countOf({ accountId, pointDate }: AsOf, now: Condition, moved: Condition): Condition {
  if (pointDate === undefined) return now;
  return sql`coalesce((
    select sum(${moved}) from ledger l
    where l.account_id = ${accountId} and l.stock_id = s.id
      and l.bill_date <= ${pointDate}::date), 0)`;
}

/**
 * The last good day of the key `s`: that of its batch, else its production date and the material's
 * own period. Months and years are clamped to the month's end by PostgreSQL as by the domain (D5).
 */
export const validUntil = sql`coalesce(
  nullif(b.valid_date, '')::date,
  case when s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then (
    s.kf_date::date + (m.data ->> 'kf_period')::int * case m.data ->> 'kf_period_type'
      when '1' then interval '1 day'
      when '2' then interval '1 month'
      when '3' then interval '1 year'
    end)::date
  end)`;

/**
 * The keys that `where` (on `stock s`) selects, as rows with on_hand, available, both also in the
 * floating unit, and valid_date.
 * Available is on hand less what is occupied, and nothing of an expired batch unless the account
 * ships those. Holds are only known as they stand now: they are not deducted from the stock of a
 * past day. What is expected is added where the account counts it.
 */
export function keysWhere(asOf: AsOf, where: Condition): Condition {
  const { accountId, settings, today, pointDate } = asOf;
  const isPast = pointDate !== undefined && pointDate < today;
  const occupied = isPast ? sql`0` : sql`k.occupied`;
  const occupiedFloat = isPast ? sql`0` : sql`k.occupied_float`;
  const isExpired = settings.allowExpired
    ? sql`false`
    : sql`coalesce(k.valid_date < ${pointDate ?? today}::date, false)`;
  const expected = isPast ? undefined : expectedByKey(accountId, settings);
  const counted = expected ? sql`coalesce(k.expected, 0)` : sql`0`;
  return sql`(
    select k.*,
      case when ${isExpired} then 0 else greatest(k.on_hand - ${occupied} + ${counted}, 0) end
        as available,
      case when ${isExpired} then 0 else greatest(k.on_hand_float - ${occupiedFloat}, 0) end
        as available_float
    from (
      select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied,
             s.occupied_float, ${onHandOf(asOf)} as on_hand,
             ${onHandFloatOf(asOf)} as on_hand_float, ${validUntil} as valid_date
             ${expected ? sql`, e.quantity as expected` : sql``}
      from stock s
      ${expected ? expectedJoin(expected) : sql``}
      left join master m
        on m.account_id = ${accountId} and m.kind = 'material' and m.id = s.material_id
      left join batch b
        on b.account_id = ${accountId} and b.material_id = s.material_id and b.batch_no = s.batch_no
      where s.account_id = ${accountId} and ${where}) k)`;
}

const expectedJoin = (expected: Condition): Condition => sql`
  left join ${expected} e
    on e.material_id = s.material_id and e.store_id = s.store_id and e.bin_id = s.bin_id
      and e.aux_prop_id = s.aux_prop_id and e.batch_no = s.batch_no and e.kf_date = s.kf_date`;
