/**
 * The hard invariants (P2, P3) tried by direct SQL: every CHECK, UNIQUE, key and revoked right of
 * the schema refuses what it is there for, and a new one without a case fails here.
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
  for (const statement of ROWS) await database.pool.query(statement);
});

afterAll(() => temporary.close());

/** A row in each table that the history does not write. */
const ROWS = [
  "insert into client (id, name, secret) values ('c1', '', ''), ('c2', '', '')",
  `insert into authorization_grant (client_id, outer_instance_id, account_id, app_key, app_secret,
                                    service_id)
   values ('c1', 'o', '1', 'k', '', ''), ('c2', 'o', '1', 'k2', '', '')`,
  "insert into token_key (id, private_key, public_key) values ('t', '', '{}')",
  "insert into app_user (account_id, id, number, name) values ('1', '1', '', '')",
  `insert into reply (account_id, key, request_hash, status, body) values ('1', 'k', '', 200, '')`,
  "insert into counter (account_id, name, last) values ('1', 'n', 1) on conflict do nothing",
  "insert into recosting (account_id, started_at, done, total) values ('1', now(), 0, 0)",
  `insert into cost_layer (account_id, pool_id, seq, bill_date, quantity, amount, taken)
   select '1', min(id), 1, '2026-08-01', 2, 1, 1 from cost_pool where account_id = '1'`,
];

const rowsOf = async (text: string): Promise<string[]> =>
  (await database.pool.query(text)).rows.map((row) => Object.values(row).join(" "));

const STOCK = "(select id from stock where account_id = '1' and material_id = 'm1' limit 1)";
const HOLD = "(select id from hold where account_id = '1' and entry_id = '1')";
const OTHERS_STOCK = "(select min(id) from stock where account_id = '2')";

const APPEND_ONLY = ["hold_event", "ledger"];

/** Inserts a copy of the first ledger row, with changes. */
const ledgerRow = (changes: object) =>
  `insert into ledger
   select (jsonb_populate_record(l, '${JSON.stringify({ seq: 99, ...changes })}')).* from ledger l
   where account_id = '1' and seq = 1`;

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
    "on hand below zero, also by itself",
    `alter table stock drop constraint stock_occupied_within_on_hand;
     update stock set on_hand = -0.0000000001, occupied = 0 where id = ${STOCK}`,
    "23514",
    "stock_on_hand_not_negative",
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
  ["a ledger row that moves nothing", ledgerRow({ quantity: 0 }), "23514", "ledger_moves"],
  [
    "a correction of cost that moves goods",
    ledgerRow({ adjusts: 1, amount: 1 }),
    "23514",
    "ledger_moves",
  ],
  [
    "a correction of cost of nothing",
    ledgerRow({ adjusts: 1, quantity: 0, amount: 0 }),
    "23514",
    "ledger_adjusts_value",
  ],
  [
    "a correction of cost that takes a row back",
    ledgerRow({ adjusts: 1, quantity: 0, amount: 1, reverses: 2 }),
    "23514",
    "ledger_adjusts_value",
  ],
  ["a ledger row taken back twice", ledgerRow({ reverses: 6 }), "23505", "ledger_reverses"],
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
    "a pool of an unknown method",
    "update cost_pool set method = 'lifo'",
    "23514",
    "cost_pool_method",
  ],
  [
    "a second pool of a key",
    `insert into cost_pool select (jsonb_populate_record(p, '{"id": 7}')).* from cost_pool p
     where account_id = '1'`,
    "23505",
    "cost_pool_key",
  ],
  ["a layer of nothing", "update cost_layer set quantity = 0", "23514", "cost_layer_open"],
  [
    "a layer that gave more than it had",
    "update cost_layer set taken = quantity",
    "23514",
    "cost_layer_open",
  ],
  [
    "a layer that gave less than nothing",
    "update cost_layer set taken = -1",
    "23514",
    "cost_layer_open",
  ],
  [
    "a layer worth less than nothing",
    "update cost_layer set amount = -0.01",
    "23514",
    "cost_layer_amount_not_negative",
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
  [
    "a number of master data twice",
    "update master set number = 'M001' where account_id = '1' and kind = 'material'",
    "23505",
    "master_number",
  ],
  [
    "an app key twice",
    "update authorization_grant set app_key = 'k'",
    "23505",
    "authorization_grant_app_key_key",
  ],
  ["an unknown bill status", "update bill set status = 'X'", "23514", "bill_status"],
  [
    "a hold on another account's stock",
    `update hold set stock_id = ${OTHERS_STOCK} where id = ${HOLD}`,
    "23503",
    "hold_account_id_stock_id_fkey",
  ],
];

interface Refused extends Error {
  readonly constraint?: string;
}

