/**
 * Every route of the server, taken from its own table (P9): those of the contract let nobody in who
 * is not who the request says, those beside it are known by name.
 */
import {
  type Endpoint,
  SIGNATURE_HEADER,
  tableEndpoints,
  endpoints as withJson,
} from "@xingcang/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Handlers } from "../../server/src/application/handler.ts";
import type { TableServices } from "../../server/src/http/file-routes.ts";
import { useDemoServer } from "../support/running-server.ts";
import { startTestServer, type Tenant, type TestServer } from "../support/server.ts";

const demo = useDemoServer();
const DAY_MS = 86_400_000;
/** Those that speak JSON, and those of files. */
const endpoints: readonly Endpoint[] = [...withJson, ...tableEndpoints];

/** What everybody may see: that the server lives, its documents and the page of the console. */
const PUBLIC = [
  "/",
  "/assets/:name",
  "/docs",
  "/docs/",
  "/docs/contract/signature-forms.js",
  "/docs/contract/signature.js",
  "/docs/page.css",
  "/docs/swagger-ui-bundle.js",
  "/docs/swagger-ui.css",
  "/docs/try.js",
  "/favicon.svg",
  "/health/live",
  "/health/ready",
  "/openapi.json",
  "/version",
];
/** Of this machine, or with a token of its own (`metrics.test.ts`). */
const GUARDED = ["/metrics"];

/** Path and methods of each route, from the tree that the router prints. */
function routes(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const parts: string[] = [];
  for (const line of demo().server.app.printRoutes({ commonPrefix: false }).split("\n")) {
    const [, indent = "", part = "", methods] =
      /^((?:│ {3}| {4})*)[├└]── (\S*)(?: \((.*)\))?$/.exec(line) ?? [];
    parts.splice(indent.length / 4);
    parts.push(part);
    if (methods) found.set(parts.join(""), methods.split(", "));
  }
  return found;
}

test("there is no route but those of the contract and those that are public", () => {
  const declared = [...new Set(endpoints.map(({ path }) => path))];
  expect([...routes().keys()].sort()).toEqual([...declared, ...PUBLIC, ...GUARDED].sort());
  for (const path of declared) {
    const methods = new Set(routes().get(path));
    methods.delete("HEAD");
    const own = endpoints.filter((endpoint) => endpoint.path === path);
    expect([...methods].sort()).toEqual(own.map(({ method }) => method).sort());
  }
  expect(endpoints.filter(({ permission }) => permission === "")).toEqual([]);
});

describe("who is not let in", () => {
  let server: TestServer;
  let other: Tenant;
  let expired: string;
  /** Operations that somebody got as far as. */
  const reached: string[] = [];

  const handlers: Handlers = Object.fromEntries(
    withJson
      .filter(({ kind }) => kind !== "auth")
      .map(({ operation }) => [
        operation,
        { kind: "read", run: async () => void reached.push(operation) },
      ]),
  );

  /** Gives nothing but that somebody came as far as here. */
  const reach = (what: string): never => {
    reached.push(what);
    throw new Error(what);
  };
  const tables = {
    files: { write: () => reach("write"), read: async () => reach("read") },
    listRows: () => reach("rows"),
    readStore: { reader: async () => reach("reader") },
    lanes: { submit: async () => reach("lane"), rehearse: async () => reach("rehearsal") },
  } as unknown as TableServices;

  beforeAll(async () => {
    // The guard is for those who guess; here it would answer for the checks behind it.
    server = await startTestServer({ handlers, failuresPerMinute: 100_000, app: { tables } });
    other = await server.newTenant();
    expired = await server.token();
    server.advance(DAY_MS + 2000);
    await server.token(true);
  });
  afterAll(() => server?.stop());

  const H = SIGNATURE_HEADER;
  const ask = ({ method, path }: Endpoint, headers: Record<string, string> = {}) =>
    server.signedFetch(method, path, { headers });
  const called = endpoints.filter(({ kind }) => kind !== "auth");

  async function expectRefused(
    endpoint: Endpoint,
    errcode: number,
    headers?: Record<string, string>,
  ): Promise<void> {
    const reply = await ask(endpoint, headers);
    const { status, json } = reply;
    expect([endpoint.operation, status >= 400, json.errcode]).toEqual([
      endpoint.operation,
      true,
      errcode,
    ]);
    expect(json.data).toBeUndefined();
  }

  test("without credentials, and wrongly signed", async () => {
    for (const endpoint of endpoints) {
      const { json } = await server.plainFetch(endpoint.method, endpoint.path);
      expect([endpoint.operation, json.errcode]).toEqual([endpoint.operation, 4002]);
      await expectRefused(endpoint, 4008, { [H.signature]: "" });
      await expectRefused(endpoint, 4009, { [H.signature]: "bm90IGEgc2lnbmF0dXJl" });
      await expectRefused(endpoint, 4009, { [H.clientId]: other.credentials.clientId });
      await expectRefused(endpoint, 4006, { [H.timestamp]: "1670305063559" });
    }
    expect(reached).toEqual([]);
  });

  test("without a token, with an expired one, and with one of another account", async () => {
    const foreign = await other.token();
    for (const endpoint of called) {
      await expectRefused(endpoint, 401, { "app-token": "" });
      await expectRefused(endpoint, 1000202001, { "app-token": expired });
      await expectRefused(endpoint, 1020002008, { "app-token": foreign });
    }
    expect(reached).toEqual([]);
  });

  test("whoever is who it says reaches a handler: the checks before are why others do not", async () => {
    const gets = called.filter(({ method }) => method === "GET");
    for (const endpoint of gets) await ask(endpoint);
    expect(reached.length).toBeGreaterThan(gets.length / 4);
  });
});
