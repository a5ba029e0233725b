/**
 * A server for integration tests: real HTTP on a free port, on a real PostgreSQL that is started
 * for the test file. Every `startTestServer` makes a new account and a new client on the same
 * database, so tests do not see each other.
 */
import { randomBytes } from "node:crypto";
import { endpoints } from "@xingcang/contract";
import type { FastifyInstance } from "fastify";
import type { Handlers } from "../../server/src/application/handler.ts";
import { createLanes, type LaneObserver, type Lanes } from "../../server/src/application/lane.ts";
import type { AccountSettings } from "../../server/src/application/ports.ts";
import { type Access, createAccess } from "../../server/src/gateway/access.ts";
import { createGateway } from "../../server/src/gateway/gateway.ts";
import { type AppOptions, buildApp } from "../../server/src/http/app.ts";
import { createLog } from "../../server/src/http/request-log.ts";
import { createAccessStore } from "../../server/src/storage/access-store.ts";
import type { Database } from "../../server/src/storage/database.ts";
import { SCHEMA_VERSION } from "../../server/src/storage/migrate.ts";
import { createWorkStore, settingsOf } from "../../server/src/storage/unit-of-work.ts";
import { type TestCluster, testCluster } from "./cluster.ts";
import {
  bodyOf,
  requestToken,
  send,
  sign,
  type TestCredentials,
  type TestReply,
  type TestRequest,
} from "./signed-fetch.ts";

export interface TestServerOptions {
  /** Over handlers that answer with an empty reply. */
  handlers?: Handlers;
  settings?: Partial<AccountSettings>;
  /** Failures a minute that the guard lets pass (default 1000: tests fail on purpose). */
  failuresPerMinute?: number;
  app?: Partial<
    Pick<
      AppOptions,
      "tables" | "publicUrl" | "trustProxy" | "bodyBytesMax" | "extend" | "probes" | "metrics"
    >
  >;
  queueMax?: number;
  /** How long a request may wait for its transaction (default: as good as for ever). */
  waitMsMax?: number;
  /** Default: the one of the cluster. */
  database?: Database;
  lanes?: LaneObserver;
}

export interface TestServer {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly access: Access;
  readonly lanes: Lanes;
  readonly cluster: TestCluster;
  readonly credentials: TestCredentials;
  /** Lines of the server's log. */
  readonly logged: string[];
  /** Moves the server's clock, in milliseconds. */
  advance(ms: number): void;
  /** The server's time. */
  now(): number;
  /** A business call with signature and app token. */
  signedFetch(method: string, path: string, request?: TestRequest): Promise<TestReply>;
  /** A call without any header of its own. */
  plainFetch(method: string, path: string, headers?: Record<string, string>): Promise<TestReply>;
  /** The app token that `signedFetch` uses; with `anew` a new one. */
  token(anew?: boolean): Promise<string>;
  /** Another account and client on the same server, with a `signedFetch` of its own. */
  newTenant(settings?: Partial<AccountSettings>): Promise<Tenant>;
  stop(): Promise<void>;
}

export type Tenant = Pick<TestServer, "credentials" | "signedFetch" | "token">;

const MASTER_KEY = randomBytes(32);
let lastId = BigInt(Date.now()) * 1_000_000n;

/** Ids of 19 digits that rise. */
export function newTestId(): string {
  lastId += 1n;
  return String(lastId);
}

const idle: Handlers = Object.fromEntries(
  endpoints
    .filter(({ kind }) => kind !== "auth")
    .map(({ operation }) => [operation, { kind: "read", run: async () => ({}) }]),
);

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const cluster = await testCluster();
  const logged: string[] = [];
  let skewMs = 0;
  const now = () => Date.now() + skewMs;
  const clock = { now, newId: newTestId };
  const { database = cluster.database } = options;
  const access = createAccess(createAccessStore(database), {
    ...clock,
    masterKey: MASTER_KEY,
    settingsOf,
  });
  const { queueMax = 10_000, waitMsMax = 600_000, failuresPerMinute = 1000 } = options;
  const limits = { batchMax: 64, queueMax, waitMsMax };
  const unobserved = { batch() {}, turnedAway() {} };
  const store = createWorkStore(database, clock);
  const lanes = createLanes(store, limits, options.lanes ?? unobserved);
  const app = buildApp({
    handlers: { ...idle, ...options.handlers },
    lanes,
    gateway: createGateway({ access, now, failuresPerMinute }),
    log: createLog({ level: "info", destination: { write: (line) => void logged.push(line) } }),
    info: { version: "0.0.0-test", schemaVersion: SCHEMA_VERSION },
    probes: {
      schemaVersion: async () => SCHEMA_VERSION,
      queueDepth: lanes.waiting,
      writing: async () => "ok",
    },
    ...options.app,
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const newTenant = async (settings: Partial<AccountSettings> = {}) =>
    tenantOf(url, now, await newCredentials(access, settings));
  return {
    ...(await newTenant(options.settings)),
    url,
    app,
    access,
    lanes,
    cluster,
    logged,
    now,
    newTenant,
    advance(ms) {
      skewMs += ms;
    },
    plainFetch: (method, path, headers = {}) => send(url, method, path, headers),
    async stop() {
      await app.close();
      await lanes.idle();
    },
  };
}

async function newCredentials(
  access: Access,
  settings: Partial<AccountSettings>,
): Promise<TestCredentials> {
  const account = await access.createAccount({ name: "测试账套", settings });
  const client = await access.createClient({ name: "测试应用" });
  const outerInstanceId = "1001";
  const grant = await access.grantAccess({
    clientId: client.id,
    accountId: account.id,
    outerInstanceId,
  });
  return {
    clientId: client.id,
    clientSecret: client.secret,
    outerInstanceId,
    accountId: account.id,
    appKey: grant.appKey,
    appSecret: grant.appSecret,
  };
}

function tenantOf(url: string, now: () => number, credentials: TestCredentials): Tenant {
  let held: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const reply = await requestToken(url, credentials, {}, now());
    const token = reply.json?.data?.["app-token"];
    if (typeof token !== "string") throw new Error(`no token: ${reply.text}`);
    return token;
  }

  function token(anew = false): Promise<string> {
    if (anew || held === undefined) held = fetchToken();
    return held;
  }

  return {
    credentials,
    token,
    async signedFetch(method, path, { query, body, headers = {} } = {}) {
      const signed = await sign(method, path, query, credentials, now());
      const bytes = bodyOf(body);
      const all = {
        ...(bytes === undefined ? {} : { "Content-Type": "application/json" }),
        ...signed.headers,
        ...(headers["app-token"] === undefined && { "app-token": await token() }),
        ...headers,
      };
      return send(url, method, signed.url, all, bytes);
    },
  };
}
