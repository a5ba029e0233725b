import { join, resolve } from "node:path";
import pg from "pg";
import { type Binaries, prepareBinaries } from "./binaries.ts";
import {
  clusterFolder,
  ensureCluster,
  makePostgresFolder,
  makeSocketFolder,
  OWNER,
  readPasswords,
  repairAccess,
  SOCKET_PORT,
  socketPath,
} from "./cluster.ts";
import { bilingual, EmbeddedDatabaseFailed, errorCode, errorText } from "./errors.ts";
import { type Home, prepareHome } from "./home.ts";
import { acquireLock, type Lock } from "./lock.ts";
import { type Postmaster, startPostmaster, stopLeftovers } from "./postmaster.ts";

export { DataFolderInUse, EmbeddedDatabaseFailed } from "./errors.ts";

export interface EmbeddedDatabase {
  /** node-postgres settings of the unprivileged role that owns the database; Unix socket. */
  readonly connection: {
    host: string;
    port: number;
    user: string;
    password: string;
    database: string;
  };
  /** Process id of the postmaster. */
  readonly pid: number;
  /** Resolves when the postmaster exits without stop() having been asked (crash, kill -9). */
  readonly exited: Promise<void>;
  /** Clean "fast" shutdown, releases the lock. Idempotent. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  log: (message: string) => void;
  /** PostgreSQL settings over our defaults. */
  settings?: Record<string, string>;
}

/**
 * Starts our own PostgreSQL on the data folder, creating the database on the first start and
 * recovering whatever a crash has left (HOUSE, "Storage").
 *
 * With XINGCANG_DATA_DIR set the data stays in `dataDir` or the start is refused; without it, root
 * may get a folder below /var/lib/xingcang (`home.ts`).
 *
 * @throws DataFolderInUse, EmbeddedDatabaseFailed
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  if (process.platform === "win32") {
    throw new EmbeddedDatabaseFailed(
      "Windows 上没有内置 PostgreSQL。请设置 DATABASE_URL，或在 WSL 中运行。",
      "There is no embedded PostgreSQL on Windows. Set DATABASE_URL, or run in WSL.",
      "",
    );
  }
  const { log } = options;
  const dataDir = resolve(options.dataDir);
  try {
    const home = await prepareHome(dataDir, Boolean(process.env.XINGCANG_DATA_DIR), log);
    makePostgresFolder(home);
    const socketFolder = await makeSocketFolder(home);
    const lockFile = join(home.folder, "postgres.lock");
    const lock = await acquireLock(lockFile, home.folder, socketPath(socketFolder));
    try {
      const settings = options.settings ?? {};
      const postmaster = await open({ home, lock, socketFolder, settings, log });
      return handle(home, postmaster, lock, socketFolder);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new EmbeddedDatabaseFailed(
      `无法使用数据目录 ${dataDir}。请检查权限与磁盘，或用 XINGCANG_DATA_DIR 指定别的目录。`,
      `The data folder ${dataDir} cannot be used. Check its permissions and the disk, or set ` +
        "XINGCANG_DATA_DIR to another folder.",
      errorText(error),
    );
  }
}

interface Opening {
  readonly home: Home;
  readonly lock: Lock;
  readonly socketFolder: string;
  readonly settings: Record<string, string>;
  readonly log: (message: string) => void;
}

async function open({ home, lock, socketFolder, settings, log }: Opening): Promise<Postmaster> {
  const binaries = await prepareBinaries(home.runAs, home.folder, log);
  await stopLeftovers(home, socketFolder, log);
  await ensureCluster(home, binaries, log);
  lock.confirm();
  const start = () => startPostmaster(home, binaries, socketFolder, settings, log);
  for (let starts = 1; ; starts += 1) {
    const postmaster = await start();
    const refusal = await tryConnect(home, socketFolder);
    if (refusal === undefined) return postmaster;
    await postmaster.stop();
    if (isAnswer(refusal) || starts === STARTS_MAX) {
      return await reopen(home, binaries, socketFolder, refusal, start, log);
    }
  }
}

/** A database that dies as soon as it was started is started again, so often in all. */
const STARTS_MAX = 3;

/** The database's own word, and not a line that broke because it died. */
const isAnswer = (refusal: Error) => /^\d/.test(errorCode(refusal) ?? "");

/** A lost secret or a missing database: sets both anew, once. */
async function reopen(
  home: Home,
  binaries: Binaries,
  socketFolder: string,
  refusal: Error,
  start: () => Promise<Postmaster>,
  log: (message: string) => void,
): Promise<Postmaster> {
  const wrongPassword = errorCode(refusal) === "28P01";
  const noDatabase = errorCode(refusal) === "3D000";
  if (!wrongPassword && !noDatabase) throw unusable(home, refusal);
  log(
    bilingual(
      `数据库拒绝登录（${refusal.message}），正在重设口令。`,
      `The database refuses the log-in (${refusal.message}): setting its password anew.`,
    ),
  );
  await repairAccess(home, binaries, noDatabase);
  const postmaster = await start();
  const again = await tryConnect(home, socketFolder);
  if (again === undefined) return postmaster;
  await postmaster.stop();
  throw unusable(home, again);
}

function unusable(home: Home, refusal: Error): EmbeddedDatabaseFailed {
  return new EmbeddedDatabaseFailed(
    `${clusterFolder(home)} 中的数据库不能登录。`,
    `The database in ${clusterFolder(home)} does not let us in.`,
    refusal.message,
  );
}

async function tryConnect(home: Home, socketFolder: string): Promise<Error | undefined> {
  const client = new pg.Client(connectionOf(home, socketFolder));
  client.on("error", () => {}); // the end of the connection is told by the query
  try {
    await client.connect();
    await client.query("select 1");
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => {});
  }
}

function connectionOf(home: Home, socketFolder: string): EmbeddedDatabase["connection"] {
  return {
    host: socketFolder,
    port: SOCKET_PORT,
    user: OWNER,
    password: readPasswords(home).owner,
    database: OWNER,
  };
}

function handle(
  home: Home,
  postmaster: Postmaster,
  lock: Lock,
  socketFolder: string,
): EmbeddedDatabase {
  let stopping: Promise<void> | undefined;
  const exited = new Promise<void>((resolve) => {
    void postmaster.ended.then(() => {
      if (stopping !== undefined) return;
      lock.release(); // so that the server can start it again
      resolve();
    });
  });
  const stop = async () => {
    await postmaster.stop();
    lock.release();
  };
  return {
    connection: connectionOf(home, socketFolder),
    pid: postmaster.pid,
    exited,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
