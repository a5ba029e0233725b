/**
 * The form of requests and replies over real HTTP: bodies, filters, unknown paths, faults, repeats,
 * health, reference.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { endpoints, tableEndpoints } from "@xingcang/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Handlers } from "../../server/src/application/handler.ts";
import type { UnitOfWork } from "../../server/src/application/ports.ts";
import { Refused } from "../../server/src/application/refused.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { send, sign } from "../support/signed-fetch.ts";

const WRITE = "/jdy/v2/sys/common_operate";
const READ = "/jdy/v2/scm/inventory";
const BROKEN = "/jdy/v2/scm/inventory_stock";
const AUTHORIZE = "/jdyconnector/app_management/push_app_authorize";

let runs = 0;
const seen: unknown[] = [];
let gate: Promise<void> = Promise.resolve();

const handlers: Handlers = {
  "system.commonOperate": {
    kind: "write",
    async run(unit: UnitOfWork, caller: unknown, input: { ids?: string[]; numbers?: string[] }) {
      await gate;
      const [id] = input.ids ?? [];
      if (id === "refuse") {
        runs += 1;
        const params = { given: "X" };
        throw new Refused([{ key: "recordUnknown", path: "ids[0]", params }]);
      }
      if (id === "break") throw new TypeError("password=hunter2 at select * from client");
      seen.push({ caller, input });
      runs += 1;
      return { ids: [String(await unit.nextCount("test"))], id_number_map: {} };
    },
  } as unknown as Handlers[string],
  "stock.inventory": {
    kind: "read",
    async run(_caller: unknown, input: unknown) {
      seen.push(input);
      return {};
    },
  } as unknown as Handlers[string],
  "stock.inventoryStock": {
    kind: "read",
    async run() {
      throw Object.assign(new Error("password=hunter2"), { code: "42P01", table: "client" });
    },
  },
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ handlers });
});
afterAll(() => server?.stop());

const operate = (ids: string[], extra: Record<string, unknown> = {}) => ({
  entity_number: "inv_disassemble_bill",
  operate_type: "audit",
  ids,
  ...extra,
});

describe("what is served", () => {
  test.each([
    ["GET", "/"],
    ["GET", "/jdy/v2/scm/nothing"],
    ["POST", READ],
    ["GET", WRITE],
    ["DELETE", READ],
    ["PUT", READ],
    ["PROPFIND", READ],
    ["GET", "/jdy/v2/scm/%zz"],
    ["GET", `/${"a".repeat(3000)}`],
    ["GET", "/docs/../server/package.json"],
    ["GET", "/docs/try.ts"],
  ])("%s %s is not an API", async (method, path) => {
    const reply = await server.plainFetch(method, path);
    expect(reply.status).toBe(519);
    expect(reply.json).toMatchObject({
      errcode: 5001,
      description: "API not found[GW]",
      description_cn: "请求的API不存在[网关]",
      request_id: reply.headers["x-api-requestid"],
    });
  });

  test("a large body for an unknown path is not read", async () => {
    const reply = await send(server.url, "POST", "/nowhere", {}, randomBytes(5 * 1024 * 1024));
    expect(reply.json.errcode).toBe(5001);
  });

  test("every endpoint of the contract answers, and asks who is calling", async () => {
    for (const { method, path } of endpoints) {
      const reply = await server.plainFetch(method, path);
      expect(`${path} ${reply.json.errcode}`).toBe(`${path} 4002`);
    }
  });

  test("HEAD is GET without a body", async () => {
    const reply = await server.signedFetch("HEAD", READ);
    expect(reply).toMatchObject({ status: 200, text: "" });
  });

  test("every reply names its request and our version", async () => {
    for (const path of ["/health/live", "/nowhere", READ]) {
      const { headers } = await server.plainFetch("GET", path);
      expect(headers["x-api-requestid"]).toMatch(/^[\da-f-]{36}$/);
      expect(headers["x-xingcang-version"]).toBe("0.0.0-test");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["x-powered-by"]).toBeUndefined();
    }
  });

  test("bytes that are no HTTP do no harm", async () => {
    const { port } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connectTcp(Number(port), "127.0.0.1", () => socket.write("NONSENSE\r\n\r\n"));
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await server.plainFetch("GET", "/health/live")).status).toBe(200);
  });
});

describe("bodies", () => {
  test.each<[string, string | Uint8Array, Record<string, string>, number, number]>([
    ["broken JSON", '{"ids":[1,}', {}, 400, 2000002101],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), {}, 400, 2000002101],
    ["nesting without end", "[".repeat(50_000), {}, 400, 2000002101],
    ["more than 1 MiB", " ".repeat(5 * 1024 * 1024), {}, 413, 2000002102],
    ["a form", "a=1", { "Content-Type": "application/x-www-form-urlencoded" }, 415, 2000002103],
    ["no media type", "{}", { "Content-Type": "json" }, 415, 2000002103],
    ["compressed", "{}", { "Content-Encoding": "gzip" }, 415, 2000002103],
    ["an array", "[]", {}, 200, 2000002123],
    ["a text", '"x"', {}, 200, 2000002123],
    ["nothing", "", {}, 200, 2000002110],
    ["null", "null", {}, 200, 2000002110],
  ])("%s", async (_, body, headers, status, errcode) => {
    const reply = await server.signedFetch("POST", WRITE, { body, headers });
    expect(reply).toMatchObject({ status, json: { errcode } });
    expect(reply.json.request_id).toBe(reply.headers["x-api-requestid"]);
  });

  test.each(["application/json;charset=UTF-8", "text/plain", "text/json"])(
    "JSON may be called %s",
    async (type) => {
      const headers = { "Content-Type": type };
      const reply = await server.signedFetch("POST", WRITE, { body: operate(["1"]), headers });
      expect(reply.json.errcode).toBe(0);
    },
  );

  test("the place of a fault is told", async () => {
    const reply = await server.signedFetch("POST", WRITE, { body: '{\n  "ids": [1,}\n}' });
    expect(reply.json.description).toMatch(/^请求体不是合法的 JSON：2:13 /);
    expect(reply.json.description_en).toMatch(/^The body is not valid JSON: 2:13 /);
  });

  test("long numbers keep their digits", async () => {
    const body = '{"entity_number":"x","operate_type":"audit","ids":[1234567890123456789]}';
    expect((await server.signedFetch("POST", WRITE, { body })).json.errcode).toBe(0);
    expect(seen.at(-1)).toMatchObject({ input: { ids: ["1234567890123456789"] } });
  });

  test("all faults of a request are told at once", async () => {
    const { json } = await server.signedFetch("POST", WRITE, { body: { operate_type: "burn" } });
    expect(json.errors.map((each: { key: string }) => each.key)).toEqual([
      "fieldRequired",
      "choiceUnknown",
    ]);
  });

  test("prototype keys change nothing", async () => {
    const body = '{"__proto__":{"ids":["7"]},"entity_number":"x","operate_type":"audit"}';
    expect((await server.signedFetch("POST", WRITE, { body })).json.errcode).toBe(0);
    expect(seen.at(-1)).toMatchObject({ input: { entity_number: "x" } });
    expect((seen.at(-1) as { input: { ids?: unknown } }).input.ids).toBeUndefined();
  });
});

describe("filters", () => {
  test("come in the query, or as the vendor's SDK sends them, in the body of a GET", async () => {
    const body = JSON.stringify({ page: 2, page_size: "20" }, null, 2);
    await server.signedFetch("GET", READ, { body, query: { page: "3" } });
    expect(seen.at(-1)).toMatchObject({ page: 3, page_size: 20 });
  });

  test("a GET without body may have a JSON content type", async () => {
    const headers = { "Content-Type": "application/json" };
    expect((await server.signedFetch("GET", READ, { headers })).status).toBe(200);
    expect((await server.signedFetch("GET", READ, { headers, body: "" })).status).toBe(200);
  });

  test("strict mode is asked for by a header or set for the account", async () => {
    const body = '{"entity_number":7,"operate_type":"audit"}';
    const code = async (tenant: Pick<TestServer, "signedFetch">, headers = {}) =>
      (await tenant.signedFetch("POST", WRITE, { body, headers })).json.errcode;
    expect(await code(server)).toBe(0);
    expect(await code(server, { "X-Xingcang-Strict": "0" })).toBe(0);
    expect(await code(server, { "X-Xingcang-Strict": "1" })).toBe(2000002130);
    expect(await code(await server.newTenant({ strict: true }))).toBe(2000002130);
  });
});

describe("repeats of a write", () => {
  test("the same signed request gets its first reply and does nothing", async () => {
    const { credentials, url } = server;
    const signed = await sign("POST", WRITE, {}, credentials);
    const headers = { ...signed.headers, "app-token": await server.token() };
    const post = (body: unknown) => send(url, "POST", WRITE, headers, JSON.stringify(body));
    const before = runs;
    const first = await post(operate(["1"]));
    const again = await post(operate(["1"]));
    expect(runs).toBe(before + 1);
    expect(again.text).toBe(first.text);
    expect(first.headers["x-xingcang-replayed"]).toBeUndefined();
    expect(again.headers["x-xingcang-replayed"]).toBe("true");
    // A client that reuses its nonce for another request is served.
    expect((await post(operate(["2"]))).json.errcode).toBe(0);
    expect(runs).toBe(before + 2);
  });

  test("a repeat at the same time waits for the first", async () => {
    const signed = await sign("POST", WRITE, {}, server.credentials);
    const headers = { ...signed.headers, "app-token": await server.token() };
    const body = JSON.stringify(operate(["1"]));
    const before = runs;
    const post = () => send(server.url, "POST", WRITE, headers, body);
    const replies = await Promise.all(Array.from({ length: 8 }, post));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter((reply) => reply.headers["x-xingcang-replayed"])).toHaveLength(7);
    expect(runs).toBe(before + 1);
  });

  test("an honest retry by Idempotency-Key, signed afresh", async () => {
    const headers = { "Idempotency-Key": `order-${randomBytes(4).toString("hex")}` };
    const post = (body: unknown, tenant: Pick<TestServer, "signedFetch"> = server) =>
      tenant.signedFetch("POST", WRITE, { body, headers });
    const before = runs;
    const first = await post(operate(["1"]));
    const again = await post(operate(["1"]));
    expect(again.text).toBe(first.text);
    expect(again.headers["x-xingcang-replayed"]).toBe("true");
    const other = await post(operate(["2"]));
    expect(other).toMatchObject({ status: 409, json: { errcode: 2000002140 } });
    expect(other.json.description).toContain(headers["Idempotency-Key"]);
    expect(runs).toBe(before + 1);
    // Another client's keys are its own.
    expect((await post(operate(["2"]), await server.newTenant())).json.errcode).toBe(0);
  });

  test("a refusal is repeated as well, with the request id it was given under", async () => {
    const headers = { "Idempotency-Key": "refused-1" };
    const before = runs;
    const first = await server.signedFetch("POST", WRITE, { body: operate(["refuse"]), headers });
    const again = await server.signedFetch("POST", WRITE, { body: operate(["refuse"]), headers });
    expect(first).toMatchObject({ status: 200, json: { errcode: 2000002203 } });
    expect(again.text).toBe(first.text);
    expect(runs).toBe(before + 1);
  });

  test("a fault is not saved: the retry runs", async () => {
    const headers = { "Idempotency-Key": "broken-1" };
    const post = () => server.signedFetch("POST", WRITE, { body: operate(["break"]), headers });
    expect((await post()).status).toBe(500);
    const again = await post();
    expect(again.status).toBe(500);
    expect(again.headers["x-xingcang-replayed"]).toBeUndefined();
  });

  test("an Idempotency-Key that cannot be kept is refused", async () => {
    const headers = { "Idempotency-Key": "x".repeat(256) };
    const reply = await server.signedFetch("POST", WRITE, { body: operate(["1"]), headers });
    expect(reply).toMatchObject({ status: 200, json: { errcode: 2000002207 } });
  });
});

describe("when something is wrong with the server", () => {
  test("the reply tells the request id and nothing else; the log tells the cause", async () => {
    const replies = [
      await server.signedFetch("GET", BROKEN, { query: { material_id: "1" } }),
      await server.signedFetch("POST", WRITE, { body: operate(["break"]) }),
    ];
    for (const { status, text, json, headers } of replies) {
      expect(status).toBe(500);
      expect(json).toMatchObject({
        errcode: 2000002000,
        description: "系统错误,请到开发者社区提单反馈",
        request_id: headers["x-api-requestid"],
      });
      expect(text).not.toMatch(/hunter2|select|client|Error|\.ts|node_modules/);
      const logged = server.logged.find((line) => line.includes(json.request_id));
      expect(logged).toContain("hunter2");
    }
  });

  test("a full lane turns requests away before anything is done", async () => {
    const small = await startTestServer({ handlers, queueMax: 1 });
    let open = () => {};
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const post = () => small.signedFetch("POST", WRITE, { body: operate(["1"]) });
    await small.token();
    const waiting = [post()];
    while (waiting.length < 4) waiting.push(post());
    const turnedAway = await Promise.race(
      waiting.map(async (each) => {
        const reply = await each;
        return reply.status === 503 ? reply : new Promise<never>(() => {});
      }),
    );
    expect(turnedAway).toMatchObject({ status: 503, json: { errcode: 503 } });
    expect(turnedAway.headers["retry-after"]).toBe("1");
    open();
    const done = await Promise.all(waiting);
    expect(done.map(({ status }) => status)).toContain(200);
    await small.stop();
  });
});

describe("health", () => {
  test("live, ready, version", async () => {
    expect((await server.plainFetch("GET", "/health/live")).json).toEqual({ status: "ok" });
    expect((await server.plainFetch("GET", "/health/ready")).json).toMatchObject({
      status: "ok",
      checks: { database: "ok", schema: "ok", writing: "ok" },
      queueDepth: 0,
    });
    const version = (await server.plainFetch("GET", "/version")).json;
    expect(version).toMatchObject({ version: "0.0.0-test" });
  });

  test.each([
    ["unreachable", () => Promise.reject(new Error("no database"))],
    ["ok", async () => "0000-older"],
  ])("not ready: database %s", async (database, schemaVersion) => {
    const probes = { schemaVersion, queueDepth: () => 0, writing: async () => "ok" };
    const sick = await startTestServer({ app: { probes } });
    const reply = await sick.plainFetch("GET", "/health/ready");
    expect(reply).toMatchObject({ status: 503, json: { status: "unavailable" } });
    expect(reply.json.checks).toEqual({ database, schema: "not migrated", writing: "ok" });
    expect(reply.text).not.toContain("no database");
    await sick.stop();
  });
});

test("a route without a permission stops the server from starting", async () => {
  const extend = (app: TestServer["app"]) => void app.get("/open", async () => "");
  await expect(startTestServer({ app: { extend } })).rejects.toThrow("declares no permission");
});

test("an endpoint without handler stops the server from starting", async () => {
  const unknown = { "nothing.here": handlers["stock.inventory"] } as Handlers;
  await expect(startTestServer({ handlers: unknown })).rejects.toThrow("nothing.here");
});

describe("the reference", () => {
  test("its document holds every endpoint", async () => {
    const { json } = await server.plainFetch("GET", "/openapi.json");
    const served = Object.values(json.paths as Record<string, object>).flatMap(Object.keys);
    expect(served).toHaveLength(endpoints.length + tableEndpoints.length);
  });

  test("its page needs nothing from elsewhere", async () => {
    const moved = await server.plainFetch("GET", "/docs");
    expect(moved).toMatchObject({ status: 308, headers: { location: "docs/" } });
    const page = await server.plainFetch("GET", "/docs/");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.text).not.toMatch(/https?:\/\//);
    for (const [, name] of page.text.matchAll(/(?:src|href)="([\w./-]+)"/g)) {
      const asset = await server.plainFetch("GET", `/docs/${name}`);
      expect(`${name} ${asset.status}`).toBe(`${name} 200`);
    }
  });

  test("its script signs as the contract does", async () => {
    const folder = mkdtempSync(join(tmpdir(), "xingcang-docs-"));
    const files = ["try.js", "contract/signature.js", "contract/signature-forms.js"];
    mkdirSync(join(folder, "contract"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    for (const name of files) {
      const { text } = await server.plainFetch("GET", `/docs/${name}`);
      writeFileSync(join(folder, name), text.replace(/^\/\/# sourceMappingURL.*$/m, ""));
    }
    const script = await import(/* @vite-ignore */ pathToFileURL(join(folder, "try.js")).href);
    const { clientId, clientSecret, outerInstanceId } = server.credentials;
    const credentials = { clientId, clientSecret, outerInstanceId };
    const session = await script.connect(credentials, server.url);
    expect(session.accountName).toBe("测试账套");
    const url = `${server.url}${READ}?search=${encodeURIComponent("红 色'*~")}&page=1`;
    const headers = await script.signedHeaders("GET", url, session);
    expect((await fetch(url, { headers })).status).toBe(200);
    const wrong = { ...credentials, clientSecret: "wrong" };
    await expect(script.connect(wrong, server.url)).rejects.toThrow("X-Api-Signature");
    const document = (await server.plainFetch("GET", "/openapi.json")).json;
    expect(JSON.stringify(script.forPage(document, server.url))).not.toMatch(
      /parameters\/(nonce|timestamp)"/,
    );
    rmSync(folder, { recursive: true });
  });
});

test("behind a proxy, callers reach the server by its public address", async () => {
  const proxied = await startTestServer({ app: { publicUrl: "https://stock.example.com" } });
  const headers = { "app-token": "" };
  const reply = await proxied.signedFetch("POST", AUTHORIZE, { headers });
  expect(reply.json.data[0].domain).toBe("https://stock.example.com");
  await proxied.stop();
});
