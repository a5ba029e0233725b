/**
 * The whole server: its database, its data, its port; started in this order and stopped in the
 * reverse one.
 */
import { createServer } from "node:net";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type pg from "pg";
import { composeSystem, type System } from "./compose.ts";
import type { Config } from "./config.ts";
import { createGateway } from "./gateway/gateway.ts";
import { buildApp } from "./http/app.ts";
import { consoleRoutes } from "./http/console.ts";
import { type Repeated, repeat } from "./jobs/repeat.ts";
import { type Provisioned, provision } from "./provision.ts";
import { startEmbeddedDatabase } from "./storage/embedded/index.ts";
import { SCHEMA_VERSION, schemaVersionOf } from "./storage/migrate.ts";
import { writingState } from "./storage/writing-store.ts";
import { VERSION } from "./version.ts";

export interface ServeOptions {
  readonly config: Config;
  readonly masterKey: Buffer;
  readonly logger: FastifyBaseLogger;
  /** What the operator should know, in Chinese and English. */
  say(message: string): void;
  /** Before the port opens: new credentials are shown even when that fails. */
  onProvisioned(provisioned: Provisioned): void;
  /** Milliseconds since 1970 (default: the machine's clock). */
  now?(): number;
  /** How often the background work is done, 0 for never (default: often enough). */
  readonly jobsEveryMs?: number;
}

const HOLDS_EVERY_MS = 10_000;
const RECOST_EVERY_MS = 1000;
const PURGE_EVERY_MS = 600_000;
/** How often it is looked whether an account is due; each is only after `verifyHours`. */
const VERIFY_LOOK_MS = 600_000;
const HOUR_MS = 3_600_000;

export interface RunningServer {
  /** Where to reach it from this machine, without a slash at the end. */
  readonly url: string;
  readonly connection: pg.PoolConfig;
  readonly system: System;
  readonly provisioned: Provisioned;
  readonly app: FastifyInstance;
  /** Resolves when the server cannot go on; it still has to be stopped. */
  readonly failed: Promise<Error>;
  /** Answers what was accepted, then closes everything. Idempotent. */
  stop(): Promise<void>;
}

/** The address cannot be listened on. The message says what to change. */
export class PortUnusable extends Error {
  override readonly name = "PortUnusable";
}

/** @throws PortUnusable, DataFolderInUse, EmbeddedDatabaseFailed, or what the database says */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { config, masterKey, say } = options;
  await tryPort(config);
  const closers: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= closeAll(closers);
    return stopping;
  };
  try {
    const database = await keepDatabase(config, say);
    closers.push(database.stop);
    const { connection, failed } = database;
    const now = options.now ?? Date.now;
    const system = await composeSystem({ connection, masterKey, now, log: say });
    closers.push(system.close);
    const provisioned = await provision(system, config);
    options.onProvisioned(provisioned);
    const app = appOf(system, config, options.logger);
    closers.push(() => closeApp(app));
    const url = await listen(app, config);
    const jobs = startJobs(system, options);
    for (const job of jobs) closers.push(job.stop);
    return { url, connection, system, provisioned, app, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  for (const close of closers.reverse()) await close();
}

function appOf(system: System, config: Config, logger: FastifyBaseLogger): FastifyInstance {
  const { handlers, tables, lanes, access, now, database, metrics } = system;
  return buildApp({
    handlers,
    tables,
    lanes,
    gateway: createGateway({ access, now }),
    log: logger,
    info: { version: VERSION, schemaVersion: SCHEMA_VERSION },
    probes: {
      schemaVersion: () => schemaVersionOf(database.pool),
      queueDepth: lanes.waiting,
      writing: () => writingState(database),
    },
    metrics: { source: metrics, token: config.metricsToken },
    extend: consoleRoutes,
    ...(config.publicUrl !== "" && { publicUrl: config.publicUrl }),
    trustProxy: [...config.trustedProxies],
  });
}

/** What is done in the background; nothing of it is needed for a right answer. */
function startJobs(system: System, { jobsEveryMs, logger, config }: ServeOptions): Repeated[] {
  if (jobsEveryMs === 0) return [];
  const failed = (job: string) => (error: unknown) => {
    system.metrics.jobFailed(job);
    logger.warn({ job, err: error }, "background work failed, it is tried again");
  };
  const verify = () => system.verifyDue(config.verifyHours * HOUR_MS);
  const jobs = [
    repeat(jobsEveryMs ?? HOLDS_EVERY_MS, system.expireHolds, failed("expire-holds")),
    repeat(jobsEveryMs ?? RECOST_EVERY_MS, system.recost, failed("recost")),
    repeat(jobsEveryMs ?? PURGE_EVERY_MS, system.purgeReplies, failed("purge-replies")),
  ];
  if (config.verifyHours === 0) return jobs;
  return [...jobs, repeat(jobsEveryMs ?? VERIFY_LOOK_MS, verify, failed("verify"))];
}

/** Requests that are not answered by then are cut off, so that a stop ends. */
const CLOSE_MS = 10_000;

async function closeApp(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_MS);
  await app.close();
  clearTimeout(timer);
}

