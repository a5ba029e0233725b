/** One PostgreSQL for a test file, started on first use and stopped after its last test. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type Database, openDatabase } from "../../server/src/storage/database.ts";
import { startEmbeddedDatabase } from "../../server/src/storage/embedded/index.ts";
import { migrate } from "../../server/src/storage/migrate.ts";

export interface TestCluster {
  /** node-postgres settings of the server's role. */
  readonly connection: Record<string, unknown>;
  /**
   * Process id of the postmaster, for tests that kill it; undefined with a database of one's own.
   */
  readonly pid: number | undefined;
  /** Migrated, and shared by all tests of the file: each has an account of its own. */
  readonly database: Database;
}

/** The same as `connection`, as `DATABASE_URL` has it. */
export function urlOf({ connection }: TestCluster): string {
  const { connectionString, host, port, user, password, database } = connection;
  if (connectionString !== undefined) return String(connectionString);
  const query = new URLSearchParams({ host: String(host), port: String(port) });
  const login = `${user}:${encodeURIComponent(String(password))}`;
  return `postgresql://${login}@localhost/${database}?${query}`;
}

let running: Promise<TestCluster & { stop(): Promise<void> }> | undefined;

/** With `XINGCANG_TEST_DATABASE_URL` set, the tests use that database and start none. */
export function testCluster(): Promise<TestCluster> {
  running ??= start();
  return running;
}

afterAll(async () => {
  const cluster = running;
  running = undefined;
  await (await cluster)?.stop();
});

async function start() {
  const url = process.env.XINGCANG_TEST_DATABASE_URL;
  if (url) return opened({ connectionString: url }, undefined, async () => {});
  const folder = mkdtempSync(join(tmpdir(), "xingcang-test-"));
  // PostgreSQL runs as another user when the tests run as root.
  chmodSync(folder, 0o755);
  const embedded = await startEmbeddedDatabase({
    dataDir: join(folder, "data"),
    log: () => {},
    // Tests that kill the machine are the fault tests' business; these only need the rules.
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  return opened({ ...embedded.connection }, embedded.pid, async () => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  });
}

async function opened(
  connection: Record<string, unknown>,
  pid: number | undefined,
  stopDatabase: () => Promise<void>,
) {
  const database = openDatabase(connection, () => {});
  await migrate(database.kysely);
  return {
    connection,
    pid,
    database,
    async stop() {
      await database.close();
      await stopDatabase();
    },
  };
}
