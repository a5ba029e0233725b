import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { EmbeddedDatabaseFailed, errorCode } from "./errors.ts";
import { type RunAs, runProgram } from "./processes.ts";

export function weAreRoot(): boolean {
  return process.geteuid?.() === 0;
}

/**
 * PostgreSQL refuses to run as root. As root we run it as the owner of the existing database
 * folder, else as `postgres`, else as `nobody`: no user has to be created.
 *
 * @param folder the folder that holds or will hold the cluster; may not exist yet
 */
export function chooseRunAs(folder: string): RunAs | undefined {
  if (!weAreRoot()) return undefined;
  const owner = ownerOf(folder);
  if (owner !== undefined && owner.uid !== 0) return owner;
  for (const name of ["postgres", "nobody"]) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid !== undefined && uid !== 0 && gid !== undefined) return { uid, gid, name };
  }
  throw new EmbeddedDatabaseFailed(
    "PostgreSQL 不能以 root 运行，而系统中没有 postgres 或 nobody 用户。请用普通用户启动星仓。",
    "PostgreSQL does not run as root and there is no user postgres or nobody. " +
      "Start Xingcang as an ordinary user.",
    "",
  );
}

function ownerOf(folder: string): RunAs | undefined {
  try {
    const { uid, gid } = statSync(folder);
    return { uid, gid, name: `uid ${uid}` };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function idOf(option: "-u" | "-g", user: string): number | undefined {
  try {
    const text = execFileSync("id", [option, user], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether that user can enter the folder: asked of the system, so that ACLs count as well. */
export async function canEnter(folder: string, runAs: RunAs | undefined): Promise<boolean> {
  const { code } = await runProgram("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], runAs, "");
  return code === 0;
}
