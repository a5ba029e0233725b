import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { bilingual, EmbeddedDatabaseFailed, errorText } from "./errors.ts";
import type { RunAs } from "./processes.ts";
import { canEnter, chooseRunAs, weAreRoot } from "./run-as.ts";

/** What we keep for the whole system, as root only. */
export const SYSTEM_FOLDER = "/var/lib/xingcang";

/** In a data folder whose database had to go elsewhere: where it is. */
export const LOCATION_FILE = "DATABASE-LOCATION.json";

export interface Home {
  /** The data folder, or the folder that stands in for it: lock, log and secret are ours. */
  readonly folder: string;
  /** Below it, all that the user who runs PostgreSQL owns: cluster and socket. */
  readonly postgresFolder: string;
  readonly runAs: RunAs | undefined;
}

/**
 * Prepares the place of the database: the data folder itself wherever the user that runs
 * PostgreSQL can reach it. When we are root, it is below a folder that only root may enter
 * (/root/xingcang/data) and nobody chose it on purpose, a folder below /var/lib/xingcang.
 *
 * @param chosen the data folder was set explicitly: then we never go elsewhere
 */
export async function prepareHome(
  dataDir: string,
  chosen: boolean,
  log: (message: string) => void,
): Promise<Home> {
  const isNew = makeFolder(dataDir);
  const location = join(dataDir, LOCATION_FILE);
  const moved = existsSync(location);
  const folder = moved ? readLocation(location, dataDir) : realpathSync(dataDir);
  const home = homeAt(folder);
  if (!weAreRoot()) {
    checkOurs(home);
    return home;
  }
  if (await letIn(home, isNew ? () => {} : log)) return home;
  if (chosen || moved || existsSync(home.postgresFolder)) {
    throw await unreachable(folder, home.runAs!);
  }
  return await homeElsewhere(dataDir, location, home.runAs!, log);
}

function homeAt(folder: string): Home {
  const postgresFolder = join(folder, "postgres");
  return { folder, postgresFolder, runAs: chooseRunAs(postgresFolder) };
}

/** True when it was not there. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    if (existsSync(folder)) return false;
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    throw new EmbeddedDatabaseFailed(
      `无法创建数据目录 ${folder}。请用 XINGCANG_DATA_DIR 指定可写的目录。`,
      `The data folder ${folder} cannot be created. ` +
        "Set XINGCANG_DATA_DIR to a folder that can be written.",
      errorText(error),
    );
  }
}

/** As an ordinary user we can only use what belongs to us. */
function checkOurs({ folder, postgresFolder }: Home): void {
  const ours = process.geteuid?.();
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if (!existsSync(postgresFolder) || statSync(postgresFolder).uid === ours) return;
  } catch {
    // told below
  }
  throw new EmbeddedDatabaseFailed(
    `当前用户不能使用 ${folder} 中的数据库（可能曾以 root 启动）。` +
      `请以 root 运行：chown -R <用户> '${folder}'，` +
      "或用 XINGCANG_DATA_DIR 指定别的目录。",
    `This user may not use the database in ${folder} (was it started as root before?). ` +
      `As root, run: chown -R <user> '${folder}', ` +
      "or set XINGCANG_DATA_DIR to another folder.",
    "",
  );
}

/** Whether PostgreSQL's user can enter; a private folder of root's is opened to its group. */
async function letIn({ folder, runAs }: Home, log: (message: string) => void): Promise<boolean> {
  if (await canEnter(folder, runAs)) return true;
  const { uid, mode } = statSync(folder);
  if (uid !== 0 || (mode & 0o077) !== 0) return false;
  if (!(await canEnter(dirname(folder), runAs))) return false;
  chownSync(folder, 0, runAs!.gid);
  chmodSync(folder, 0o710); // to pass through, not to list
  log(
    bilingual(
      `${folder} 原只有 root 能进入，现允许 PostgreSQL 的用户 ${runAs!.name} 通过（0710）。`,
      `${folder} was for root only: PostgreSQL's user ${runAs!.name} may now pass through (0710).`,
    ),
  );
  return await canEnter(folder, runAs);
}

