/**
 * How a command ends badly: a message in both languages and an exit status; a stack only for a
 * fault of ours.
 */
import { ApiError, ConnectionError } from "@xingcang/client";
import { ConfigInvalid } from "../config.ts";
import { AccessTaken } from "../gateway/access.ts";
import { SecretBoxError } from "../gateway/secret-box.ts";
import { DatabaseLost, PortUnusable } from "../serve.ts";
import { BackupUnfit } from "../storage/backup/format.ts";
import { DataFolderInUse, EmbeddedDatabaseFailed } from "../storage/embedded/index.ts";
import { both, note } from "./terminal.ts";
import { unfitText } from "./unfit-text.ts";

/** What was asked for cannot be done now; exit status 1. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/** The command was called wrongly; exit status 2. */
export class UsageFault extends Error {
  override readonly name = "UsageFault";
}

/** Their messages say what to change. */
const CLEAR = [
  ConfigInvalid,
  DataFolderInUse,
  EmbeddedDatabaseFailed,
  PortUnusable,
  DatabaseLost,
  AccessTaken,
  ApiError,
  ConnectionError,
  CommandFailed,
];

/** Tells the failure on standard error; returns the exit status. */
export function tellFailure(error: unknown): number {
  if (error instanceof UsageFault) {
    note(`✗ ${error.message}`);
    return 2;
  }
  note(`✗ ${failureText(error)}`);
  return 1;
}

export function failureText(error: unknown): string {
  if (CLEAR.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof BackupUnfit) return unfitText(error);
  if (error instanceof SecretBoxError) {
    return both(
      "密钥与数据库不符：请从备份恢复数据目录中的 secret.key，或设回原来的 XINGCANG_SECRET_KEY",
      "the key does not fit the database: restore secret.key or XINGCANG_SECRET_KEY",
    );
  }
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string" && Object.hasOwn(FILE_CODES, code)) {
    return `${message}\n    → ${FILE_CODES[code]}`;
  }
  if (typeof code === "string" && isDatabaseCode(code)) {
    const reason = message === "" ? code : `${message} (${code})`;
    return both(
      `数据库不可用：${reason}。请检查 DATABASE_URL 与数据库`,
      "the database cannot be used: check DATABASE_URL and the database",
    );
  }
  const stack = error instanceof Error ? error.stack : String(error);
  return `${both("程序出错，请报告以下内容", "A fault of the program, please report it")}\n${stack}`;
}

/** What to do about a file that the command was given. */
const FILE_CODES: Readonly<Record<string, string>> = {
  ENOENT: both("请检查路径", "check the path"),
  ENOTDIR: both("请检查路径", "check the path"),
  EISDIR: both("请写文件名，而不是目录", "name a file, not a folder"),
  EEXIST: both("请换一个文件名，已有的文件不会被覆盖", "use another name: no file is overwritten"),
  EACCES: both("请检查权限", "check the permissions"),
  EPERM: both("请检查权限", "check the permissions"),
  EROFS: both("请写到可写的磁盘", "write to a disk that can be written"),
  ENOSPC: both("磁盘已满，请腾出空间", "the disk is full: free some of it"),
};

/** SQLSTATE, or a network failure on the way to the database. */
const isDatabaseCode = (code: string) =>
  /^[0-9A-Z]{5}$/.test(code) ||
  ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"].includes(
    code,
  );
