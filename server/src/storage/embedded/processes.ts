import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode, errorText } from "./errors.ts";

/** The system user that a program runs as. `undefined` in its place means: as ourselves. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

export interface ProgramResult {
  /** Exit code; 127 when the program could not be started at all. */
  readonly code: number;
  readonly output: string;
}

/**
 * Environment of every PostgreSQL program: nothing of ours, because it holds secrets and because
 * PG* variables would change what the programs do.
 */
export function programEnvironment(): Record<string, string> {
  const kept: Record<string, string> = { LC_ALL: "C", TZ: "UTC" };
  for (const name of ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Runs a program to its end, in `/`, since the user may not be allowed into our own folder. */
export function runProgram(
  program: string,
  args: readonly string[],
  runAs: RunAs | undefined,
  input: string,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, args, {
      cwd: "/",
      env: programEnvironment(),
      stdio: ["pipe", "pipe", "pipe"],
      ...identity(runAs),
    });
    const collect = (chunk: Buffer) => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.stdin.on("error", () => {}); // a program that ends early closes its input
    child.stdin.end(input);
    child.on("error", (error) => resolve({ code: 127, output: errorText(error) }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** `uid` and `gid` for spawn; libuv drops the supplementary groups with them. */
export function identity(runAs: RunAs | undefined): { uid?: number; gid?: number } {
  return runAs === undefined ? {} : { uid: runAs.uid, gid: runAs.gid };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

/**
 * When the process started, as an opaque text: with it a process id that the system has given to
 * another process is recognized. `undefined` when there is no such process or it has ended.
 */
export function startTime(pid: number): string | undefined {
  if (process.platform !== "linux") {
    try {
      const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
      return text.trim() || undefined;
    } catch {
      return undefined;
    }
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the name in parentheses may hold anything: count fields after it; start time is the 22nd
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19]; // ended, but its parent has not looked
  } catch {
    return undefined;
  }
}

/**
 * The set of processes that a process id of ours belongs to: this boot and this container.
 * Ids of another one must not be looked up here.
 */
export function processWorld(): string {
  if (process.platform !== "linux") return "";
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return "";
  }
}

/**
 * Ids of the PostgreSQL processes (postmaster and its children) that carry the marker in their
 * command line: the postmaster as an argument, its children as `cluster_name` in their title.
 */
export function postgresProcesses(marker: string): number[] {
  const found = commandLines().filter(
    ({ command }) => /^(\S*\/postgres |postgres: )/.test(command) && hasWord(command, marker),
  );
  return found.map(({ pid }) => pid);
}

function hasWord(text: string, word: string): boolean {
  return text.split(/[\s:=]+/).includes(word);
}

function commandLines(): { pid: number; command: string }[] {
  if (process.platform !== "linux") {
    const text = execFileSync("ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8" });
    return text.split("\n").map((line) => {
      const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? ["", "0", ""];
      return { pid: Number(pid), command: command ?? "" };
    });
  }
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.map((id) => {
    try {
      const text = readFileSync(`/proc/${id}/cmdline`, "utf8");
      return { pid: Number(id), command: text.replaceAll("\0", " ") };
    } catch {
      return { pid: Number(id), command: "" }; // ended between the two reads
    }
  });
}

/** Polls until the condition holds; false when the time (milliseconds) is over first. */
export async function waitUntil(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) return false;
    await sleep(20);
  }
  return true;
}