/** What the database says to a statement: SQLSTATE and the constraint or table that refuses it. */
async function refusalOf(statement: string): Promise<string[]> {
  const refused = database.pool.query(statement);
  const error = await refused.then(
    () => undefined,
    (reason: Refused) => reason,
  );
  // A missing privilege is told by the table, a violation by the constraint.
  const by = error?.constraint ?? /for table (\w+)/.exec(error?.message ?? "")?.[1];
  return [sqlStateOf(error), by ?? ""];
}

describe("the database itself refuses", () => {
  test.each(violations)("%s", async (_name, statement, state, by) => {
    expect(await refusalOf(statement)).toEqual([state, by]);
  });

  test.each(
    APPEND_ONLY.flatMap((table) => [
      [`update ${table} set quantity = 1`, table],
      [`delete from ${table}`, table],
      [`truncate ${table}`, table],
    ]),
  )("%s", async (statement, table) => {
    expect(await refusalOf(statement)).toEqual(["42501", table]);
  });

  test("a copy of any row, by the table's primary key", async () => {
    for (const { table, name } of await constraintsOf("p")) {
      expect(await refusalOf(await copyOf(table, {})), table).toEqual(["23505", name]);
    }
  });

  test("a row that names what is not there, by each foreign key", async () => {
    const found = await constraintsOf("f");
    expect(found.length).toBeGreaterThan(20);
    for (const { table, name, columns } of found) {
      const fresh = { ...FRESH[table], ...(await freshKey(table, columns)) };
      const changes = { ...fresh, [columns.at(-1) ?? ""]: NOBODY };
      expect(await refusalOf(await copyOf(table, changes)), name).toEqual(["23503", name]);
    }
  });
});

describe("nothing is left out above", () => {
  test("every check and every unique key has a case", async () => {
    const found = await rowsOf(`
      select c.conname from pg_constraint c
      where c.connamespace = 'public'::regnamespace and c.contype not in ('p', 'f', 'n')
      union
      select i.indexrelid::regclass::text from pg_index i
      join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
      where i.indisunique and not i.indisprimary
      order by 1`);
    const tried = new Set(violations.map(([, , , by]) => by));
    expect(found.filter((name) => !tried.has(name))).toEqual([]);
  });

  test("the log tables are the ones that cannot be edited", async () => {
    for (const right of ["update", "delete", "truncate"]) {
      const found = await rowsOf(`
        select relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
          and not has_table_privilege(oid, '${right}') order by 1`);
      expect(found, right).toEqual(APPEND_ONLY);
    }
  });
});

/** Names nobody in a column of text and in one of numbers. */
const NOBODY = "-1";

interface Constraint {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
}

async function constraintsOf(type: "p" | "f"): Promise<Constraint[]> {
  const { rows } = await database.pool.query(
    `select c.conrelid::regclass::text as "table", c.conname as name,
            array(select a.attname::text from unnest(c.conkey) with ordinality k (number, place)
                  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
                  order by k.place) as columns
     from pg_constraint c
     where c.connamespace = 'public'::regnamespace and c.contype = $1
     order by 1, 2`,
    [type],
  );
  return rows;
}

/** Another key for a copy, apart from the account and the columns that are tried. */
async function freshKey(table: string, tried: readonly string[]): Promise<Record<string, string>> {
  const key = (await constraintsOf("p")).find((constraint) => constraint.table === table);
  const free = (key?.columns ?? []).filter(
    (name) => name !== "account_id" && !tried.includes(name),
  );
  return Object.fromEntries(free.slice(-1).map((name) => [name, "777"]));
}

/** What else must not be repeated by a copy. */
const FRESH: Record<string, object> = {
  authorization_grant: { app_key: "fresh" },
  bill: { bill_no: "fresh" },
  cost_pool: { material_id: "fresh" },
  hold: { entry_id: "fresh" },
  master: { number: "fresh" },
  serial: { stock_id: null, hold_id: null },
  stock: { material_id: "fresh" },
};

/** Inserts a copy of the table's first row, with changes. */
async function copyOf(table: string, changes: object): Promise<string> {
  const columns = await rowsOf(`
    select column_name from information_schema.columns
    where table_schema = 'public' and table_name = '${table}' and is_generated = 'NEVER'
    order by ordinal_position`);
  const [count] = await rowsOf(`select count(*) from ${table}`);
  expect(Number(count), `rows of ${table}`).toBeGreaterThan(0);
  const names = columns.join(", ");
  return `insert into ${table} (${names})
          select ${names} from (
            select (jsonb_populate_record(t, '${JSON.stringify(changes)}')).* from ${table} t
            order by 1, 2 limit 1) changed`;
}
