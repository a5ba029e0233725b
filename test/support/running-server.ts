/**
 * The whole server as `npm start` runs it, with demo data, in this process; typed clients of its
 * two accounts; `verify` at the end.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiError, type Client, type ClientOptions, createClient } from "@xingcang/client";
import { pino } from "pino";
import { afterAll, beforeAll, expect } from "vitest";
import { readConfig, readMasterKey } from "../../server/src/config.ts";
import { type RunningServer, startServer } from "../../server/src/serve.ts";
import { findingsOf } from "./findings.ts";

const CREDENTIALS = { clientId: "205022", clientSecret: "0123456789abcdef0123456789abcdef" };
const SECOND = { clientId: "205023", clientSecret: "fedcba9876543210fedcba9876543210" };

export interface DemoServer {
  readonly server: RunningServer;
  /** Of the account with demo data. */
  readonly client: Client;
  /** Of another account, which has no data. */
  readonly other: Client;
  /** One more client of the account with demo data, with options of its own. */
  clientWith(options: Partial<ClientOptions>): Client;
  /** Moves the clock of the server and of its clients, in milliseconds. */
  advance(ms: number): void;
  /** Their time. */
  now(): number;
}

/** Starts before the tests of a file and stops after them; `demo()` is only valid inside tests. */
export function useDemoServer(): () => DemoServer {
  let folder = "";
  let running: DemoServer | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "xingcang-test-"));
    running = await startDemoServer(folder);
  });
  afterAll(async () => {
    try {
      if (running !== undefined)
        expect(await findingsOf(running.server.system.database)).toEqual([]);
    } finally {
      await running?.server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return () => {
    if (running === undefined) throw new Error("the server is not running");
    return running;
  };
}

/** One more server on a database that runs; those with the same data folder share its key. */
export async function startDemoServer(
  dataDir: string,
  databaseUrl = process.env.XINGCANG_TEST_DATABASE_URL,
): Promise<DemoServer> {
  const environment = {
    PORT: "0",
    XINGCANG_DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    XINGCANG_CLIENT_ID: CREDENTIALS.clientId,
    XINGCANG_CLIENT_SECRET: CREDENTIALS.clientSecret,
    XINGCANG_OUTER_INSTANCE_ID: "XC1",
    XINGCANG_CLIENT_ID_2: SECOND.clientId,
    XINGCANG_CLIENT_SECRET_2: SECOND.clientSecret,
    XINGCANG_OUTER_INSTANCE_ID_2: "XC2",
  };
  let skewMs = 0;
  const now = () => Date.now() + skewMs;
  const server = await startServer({
    now,
    // Tests do the background work when they want it.
    jobsEveryMs: 0,
    config: readConfig(environment),
    masterKey: readMasterKey(environment, dataDir),
    logger: pino({ level: "silent" }),
    say: () => {},
    onProvisioned: () => {},
  });
  const baseUrl = server.url;
  return {
    server,
    client: createClient({ baseUrl, ...CREDENTIALS, outerInstanceId: "XC1", now }),
    other: createClient({ baseUrl, ...SECOND, outerInstanceId: "XC2", now }),
    clientWith: (options) =>
      createClient({ baseUrl, ...CREDENTIALS, outerInstanceId: "XC1", now, ...options }),
    now,
    advance(ms) {
      skewMs += ms;
    },
  };
}

/** The refusal of a call that must be refused: its keys and fields, in order. */
export async function refusalOf(call: Promise<unknown>): Promise<[string, string][]> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) {
    throw new Error(`expected a refusal, got ${error === undefined ? "success" : String(error)}`);
  }
  return error.errors.map((detail) => [detail.key, detail.field]);
}

/**
 * The parts of a refusal that a person reads must be there: field or row, reason and remedy, in
 * both languages.
 */
export async function expectClear(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  const refusal = error as ApiError;
  for (const detail of refusal.errors) {
    expect(detail.description).not.toMatch(/\{\w+\}/);
    expect(detail.remedy).not.toBe("");
    expect(detail.remedy_en).not.toBe("");
  }
  return refusal;
}
