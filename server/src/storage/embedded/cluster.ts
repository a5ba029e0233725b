import { createHash, createHmac, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { bilingual, EmbeddedDatabaseFailed, errorCode } from "./errors.ts";
import type { Home } from "./home.ts";
import { type RunAs, runProgram } from "./processes.ts";
import { canEnter } from "./run-as.ts";

/** Name of the database and of the role that owns it. */
export const OWNER = "xingcang";
/** Part of the socket's name only: there is no TCP. */
export const SOCKET_PORT = 5432;
const SOCKET_PATH_BYTES_MAX = 103; // macOS; Linux has 107

const HOST_BASED_ACCESS = `\
# Written by Xingcang. Nobody gets in without a password, which only the server's user can
# read (postgres.secret), and the socket is in a folder that only this user may enter.
# TYPE  DATABASE     USER       METHOD
local   ${OWNER}     ${OWNER}   scram-sha-256
local   all          postgres   scram-sha-256
local   replication  postgres   scram-sha-256
`;

export interface Passwords {
  readonly superuser: string;
  readonly owner: string;
}

export function clusterFolder(home: Home): string {
  return join(home.postgresFolder, "cluster");
}

/** Recognizes this cluster's processes: the folder's identity, however it is reached. */
export function clusterMarker(home: Home): string {
  const { dev, ino } = statSync(clusterFolder(home));
  return `xingcang-${dev}-${ino}`;
}

/**
 * The passwords come from one random secret in a 0600 file outside the cluster. A password, and
 * not only the private folder: as root, PostgreSQL runs as a system user that others may share.
 */
export function readPasswords(home: Home): Passwords {
  const file = join(home.folder, "postgres.secret");
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const secret = readFileSync(file, "utf8").trim();
  const derive = (role: string) => createHmac("sha256", secret).update(role).digest("hex");
  return { superuser: derive("postgres"), owner: derive(OWNER) };
}

export function makePostgresFolder(home: Home): void {
  if (!existsSync(home.postgresFolder)) makePrivate(home.postgresFolder, home.runAs);
}

/** Creates the cluster on the first start; leftovers of an interrupted first start go. */
export async function ensureCluster(
  home: Home,
  binaries: Binaries,
  log: (message: string) => void,
): Promise<void> {
  for (const name of readdirSync(home.postgresFolder)) {
    if (!name.startsWith("cluster.new-")) continue;
    removeLeftover(join(home.postgresFolder, name));
  }
  const folder = clusterFolder(home);
  if (!existsSync(folder)) {
    log(bilingual(`正在创建数据库：${folder}`, `Creating the database in ${folder}`));
    await createCluster(home, binaries);
    return;
  }
  const major = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (major !== binaries.major) {
    throw new EmbeddedDatabaseFailed(
      `${folder} 由 PostgreSQL ${major} 创建，而现在的版本是 ${binaries.major}。` +
        "请用原来的星仓版本导出备份，再导入新版本。",
      `${folder} was made by PostgreSQL ${major}, this is ${binaries.major}. ` +
        "Make a back-up with the earlier Xingcang and restore it with this one.",
      "",
    );
  }
  takeFromRoot(home, log);
}

/** Of a start that was killed: its initdb may still write there, and then it goes another time. */
function removeLeftover(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  } catch (error) {
    if (errorCode(error) !== "ENOTEMPTY") throw error;
  }
}

/**
 * All in a folder with a name of its own, renamed when complete: a start killed at any moment
 * leaves either nothing or a whole cluster. Its own name, because an initdb that outlives us
 * must not write into the next attempt.
 */
async function createCluster(home: Home, binaries: Binaries): Promise<void> {
  const passwords = readPasswords(home);
  const name = `cluster.new-${randomBytes(6).toString("hex")}`;
  const folder = join(home.postgresFolder, name);
  makePrivate(folder, home.runAs);
  const options = [
    ["-D", folder],
    ["--username=postgres", "--auth=reject", "--data-checksums", "--no-instructions"],
    ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=zh-Hans"],
    ["--set=timezone=UTC", "--set=log_timezone=UTC", "--no-sync"], // synced once, below
  ].flat();
  await must(binaries.initdb, options, home.runAs, "");
  // as the folder's owner: root must not write where others could have put a link
  const write = ["-c", 'cat > "$1"', "sh", join(folder, "pg_hba.conf")];
  await must("/bin/sh", write, home.runAs, HOST_BASED_ACCESS);
  await runStatements(binaries, folder, home.runAs, [
    ...roleStatements(passwords),
    `create database ${OWNER} owner ${OWNER}`,
  ]);
  await must(binaries.initdb, ["-D", folder, "--sync-only"], home.runAs, "");
  renameSync(folder, clusterFolder(home));
  syncFolder(home.postgresFolder);
  syncFolder(home.folder);
}

