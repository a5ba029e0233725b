/**
 * The hard invariants (P2, P3) tried by direct SQL: every CHECK, UNIQUE, key and revoked right of
 * the schema refuses what it is there for, and a new one without a case fails here.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, sqlStateOf } from "../../server/src/storage/database.ts";
import { violations } from "../support/constraint-cases.ts";
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

/** Rows of these are never edited. */
const APPEND_ONLY = ["hold_event", "ledger"];

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
  `insert into picture (account_id, id, file_name, content_type, bytes, created_at, creator_id)
   values ('1', '1', '', '', '', now(), '1')`,
  `insert into cost_layer (account_id, pool_id, seq, bill_date, quantity, amount, taken)
   select '1', min(id), 1, '2026-08-01', 2, 1, 1 from cost_pool where account_id = '1'`,
];

const rowsOf = async (text: string): Promise<string[]> =>
  (await database.pool.query(text)).rows.map((row) => Object.values(row).join(" "));

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
  serial: { hold_id: null },
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
