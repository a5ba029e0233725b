/** `migrate`: brings the schema of the database up to this version. */
import { readConfig } from "../config.ts";
import { openDatabase } from "../storage/database.ts";
import { migrate as runMigrations, SCHEMA_VERSION } from "../storage/migrate.ts";
import { both, note, print } from "./terminal.ts";
import { withConnection } from "./with-system.ts";

export function migrate(): Promise<void> {
  return withConnection(readConfig(process.env), async (connection) => {
    const database = openDatabase(connection, (error) => note(error.message));
    try {
      const names = await runMigrations(database.kysely);
      for (const name of names) print(`✓ ${name}`);
      if (names.length === 0) print(both("无需升级", "nothing to do"));
      print(both(`数据库结构版本 ${SCHEMA_VERSION}`, "schema version"));
    } finally {
      await database.close();
    }
  });
}
