import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, fstatSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "./binaries.ts";
import { clusterFolder, clusterMarker, SOCKET_PORT, socketPath } from "./cluster.ts";
import { bilingual, DataFolderInUse, EmbeddedDatabaseFailed, errorText } from "./errors.ts";
import type { Home } from "./home.ts";
import { accepts } from "./lock.ts";
import { limitLog, openLog, tailLog } from "./log-file.ts";
import {
  identity,
  isAlive,
  postgresProcesses,
  programEnvironment,
  signal,
  waitUntil,
} from "./processes.ts";

const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 5_000;
const STILL_STARTING_MS = 10_000;

export interface Postmaster {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Durability first: an acknowledged write survives a power failure. */
const defaultSettings: Readonly<Record<string, string>> = {
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  listen_addresses: "",
  port: String(SOCKET_PORT),
  unix_socket_permissions: "0700",
  max_connections: "60",
  shared_buffers: "128MB",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "off",
  log_destination: "stderr",
  log_checkpoints: "off",
  jit: "off", // compiling costs more than it saves on short statements
};

/** Starts PostgreSQL and waits until it accepts connections, however long recovery takes. */
export async function startPostmaster(
  home: Home,
  binaries: Binaries,
  socketFolder: string,
  settings: Readonly<Record<string, string>>,
  log: (message: string) => void,
): Promise<Postmaster> {
  const logFile = join(home.folder, "postgres.log");
  const descriptor = openLog(logFile);
  const logStart = fstatSync(descriptor).size;
  const all = {
    ...defaultSettings,
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    ...settings,
    cluster_name: clusterMarker(home),
  };
  const options = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // detached: a Ctrl+C in the terminal is for the server, which then stops PostgreSQL cleanly
  const child = spawn(binaries.postgres, ["-D", clusterFolder(home), ...options], {
    cwd: "/",
    env: programEnvironment(),
    detached: true,
    stdio: ["ignore", descriptor, descriptor],
    ...identity(home.runAs),
  });
  closeSync(descriptor);
  let running = child.pid !== undefined;
  let spawnError = "";
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      running = false;
      resolve();
    };
    child.on("exit", end);
    child.on("error", (error) => {
      spawnError = `${errorText(error)}\n`;
      end();
    });
  });
  const pid = child.pid ?? 0;
  const watchdog = running ? startWatchdog(home, pid) : undefined;
  const endLimit = limitLog(logFile);
  void ended.then(() => {
    watchdog?.kill("SIGKILL");
    endLimit();
  });
  const waiting = { folder: clusterFolder(home), pid, isRunning: () => running };
  if (await untilReady(waiting, log)) {
    return { pid, ended, stop: () => stopProcess(pid, ended) };
  }
  await ended;
  throw new EmbeddedDatabaseFailed(
    `PostgreSQL 没有启动成功。完整日志：${logFile}`,
    `PostgreSQL did not start. Its whole log: ${logFile}`,
    spawnError + tailLog(logFile, logStart),
  );
}

/** PostgreSQL itself notes in its pid file when it is ready. False when it ended first. */
async function untilReady(
  waiting: { folder: string; pid: number; isRunning: () => boolean },
  log: (message: string) => void,
): Promise<boolean> {
  let nextNotice = performance.now() + STILL_STARTING_MS;
  while (waiting.isRunning()) {
    const lines = readPidFile(waiting.folder);
    if (Number(lines[0]) === waiting.pid && lines[7]?.trim() === "ready") return true;
    if (performance.now() > nextNotice) {
      nextNotice += STILL_STARTING_MS;
      log(
        bilingual("PostgreSQL 仍在恢复，请稍候……", "PostgreSQL is still recovering, please wait …"),
      );
    }
    await sleep(10);
  }
  return false;
}

function readPidFile(folder: string): string[] {
  const file = join(folder, "postmaster.pid");
  try {
    return existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  } catch {
    return []; // removed between the two
  }
}

/**
 * Stops PostgreSQL when we are killed: a shell that waits for the end of a pipe from us. It reads
 * the pid file, so that it never signals another process.
 */
