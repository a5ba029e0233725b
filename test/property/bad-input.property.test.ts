/**
 * Whatever a client signs and sends, the server answers it, never with a fault of its own, and goes
 * on: bytes, JSON, text, headers and filters at random, on routes of every kind.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { bodyDigest, type Endpoint, endpoints } from "@xingcang/contract";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { SchemaNode } from "../support/bad-values.ts";
import { forAll } from "../support/random.ts";
import { useDemoServer } from "../support/running-server.ts";
import { send, sign, type TestReply } from "../support/signed-fetch.ts";

const demo = useDemoServer();
const called = endpoints.filter(({ kind }) => kind !== "auth");

let token = "";

async function appToken(): Promise<string> {
  const { access } = demo().server.system;
  const { accountId, clientId } = demo().server.provisioned.grant;
  token ||= (await access.issueToken({ accountId, clientId, userId: "1" })).token;
  return token;
}

interface Sent {
  readonly endpoint: Endpoint;
  readonly query?: [string, string][];
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
}

async function call({ endpoint, query = [], headers = {}, body }: Sent): Promise<TestReply> {
  const { server } = demo();
  const { id: clientId, secret: clientSecret } = server.provisioned.client;
  const signed = await sign(endpoint.method, endpoint.path, query, { clientId, clientSecret });
  const all = {
    "Content-Type": "application/json",
    "app-token": await appToken(),
    ...signed.headers,
    ...headers,
  };
  return send(server.url, endpoint.method, signed.url, all, body);
}

/** A refusal or a success in the envelope; never a fault of the server. */
function expectAnswer({ status, json, text }: TestReply): void {
  expect(status, text).toBeLessThan(520);
  expect([500, 501, 502, 503, 504], text).not.toContain(status);
  expect(json?.errcode, text).toEqual(expect.any(Number));
  expect(json.errcode, text).not.toBe(2000002000);
}

afterEach(async () => {
  // It is still there, and right: `verify` follows at the end.
  expect((await fetch(`${demo().server.url}/health/ready`)).status).toBe(200);
});

// ---- what may come ----

/** Settings would change what becomes of the other requests. */
const tried = called.filter(({ operation }) => operation !== "xingcang.saveSettings");
const route = fc.constantFrom(...tried);
const posts = fc.constantFrom(...tried.filter(({ method }) => method === "POST"));
const gets = fc.constantFrom(...tried.filter(({ method }) => method === "GET"));

