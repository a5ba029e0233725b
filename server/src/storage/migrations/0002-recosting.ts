import { type Kysely, sql } from "kysely";

/**
 * Re-costing of what is dated later (D35), FIFO layers (D30), and one view of what stands in the
 * ledger. A row whose cost changes afterwards stays as it is; a row that `adjusts` it, with no
 * quantity, says by how much, and `cause` names the bill that brought it about.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table ledger
     add column adjusts bigint not null default 0,
     add column cause text not null default '',
     add column within_pool boolean not null default false,
     drop constraint ledger_moves,
     add constraint ledger_moves check ((quantity <> 0) = (adjusts = 0)),
     add constraint ledger_adjusts_value check (adjusts = 0 or (reverses = 0 and amount <> 0))`,
  `create index ledger_adjusts on ledger (account_id, adjusts) where adjusts <> 0`,
  // Rows that moved goods and that no other row takes back, each at what it is worth by now.
  `create view standing as
     select l.account_id, l.seq, l.stock_id, l.pool_id, l.bill_type, l.bill_id, l.bill_no,
            l.line_id, l.bill_date, l.quantity, l.costed, l.within_pool, l.hold_id,
            l.hold_quantity, l.hold_serials, l.serials, l.created_at,
            l.amount + coalesce((
              select sum(a.amount) from ledger a
              where a.account_id = l.account_id and a.adjusts = l.seq and a.adjusts <> 0), 0)
              as amount
     from ledger l
     where l.reverses = 0 and l.adjusts = 0
       and not exists (
         select 1 from ledger r
         where r.account_id = l.account_id and r.reverses = l.seq and r.reverses <> 0)`,
  // Costs from this day on wait for the job; empty when they are right.
  `alter table cost_pool
     add column method text not null default 'average'
       constraint cost_pool_method check (method in ('average', 'fifo')),
     add column stale_from text not null default ''`,
  `create index cost_pool_stale on cost_pool (account_id) where stale_from <> ''`,
  // What is left of each receipt of a FIFO pool: derived, as balances are.
  `create table cost_layer (
     account_id text not null,
     pool_id bigint not null,
     seq bigint not null,
     bill_date date not null,
     quantity numeric(30, 10) not null,
     amount numeric(20, 2) not null,
     taken numeric(30, 10) not null,
     primary key (account_id, pool_id, seq),
     foreign key (account_id, pool_id) references cost_pool (account_id, id),
     constraint cost_layer_open check (quantity > 0 and taken >= 0 and taken < quantity),
     constraint cost_layer_amount_not_negative check (amount >= 0))`,
  // How far the job is: written beside its transaction, so that everyone can see it.
  `create table recosting (
     account_id text primary key references account,
     started_at timestamptz not null,
     finished_at timestamptz,
     done int not null,
     total int not null)`,
];
