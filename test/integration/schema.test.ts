/**
 * What the schema itself promises: keys led by the account, no triggers, hard invariants (P2, P3,
 * HOUSE "Storage").
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, sqlStateOf } from "../../server/src/storage/database.ts";
import { newAccount, writeHistory } from "../support/small-history.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let temporary: TemporaryDatabase;
let database: Database;

beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  database = temporary.database;
  for (const accountId of ["1", "2"]) await writeHistory(await newAccount(database, accountId));
});

afterAll(() => temporary.close());

/** Not of one account: what exists before there is one, or routes to it. */
const SYSTEM_TABLES = [
  "account",
  "authorization_grant",
  "client",
  "schema_migration",
  "schema_migration_lock",
  "token_key",
];

const rowsOf = async (text: string): Promise<string[]> =>
  (await database.pool.query(text)).rows.map((row) => Object.values(row).join(" "));

describe("every table of an account", () => {
  test("is known to be one, by its account_id", async () => {
    const found = await rowsOf(`
      select t.table_name from information_schema.tables t
      where t.table_schema = 'public' and t.table_type = 'BASE TABLE'
        and t.table_name not in (
          select c.table_name from information_schema.columns c
          where c.table_schema = 'public' and c.column_name = 'account_id'
            and c.table_name <> 'authorization_grant')
      order by 1`);
    expect(found).toEqual(SYSTEM_TABLES);
  });

  test("has account_id first in every primary key, unique key and index", async () => {
    const found = await rowsOf(`
      select i.indexrelid::regclass from pg_index i
      join pg_class t on t.oid = i.indrelid
      join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
      left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
      where t.relname not in (${SYSTEM_TABLES.map((name) => `'${name}'`).join(", ")})
        and a.attname is distinct from 'account_id'
      order by 1`);
    expect(found).toEqual([]);
  });

  test("has a primary key", async () => {
    const found = await rowsOf(`
      select t.relname from pg_class t
      join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
      where t.relkind in ('r', 'p') and t.relname <> 'schema_migration_lock'
        and not exists (select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary)`);
    expect(found).toEqual([]);
  });

  test("has account_id first on both sides of every foreign key", async () => {
    const found = await rowsOf(`
      select f.conrelid::regclass, f.conname from pg_constraint f
      left join pg_attribute here on here.attrelid = f.conrelid and here.attnum = f.conkey[1]
      left join pg_attribute there on there.attrelid = f.confrelid and there.attnum = f.confkey[1]
      join pg_class t on t.oid = f.conrelid
      where f.contype = 'f'
        and t.relname not in (${SYSTEM_TABLES.map((name) => `'${name}'`).join(", ")})
        and not (here.attname = 'account_id'
          and (there.attname = 'account_id' or f.confrelid = 'account'::regclass))`);
    expect(found).toEqual([]);
  });
});

test("no triggers of our own, no rules, no stored functions", async () => {
  const found = await rowsOf(`
    select 'trigger ' || tgname from pg_trigger where not tgisinternal
    union all
    select 'rule ' || rulename from pg_rules where schemaname = 'public'
    union all
    select 'function ' || proname from pg_proc
    where pronamespace = 'public'::regnamespace`);
  expect(found).toEqual([]);
});

const STOCK = "(select id from stock where account_id = '1' and material_id = 'm1' limit 1)";
const HOLD = "(select id from hold where account_id = '1' and entry_id = '1')";
const OTHERS_STOCK = "(select min(id) from stock where account_id = '2')";

