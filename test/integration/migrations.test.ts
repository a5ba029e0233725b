/**
 * Databases of earlier versions, with data in them, brought to this version: nothing of the data
 * changes, the books are right, and what fails midway leaves the database as it was.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate, SCHEMA_VERSION, schemaVersionOf } from "../../server/src/storage/migrate.ts";
import { findingsOf } from "../support/findings.ts";
import { insertOld, OLD_DATA, readOld } from "../support/old-data.ts";
import { newAccount, writeHistory } from "../support/small-history.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await startTemporaryDatabase("");
});
afterAll(() => temporary.close());

const columnsOf = async (table: string): Promise<string[]> => {
  const { rows } = await temporary.database.pool.query(
    `select column_name from information_schema.columns
     where table_schema = 'public' and table_name = $1 order by 1`,
    [table],
  );
  return rows.map((row) => row.column_name);
};

test.each(Object.keys(OLD_DATA))("%s with data: kept, right, and in use", async (schema) => {
  const { database, reset } = temporary;
  await reset(schema);
  await insertOld(database.pool, schema);
  const before = await readOld(database.pool, schema);
  expect(Object.values(before).flat()).toHaveLength(
    (OLD_DATA[schema] ?? []).flatMap(([, rows]) => rows).length,
  );
  const ran = await migrate(database.kysely);
  expect(ran[0]! > schema && ran.at(-1) === SCHEMA_VERSION).toBe(true);
  expect(await schemaVersionOf(database.pool)).toBe(SCHEMA_VERSION);
  expect(await readOld(database.pool, schema)).toEqual(before);
  expect(await findingsOf(database)).toEqual([]);
  await writeHistory(await newAccount(database, "8"));
  expect(await findingsOf(database)).toEqual([]);
  expect(await migrate(database.kysely)).toEqual([]);
});

test("a migration that fails leaves the former schema, with all of those before it", async () => {
  const { database, reset } = temporary;
  await reset("0001-initial");
  await insertOld(database.pool, "0001-initial");
  const before = await readOld(database.pool, "0001-initial");
  // 0002 makes a table of this name after it has changed others; 0003 would have come next.
  await database.pool.query("create table recosting (other text)");
  await expect(migrate(database.kysely)).rejects.toMatchObject({ code: "42P07" });
  expect(await schemaVersionOf(database.pool)).toBe("0001-initial");
  expect(await columnsOf("ledger")).not.toContain("adjusts");
  expect(await columnsOf("cost_layer")).toEqual([]);
  expect(await readOld(database.pool, "0001-initial")).toEqual(before);
  await database.pool.query("drop table recosting");
  await migrate(database.kysely);
  expect(await findingsOf(database)).toEqual([]);
});

test("several servers that start at once migrate once", async () => {
  const { database, reset } = temporary;
  await reset("0001-initial");
  await insertOld(database.pool, "0001-initial");
  const ran = await Promise.all([1, 2, 3].map(() => migrate(database.kysely)));
  expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await findingsOf(database)).toEqual([]);
});
