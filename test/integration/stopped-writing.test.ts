/**
 * In doubt nothing is written (P12): a difference stops the writing of its account on every server,
 * reads go on, health is red, and an account without a difference writes again.
 */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WritingStopped } from "../../server/src/application/busy.ts";
import { verifyAndStop } from "../../server/src/application/verify-and-stop.ts";
import { composeSystem } from "../../server/src/compose.ts";
import { ConfigInvalid, readConfig } from "../../server/src/config.ts";
import { fillAccount } from "../../server/src/provision.ts";
import { createVerifyStore } from "../../server/src/storage/verify-store.ts";
import { createWritingStore, writingState } from "../../server/src/storage/writing-store.ts";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const HOUR = 3_600_000;

const accountId = () => demo().server.provisioned.grant.accountId;
const query = (text: string, values: unknown[] = []) =>
  demo().server.system.database.pool.query(text, values);
const neverRun = () => expect.unreachable();
/** Our own client would try again what is answered 503. */
const once = () => demo().clientWith({ retries: 0 });

const receive = (key: string, client = once()) =>
  client.inv_other_in.save(
    {
      bill_date: "2026-01-05",
      trans_type_id: "12",
      operation_key: "audit",
      material_entity: [{ material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1" }],
    },
    { idempotencyKey: key },
  );

/** Two pieces that no bill has brought: the ledger knows nothing of them. */
const falsify = (by: number) =>
  query(
    `update stock set on_hand = on_hand + $2
     where account_id = $1 and id = (select min(id) from stock where account_id = $1)`,
    [accountId(), by],
  );

/** All accounts are due. */
function verifyAll(): Promise<number> {
  demo().advance(1000);
  return demo().server.system.verifyDue(0);
}

const ready = async () => {
  const reply = await fetch(`${demo().server.url}/health/ready`);
  return { status: reply.status, text: await reply.text() };
};
const metric = async (name: string) => {
  const text = await demo().server.system.metrics.text();
  return Number(new RegExp(`^xingcang_${name} (\\S+)$`, "m").exec(text)?.[1]);
};

describe("an account with a difference", () => {
  beforeAll(async () => {
    await receive("before");
    await falsify(2);
    expect(await verifyAll()).toBe(1);
  });
  afterAll(async () => {
    await falsify(-2);
    expect(await verifyAll()).toBe(0);
    await receive("after");
    expect((await ready()).status).toBe(200);
    expect(await metric("accounts_stopped")).toBe(0);
  });

  test("takes no write, and says what to do", async () => {
    expect(await refusalOf(receive("while"))).toEqual([["writingStopped", ""]]);
    expect((await expectClear(receive("while"))).errcode).toBe(50301);
    const dryRun = demo().server.system.lanes.rehearse(accountId(), neverRun);
    await expect(dryRun).rejects.toThrow(WritingStopped);
    const { rows } = await query("select 1 from reply where key like 'idem:%:while'");
    expect(rows).toEqual([]);
  });

  test("gives the reply to what was done before again", async () => {
    const repeated = await once().call("POST", "/jdy/v2/scm/inv_other_in", {
      body: {
        bill_date: "2026-01-05",
        trans_type_id: "12",
        operation_key: "audit",
        material_entity: [{ material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1" }],
      },
      idempotencyKey: "before",
    });
    expect(repeated).toMatchObject({ status: 200 });
    expect(repeated.headers["x-xingcang-replayed"]).toBe("true");
  });

  test("is read as before, and others write", async () => {
    const { rows } = await once().stock.inventory({ material_ids: ["4006"] });
    expect(rows.length).toBeGreaterThan(0);
    await demo().other.store.save({ number: `W${Date.now()}`, name: "旁边的仓" });
  });

  test("turns health red without being named, and is counted", async () => {
    const { status, text } = await ready();
    expect(status).toBe(503);
    expect(JSON.parse(text).checks).toEqual({ database: "ok", schema: "ok", writing: "stopped" });
    const { rows } = await query("select name from account where id = $1", [accountId()]);
    for (const secret of [accountId(), rows[0]?.name]) expect(text).not.toContain(secret);
    expect(await metric("accounts_stopped")).toBe(1);
    expect(await metric("verify_findings_total")).toBeGreaterThan(0);
    expect((await fetch(`${demo().server.url}/health/live`)).status).toBe(200);
  });

  test("lets the background work of others go on", async () => {
    const due = "update hold set expires_at = now() - interval '1 day' where account_id = $1";
    const stale = "update cost_pool set stale_from = '2026-01-01' where account_id = $1";
    await query(due, [accountId()]);
    await query(stale, [accountId()]);
    expect(await demo().server.system.expireHolds()).toBe(0);
    expect(await demo().server.system.recost()).toBe(0);
    await query("update hold set expires_at = null where account_id = $1", [accountId()]);
    await query("update cost_pool set stale_from = '' where account_id = $1", [accountId()]);
  });

  test("is stopped for another server on the database, which starts all the same", async () => {
    const { connection, provisioned } = demo().server;
    const other = await composeSystem({
      connection,
      masterKey: randomBytes(32),
      now: demo().now,
      log: () => {},
    });
    try {
      await fillAccount(other, accountId(), provisioned.client.id, true);
      const written = other.lanes.submit(accountId(), {
        replays: [],
        run: neverRun,
        conflict: () => expect.unreachable(),
      });
      await expect(written).rejects.toThrow(WritingStopped);
    } finally {
      await other.close();
    }
  });
});

test("an account is verified once in a while, by one of the servers", async () => {
  const { server, advance } = demo();
  const { verifyDue } = server.system;
  const verified = () => metric("accounts_verified_total");
  advance(24 * HOUR);
  const before = await verified();
  await Promise.all([verifyDue(24 * HOUR), verifyDue(24 * HOUR), verifyDue(24 * HOUR)]);
  expect((await verified()) - before).toBe(2);
  advance(23 * HOUR);
  await verifyDue(24 * HOUR);
  expect((await verified()) - before).toBe(2);
  advance(2 * HOUR);
  await verifyDue(24 * HOUR);
  expect((await verified()) - before).toBe(4);
});

describe("stopping", () => {
  const writing = () => createWritingStore(demo().server.system.database);
  beforeEach(async () => {
    await writing().resume(accountId(), "infinity");
  });

  test("is not undone by a verification that began before it", async () => {
    const before = await writing().now();
    await writing().stop(accountId());
    expect(await writing().resume(accountId(), before)).toBe(false);
    expect(await writingState(demo().server.system.database)).toBe("stopped");
    expect(await writing().resume(accountId(), await writing().now())).toBe(true);
    expect(await writingState(demo().server.system.database)).toBe("ok");
  });

  test("can be left out, with the difference still told", async () => {
    const { database } = demo().server.system;
    const stores = { store: createVerifyStore(database), writing: writing() };
    await falsify(2);
    expect(await verifyAndStop(stores, accountId())).toMatchObject({ outcome: "stopped" });
    const kept = await verifyAndStop({ ...stores, keepWriting: true }, accountId());
    expect(kept).toMatchObject({ outcome: "resumed" });
    expect(kept.findings).toHaveLength(1);
    await receive("kept");
    await falsify(-2);
    expect(await verifyAndStop(stores, accountId())).toMatchObject({ outcome: "right" });
  });
});

test.each([
  ["24", 24],
  ["0", 0],
  ["", 24],
])("XINGCANG_VERIFY_HOURS=%s", (text, hours) => {
  expect(readConfig({ XINGCANG_VERIFY_HOURS: text }).verifyHours).toBe(hours);
});

test.each(["-1", "1.5", "often"])("XINGCANG_VERIFY_HOURS=%s is refused", (text) => {
  expect(() => readConfig({ XINGCANG_VERIFY_HOURS: text })).toThrow(ConfigInvalid);
});
