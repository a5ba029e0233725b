/** The servers that are measured, each a process of its own with nothing but its usual settings. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface FixedCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly outerInstanceId: string;
}

export async function startBare(clientSecret: string): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL("bare-server.js", import.meta.url)), [clientSecret]);
  const [url] = await Promise.race([once(child, "message"), ended(child)]);
  return { url: url as string, pid: child.pid ?? 0, stop: () => stopped(child) };
}

export const MAIN = fileURLToPath(new URL("../../server/dist/cli/main.js", import.meta.url));
const READY_MS = 60_000;
const POLL_MS = 50;

const AS_NPM_START = ["--max-semi-space-size=64"];

/**
 * `serve` as an operator starts it, its log in a file. `XINGCANG_BENCH_NODE` has options for its
 * Node, for example `--cpu-prof`.
 */
export async function startProduct(
  folder: string,
  databaseUrl: string,
  { clientId, clientSecret, outerInstanceId }: FixedCredentials,
): Promise<ServerProcess> {
  const logFile = join(folder, "server.log");
  const log = openSync(logFile, "w");
  const options = process.env.XINGCANG_BENCH_NODE?.split(" ").filter(Boolean) ?? [];
  const child = spawn(process.execPath, [...AS_NPM_START, ...options, MAIN, "serve"], {
    stdio: ["ignore", log, log],
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      DATABASE_URL: databaseUrl,
      XINGCANG_DATA_DIR: join(folder, "server"),
      XINGCANG_DEMO: "0",
      // The books are verified when all is measured, not meanwhile.
      XINGCANG_VERIFY_HOURS: "0",
      XINGCANG_CLIENT_ID: clientId,
      XINGCANG_CLIENT_SECRET: clientSecret,
      XINGCANG_OUTER_INSTANCE_ID: outerInstanceId,
    },
  });
  closeSync(log);
  const url = await Promise.race([bannerUrl(logFile), ended(child)]);
  return { url, pid: child.pid ?? 0, stop: () => stopped(child) };
}

async function bannerUrl(logFile: string): Promise<string> {
  for (const end = performance.now() + READY_MS; performance.now() < end; ) {
    const url = /API +(http:\S+)$/m.exec(readFileSync(logFile, "utf8"))?.[1];
    if (url !== undefined) return url;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`the server does not start:\n${readFileSync(logFile, "utf8")}`);
}

async function ended(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`a server ended with ${code}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}
