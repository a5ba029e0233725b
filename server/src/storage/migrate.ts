/**
 * Brings a database to the schema of this version. Migrations only go forwards and are never edited
 * once released.
 */
import { type Kysely, Migrator } from "kysely";
import type pg from "pg";
import { distribute } from "./distribution.ts";
import * as initial from "./migrations/0001-initial.ts";
import * as recosting from "./migrations/0002-recosting.ts";
import * as holds from "./migrations/0003-holds.ts";
import * as floatingUnit from "./migrations/0005-floating-unit.ts";
import * as masterCount from "./migrations/0007-master-count.ts";
import * as growth from "./migrations/0008-growth.ts";

const migrations = {
  "0001-initial": initial,
  "0002-recosting": recosting,
  "0003-holds": holds,
  "0005-floating-unit": floatingUnit,
  "0007-master-count": masterCount,
  "0008-growth": growth,
};

export const SCHEMA_VERSION = Object.keys(migrations).at(-1) ?? "";

/** Returns the names of the migrations that ran, and of the tables that were distributed. */
export async function migrate(db: Kysely<unknown>): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: "schema_migration",
    migrationLockTableName: "schema_migration_lock",
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  const distributed = await distribute(db);
  return [
    ...(results ?? []).map((result) => result.migrationName),
    ...distributed.map((table) => `citus: ${table}`),
  ];
}

/** Name of the last migration that the database has; empty when it has none. */
export async function schemaVersionOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query("select name from schema_migration order by name desc limit 1");
  return rows[0]?.name ?? "";
}
