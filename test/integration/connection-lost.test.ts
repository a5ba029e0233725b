/**
 * The connection to the database breaks at a chosen statement: what was not committed is done
 * again, what was is not, and a reply claims neither where nobody knows.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isConnectionLost, isUnwritable } from "../../server/src/application/connection-lost.ts";
import type { Handlers } from "../../server/src/application/handler.ts";
import { type Database, openDatabase } from "../../server/src/storage/database.ts";
import { writingState } from "../../server/src/storage/writing-store.ts";
import { type TestCluster, testCluster } from "../support/cluster.ts";
import { type DatabaseProxy, startDatabaseProxy } from "../support/database-proxy.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

const WRITE = "/jdy/v2/sys/common_operate";
const handlers: Handlers = {
  "system.commonOperate": {
    kind: "write",
    async run(unit) {
      await unit.nextCount("done");
      return { ids: [], id_number_map: {} };
    },
  },
};

let cluster: TestCluster;
let proxy: DatabaseProxy;
let database: Database;
let server: TestServer;
const retried: string[] = [];

beforeEach(async () => {
  cluster = await testCluster();
  const { host, port } = cluster.connection;
  proxy = await startDatabaseProxy({ host: String(host), port: Number(port) });
  retried.length = 0;
  database = openDatabase({ ...cluster.connection, host: proxy.host }, () => {}, {
    lostMs: 400,
    retried: (sqlState) => void retried.push(sqlState),
  });
  server = await startTestServer({ handlers, database });
  await server.token();
  await post("warm");
});
afterEach(async () => {
  await server.stop();
  await database.close();
  await proxy.stop();
});

const body = { entity_number: "inv_disassemble_bill", operate_type: "audit", ids: ["1"] };
const post = (key: string, headers: Record<string, string> = {}) =>
  server.signedFetch("POST", WRITE, { body, headers: { "Idempotency-Key": key, ...headers } });

/** How often the write was done beside the first, seen past the proxy. */
async function done(): Promise<number> {
  const { rows } = await cluster.database.pool.query(
    "select last from counter where account_id = $1 and name = 'done'",
    [server.credentials.accountId],
  );
  return Number(rows[0].last) - 1;
}

const DONE = { status: 200, json: { errcode: 0 } };
const refused = (key: string) => ({ status: 503, json: { errors: [{ key }] } });

test.each([
  ["at its first statement", "take-lane", false],
  ["behind its first statement", "take-lane", true],
  ["before the database gets the commit", "commit", false],
  ["with the answer to the commit", "commit", true],
])("lost once %s: done once, and answered", async (_, at, isSent) => {
  proxy.breakAt({ at, isSent });
  const reply = await post("once");
  expect(reply).toMatchObject(DONE);
  expect(proxy.broken).toBe(1);
  expect(retried).toHaveLength(1);
  expect(await done()).toBe(1);
  const again = await post("once");
  expect(again).toMatchObject(DONE);
  expect(again.headers["x-xingcang-replayed"]).toBe("true");
  expect(await done()).toBe(1);
});

test.each([
  ["it was not done", false, 0],
  ["it was done", true, 1],
])("the database stays away from the commit on: unknown, and %s", async (_, isSent, times) => {
  proxy.breakAt({ at: "commit", isSent, thenClosed: true });
  const reply = await post("unknown");
  expect(reply).toMatchObject(refused("outcomeUnknown"));
  expect(reply.headers["retry-after"]).toBe("1");
  expect(reply.json.errors[0].remedy_en).not.toContain("Nothing was done");
  expect(await done()).toBe(times);
  proxy.open();
  const again = await post("unknown");
  expect(again).toMatchObject(DONE);
  expect(again.headers["x-xingcang-replayed"]).toBe(times === 1 ? "true" : undefined);
  expect(await done()).toBe(1);
});

