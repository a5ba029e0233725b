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
];
