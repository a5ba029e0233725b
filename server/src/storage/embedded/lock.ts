import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { DataFolderInUse, errorCode } from "./errors.ts";
import { isAlive, processWorld, startTime } from "./processes.ts";

interface Holder {
  readonly pid: number;
  readonly startTime: string;
  readonly world: string;
  readonly host: string;
}

export interface Lock {
  /** Throws DataFolderInUse when somebody else has taken the lock file in the meantime. */
  confirm(): void;
  /** Idempotent. */
  release(): void;
}

/**
 * One server per data folder. A file, because Node has no flock: it names the process with its
 * start time, so a lock left by a killed process is recognized even when its id is in use again.
 *
 * @param databaseSocket where a server of this folder would listen. Process ids of another
 *   container mean nothing here, but a Unix socket on a shared folder does.
 */
export async function acquireLock(
  file: string,
  folder: string,
  databaseSocket: string,
): Promise<Lock> {
  const mine = JSON.stringify({
    pid: process.pid,
    startTime: startTime(process.pid) ?? "",
    world: processWorld(),
    host: hostname(),
  } satisfies Holder);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (tryCreate(file, mine)) return heldLock(file, folder, mine);
    const text = readText(file);
    if (text === undefined) continue;
    const holder = parseHolder(text);
    if (holder === undefined && attempt < 5) {
      await sleep(20); // its owner may be between creating and writing it
      continue;
    }
    if (holder !== undefined && (await isHeld(holder, databaseSocket))) {
      throw new DataFolderInUse(folder, describe(holder));
    }
    removeStale(file, text);
  }
  throw new DataFolderInUse(folder, `? ${file}`);
}

function heldLock(file: string, folder: string, mine: string): Lock {
  let released = false;
  return {
    confirm() {
      const text = readText(file);
      if (text === mine) return;
      const holder = parseHolder(text ?? "");
      throw new DataFolderInUse(folder, holder === undefined ? `? ${file}` : describe(holder));
    },
    release() {
      if (released) return;
      released = true;
      if (readText(file) === mine) unlinkSync(file);
    },
  };
}

function tryCreate(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: "wx", mode: 0o644 });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    return Number.isInteger(value.pid) && (value.pid ?? 0) > 0 ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function describe(holder: Holder): string {
  return holder.host === hostname() ? `pid ${holder.pid}` : `pid ${holder.pid} @ ${holder.host}`;
}

async function isHeld(holder: Holder, databaseSocket: string): Promise<boolean> {
  if (holder.world === processWorld()) {
    return isAlive(holder.pid) && startTime(holder.pid) === holder.startTime;
  }
  return await accepts(databaseSocket);
}

/** Whether a process listens on that Unix socket. */
export function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    connection.on("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.on("error", (error) => resolve(errorCode(error) === "EAGAIN"));
  });
}

/**
 * Removes the lock only if it is still the one that was judged stale: two servers starting at
 * once must not remove each other's. Renaming first makes looking and removing one step.
 */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  try {
    if (readText(aside) !== stale) linkSync(aside, file);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  } finally {
    unlinkSync(aside);
  }
}
