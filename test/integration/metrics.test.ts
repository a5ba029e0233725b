/** `GET /metrics` of a whole server: who may read it, and that it counts what happened. */
import http from "node:http";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigInvalid, readConfig } from "../../server/src/config.ts";
import type { HttpMetrics } from "../../server/src/http/metrics.ts";
import { createMetrics } from "../../server/src/metrics.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const demo = useDemoServer();

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly text: string;
}

/** With node's own client: fetch does not send a Host of one's own. */
function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${url}/metrics`, { headers, agent: false }, (reply) => {
      const parts: Buffer[] = [];
      reply.on("data", (part) => parts.push(part));
      reply.on("end", () =>
        resolve({
          status: reply.statusCode,
          type: reply.headers["content-type"],
          text: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    request.on("error", reject);
  });
}

const read = async () => (await get(demo().server.url)).text;

/** The value of a sample by its name and labels as they are written. */
function sampleOf(text: string, sample: string): number | undefined {
  const line = text.split("\n").find((each) => each.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}

async function change(sample: string, work: () => Promise<unknown>): Promise<number> {
  const before = sampleOf(await read(), sample) ?? 0;
  await work();
  return (sampleOf(await read(), sample) ?? Number.NaN) - before;
}

const requests = (method: string, route: string, outcome: string) =>
  `xingcang_http_requests_total{method="${method}",route="${route}",outcome="${outcome}"}`;

const row = (qty: string, stock_id = "2002") => ({
  material_id: "4006",
  unit_id: "1005",
  stock_id,
  qty,
});

const receive = (line: ReturnType<typeof row>, key?: string) =>
  demo().client.inv_other_in.save(
    {
      bill_date: "2026-01-05",
      trans_type_id: "12",
      operation_key: "audit",
      material_entity: [line],
    },
    key === undefined ? {} : { idempotencyKey: key },
  );

const SAVE = "/jdy/v2/scm/inv_other_in";

describe("what is counted", () => {
  test("requests by route and how they ended", async () => {
    const of = (outcome: string) => requests("POST", SAVE, outcome);
    expect(await change(of("ok"), () => receive(row("1"), "same"))).toBe(1);
    expect(await change(of("replayed"), () => receive(row("1"), "same"))).toBe(1);
    const bad = () => refusalOf(receive(row("1", "777")));
    expect(await change(of("refused"), bad)).toBe(1);
    const unsigned = () => fetch(demo().server.url + SAVE, { method: "POST" });
    expect(await change(of("denied"), unsigned)).toBe(1);
    const seconds = `xingcang_http_request_duration_seconds_count{method="POST",route="${SAVE}"}`;
    expect(await change(seconds, bad)).toBe(1);
  });

  test("an unknown path is not told, and neither are queries, accounts and secrets", async () => {
    const { server, client } = demo();
    const unknown = requests("GET", "unknown", "denied");
    const ask = () => fetch(`${server.url}/nowhere-at-all?app_signature=secret`);
    expect(await change(unknown, ask)).toBe(1);
    await client.stock.inventory({ material_numbers: ["ZJ001"] });
    const text = await read();
    const { accountId, appKey, appSecret, clientId } = server.provisioned.grant;
    expect(text).not.toMatch(/nowhere|app_signature|ZJ001/);
    for (const value of [accountId, appKey, appSecret, clientId]) {
      expect(value).not.toBe("");
      expect(text).not.toContain(value);
    }
  });

  test("batches of the lane, and its queue", async () => {
    const count = "xingcang_lane_batch_size_count";
    expect(await change(count, () => receive(row("1")))).toBe(1);
    expect(sampleOf(await read(), "xingcang_lane_queue_depth")).toBe(0);
    expect(sampleOf(await read(), 'xingcang_lane_turned_away_total{reason="full"}')).toBe(0);
    expect(sampleOf(await read(), 'xingcang_lane_turned_away_total{reason="slow"}')).toBe(0);
  });

  test("transactions tried again, by SQLSTATE", async () => {
    const { database } = demo().server.system;
    let attempts = 0;
    const work = () =>
      database.transaction(async (connection) => {
        attempts += 1;
        if (attempts > 1) return;
        await connection.query("do $$ begin raise exception using errcode = '40001'; end $$");
      });
    expect(await change('xingcang_transaction_retries_total{sqlstate="40001"}', work)).toBe(1);
    expect(attempts).toBe(2);
  });

  test("holds expired, and replies deleted", async () => {
    const { client, server, advance } = demo();
    await client.xingcang.saveSettings({ hold_expiry_hours: { isv_bill: "72" } });
    await receive(row("5"));
    const occupied = { bill_entry_id: "1", ...row("2"), unit: "1005" };
    await client.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: "metrics",
      material_entity: [occupied],
    });
    advance(73 * 3_600_000);
    expect(await change("xingcang_holds_expired_total", server.system.expireHolds)).toBe(1);
    const purged = "xingcang_replies_purged_total";
    expect(await change(purged, server.system.purgeReplies)).toBeGreaterThan(0);
  });

  test("pools that wait for their costs, and the rows costed", async () => {
    const { system } = demo().server;
    const waiting = "xingcang_cost_pools_waiting";
    expect(sampleOf(await read(), waiting)).toBe(0);
    const mark = "update cost_pool set stale_from = '2026-01-01' where account_id = $1";
    const { rowCount } = await system.database.pool.query(mark, [
      demo().server.provisioned.grant.accountId,
    ]);
    expect(rowCount).toBeGreaterThan(0);
    expect(sampleOf(await read(), waiting)).toBe(rowCount);
    expect(await change("xingcang_ledger_rows_recosted_total", system.recost)).toBeGreaterThan(0);
    expect(sampleOf(await read(), waiting)).toBe(0);
  });

  test("a full lane and a failed job; a database that is away hides one value only", async () => {
    const metrics = createMetrics();
    metrics.watch({
      queueDepth: () => 3,
      costPoolsWaiting: () => Promise.reject(new Error("away")),
      accountsStopped: () => Promise.reject(new Error("away")),
    });
    metrics.jobFailed("recost");
    const text = await metrics.text();
    expect(sampleOf(text, "xingcang_lane_queue_depth")).toBe(3);
    expect(sampleOf(text, "xingcang_cost_pools_waiting")).toBeUndefined();
    expect(sampleOf(text, 'xingcang_background_failures_total{job="recost"}')).toBe(1);
  });
});

describe("who may read it", () => {
  const DENIED = { status: 403, errors: [{ key: "metricsDenied" }] };
  const refusal = ({ status, text }: Answer) => ({ status, errors: JSON.parse(text).errors });

  test("without a token: this machine", async () => {
    const { url } = demo().server;
    const answer = await get(url);
    expect(answer.status).toBe(200);
    expect(answer.type).toMatch(/^text\/plain; version=0\.0\.4/);
    const { port } = new URL(url);
    expect((await get(url, { Host: `localhost:${port}` })).status).toBe(200);
  });

  test.each<Record<string, string>>([
    { "X-Forwarded-For": "203.0.113.7" },
    { "X-Forwarded-For": "127.0.0.1" },
    { "X-Real-IP": "127.0.0.1" },
    { Forwarded: "for=127.0.0.1" },
    { Via: "1.1 proxy" },
    { Host: "stock.example.com" },
    { Host: "127.0.0.1.example.com" },
    { Authorization: "Bearer anything", Host: "stock.example.com" },
  ])("without a token, not behind a proxy or under another name: %j", async (headers) => {
    const answer = await get(demo().server.url, headers);
    expect(refusal(answer)).toMatchObject(DENIED);
  });

  let server: TestServer | undefined;
  afterAll(() => server?.stop());

  test("with a token: whoever has it, and this machine without it no more", async () => {
    const token = "0123456789abcdef-token";
    const source: HttpMetrics = createMetrics();
    server = await startTestServer({ app: { metrics: { source, token } } });
    const { url, logged } = server;
    const bearer = (given: string, headers = {}) =>
      get(url, { Authorization: `Bearer ${given}`, ...headers });
    expect((await bearer(token)).status).toBe(200);
    const far = { Host: "stock.example.com", "X-Forwarded-For": "203.0.113.7" };
    expect((await bearer(token, far)).status).toBe(200);
    for (const answer of [
      await get(url),
      await bearer(""),
      await bearer(token.slice(1)),
      await bearer(`${token}x`),
      await get(url, { Authorization: token }),
      await get(url, { Authorization: `Basic ${token}` }),
    ]) {
      expect(refusal(answer)).toMatchObject(DENIED);
      expect(answer.text).not.toContain(token);
    }
    expect(logged.join("")).not.toContain(token);
    expect((await bearer(token)).text).not.toContain(token);
  });

  test.each(["short", "0123456789 abcdef", "0123456789abcdé!"])(
    "a token that could be guessed or not be sent stops the start: %s",
    (token) => {
      const start = () => readConfig({ XINGCANG_METRICS_TOKEN: token });
      expect(start).toThrow(ConfigInvalid);
      expect(start).not.toThrow(token);
    },
  );
});
