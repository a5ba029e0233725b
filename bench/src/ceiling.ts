/**
 * The ceiling of the database for a service that reserves with one statement per request: the stock
 * row with its check, a hold and its event, durable. Own tables, without foreign keys: as fast as
 * it can be.
 */
import pg from "pg";

const TABLES = `
  create schema bench;
  create table bench.stock (
    account_id text not null, id bigint not null,
    on_hand numeric(30, 10) not null, occupied numeric(30, 10) not null,
    primary key (account_id, id), check (occupied >= 0 and occupied <= on_hand));
  create table bench.hold (
    account_id text not null, id bigint generated always as identity,
    bill_type text not null, bill_id text not null, entry_id text not null,
    stock_id bigint not null, opened numeric(30, 10) not null,
    opened_at timestamptz not null default now(),
    primary key (account_id, id), unique (account_id, bill_type, bill_id, entry_id));
  create table bench.hold_event (
    account_id text not null, seq bigint generated always as identity,
    hold_id bigint not null, kind text not null, quantity numeric(30, 10) not null,
    created_at timestamptz not null default now(),
    primary key (account_id, seq));
  create table bench.ledger (
    account_id text not null, seq bigint generated always as identity,
    stock_id bigint not null, bill_id text not null, bill_date date not null,
    quantity numeric(30, 10) not null, amount numeric(20, 2) not null,
    created_at timestamptz not null default now(),
    primary key (account_id, seq));
  create index ledger_stock on bench.ledger (account_id, stock_id, bill_date);
  insert into bench.stock select '1', id, 1000000000, 0 from generate_series(0, 1000) as id`;

const RESERVE = `
  with taken as (
    update bench.stock set occupied = occupied + $4
    where account_id = $1 and id = $2 and on_hand - occupied >= $4
    returning id),
  opened as (
    insert into bench.hold (account_id, bill_type, bill_id, entry_id, stock_id, opened)
    select $1, 'isv_bill', $3, '1', id, $4 from taken
    returning id)
  insert into bench.hold_event (account_id, hold_id, kind, quantity)
  select $1, id, 'opened', $4 from opened`;

const INSERT_ROWS = `
  insert into bench.ledger (account_id, stock_id, bill_id, bill_date, quantity, amount)
  select $1, stock_id, $2, current_date, 1, 1 from unnest($3::bigint[]) as stock_id`;

/** The stock row that all fight for; the others are 1 to 1,000. */
export const HOT_ID = 0;

export interface Ceiling {
  /** One request on a connection, by its index. @throws Error when it is refused */
  reserve(connection: number, stockId: number): Promise<void>;
  /** Writes ledger rows of one bill on a connection. */
  insertRows(connection: number, count: number, stockId: () => number): Promise<void>;
  /** What the tables say against what was accepted; empty when they agree. */
  differences(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openCeiling(config: pg.ClientConfig, connections: number): Promise<Ceiling> {
  const clients = Array.from({ length: connections }, () => new pg.Client(config));
  await Promise.all(clients.map((client) => client.connect()));
  const first = clients[0]!;
  await first.query(TABLES);
  let accepted = 0;
  let inserted = 0;
  return {
    async reserve(connection, stockId) {
      accepted += 1;
      const { rowCount } = await clients[connection]!.query({
        name: "reserve",
        text: RESERVE,
        values: ["1", stockId, `B${accepted}`, "1"],
      });
      if (rowCount !== 1) throw new Error(`the reservation of ${stockId} was refused`);
    },
    async insertRows(connection, count, stockId) {
      inserted += count;
      await clients[connection]!.query({
        name: "insert-rows",
        text: INSERT_ROWS,
        values: ["1", `B${inserted}`, Array.from({ length: count }, stockId)],
      });
    },
    async differences() {
      const { rows } = await first.query(`select
        (select sum(occupied)::bigint from bench.stock) as occupied,
        (select coalesce(sum(opened), 0)::bigint from bench.hold) as opened,
        (select coalesce(sum(quantity), 0)::bigint from bench.hold_event) as events,
        (select count(*) from bench.ledger) as rows`);
      return Object.entries(rows[0] as Record<string, string>)
        .map(([name, value]) => ({ name, value, done: name === "rows" ? inserted : accepted }))
        .filter(({ value, done }) => value !== String(done))
        .map(({ name, value, done }) => `SQL ${name}: ${value}, accepted: ${done}`);
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
