/**
 * The commit is sent right behind a transaction's last writes: when one of them fails, nothing of
 * the transaction stays, and the connection is good for the next one.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../server/src/storage/database.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let temporary: TemporaryDatabase;
let database: Database;
beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  database = temporary.database;
});
afterAll(() => temporary.close());

const insert = (id: string) => `insert into account (id, name) values ('${id}', 'x')`;
const accounts = async () => {
  const { rows } = await database.pool.query("select id from account order by id");
  return rows.map((row) => row.id);
};

test("what is sent last commits with the rest", async () => {
  const result = await database.transaction(
    async (connection) => {
      await connection.query(insert("first"));
      return "done";
    },
    (connection) => [connection.query(insert("last"))],
  );
  expect(result).toBe("done");
  expect(await accounts()).toEqual(["first", "last"]);
});

test.each([
  ["the first of them", [insert("first"), insert("new")]],
  ["the last of them", [insert("new"), insert("first")]],
])("a last write that fails takes all back: %s", async (_name, statements) => {
  const failing = database.transaction(
    (connection) => connection.query(insert("early")),
    (connection) => statements.map((text) => connection.query(text)),
  );
  await expect(failing).rejects.toMatchObject({ code: "23505" });
  expect(await accounts()).toEqual(["first", "last"]);
});

test("a fault between the last writes takes all back", async () => {
  const failing = database.transaction(
    (connection) => connection.query(insert("early")),
    (connection) => {
      connection.query(insert("new")).catch(() => {});
      throw new RangeError("a bug");
    },
  );
  await expect(failing).rejects.toThrow("a bug");
  expect(await accounts()).toEqual(["first", "last"]);
});

test("a transaction that failed unnoticed is not taken for committed", async () => {
  const failing = database.transaction(async (connection) => {
    await connection.query(insert("first")).catch(() => {});
  });
  await expect(failing).rejects.toThrow("ROLLBACK");
  expect(await accounts()).toEqual(["first", "last"]);
});
