/**
 * Growth beyond one machine: `migrate` distributes every table on a database with `citus`. The
 * extension is not at hand, so its functions are played by ones with the same checks on a schema
 * (`../support/pretend-citus.ts`).
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../server/src/storage/database.ts";
import {
  ACCOUNT_TABLES,
  distributionOf,
  LOCAL_TABLES,
  REFERENCE_TABLES,
  TABLES,
  type TableFacts,
} from "../../server/src/storage/distribution.ts";
import { migrate } from "../../server/src/storage/migrate.ts";
import { PRETEND_CITUS } from "../support/pretend-citus.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let temporary: TemporaryDatabase;
let database: Database;
let tables: TableFacts[];

beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  database = temporary.database;
  tables = (await database.pool.query(TABLES)).rows;
});

afterAll(() => temporary.close());

test("every table is in exactly one class, and those of accounts have an account_id", async () => {
  const classes = [...ACCOUNT_TABLES, ...REFERENCE_TABLES, ...LOCAL_TABLES];
  expect(tables.map(({ name }) => name)).toEqual([...classes].sort());
  const { rows } = await database.pool.query(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'account_id' order by 1`,
  );
  const owned = rows.map(({ name }) => name);
  expect(owned).toEqual([...ACCOUNT_TABLES, "authorization_grant"].sort());
});

test("a table without a class stops it, and so does one that is gone", () => {
  expect(() => distributionOf([...tables, { name: "invoice", references: [] }])).toThrow("invoice");
  expect(() => distributionOf(tables.filter(({ name }) => name !== "stock"))).toThrow("stock");
});

test("what a foreign key points to comes first, global tables before those of accounts", () => {
  const commands = distributionOf(tables);
  const order = commands.map(({ table }) => table);
  for (const { name, references } of tables) {
    for (const parent of references)
      expect(order.indexOf(parent)).toBeLessThan(order.indexOf(name));
  }
  expect(commands.slice(0, 5).map(({ command }) => command)).toEqual([
    "select create_reference_table('account')",
    "select create_reference_table('client')",
    "select create_reference_table('authorization_grant')",
    "select create_reference_table('token_key')",
    "select create_distributed_table('lane', 'account_id', colocate_with => 'none')",
  ]);
});

test("without the extension nothing is distributed", async () => {
  expect(await migrate(database.kysely)).toEqual([]);
});

test("with it every table is, once, also when two servers start at once", async () => {
  for (const statement of PRETEND_CITUS) await database.pool.query(statement);
  const ran = await Promise.all([migrate(database.kysely), migrate(database.kysely)]);
  const planned = distributionOf(tables).map(({ table }) => table);
  expect(ran.flat()).toEqual(planned.map((table) => `citus: ${table}`));
  const { rows } = await database.pool.query(
    `select logicalrelid::text as name, partmethod, beside
     from pg_dist_partition order by seq`,
  );
  expect(rows.map(({ name }) => name)).toEqual(planned);
  const spread = rows.filter(({ partmethod }) => partmethod === "h");
  expect(spread.map(({ name }) => name).sort()).toEqual([...ACCOUNT_TABLES].sort());
  expect(new Set(spread.slice(1).map((row) => row.beside))).toEqual(new Set(["lane"]));
  expect(await migrate(database.kysely)).toEqual([]);
});

test("what was interrupted goes on where it was", async () => {
  await database.pool.query(
    "delete from pg_dist_partition where logicalrelid = 'serial'::regclass",
  );
  expect(await migrate(database.kysely)).toEqual(["citus: serial"]);
});
