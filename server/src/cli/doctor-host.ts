/**
 * What `doctor` looks at on this machine: Node, the data folder, PostgreSQL's programs, the running
 * server, the port.
 */
import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Config } from "../config.ts";
import { tryPort } from "../serve.ts";
import { prepareBinaries } from "../storage/embedded/binaries.ts";
import { chooseRunAs } from "../storage/embedded/run-as.ts";
import { type Check, good } from "./check.ts";
import { failureText } from "./failure.ts";
import type { ServerFile } from "./server-file.ts";
import { both } from "./terminal.ts";

export async function hostChecks(config: Config, server: ServerFile | undefined): Promise<Check[]> {
  return [
    checkNode(process.versions.node),
    checkClock(Date.now()),
    checkFolder(config.dataDir),
    checkDisk(config.dataDir),
    ...(config.databaseUrl === "" ? [await checkPrograms(config.dataDir)] : []),
    server === undefined ? await checkPort(config) : await checkServer(server),
  ];
}

const NODE_LEAST = [20, 19] as const;

function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isFit = major > NODE_LEAST[0] || (major === NODE_LEAST[0] && minor >= NODE_LEAST[1]);
  const remedy = both("请安装 Node.js 20.19 或更高版本", "install Node.js 20.19 or later");
  return { title: "Node.js", found: version, remedy: isFit ? "" : remedy };
}

/** Before the first release no request was ever signed. */
const FIRST_RELEASE_MS = Date.UTC(2025, 0, 1);

function checkClock(nowMs: number): Check {
  const remedy = both(
    "请校准系统时间，签名只在前后 5 分钟内有效",
    "set the clock: signatures are valid for 5 minutes",
  );
  const found = new Date(nowMs).toISOString();
  return { title: both("时钟", "clock"), found, remedy: nowMs > FIRST_RELEASE_MS ? "" : remedy };
}

function checkFolder(dataDir: string): Check {
  const title = both("数据目录", "data folder");
  const folder = nearestFolder(dataDir);
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const isNew = folder !== dataDir;
    const found = isNew
      ? both("首次启动时建立", "the first start makes it")
      : both("可写", "writable");
    return good(title, `${dataDir} (${found})`);
  } catch {
    const remedy = both(
      "请授予当前用户写权限，或用 XINGCANG_DATA_DIR 指定别的目录",
      "let this user write there, or set XINGCANG_DATA_DIR",
    );
    return { title, found: both(`${folder} 不可写`, "cannot be written"), remedy };
  }
}

/** The folder, or the lowest one above it that exists. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

const DISK_LEAST_BYTES = 512 * 1024 * 1024;

function checkDisk(dataDir: string): Check {
  const { bavail, bsize } = statfsSync(nearestFolder(dataDir));
  const free = bavail * bsize;
  const remedy = both("请腾出至少 512 MB 磁盘空间", "free at least 512 MB of the disk");
  return {
    title: both("可用磁盘", "free disk"),
    found: `${(free / 1024 ** 3).toFixed(1)} GB`,
    remedy: free >= DISK_LEAST_BYTES ? "" : remedy,
  };
}

async function checkPrograms(dataDir: string): Promise<Check> {
  const title = both("内置 PostgreSQL 程序", "embedded PostgreSQL programs");
  const ownFolder = existsSync(dataDir) ? dataDir : join(tmpdir(), "xingcang");
  try {
    const runAs = chooseRunAs(join(dataDir, "postgres"));
    const { major } = await prepareBinaries(runAs, ownFolder, () => {});
    const user = runAs === undefined ? "" : both(`，用户 ${runAs.name}`, `user ${runAs.name}`);
    return good(title, `PostgreSQL ${major}${user}`);
  } catch (error) {
    const remedy = both(
      "重新运行 npm install，或设置 DATABASE_URL",
      "npm install, or DATABASE_URL",
    );
    return { title, found: failureText(error), remedy };
  }
}

async function checkPort(config: Config): Promise<Check> {
  const { host, port } = config;
  const title = both("端口", "port");
  try {
    await tryPort(config);
    const found = both("空闲，服务没有运行", "free, the server does not run");
    return good(title, `${host}:${port} ${found}`);
  } catch (error) {
    const remedy = both("停止占用它的程序，或用 PORT 指定别的", "stop what uses it, or set PORT");
    return { title, found: failureText(error), remedy };
  }
}

const ANSWER_MS = 5000;

async function checkServer({ url, pid }: ServerFile): Promise<Check> {
  const title = both("运行中的服务", "running server");
  const remedy = both("查看服务的日志，必要时重新启动", "see the server's log, or restart it");
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const reply = await fetch(`${url}/health/ready`, { signal });
    const found = `${url}, pid ${pid}, HTTP ${reply.status}`;
    return { title, found, remedy: reply.ok ? "" : remedy };
  } catch (error) {
    return { title, found: `${url}, pid ${pid}: ${(error as Error).message}`, remedy };
  }
}
