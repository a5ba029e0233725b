/** The server as its operator starts it, with its own database and demo data in a new folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

export const CREDENTIALS = {
  clientId: "205022",
  clientSecret: "0123456789abcdef0123456789abcdef",
  outerInstanceId: "1001",
} as const;

const workspace = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const BUILT = [workspace("server/dist/cli/main.js"), workspace("console/dist/index.html")] as const;

/** The first start makes the database and its data. */
const START_MS = 90_000;

export async function runServer(): Promise<RunningServer> {
  const missing = BUILT.find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`${missing} is missing: run \`npm run build\` first`);
  const folder = mkdtempSync(join(tmpdir(), "xingcang-e2e-"));
  // PostgreSQL runs as another user when the tests run as root.
  chmodSync(folder, 0o755);
  const server = spawn(process.execPath, [BUILT[0], "serve"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      DATABASE_URL: "",
      XINGCANG_DATA_DIR: join(folder, "data"),
      XINGCANG_DEMO: "1",
      XINGCANG_CLIENT_ID: CREDENTIALS.clientId,
      XINGCANG_CLIENT_SECRET: CREDENTIALS.clientSecret,
      XINGCANG_OUTER_INSTANCE_ID: CREDENTIALS.outerInstanceId,
      // npm's own variable makes the server watch its parent, which is not npm here.
      npm_lifecycle_event: undefined,
    },
  });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { url: await addressOf(server), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** From the banner, which is printed when the server is ready. */
function addressOf(server: ChildProcess): Promise<string> {
  let printed = "";
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the server ${why}:\n${printed}`));
    const timer = setTimeout(fail, START_MS, `is not ready after ${START_MS} ms`);
    const read = (chunk: Buffer) => {
      printed += chunk;
      const url = /API\s+(http:\/\/\S+)[\s\S]*Ctrl\+C/.exec(printed)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
  });
}
