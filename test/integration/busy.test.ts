/**
 * An account whose lane somebody else holds: requests are answered 503 with nothing done, and pass
 * when the lane is free again.
 */
import type pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Busy } from "../../server/src/application/busy.ts";
import type { Handlers } from "../../server/src/application/handler.ts";
import type { LaneFull, LaneSlow } from "../../server/src/application/lane.ts";
import { type Database, openDatabase } from "../../server/src/storage/database.ts";
import { testCluster } from "../support/cluster.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const WRITE = "/jdy/v2/sys/common_operate";

let runs = 0;
const handlers: Handlers = {
  "system.commonOperate": {
    kind: "write",
    async run() {
      runs += 1;
      return { ids: [], id_number_map: {} };
    },
  },
};

let database: Database;
let server: TestServer;
/** Another connection, which holds the account's lane row. */
let holder: pg.PoolClient;
const retried: string[] = [];
const batches: number[] = [];
const turnedAway: (LaneFull | LaneSlow)[] = [];
let onRetry = () => {};

async function start(limits: { lockTimeoutMs: number; waitMsMax: number }): Promise<void> {
  const cluster = await testCluster();
  database = openDatabase(cluster.connection, () => {}, {
    lockTimeoutMs: limits.lockTimeoutMs,
    retried(sqlState) {
      retried.push(sqlState);
      onRetry();
    },
  });
  server = await startTestServer({
    handlers,
    database,
    waitMsMax: limits.waitMsMax,
    lanes: {
      batch: (size) => void batches.push(size),
      turnedAway: (error) => void turnedAway.push(error),
    },
  });
  await server.token();
  holder = await cluster.database.pool.connect();
  await holder.query("begin");
  await holder.query("select from lane where account_id = $1 for update", [
    server.credentials.accountId,
  ]);
}

beforeEach(() => {
  runs = 0;
  for (const list of [retried, batches, turnedAway]) list.length = 0;
  onRetry = () => {};
});

afterEach(async () => {
  await holder.query("rollback");
  holder.release();
  await server.stop();
  await database.close();
});

const body = { entity_number: "inv_disassemble_bill", operate_type: "audit", ids: ["1"] };
const post = (headers: Record<string, string> = {}) =>
  server.signedFetch("POST", WRITE, { body, headers });
const submit = () =>
  server.lanes.submit(server.credentials.accountId, {
    replays: [],
    async run() {
      runs += 1;
      return { status: 200, body: "" };
    },
    conflict: () => ({ status: 409, body: "" }),
  });

/** Resolves when some transaction waits for the lane. */
async function lockWaited(): Promise<void> {
  const cluster = await testCluster();
  const text = `select from pg_stat_activity
                where wait_event_type = 'Lock' and query like 'select ledger_seq from lane%'`;
  while ((await cluster.database.pool.query(text)).rowCount === 0);
}

const BUSY = { status: 503, json: { errcode: 503, errors: [{ key: "serverBusy" }] } };

test.each([
  ["a write", {}],
  ["a dry run", { "X-Xingcang-Dry-Run": "1" }],
] as const)(
  "%s that does not get the lane in time is not done, and passes later",
  async (_, headers) => {
    await start({ lockTimeoutMs: 30, waitMsMax: 600_000 });
    const refused = await post({ ...headers, "Idempotency-Key": "again" });
    expect(refused).toMatchObject(BUSY);
    expect(refused.headers["retry-after"]).toBe("1");
    expect(retried).toEqual(["55P03", "55P03"]);
    expect(runs).toBe(0);
    expect(server.logged.join("")).not.toContain("server fault");
    await holder.query("commit");
    const passed = await post({ ...headers, "Idempotency-Key": "again" });
    expect(passed).toMatchObject({ status: 200, json: { errcode: 0 } });
    expect(passed.headers["x-xingcang-replayed"]).toBeUndefined();
    expect(runs).toBe(1);
  },
);

test("a lane that gets free between two attempts is taken", async () => {
  await start({ lockTimeoutMs: 500, waitMsMax: 600_000 });
  onRetry = () => void holder.query("commit");
  expect(await post()).toMatchObject({ status: 200, json: { errcode: 0 } });
  expect(retried).toEqual(["55P03"]);
  expect(runs).toBe(1);
});

test("requests of one batch share the wait: none is tried alone once more", async () => {
  await start({ lockTimeoutMs: 30, waitMsMax: 600_000 });
  const all = await Promise.allSettled([submit(), submit(), submit(), submit()]);
  const reasons = all.map((each) => each.status === "rejected" && each.reason);
  expect(reasons.map((reason) => reason instanceof Busy)).toEqual([true, true, true, true]);
  expect(batches).toEqual([4]);
  expect(retried).toEqual(["55P03", "55P03"]);
  expect(runs).toBe(0);
});

test("who waits too long behind another is turned away, and never run", async () => {
  await start({ lockTimeoutMs: 600_000, waitMsMax: 100 });
  const first = post();
  await lockWaited();
  const late = await Promise.all([post(), post()]);
  for (const reply of late) {
    expect(reply).toMatchObject(BUSY);
    expect(reply.headers["retry-after"]).toBe("1");
  }
  expect(turnedAway.map(({ name }) => name)).toEqual(["LaneSlow", "LaneSlow"]);
  expect(server.lanes.waiting()).toBe(0);
  await holder.query("commit");
  expect(await first).toMatchObject({ status: 200, json: { errcode: 0 } });
  await server.lanes.idle();
  expect(runs).toBe(1);
  expect(await post()).toMatchObject({ status: 200 });
  expect(batches).toEqual([1, 1]);
});