test("away before anything was sent: tried for a while, then nothing was done", async () => {
  proxy.shut();
  const reply = await post("away");
  expect(reply).toMatchObject(refused("serverBusy"));
  expect(reply.headers["retry-after"]).toBe("1");
  expect(retried.length).toBeGreaterThan(1);
  // Each pause is longer than the one before, so these are few.
  expect(retried.length).toBeLessThan(10);
  expect(await done()).toBe(0);
  expect(server.logged.join("")).not.toContain("server fault");
  proxy.open();
  expect(await post("away")).toMatchObject(DONE);
  expect(await done()).toBe(1);
});

test("back within that while: the caller sees nothing of it", async () => {
  proxy.shut();
  const writing = post("short");
  while (retried.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  proxy.open();
  expect(await writing).toMatchObject(DONE);
  expect(await done()).toBe(1);
});

test("a dry run that loses its connection is tried again, and leaves nothing", async () => {
  proxy.breakAt({ at: "rollback", isSent: true });
  expect(await post("dry", { "X-Xingcang-Dry-Run": "1" })).toMatchObject(DONE);
  expect(retried).toHaveLength(1);
  expect(await done()).toBe(0);
});

test("many that wait together are each done once, whatever became of their commit", async () => {
  for (const isSent of [true, false]) {
    const before = await done();
    proxy.breakAt({ at: "commit", isSent });
    const keys = Array.from({ length: 40 }, (_, index) => `${isSent} ${index}`);
    const replies = await Promise.all(keys.map((key) => post(key)));
    for (const reply of replies) expect(reply).toMatchObject(DONE);
    expect(await done()).toBe(before + 40);
  }
  expect(proxy.broken).toBe(2);
});

test("what is not a lost connection is not taken for one", () => {
  const coded = (code: string, more = {}) => Object.assign(new Error("x"), { code, ...more });
  for (const code of ["57P01", "57P03", "08006", "53300", "ECONNRESET", "EPIPE"]) {
    expect(isConnectionLost(coded(code)), code).toBe(true);
  }
  expect(isConnectionLost(coded("ENOENT", { syscall: "connect" }))).toBe(true);
  expect(isConnectionLost(new Error("Connection terminated unexpectedly"))).toBe(true);
  for (const code of ["23514", "40001", "57014", "53100", "ENOENT"]) {
    expect(isConnectionLost(coded(code)), code).toBe(false);
  }
  expect(isConnectionLost(new Error("no such account"))).toBe(false);
  expect(isConnectionLost(undefined)).toBe(false);
  expect(isUnwritable(coded("53100"))).toBe(true);
  expect(isUnwritable(coded("53300"))).toBe(false);
});

describe("a database that takes no writes", () => {
  let temporary: TemporaryDatabase;
  let readOnly: TestServer;
  beforeEach(async () => {
    temporary = await startTemporaryDatabase();
    const probes = {
      schemaVersion: async () => "",
      queueDepth: () => 0,
      writing: async () => "ok",
    };
    readOnly = await startTestServer({ handlers, database: temporary.database, app: { probes } });
    await readOnly.token();
  });
  afterEach(async () => {
    await readOnly.stop();
    await temporary.close();
  });

  /** From the next connection on. */
  async function make(isReadOnly: boolean): Promise<void> {
    const { pool } = temporary.database;
    await pool.query(
      `begin read write; alter role current_user set default_transaction_read_only = ${isReadOnly};
       commit`,
    );
    await pool.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
       where usename = current_user and pid <> pg_backend_pid()`,
    );
  }

  test("a write is told so, with nothing done, and passes later", async () => {
    const write = () => readOnly.signedFetch("POST", WRITE, { body });
    expect(await write()).toMatchObject(DONE);
    await make(true);
    expect(await write()).toMatchObject(refused("databaseUnwritable"));
    expect(await writingState(temporary.database)).toBe("failing");
    const fresh = openDatabase(temporary.connection, () => {});
    expect(await writingState(fresh)).toBe("read-only");
    await fresh.close();
    expect(readOnly.logged.join("")).not.toContain("server fault");
    await make(false);
    expect(await write()).toMatchObject(DONE);
    expect(await writingState(temporary.database)).toBe("ok");
  });
});
