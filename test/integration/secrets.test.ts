/**
 * What a thief of the database or of the logs gets (D42): no secret, no token, no signature, and
 * nothing that a request can be signed with.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@xingcang/client";
import { SIGNATURE_HEADER } from "@xingcang/contract";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findServer } from "../../server/src/cli/server-file.ts";
import {
  buildCommand,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";
import { refusalOf } from "../support/running-server.ts";

let place: Workplace;
let server: ServeProcess;
let credentials: { clientId: string; clientSecret: string; outerInstanceId: string };
/** Signatures, tokens and secrets of every request that was sent, and of the replies. */
const sent = new Set<string>();

const record: typeof fetch = async (url, init = {}) => {
  const headers = init.headers as Record<string, string>;
  for (const name of [SIGNATURE_HEADER.signature, "app-token"]) sent.add(headers[name] ?? "");
  const { searchParams } = new URL(String(url));
  for (const name of ["app_signature", "app_secret"]) sent.add(searchParams.get(name) ?? "");
  const reply = await fetch(url, init);
  const text = await reply.text();
  for (const [, value = ""] of text.matchAll(/"(?:appSecret|app_secret|app-token)":"([^"]+)"/g)) {
    sent.add(value);
  }
  return new Response(text, { status: reply.status, headers: reply.headers });
};

const clientOf = (clientSecret: string) =>
  createClient({ baseUrl: server.url, ...credentials, clientSecret, retries: 0, fetch: record });

beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
  const first = await place.serve({ XINGCANG_LOG: "silent" });
  const printed = (name: string) =>
    new RegExp(`^ {2}${name} +(\\S+)$`, "m").exec(first.output())?.[1] ?? "";
  credentials = {
    clientId: printed("client_id"),
    clientSecret: printed("client_secret"),
    outerInstanceId: printed("outerInstanceId"),
  };
  first.child.kill("SIGTERM");
  await first.exited;
  server = await place.serve({ XINGCANG_LOG: "trace" });
  const client = clientOf(credentials.clientSecret);
  await client.system.currentUserInfo();
  const body = { number: "SEC1", name: "保密仓" };
  await client.call("POST", "/jdy/v2/bd/store", { body, idempotencyKey: "secret-1" });
  expect(await refusalOf(client.store.save({ ...body, name: "" }))).not.toEqual([]);
  await client.call("GET", "/jdy/v2/bd/store", { headers: { "app-token": "forged" } });
  sent.add(credentials.clientSecret);
});
afterAll(() => place?.clean());

/** As it is, and as it stands in a URL. */
const formsOf = (value: string) => [value, encodeURIComponent(value)];
/** An absent header, and what was made up, are none. */
const isReal = (value: string) => value !== "" && value !== "forged";
const leaked = (text: string) =>
  [...sent]
    .filter(isReal)
    .flatMap(formsOf)
    .filter((each) => text.includes(each));

test("what is looked for has been seen", () => {
  // The client's secret, the app's, a token, its signature, and one for each of five requests.
  expect([...sent].filter(isReal).length).toBeGreaterThan(7);
});

test("a dump of all tables holds none of it, and signs nothing", async () => {
  const connection = findServer(place.dataDir)?.connection;
  const database = new pg.Client(connection);
  await database.connect();
  const tables = await database.query(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const dump: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await database.query(`select to_jsonb(t)::text as line from ${name} t`);
    dump.push(...rows.map(({ line }) => String(line)));
  }
  await database.end();
  const text = dump.join("\n");
  expect(text).toContain("保密仓");
  expect(text).toContain(credentials.clientId);
  expect(leaked(text)).toEqual([]);
  // Neither what is stored in place of a secret, nor that without its prefix, is one.
  const sealed = [...text.matchAll(/xcbox1\.([\w+/=.-]+)/g)].flatMap(([all, rest = ""]) => [
    all,
    rest,
  ]);
  expect(sealed.length).toBeGreaterThan(2);
  for (const found of sealed.slice(0, 8)) {
    const call = clientOf(found).system.currentUserInfo();
    expect((await refusalOf(call)).map(([key]) => key)).toEqual(["signatureInvalid"]);
  }
  await clientOf(credentials.clientSecret).system.currentUserInfo();
});

test("the log at level trace, and that of the database, hold none of it", async () => {
  // The last lines are written when it stops.
  server.child.kill("SIGTERM");
  await server.exited;
  const lines = server
    .output()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  const database = readFileSync(join(place.dataDir, "postgres.log"), "utf8");
  expect(lines.join("")).toContain("kingdee_auth_token");
  expect(leaked(lines.join("\n"))).toEqual([]);
  expect(leaked(server.errors())).toEqual([]);
  expect(leaked(database)).toEqual([]);
});
