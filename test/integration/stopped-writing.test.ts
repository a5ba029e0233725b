/**
 * In doubt nothing is written (P12): a difference stops the writing of its account on every server,
 * reads go on, health is red, and an account without a difference writes again.
 */
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { composeSystem, type System } from "../../server/src/compose.ts";
import { readConfig, readMasterKey } from "../../server/src/config.ts";
import { startServer } from "../../server/src/serve.ts";
import { createWritingStore, writingState } from "../../server/src/storage/writing-store.ts";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const HOUR = 3_600_000;

const accountId = () => demo().server.provisioned.grant.accountId;
const query = (text: string, values: unknown[] = []) =>
  demo().server.system.database.pool.query(text, values);
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
    expect((await expectClear(receive("while"))).status).toBe(503);
    const dry = await once().call("POST", "/jdy/v2/bd/store", {
      body: { number: "X1", name: "试" },
      dryRun: true,
    });
    expect([dry.status, JSON.parse(dry.body).errcode]).toEqual([503, 50301]);
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
    const { connection } = demo().server;
    const environment = {
      PORT: "0",
      DATABASE_URL: urlOf(connection),
      XINGCANG_CLIENT_ID: "205022",
      XINGCANG_CLIENT_SECRET: "0123456789abcdef0123456789abcdef",
      XINGCANG_OUTER_INSTANCE_ID: "XC1",
      XINGCANG_DATA_DIR: dataDirOf(),
    };
    const config = readConfig(environment);
    const second = await startServer({
      config,
      masterKey: readMasterKey(environment, config.dataDir),
      logger: pino({ level: "silent" }),
      say: () => {},
      onProvisioned: () => {},
      now: demo().now,
      jobsEveryMs: 0,
    });
    try {
      const there = demo().clientWith({ baseUrl: second.url, retries: 0 });
      expect(await refusalOf(receive("there", there))).toEqual([["writingStopped", ""]]);
      expect((await fetch(`${second.url}/health/ready`)).status).toBe(503);
    } finally {
      await second.stop();
    }
  });
});

/** The key of the first server is the second one's, too. */
const dataDirOf = () => {
  const { host } = demo().server.connection;
  return String(host);
};