function startWatchdog(home: Home, pid: number): ChildProcess {
  const script =
    'trap "" INT TERM HUP; read -r line; read -r now < "$2" && ' +
    '[ "$now" = "$1" ] && kill -INT "$1"';
  const pidFile = join(clusterFolder(home), "postmaster.pid");
  const child = spawn("/bin/sh", ["-c", script, "xingcang-watchdog", String(pid), pidFile], {
    cwd: "/",
    env: programEnvironment(),
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    ...identity(home.runAs),
  });
  child.on("error", () => {}); // without it the next start stops what is left over
  child.stdin?.on("error", () => {});
  (child.stdin as { unref?: () => void } | null)?.unref?.();
  child.unref();
  return child;
}

/** Fast shutdown; after 20 s immediate (the next start recovers); at last by force. */
async function stopProcess(pid: number, ended: Promise<void>): Promise<void> {
  const steps: readonly (readonly [NodeJS.Signals, number])[] = [
    ["SIGINT", FAST_STOP_MS],
    ["SIGQUIT", IMMEDIATE_STOP_MS],
  ];
  let over = false;
  void ended.then(() => {
    over = true;
  });
  await Promise.resolve();
  for (const [name, timeoutMs] of steps) {
    if (over) return;
    signal(pid, name);
    const controller = new AbortController();
    const timer = sleep(timeoutMs, undefined, { signal: controller.signal }).catch(() => {});
    await Promise.race([ended, timer]);
    controller.abort();
  }
  if (!over) signal(pid, "SIGKILL");
  await ended;
}

/**
 * Ends what a killed server has left running on this cluster: its postmaster by fast shutdown, or
 * the postmaster's orphans. Called with the lock held, so nothing of it has an owner.
 */
export async function stopLeftovers(
  home: Home,
  socketFolder: string,
  log: (message: string) => void,
): Promise<void> {
  const folder = clusterFolder(home);
  if (!existsSync(folder)) return;
  const marker = clusterMarker(home);
  const noted = Number(readPidFile(folder)[0] ?? 0);
  const left = postgresProcesses(marker);
  if (left.length === 0) {
    // we may not see it: another container on the same folder
    if (await accepts(socketPath(socketFolder))) {
      throw new DataFolderInUse(home.folder, `PostgreSQL pid ${noted}`);
    }
    removeStaleLocks(folder, socketFolder, noted);
    return;
  }
  log(
    bilingual(
      `正在停止上次遗留的 PostgreSQL 进程 ${left.join(" ")}`,
      `Stopping PostgreSQL processes left over by a killed server: ${left.join(" ")}`,
    ),
  );
  if (await stopAll(marker, left.includes(noted) ? noted : 0)) {
    removeStaleLocks(folder, socketFolder, noted);
    return;
  }
  throw new EmbeddedDatabaseFailed(
    `无法停止遗留的 PostgreSQL 进程 ${postgresProcesses(marker).join(" ")}，请手动结束它们。`,
    `PostgreSQL processes ${postgresProcesses(marker).join(" ")} do not stop: end them by hand.`,
    "",
  );
}

/** False when some of them do not end even by force. */
async function stopAll(marker: string, postmaster: number): Promise<boolean> {
  const gone = () => postgresProcesses(marker).length === 0;
  if (postmaster > 0) {
    signal(postmaster, "SIGINT");
    if (await waitUntil(gone, FAST_STOP_MS)) return true;
  }
  for (const name of ["SIGQUIT", "SIGKILL"] as const) {
    for (const pid of postgresProcesses(marker)) signal(pid, name);
    if (await waitUntil(gone, IMMEDIATE_STOP_MS)) return true;
  }
  return false;
}

/**
 * PostgreSQL refuses to start while the process that its lock files name exists: it may be another
 * one that was given the id, or the killed postmaster itself, when process 1 (a container's, say)
 * never collects what has ended. Called when nothing of this cluster runs.
 */
function removeStaleLocks(folder: string, socketFolder: string, noted: number): void {
  const socketLock = `${socketPath(socketFolder)}.lock`;
  if (noted > 0 && isAlive(noted)) rmSync(join(folder, "postmaster.pid"), { force: true });
  const named = Number(firstLine(socketLock));
  if (named > 0 && isAlive(named)) rmSync(socketLock, { force: true });
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, "utf8").split("\n")[0] ?? "";
  } catch {
    return "";
  }
}
