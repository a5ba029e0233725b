/** A command's way to the database: through the server that runs on the data folder, or by starting the database itself. */
import type pg from "pg";
import { composeSystem, type System } from "../compose.ts";
import { type Config, readConfig, readMasterKey } from "../config.ts";
import { startEmbeddedDatabase } from "../storage/embedded/index.ts";
import { findServer, type ServerFile } from "./server-file.ts";
import { note } from "./terminal.ts";

export interface Context {
  readonly config: Config;
  readonly system: System;
  /** The server that runs on the data folder. */
  readonly server: ServerFile | undefined;
}

/** Opens the system, runs the command and closes all that was started for it. */
export async function withSystem<T>(run: (context: Context) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
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
