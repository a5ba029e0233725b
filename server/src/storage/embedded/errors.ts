/** One text for the log and the terminal: Chinese first, then the same in English. */
export function bilingual(chinese: string, english: string): string {
  return `${chinese}\n${english}`;
}

/** A second server on the same data folder. The message names the folder and the process. */
export class DataFolderInUse extends Error {
  override readonly name = "DataFolderInUse";

  constructor(folder: string, holder: string) {
    super(
      bilingual(
        `数据目录 ${folder} 正被另一个星仓进程使用（${holder}）。` +
          "请先停止它，或用 XINGCANG_DATA_DIR 指定别的目录。",
        `The data folder ${folder} is in use by another Xingcang process (${holder}). ` +
          "Stop that one first, or set XINGCANG_DATA_DIR to another folder.",
      ),
    );
  }
}

/** The embedded database could not be prepared or started. The message says what to change. */
export class EmbeddedDatabaseFailed extends Error {
  override readonly name = "EmbeddedDatabaseFailed";

  /** @param detail last lines of the PostgreSQL log or of the failed program, may be empty */
  constructor(chinese: string, english: string, detail: string) {
    const hint = hintFor(detail);
    const parts = [bilingual(chinese, english)];
    if (hint !== undefined) parts.push(hint);
    if (detail.trim() !== "") parts.push(detail.trimEnd());
    super(parts.join("\n"));
  }
}

const hints: readonly { pattern: RegExp; chinese: string; english: string }[] = [
  {
    pattern: /No space left on device/i,
    chinese: "磁盘已满：请腾出空间后再启动。",
    english: "The disk is full: free some space, then start again.",
  },
  {
    pattern: /look up effective user ID/i,
    chinese: "当前用户不在 /etc/passwd 中：请换用系统中存在的用户，或设置 DATABASE_URL。",
    english:
      "The current user is not in /etc/passwd: run as a user that is, or set DATABASE_URL to " +
      "your own PostgreSQL.",
  },
  {
    pattern: /shared memory|Cannot allocate memory/i,
    chinese: "内存或共享内存不足，或有残留的 PostgreSQL 进程：请检查后再启动。",
    english:
      "Out of memory or shared memory, or a PostgreSQL process is left over: check, " +
      "then start again.",
  },
  {
    pattern: /error while loading shared libraries|symbol not found|GLIBC/i,
    chinese: "系统缺少 PostgreSQL 所需的库（例如 Alpine 的 musl）：请设置 DATABASE_URL。",
    english:
      "This system lacks libraries that PostgreSQL needs (Alpine's musl, for example): set " +
      "DATABASE_URL to your own PostgreSQL.",
  },
];

function hintFor(detail: string): string | undefined {
  const found = hints.find((hint) => hint.pattern.test(detail));
  return found === undefined ? undefined : bilingual(found.chinese, found.english);
}

/** The `code` of a Node system error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