/** Statement, SQLSTATE, and the constraint or the table that refuses it. */
const violations: [name: string, statement: string, state: string, by: string][] = [
  [
    "on hand below zero",
    `update stock set on_hand = -0.0000000001, occupied = 0 where id = ${STOCK}`,
    "23514",
    // The checks run in the order of their names, and this one alone implies it.
    "stock_occupied_within_on_hand",
  ],
  [
    "more occupied than on hand",
    `update stock set occupied = on_hand + 0.0000000001 where id = ${STOCK}`,
    "23514",
    "stock_occupied_within_on_hand",
  ],
  [
    "occupied below zero",
    `update stock set occupied = -1 where id = ${STOCK}`,
    "23514",
    "stock_occupied_not_negative",
  ],
  [
    "on hand below zero in the floating unit",
    `update stock set on_hand_float = -0.0000000001 where id = ${STOCK}`,
    "23514",
    "stock_occupied_float_within_on_hand",
  ],
  [
    "more occupied than on hand in the floating unit",
    `update stock set on_hand_float = 1, occupied_float = 1.0000000001 where id = ${STOCK}`,
    "23514",
    "stock_occupied_float_within_on_hand",
  ],
  [
    "occupied below zero in the floating unit",
    `update stock set occupied_float = -1 where id = ${STOCK}`,
    "23514",
    "stock_occupied_float_not_negative",
  ],
  [
    "floating units where nothing is on hand",
    `update stock set on_hand = 0, occupied = 0, on_hand_float = 1 where id = ${STOCK}`,
    "23514",
    "stock_empty_in_both",
  ],
  [
    "a second row for a stock key",
    `insert into stock select (jsonb_populate_record(s, '{"id": 7}')).* from stock s
     where id = ${STOCK}`,
    "23505",
    "stock_key",
  ],
  [
    "a second open hold for an entry",
    `insert into hold (account_id, id, bill_type, bill_id, entry_id, bill_no, stock_id, opened,
                       consumed, released, expired, serials, content, client_id, opened_at)
     select account_id, 7, bill_type, bill_id, entry_id, bill_no, stock_id, 1, 0, 0, 0, '{}', '',
            client_id, opened_at
     from hold where id = ${HOLD}`,
    "23505",
    "hold_open_entry",
  ],
  [
    "a hold that opens nothing",
    `update hold set opened = 0, consumed = 0, released = 0 where id = ${HOLD}`,
    "23514",
    "hold_opened_positive",
  ],
  [
    "more taken from a hold than was opened",
    `update hold set released = opened + 0.0000000001 - consumed where id = ${HOLD}`,
    "23514",
    "hold_within_opened",
  ],
  [
    "a part of a hold below zero",
    `update hold set expired = -1 where id = ${HOLD}`,
    "23514",
    "hold_parts_not_negative",
  ],
  [
    "more taken from a hold than was opened in the floating unit",
    `update hold set opened_float = 1, consumed_float = 1, released_float = 0.1 where id = ${HOLD}`,
    "23514",
    "hold_float_within_opened",
  ],
  [
    "a part of a hold below zero in the floating unit",
    `update hold set expired_float = -1 where id = ${HOLD}`,
    "23514",
    "hold_float_parts_not_negative",
  ],
  [
    "a closed hold that keeps floating units",
    `update hold set opened_float = 1, released = opened - consumed where id = ${HOLD}`,
    "23514",
    "hold_closed_in_both",
  ],
  [
    "a hold event below zero in the floating unit",
    `insert into hold_event (account_id, seq, hold_id, kind, quantity, bill_type, bill_id,
                             float_quantity)
     values ('1', 7, ${HOLD}, 'released', 1, '', '', -1)`,
    "23514",
    "hold_event_float_not_negative",
  ],
  [
    "a ledger row whose counts go opposite ways",
    "insert_ledger float_quantity -1",
    "23514",
    "ledger_counts_move_together",
  ],
  ["a hold event of nothing", "update_event", "42501", "hold_event"],
  [
    "an inserted hold event of nothing",
    `insert into hold_event values ('1', 7, ${HOLD}, 'released', 0, '', '')`,
    "23514",
    "hold_event_positive",
  ],
  [
    "a hold event of an unknown kind",
    `insert into hold_event values ('1', 7, ${HOLD}, 'lost', 1, '', '')`,
    "23514",
    "hold_event_kind",
  ],
  ["a ledger row edited", "update ledger set amount = 0", "42501", "ledger"],
  ["a ledger row deleted", "delete from ledger where seq = 1", "42501", "ledger"],
  ["the ledger emptied", "truncate ledger", "42501", "ledger"],
  ["a hold event deleted", "delete from hold_event", "42501", "hold_event"],
  ["a ledger row that moves nothing", "insert_ledger quantity 0", "23514", "ledger_moves"],
  ["a ledger row taken back twice", "insert_ledger reverses 6", "23505", "ledger_reverses"],
  [
    "an empty pool with value",
    "update cost_pool set quantity = 0, value = 0.01",
    "23514",
    "cost_pool_empty_is_worthless",
  ],
  [
    "a pool with less than nothing",
    "update cost_pool set quantity = -1, value = 0",
    "23514",
    "cost_pool_quantity_not_negative",
  ],
  [
    "a pool worth less than nothing",
    "update cost_pool set value = -0.01",
    "23514",
    "cost_pool_value_not_negative",
  ],
  [
    "a held serial that is not in stock",
    "update serial set stock_id = null where hold_id is not null",
    "23514",
    "serial_held_is_in_stock",
  ],
  [
    "a serial in two places",
    "insert into serial select account_id, material_id, serial, '', stock_id, null from serial",
    "23505",
    "serial_pkey",
  ],
  [
    "a bill number twice",
    "update bill set bill_no = 'IN-1' where account_id = '1' and type = 'inv_other_in'",
    "23505",
    "bill_number",
  ],
  ["an unknown bill status", "update bill set status = 'X'", "23514", "bill_status"],
  [
    "a hold on another account's stock",
    `update hold set stock_id = ${OTHERS_STOCK} where id = ${HOLD}`,
    "23503",
    "hold_account_id_stock_id_fkey",
  ],
];

/** Statements that would repeat many columns. */
function statementOf(text: string): string {
  if (text === "update_event") return "update hold_event set quantity = 0";
  const [, column, value] = /^insert_ledger (\w+) (-?\d+)$/.exec(text) ?? [];
  if (column === undefined) return text;
  const changed = `'{"seq": 99, "${column}": ${value}}'`;
  return `insert into ledger select (jsonb_populate_record(l, ${changed})).* from ledger l
          where account_id = '1' and seq = 1`;
}

describe("the database itself refuses", () => {
  test.each(violations)("%s", async (_name, statement, state, by) => {
    const refused = database.pool.query(statementOf(statement));
    const error = await refused.then(
      () => undefined,
      (reason: Error & { constraint?: string }) => reason,
    );
    expect(sqlStateOf(error)).toBe(state);
    // A missing privilege is told by the table, a violation by the constraint.
    const told = error?.constraint ?? /for table (\w+)/.exec(error?.message ?? "")?.[1];
    expect(told).toBe(by);
  });
});
