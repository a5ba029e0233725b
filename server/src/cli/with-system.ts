/**
 * A command's way to the database: through the server that runs on the data folder, or by starting
 * the database itself.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { composeSystem, type System } from "../compose.ts";
import { type Config, readConfig, readMasterKey } from "../config.ts";
import { LOCATION_FILE } from "../storage/embedded/home.ts";
import { startEmbeddedDatabase } from "../storage/embedded/index.ts";
import { CommandFailed } from "./failure.ts";
import { findServer, type ServerFile } from "./server-file.ts";
import { both, note } from "./terminal.ts";

export interface Context {
  readonly config: Config;
  readonly system: System;
  /** The server that runs on the data folder. */
  readonly server: ServerFile | undefined;
}

/** "existing": a folder without a database is refused, it is hardly the one that was meant. */
export type Want = "existing" | "any";

/** Opens the system, runs the command and closes all that was started for it. */
export async function withSystem<T>(want: Want, run: (context: Context) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  if (want === "existing" && !hasDatabase(config)) throw noDatabase(config.dataDir);
  const masterKey = readMasterKey(process.env, config.dataDir);
  return withConnection(config, async (connection, server) => {
    const system = await composeSystem({ connection, masterKey, now: Date.now, log: note });
    try {
      return await run({ config, system, server });
    } finally {
      await system.close();
    }
  });
}

/** @throws DataFolderInUse while a server or another command is just starting or stopping */
export async function withConnection<T>(
  { databaseUrl, dataDir }: Config,
  run: (connection: pg.PoolConfig, server: ServerFile | undefined) => Promise<T>,
): Promise<T> {
  const server = findServer(dataDir);
  if (databaseUrl !== "") return run({ connectionString: databaseUrl }, server);
  if (server?.connection !== undefined) return run(server.connection, server);
  const embedded = await startEmbeddedDatabase({ dataDir, log: note });
  try {
    return await run({ ...embedded.connection }, undefined);
  } finally {
    await embedded.stop();
  }
}

/** Whether a first start has been here. */
export function hasDatabase({ databaseUrl, dataDir }: Config): boolean {
  if (databaseUrl !== "" || findServer(dataDir) !== undefined) return true;
  const location = join(dataDir, LOCATION_FILE);
  const folder = existsSync(location)
    ? (JSON.parse(readFileSync(location, "utf8")) as { database: string }).database
    : dataDir;
  return existsSync(join(folder, "postgres", "cluster"));
}

export function noDatabase(dataDir: string): CommandFailed {
  return new CommandFailed(
    both(
      `${dataDir} 中还没有数据库。请先运行 npx xingcang serve，或用 XINGCANG_DATA_DIR 指定数据目录`,
      "no database there yet: run npx xingcang serve first, or set XINGCANG_DATA_DIR",
    ),
  );
}
