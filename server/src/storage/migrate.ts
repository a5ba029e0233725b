/**
 * Brings a database to the schema of this version. Migrations only go forwards and are never edited
 * once released.
 */
import { Kysely, Migrator, PostgresDialect, type PostgresPool } from "kysely";
import type pg from "pg";
import { distribute } from "./distribution.ts";
import * as initial from "./migrations/0001-initial.ts";
import * as recosting from "./migrations/0002-recosting.ts";
import * as holds from "./migrations/0003-holds.ts";
import * as floatingUnit from "./migrations/0005-floating-unit.ts";
import * as masterCount from "./migrations/0007-master-count.ts";
import * as growth from "./migrations/0008-growth.ts";
import * as stoppedWriting from "./migrations/0010-stopped-writing.ts";
import * as pictures from "./migrations/0012-pictures.ts";
import * as batchesAndSerials from "./migrations/0013-batches-and-serials.ts";
import * as outsideKeys from "./migrations/0014-outside-keys.ts";

const migrations = {
  "0001-initial": initial,
  "0002-recosting": recosting,
  "0003-holds": holds,
  "0005-floating-unit": floatingUnit,
  "0007-master-count": masterCount,
  "0008-growth": growth,
  "0010-stopped-writing": stoppedWriting,
  "0012-pictures": pictures,
  "0013-batches-and-serials": batchesAndSerials,
  "0014-outside-keys": outsideKeys,
};

/** Every schema that this version knows, in order. */
export const SCHEMA_NAMES: readonly string[] = Object.keys(migrations);

export const SCHEMA_VERSION = SCHEMA_NAMES.at(-1) ?? "";

const migratorOn = (db: Kysely<unknown>, disableTransactions = false) =>
  new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: "schema_migration",
    migrationLockTableName: "schema_migration_lock",
    disableTransactions,
  });

/**
 * Returns the names of the migrations that ran, and of the tables that were distributed. Migrations
 * run in one transaction: all of them, or none.
 * @param target a name of `SCHEMA_NAMES`; default: the last
 */
export async function migrate(db: Kysely<unknown>, target = SCHEMA_VERSION): Promise<string[]> {
  const { error, results } = await migratorOn(db).migrateTo(target);
  if (error !== undefined) throw error;
  const distributed = await distribute(db);
  return [
    ...(results ?? []).map((result) => result.migrationName),
    ...distributed.map((table) => `citus: ${table}`),
  ];
}

/** Migrates inside a transaction that the caller began and ends. */
export async function migrateWithin(client: pg.ClientBase, target: string): Promise<void> {
  let first: unknown;
  const connection = {
    query: (text: string, values: unknown[]) =>
      client.query(text, values).catch((error: unknown) => {
        // Those that follow say no more than that the transaction has failed.
        first ??= error;
        throw error;
      }),
    release: () => {},
  };
  const pool = { connect: async () => connection, end: async () => {} };
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }),
  });
  const { error } = await migratorOn(db, true).migrateTo(target);
  if (error !== undefined) throw first ?? error;
}

/** Name of the last migration that the database has; empty when it has none. */
export async function schemaVersionOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query("select name from schema_migration order by name desc limit 1");
  return rows[0]?.name ?? "";
}