/** Makes roles, passwords and database what they should be; the postmaster must not run. */
export async function repairAccess(
  home: Home,
  binaries: Binaries,
  withDatabase: boolean,
): Promise<void> {
  const statements = roleStatements(readPasswords(home));
  if (withDatabase) statements.push(`create database ${OWNER} owner ${OWNER}`);
  await runStatements(binaries, clusterFolder(home), home.runAs, statements);
}

/** The passwords are hexadecimal, so they cannot end the literal. */
function roleStatements(passwords: Passwords): string[] {
  return [
    `do $$ begin if not exists (select from pg_roles where rolname = '${OWNER}') ` +
      `then create role ${OWNER}; end if; end $$`,
    `alter role ${OWNER} login nosuperuser nocreatedb nocreaterole password '${passwords.owner}'`,
    `alter role postgres password '${passwords.superuser}'`,
  ];
}

/** In single-user mode: nobody can connect meanwhile and no password is needed. */
async function runStatements(
  binaries: Binaries,
  folder: string,
  runAs: RunAs | undefined,
  statements: readonly string[],
): Promise<void> {
  const settings = [
    "exit_on_error=true",
    "log_statement=none",
    "log_min_error_statement=panic", // a statement with a password is not printed when it fails
  ];
  const options = ["--single", "-D", folder, ...settings.flatMap((each) => ["-c", each])];
  options.push("postgres");
  const input = statements.map((statement) => `${statement}\n`).join("");
  await must(binaries.postgres, options, runAs, input);
}

async function must(
  program: string,
  args: readonly string[],
  runAs: RunAs | undefined,
  input: string,
): Promise<void> {
  const { code, output } = await runProgram(program, args, runAs, input);
  if (code === 0) return;
  throw new EmbeddedDatabaseFailed(
    `创建数据库时 ${basename(program)} 失败（退出码 ${code}）。`,
    `Preparing the database, ${basename(program)} failed with exit code ${code}.`,
    output.split("\n").slice(-20).join("\n"),
  );
}

function makePrivate(folder: string, runAs: RunAs | undefined): void {
  mkdirSync(folder, { mode: 0o700 });
  if (runAs !== undefined) lchownSync(folder, runAs.uid, runAs.gid);
}

/** A database restored by root belongs to root, which PostgreSQL refuses. */
function takeFromRoot(home: Home, log: (message: string) => void): void {
  const { runAs, postgresFolder } = home;
  if (runAs === undefined) return;
  if (statSync(postgresFolder).uid !== 0 && statSync(clusterFolder(home)).uid !== 0) return;
  log(
    bilingual(
      `${postgresFolder} 属于 root，现改属 ${runAs.name}。`,
      `${postgresFolder} belongs to root: giving it to ${runAs.name}.`,
    ),
  );
  giveTo(postgresFolder, runAs);
}

function giveTo(path: string, runAs: RunAs): void {
  lchownSync(path, runAs.uid, runAs.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), runAs);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The private folder of the Unix socket: in the data folder, or below the temporary folder when
 * that path is too long for a socket's address.
 */
export async function makeSocketFolder(home: Home): Promise<string> {
  const { runAs } = home;
  const near = join(home.postgresFolder, "socket");
  if (fits(near)) {
    if (!existsSync(near)) makePrivate(near, runAs);
    return near;
  }
  const owner = runAs?.uid ?? process.geteuid?.() ?? 0;
  const hash = createHash("sha256").update(home.postgresFolder).digest("hex").slice(0, 16);
  for (const base of [tmpdir(), "/tmp"]) {
    const folder = join(base, `xingcang-${hash}`);
    if (!fits(folder) || !existsSync(base) || !(await canEnter(base, runAs))) continue;
    if (!existsSync(folder)) makePrivate(folder, runAs);
    const found = lstatSync(folder);
    // somebody else may have made a folder of that name first
    if (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0) return folder;
  }
  throw new EmbeddedDatabaseFailed(
    `数据目录的路径太长，${tmpdir()} 中也没有放置 socket 的地方。请用 XINGCANG_DATA_DIR 指定较短的路径。`,
    `The data folder's path is too long for a socket, and there is no place in ` +
      `${tmpdir()}. ` +
      "Set XINGCANG_DATA_DIR to a shorter path.",
    "",
  );
}

function fits(folder: string): boolean {
  return Buffer.byteLength(socketPath(folder)) <= SOCKET_PATH_BYTES_MAX;
}

export function socketPath(folder: string): string {
  return join(folder, `.s.PGSQL.${SOCKET_PORT}`);
}
