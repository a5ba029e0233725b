/** The real command line, built and run as a process in a data folder of its own. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = join(ROOT, "server/dist/cli/main.js");

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServeProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  /** Standard output up to now. */
  output(): string;
  /** Standard error up to now. */
  errors(): string;
  /** The printed curl line. */
  readonly curl: string;
  /** Exit status, or the signal that ended it. */
  readonly exited: Promise<number | string>;
}

export interface Workplace {
  readonly dataDir: string;
  /** Runs a command to its end. */
  run(args: readonly string[], environment?: Record<string, string>): Promise<CommandResult>;
  /** Starts `serve` and waits for its banner. */
  serve(environment?: Record<string, string>): Promise<ServeProcess>;
  /** Process id of the postmaster; undefined when there is none. */
  postmasterPid(): number | undefined;
  /** Ends what still runs, and removes the folder. */
  clean(): Promise<void>;
}

/** Nothing to do when the build is fresh, as it is in `npm test`. */
export async function buildCommand(): Promise<void> {
  await promisify(execFile)("npx", ["tsc", "-b"], { cwd: ROOT });
}

export function newWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), "xingcang-command-"));
  chmodSync(folder, 0o755); // PostgreSQL runs as another user when the tests run as root
  const dataDir = join(folder, "data");
  const started: ServeProcess[] = [];
  const spawned = (args: readonly string[], environment: Record<string, string>) =>
    spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      env: { ...withoutSettings(), XINGCANG_DATA_DIR: dataDir, PORT: "0", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  return {
    dataDir,
    run: (args, environment = {}) => finished(spawned(args, environment)),
    async serve(environment = {}) {
      const server = await ready(spawned(["serve"], environment));
      started.push(server);
      return server;
    },
    postmasterPid: () => postmasterPid(dataDir),
    async clean() {
      for (const { child, exited } of started) {
        if (child.exitCode === null) child.kill("SIGTERM");
        await exited;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Our own environment, without what would steer the server. */
function withoutSettings(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter(
    (name) => !/^(XINGCANG_|npm_|DATABASE_URL$|HOST$|PORT$)/.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

function finished(child: ChildProcess): Promise<CommandResult> {
  const read = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => {
    read.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    read.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, ...read }));
  });
}

function ready(child: ChildProcess): Promise<ServeProcess> {
  let output = "";
  let errors = "";
  const exited = new Promise<number | string>((resolve) => {
    child.on("close", (code, signal) => resolve(code ?? signal ?? ""));
  });
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    void exited.then((code) => reject(new Error(`serve ended with ${code}:\n${output}${errors}`)));
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      if (!output.includes("Ctrl+C stops")) return;
      const curl = /^curl .*$/m.exec(output)?.[0] ?? "";
      const url = /API +(http:\S+)$/m.exec(output)?.[1] ?? "";
      const texts = { output: () => output, errors: () => errors };
      resolve({ child, pid: child.pid ?? 0, url, curl, exited, ...texts });
    });
  });
}

function postmasterPid(dataDir: string): number | undefined {
  try {
    const file = join(dataDir, "postgres", "cluster", "postmaster.pid");
    return Number(readFileSync(file, "utf8").split("\n")[0]);
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Runs a line in a shell, as somebody who pastes it; gives what it printed. */
export async function paste(line: string): Promise<string> {
  return (await promisify(execFile)("sh", ["-c", line])).stdout;
}

/** Asks again until it holds; for what a process does in its own time. */
export async function eventually(holds: () => Promise<boolean> | boolean, limitMs = 20_000) {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error("it did not come about");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
