/**
 * What the schema itself promises: keys led by the account, no triggers, hard invariants (P2, P3,
 * HOUSE "Storage").
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../server/src/storage/database.ts";
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