/** NUL, lone surrogates, marks of direction, combining marks, and what is beyond 16 bits. */
const ODD = [
  "\u0000",
  "\ud800",
  "\udfff",
  "\u202e",
  "e\u0301\u0327",
  "\ufeff",
  "😀",
  "𠮷",
  "'",
  "\\",
];
const oddText = fc
  .array(fc.oneof(fc.string({ unit: "binary", maxLength: 5 }), fc.constantFrom(...ODD)), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

const oddNumber = fc.constantFrom(
  ..."1e999 -1e999 1E-400 0.1e-30 -0 9223372036854775808 99999999999999999999.99999999999".split(
    " ",
  ),
  "9".repeat(5000),
  `0.${"0".repeat(3000)}1`,
);

/** JSON as text, since numbers keep all digits and keys may stand there twice. */
const json: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("null", "true", "false", "0", '"1"', '"2026-02-30"', "{}", "[]"),
    oddText.map((text) => JSON.stringify(text)),
    oddNumber,
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join()}]`),
    fc
      .array(fc.tuple(oddText, tie("value")), { maxLength: 4 })
      .map((pairs) => `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`),
  ),
})).value;

/** Names of fields at the first and second level of a request. */
function fieldsOf({ body, query }: Endpoint): string[] {
  const { properties = {} } = (body ?? query ?? {}) as { properties?: Record<string, object> };
  const below = Object.values(properties).flatMap((field) => {
    const { items } = field as { items?: { properties?: object } };
    return Object.keys(items?.properties ?? {});
  });
  return [...Object.keys(properties), ...below];
}

const PLAUSIBLE: Readonly<Record<string, string>> = {
  date: '"2026-03-01"',
  list: '["4006"]',
  quantity: '"1"',
  flag: "true",
};

/** What passes the form of a field, and often what it refers to. */
function plausible({ wire, options, items }: SchemaNode): string {
  if (items?.properties) return `[{${required(items).join()}}]`;
  if (options.choices) return JSON.stringify(options.choices[0]);
  const known = { material: "4006", store: "2002", measure_unit: "1005" };
  return PLAUSIBLE[wire] ?? `"${known[options.master as keyof typeof known] ?? "1"}"`;
}

const required = ({ properties = {}, required: keys = [] }: SchemaNode): string[] =>
  Object.entries(properties)
    .filter(([key]) => keys.includes(key))
    .map(([key, node]) => `"${key}":${plausible(node)}`);

/** Of a key that stands there twice the last counts, so that most of a request may be right. */
const wrongFields = posts.chain((endpoint) => {
  const node = endpoint.body as unknown as SchemaNode;
  const rows = node.properties?.material_entity?.items;
  const key = fc.constantFrom(...fieldsOf(endpoint), "material_entity", "id");
  const pairs = fc.array(fc.tuple(key, json), { maxLength: 4 });
  const text = (all: [string, string][]) => all.map(([k, v]) => `"${k}":${v}`);
  return fc.tuple(pairs, pairs).map(([head, row]) => {
    const line = rows && `"material_entity":[{${[...required(rows), ...text(row)].join()}}]`;
    const body = [...required(node), ...(line ? [line] : []), ...text(head)];
    return { endpoint, body: `{${body.join()}}` };
  });
});

// ---- what is tried ----

const RUNS = 150;

test("bytes of any kind", async () => {
  const property = fc.asyncProperty(route, fc.uint8Array({ maxLength: 300 }), async (...given) => {
    const [endpoint, body] = given;
    expectAnswer(await call({ endpoint, body }));
  });
  await forAll(property, RUNS);
});

test("JSON of any kind", async () => {
  const property = fc.asyncProperty(posts, json, async (endpoint, body) => {
    expectAnswer(await call({ endpoint, body }));
  });
  await forAll(property, RUNS);
});

test("requests that are right but for some fields", async () => {
  const property = fc.asyncProperty(wrongFields, async (sent) => expectAnswer(await call(sent)));
  await forAll(property, 3 * RUNS);
});

test("nested as deeply as a body can be", async () => {
  const shape = fc.constantFrom(["[", "]"], ['{"a":', "}"], ['{"material_entity":[', "]}"]);
  const property = fc.asyncProperty(
    posts,
    shape,
    fc.integer({ min: 10, max: 40_000 }),
    fc.boolean(),
    async (endpoint, [open = "", close = ""], depth, isClosed) => {
      const body = `${open.repeat(depth)}1${isClosed ? close.repeat(depth) : ""}`;
      expectAnswer(await call({ endpoint, body }));
    },
  );
  await forAll(property, RUNS / 5);
});

/** What can stand in a URL: no half of a pair. */
const queryText = oddText.map((text) => text.replaceAll(/\p{Surrogate}/gu, "\u0000"));

test("filters of any kind", async () => {
  const filters = gets.chain((endpoint) => {
    const key = fc.constantFrom("page", "page_size", "id", ...fieldsOf(endpoint));
    const value = fc.oneof(
      queryText,
      oddNumber.filter((text) => text.length < 100),
    );
    const query = fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 5 });
    return query.map((pairs) => ({ endpoint, query: [...new Map(pairs)] }));
  });
  const property = fc.asyncProperty(filters, async (sent) => expectAnswer(await call(sent)));
  await forAll(property, 3 * RUNS);
});

test("wrong content types, digests and flags", async () => {
  const printable = fc.string({ unit: fc.constantFrom(...'aZ0;,=/+* "\\\t\u00e9'), maxLength: 40 });
  const names = [
    "Content-Type",
    "Content-Encoding",
    "X-Xingcang-Body-Digest",
    "X-Xingcang-Strict",
    "X-Xingcang-Dry-Run",
    "Idempotency-Key",
    "Accept",
    "X-Forwarded-For",
    "X-GW-Router-Addr",
  ];
  const headers = fc.dictionary(fc.constantFrom(...names), printable, { minKeys: 1 });
  const property = fc.asyncProperty(route, headers, async (endpoint, given) => {
    const body = endpoint.method === "POST" ? "{}" : undefined;
    const trimmed = Object.entries(given).map(([name, value]) => [name, value.trim()]);
    const reply = await call({
      endpoint,
      headers: Object.fromEntries(trimmed),
      ...(body !== undefined && { body }),
    });
    expectAnswer(reply);
  });
  await forAll(property, RUNS);
});

test("a flood of headers ends the request, and nothing else", async () => {
  const [endpoint] = called as [Endpoint];
  for (const [count, length] of [
    [3000, 1],
    [10, 3000],
    [1, 60_000],
  ] as const) {
    const flood = Array.from({ length: count }, (_, index) => [`x-${index}`, "y".repeat(length)]);
    // The line may be cut before all of it has been sent.
    const reply = call({ endpoint, headers: Object.fromEntries(flood) });
    const outcome = await reply.then(
      ({ status }) => status,
      ({ code }) => code,
    );
    expect([200, 431, "ECONNRESET", "EPIPE"]).toContain(outcome);
  }
  // A line that the server has just cut may be taken for the next request, once each.
  const lines = 3;
  for (let cut = 0; cut < lines; cut += 1) {
    const isCut = await call({ endpoint }).then(
      () => false,
      ({ code }) => code === "ECONNRESET",
    );
    if (!isCut) break;
  }
  expectAnswer(await call({ endpoint }));
});

test("bodies over the limit are refused on every route that takes one", async () => {
  for (const endpoint of called.filter(({ method }) => method !== "GET")) {
    const body = `{"a":"${"x".repeat(endpoint.bodyBytesMax ?? 1024 * 1024)}"}`;
    const digest = { "X-Xingcang-Body-Digest": await bodyDigest(body) };
    const { status, json: reply } = await call({ endpoint, body, headers: digest });
    expect([status, reply.errors[0].key]).toEqual([413, "bodyTooLarge"]);
  }
});

/** Bytes of the heap that are in use, without what nobody refers to any more. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

test("nothing stays of what was refused", async () => {
  const { url } = demo().server;
  let number = 0;
  /** Each has names of its own, so that whatever is remembered by name is seen to grow. */
  async function refusals(rounds: number) {
    for (let round = 0; round < rounds; round += 1) {
      number += 1;
      const endpoint = called[number % called.length] as Endpoint;
      const unknown = { "X-Api-ClientID": `${number}`, "app-token": `e30.e30.${number}` };
      await call({ endpoint, headers: { "app-token": `e30.e30.${number}` } });
      await call({ endpoint, headers: { "Idempotency-Key": `${number}` }, body: `{"a${number}":` });
      await send(url, "GET", `/jdy/v2/${number}?${number}`, unknown);
      await send(url, endpoint.method, `${endpoint.path}?a${number}=1`, unknown);
    }
  }
  await refusals(300);
  const before = heapInUse();
  const rounds = 1000;
  await refusals(rounds);
  // A kept request is several thousand bytes.
  expect((heapInUse() - before) / (4 * rounds)).toBeLessThan(500);
});
