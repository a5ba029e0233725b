import { type Kysely, sql } from "kysely";

/**
 * 浮动单位: every count of the stock tables also in the floating unit, 0 for a material without one
 * (D1). The invariants of the base quantity stand again for it, and with one count goes the other:
 * an empty key and a closed hold have nothing left in either.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const COUNT = "numeric(30, 10) not null default 0";

const statements = [
  `alter table stock
     add column on_hand_float ${COUNT},
     add column occupied_float ${COUNT},
     add constraint stock_on_hand_float_not_negative check (on_hand_float >= 0),
     add constraint stock_occupied_float_not_negative check (occupied_float >= 0),
     add constraint stock_occupied_float_within_on_hand check (occupied_float <= on_hand_float),
     add constraint stock_empty_in_both check (on_hand > 0 or on_hand_float = 0)`,
  `alter table hold
     add column opened_float ${COUNT},
     add column consumed_float ${COUNT},
     add column released_float ${COUNT},
     add column expired_float ${COUNT}`,
  `alter table hold
     add column held_float numeric(30, 10)
       generated always as (opened_float - consumed_float - released_float - expired_float) stored,
     add constraint hold_float_parts_not_negative
       check (consumed_float >= 0 and released_float >= 0 and expired_float >= 0),
     add constraint hold_float_within_opened
       check (consumed_float + released_float + expired_float <= opened_float),
     add constraint hold_closed_in_both check (
       opened > consumed + released + expired
       or opened_float = consumed_float + released_float + expired_float)`,
  `alter table hold_event
     add column float_quantity ${COUNT},
     add constraint hold_event_float_not_negative check (float_quantity >= 0)`,
  `alter table ledger
     add column float_quantity ${COUNT},
     add column hold_float_quantity ${COUNT},
     add constraint ledger_counts_move_together
       check (float_quantity = 0 or sign(float_quantity) = sign(quantity))`,
  // The view of 0002 with the two new columns behind the others.
  `create or replace view standing as
     select l.account_id, l.seq, l.stock_id, l.pool_id, l.bill_type, l.bill_id, l.bill_no,
            l.line_id, l.bill_date, l.quantity, l.costed, l.within_pool, l.hold_id,
            l.hold_quantity, l.hold_serials, l.serials, l.created_at,
            l.amount + coalesce((
              select sum(a.amount) from ledger a
              where a.account_id = l.account_id and a.adjusts = l.seq and a.adjusts <> 0), 0)
              as amount,
            l.float_quantity, l.hold_float_quantity
     from ledger l
     where l.reverses = 0 and l.adjusts = 0
       and not exists (
         select 1 from ledger r
         where r.account_id = l.account_id and r.reverses = l.seq and r.reverses <> 0)`,
];
