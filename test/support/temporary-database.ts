/**
 * A database of its own for a test file that breaks the schema on purpose, and so never the shared
 * one of `cluster.ts`: our embedded PostgreSQL in a temporary folder, migrated.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { type Database, openDatabase } from "../../server/src/storage/database.ts";
import { startEmbeddedDatabase } from "../../server/src/storage/embedded/index.ts";
import { migrate, SCHEMA_VERSION } from "../../server/src/storage/migrate.ts";

export interface TemporaryDatabase {
  /** As the server's role, which also owns the tables. */
  readonly database: Database;
  readonly connection: pg.PoolConfig;
  /** Drops everything and migrates anew, to this schema; "" leaves no tables. */
  reset(schema: string): Promise<void>;
  close(): Promise<void>;
}

export async function startTemporaryDatabase(schema = SCHEMA_VERSION): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "xingcang-test-"));
  // When the tests run as root, the postmaster is another user and has to get in.
  chmodSync(folder, 0o755);
  const embedded = await startEmbeddedDatabase({
    dataDir: join(folder, "data"),
    log: () => {},
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  const connection = { ...embedded.connection };
  const database = openDatabase(connection, () => {});
  const migrateTo = async (target: string) => {
    if (target !== "") await migrate(database.kysely, target);
  };
  await migrateTo(schema);
  return {
    database,
    connection,
    async reset(target) {
      await database.pool.query("drop schema public cascade; create schema public");
      await migrateTo(target);
    },
    async close() {
      await database.close();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