async function unreachable(folder: string, runAs: RunAs): Promise<EmbeddedDatabaseFailed> {
  let barrier = folder;
  while (dirname(barrier) !== barrier && !(await canEnter(dirname(barrier), runAs))) {
    barrier = dirname(barrier);
  }
  return new EmbeddedDatabaseFailed(
    `以 root 启动时 PostgreSQL 用系统用户 ${runAs.name} 运行，但它不能进入 ${barrier}，` +
      `所以不能使用数据目录 ${folder}。请运行 chmod o+x '${barrier}'，` +
      "或改用它能进入的目录，例如 XINGCANG_DATA_DIR=/var/lib/xingcang/data。",
    `Started as root, PostgreSQL runs as the system user ${runAs.name}, which may not enter ` +
      `${barrier} and so cannot use the data folder ${folder}. Run chmod o+x '${barrier}', ` +
      "or choose a folder it can enter, such as XINGCANG_DATA_DIR=/var/lib/xingcang/data.",
    "",
  );
}

/**
 * A new place below /var/lib/xingcang, noted in the data folder. Its name ends at random, so that
 * somebody who deletes the data folder to begin anew does begin anew.
 */
async function homeElsewhere(
  dataDir: string,
  location: string,
  runAs: RunAs,
  log: (message: string) => void,
): Promise<Home> {
  const prefix = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 12);
  const folder = join(SYSTEM_FOLDER, `${prefix}-${randomBytes(3).toString("hex")}`);
  const home: Home = { folder, postgresFolder: join(folder, "postgres"), runAs };
  try {
    mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
    for (const name of readdirSync(SYSTEM_FOLDER)) {
      const older = join(SYSTEM_FOLDER, name);
      if (!name.startsWith(`${prefix}-`) || !existsSync(join(older, "postgres"))) continue;
      log(
        bilingual(
          `${dataDir} 以前的数据库仍保留在 ${older}，不再使用。`,
          `An earlier database of ${dataDir} is still at ${older} and not used any more.`,
        ),
      );
    }
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    throw await unreachable(dataDir, runAs);
  }
  if (!(await letIn(home, () => {}))) throw await unreachable(dataDir, runAs);
  writeLocation(location, folder, dataDir);
  log(
    bilingual(
      `${dataDir} 只有 root 能进入，PostgreSQL 的用户 ${runAs.name} 不能，数据库放在 ${folder}。`,
      `Only root may enter ${dataDir} and PostgreSQL runs as ${runAs.name}: ` +
        `the database is at ${folder}.`,
    ),
  );
  return home;
}

function writeLocation(file: string, database: string, dataDir: string): void {
  const text = {
    database,
    for: resolve(dataDir),
    说明: "这个数据目录的数据库在 database 所指的目录中；备份和搬迁时请一并处理。",
    note: "The database of this data folder is in the folder named above. Back up both.",
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(text, null, 2)}\n`, { mode: 0o644 });
  renameSync(`${file}.new`, file);
}

function readLocation(file: string, dataDir: string): string {
  const { database, for: owner } = JSON.parse(readFileSync(file, "utf8")) as {
    database: string;
    for: string;
  };
  if (!existsSync(database)) {
    throw new EmbeddedDatabaseFailed(
      `${file} 说数据库在 ${database}，但那里没有。请恢复该目录；若要从空库开始，删除 ${file}。`,
      `${file} says that the database is at ${database}, and it is not. Restore that folder; ` +
        `to begin with an empty database, delete ${file}.`,
      "",
    );
  }
  if (owner === resolve(dataDir)) return database;
  if (existsSync(join(owner, LOCATION_FILE))) {
    throw new EmbeddedDatabaseFailed(
      `${dataDir} 是 ${owner} 的副本，数据库 ${database} 属于后者。` +
        `若要在这里从空库开始，删除 ${file}。`,
      `${dataDir} is a copy of ${owner}, and the database ${database} belongs to that one. ` +
        `To begin with an empty database here, delete ${file}.`,
      "",
    );
  }
  writeLocation(file, database, dataDir); // the data folder was moved
  return database;
}