// ---- the database ----

interface KeptDatabase {
  readonly connection: pg.PoolConfig;
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

/** So many crashes within this time are no accident. */
const CRASHES_MAX = 3;
const CRASH_WINDOW_MS = 5 * 60_000;

/**
 * The given database, or our own; ours is started again when it crashes: its socket stays the same,
 * so the pool goes on.
 */
async function keepDatabase(
  { databaseUrl, dataDir }: Config,
  say: (message: string) => void,
): Promise<KeptDatabase> {
  if (databaseUrl !== "") {
    const failed = new Promise<Error>(() => {});
    return { connection: { connectionString: databaseUrl }, failed, stop: async () => {} };
  }
  const start = () => startEmbeddedDatabase({ dataDir, log: say });
  let current = await start();
  let starting: Promise<unknown> = Promise.resolve();
  let stopping = false;

  async function watch(): Promise<Error> {
    for (let crashes: number[] = []; ; ) {
      await current.exited;
      crashes = [...crashes.filter((at) => Date.now() - at < CRASH_WINDOW_MS), Date.now()];
      if (crashes.length > CRASHES_MAX) return new DatabaseLost();
      if (stopping) return new Promise(() => {});
      say("数据库进程意外退出，正在重新启动 / The database has crashed: starting it again");
      const next = start();
      starting = next.catch(() => {});
      try {
        current = await next;
      } catch (error) {
        return error as Error;
      }
      say("数据库已恢复 / The database is back");
    }
  }

  return {
    connection: { ...current.connection },
    failed: watch(),
    async stop() {
      stopping = true;
      await starting;
      await current.stop();
    },
  };
}

/** The embedded database crashes again and again. */
export class DatabaseLost extends Error {
  override readonly name = "DatabaseLost";

  constructor() {
    super(
      "数据库反复意外退出，服务停止。请查看数据目录中的 postgres.log。\n" +
        "The database crashes again and again: the server stops. " +
        "See postgres.log in the data folder.",
    );
  }
}

// ---- the port ----

/** Before anything is started or made: whether the port is free. @throws PortUnusable */
export async function tryPort({ host, port }: Config): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen({ host, port }, resolve);
    });
    await new Promise((resolve) => probe.close(resolve));
  } catch (error) {
    throw portUnusable(error, host, port);
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw portUnusable(error, host, port);
  }
  const [address] = app.addresses();
  return baseUrl(host, typeof address === "object" ? address.port : port);
}

/** How a program on this machine reaches a server that listens there. */
export function baseUrl(host: string, port: number): string {
  const isEverywhere = host === "0.0.0.0" || host === "::" || host === "";
  const name = isEverywhere ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

function portUnusable(error: unknown, host: string, port: number): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return new PortUnusable(
      `端口 ${host}:${port} 已被占用。请停止占用它的程序，或用 PORT 指定别的端口，例如 PORT=8788。\n` +
        `Port ${host}:${port} is in use. ` +
        "Stop the program that uses it, or set PORT to another one.",
    );
  }
  if (syscall !== "listen" && syscall !== "getaddrinfo") return error;
  return new PortUnusable(
    `不能在 ${host}:${port} 上监听（${code}）。请检查 HOST 与 PORT。\n` +
      `Cannot listen on ${host}:${port} (${code}). Check HOST and PORT.`,
  );
}
