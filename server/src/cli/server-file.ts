/**
 * `server.json` in the data folder: where the server that runs on it can be reached, for the other
 * commands.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { isAlive, processWorld, startTime } from "../storage/embedded/processes.ts";

export interface ServerFile {
  readonly pid: number;
  readonly url: string;
  /** Of the database that the server started; undefined with `DATABASE_URL`. */
  readonly connection: pg.PoolConfig | undefined;
}

interface Content extends ServerFile {
  /** With the process id: recognizes a file that a killed server left behind. */
  readonly startTime: string;
  readonly world: string;
}

const pathIn = (dataDir: string) => join(dataDir, "server.json");

/** Only its owner may read it: it holds the database's password. */
export function writeServerFile(dataDir: string, { url, connection }: Omit<ServerFile, "pid">) {
  const { pid } = process;
  const content: Content = {
    pid,
    url,
    connection,
    startTime: startTime(pid) ?? "",
    world: processWorld(),
  };
  const file = pathIn(dataDir);
  mkdirSync(dataDir, { recursive: true });
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, {
    mode: 0o600,
    flag: "wx",
  });
  renameSync(`${file}.new`, file);
}

/** The server that runs on this data folder, or undefined. */
export function findServer(dataDir: string): ServerFile | undefined {
  const content = readContent(dataDir);
  if (content === undefined || content.world !== processWorld()) return undefined;
  const isIt = isAlive(content.pid) && (startTime(content.pid) ?? "") === content.startTime;
  return isIt ? content : undefined;
}

/** Removes our own. */
export function removeServerFile(dataDir: string): void {
  if (readContent(dataDir)?.pid === process.pid) rmSync(pathIn(dataDir), { force: true });
}

function readContent(dataDir: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(pathIn(dataDir), "utf8"));
  } catch {
    return undefined;
  }
}
