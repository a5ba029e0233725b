/**
 * The file of a backup: gzip over lines of text, so that it can be read without this program. First
 * what it is, then every table as PostgreSQL's COPY writes it, up to a line `\.`, at last how many
 * rows that were and a checksum of all before: what was cut off or changed is told from it.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

/** The version of this format. */
export const FORMAT = 1;
const MAGIC = "xingcang-backup";

export interface TableHead {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Where a sequence stands: its last value, and whether that was given out. */
export interface SequenceState {
  readonly name: string;
  readonly last: string;
  readonly isCalled: boolean;
}

export interface BackupHeader {
  /** Version of the server that wrote it. */
  readonly xingcang: string;
  /** Last migration of the database it was taken from, for example `0003-holds`. */
  readonly schema: string;
  /** Of the snapshot, ISO 8601. */
  readonly createdAt: string;
  /** In the order in which they can be filled: no row before what it refers to. */
  readonly tables: readonly TableHead[];
  readonly sequences: readonly SequenceState[];
}

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>;

export const END_OF_ROWS = "\\.\n";

export const headerLines = (header: BackupHeader): string =>
  `${MAGIC} ${FORMAT}\n${JSON.stringify(header)}\n`;

export const tableLine = ({ name }: TableHead): string => `table ${name}\n`;

export const endLine = (rows: RowCounts, sha256: string): string =>
  `end ${JSON.stringify({ rows, sha256 })}\n`;

/** Why a file cannot be restored; the command line has the words. */
export type UnfitReason =
  | "noBackup"
  | "damaged"
  | "newerFormat"
  | "newerSchema"
  | "otherKey"
  | "notEmpty"
  | "otherSchema"
  | "noSchema";

/** Nothing was written. */
export class BackupUnfit extends Error {
  override readonly name = "BackupUnfit";
  readonly reason: UnfitReason;
  /** What was found, for the message. */
  readonly found: string;

  constructor(reason: UnfitReason, found = "") {
    super(`${reason} ${found}`.trim());
    this.reason = reason;
    this.found = found;
  }
}

/** The parts of a file, in order. Rows come as whole lines, each with its end. */
export type BackupPart =
  | { readonly kind: "header"; readonly header: BackupHeader }
  | { readonly kind: "table"; readonly table: TableHead }
  | { readonly kind: "rows"; readonly table: TableHead; readonly bytes: Buffer }
  | { readonly kind: "end"; readonly rows: RowCounts };

/**
 * Reads a file; only who has seen the `end` knows that it is whole.
 * @throws BackupUnfit noBackup, damaged, newerFormat; or what the system says of the file
 */
export async function* readBackup(
  file: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<BackupPart> {
  const source = createReadStream(file);
  source.on("data", (chunk) => onRead(chunk.length));
  const text = createGunzip();
  // Its failure is told by `text`, which it destroys.
  pipeline(source, text).catch(() => {});
  try {
    yield* partsOf(linesOf(text));
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== "string" || !code.startsWith("Z_")) throw error;
    // Nothing could be read of a file that is not compressed at all.
    throw new BackupUnfit(text.bytesWritten === 0 ? "noBackup" : "damaged", code);
  } finally {
    source.destroy();
  }
}

/** Blocks of whole lines; what stands behind the last end of a line comes at the end. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      parts.push(chunk);
      continue;
    }
    yield Buffer.concat([...parts, chunk.subarray(0, end)]);
    parts = end < chunk.length ? [chunk.subarray(end)] : [];
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

const NEWLINE = 10;

async function* partsOf(blocks: AsyncIterable<Buffer>): AsyncGenerator<BackupPart> {
  const text = textOf(blocks);
  checkMagic(await text.line());
  const header = parsed<BackupHeader>(await text.line());
  if (!Array.isArray(header.tables)) throw new BackupUnfit("damaged", "header");
  yield { kind: "header", header };
  const rows: Record<string, number> = {};
  for (const table of header.tables) {
    if ((await text.line()) !== tableLine(table)) throw new BackupUnfit("damaged", table.name);
    yield { kind: "table", table };
    let count = 0;
    for await (const bytes of text.untilEndOfRows()) {
      count += countLines(bytes);
      yield { kind: "rows", table, bytes };
    }
    rows[table.name] = count;
  }
  const sha256 = text.sha256();
  const expected = endLine(rows, sha256);
  if ((await text.line()) !== expected || (await text.line()) !== "") {
    throw new BackupUnfit("damaged", "checksum");
  }
  yield { kind: "end", rows };
}

function checkMagic(line: string): void {
  const [, version] = new RegExp(`^${MAGIC} (\\d+)\n$`).exec(line) ?? [];
  if (version === undefined) throw new BackupUnfit("noBackup");
  if (Number(version) > FORMAT) throw new BackupUnfit("newerFormat", version);
}

function parsed<T>(line: string): T {
  try {
    return JSON.parse(line);
  } catch {
    throw new BackupUnfit("damaged", "header");
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

/** Where the line `\.` begins, or -1; a row never holds one: COPY doubles each backslash. */
function findEndOfRows(block: Buffer): number {
  for (let at = block.indexOf(END_OF_ROWS); at >= 0; at = block.indexOf(END_OF_ROWS, at + 1)) {
    if (at === 0 || block[at - 1] === NEWLINE) return at;
  }
  return -1;
}

/** Takes lines and rows off the blocks, and keeps the checksum of what was taken. */
function textOf(blocks: AsyncIterable<Buffer>) {
  const iterator = blocks[Symbol.asyncIterator]();
  const hash = createHash("sha256");
  let block: Buffer = Buffer.alloc(0);

  /** False at the end of the file. */
  async function fill(): Promise<boolean> {
    if (block.length > 0) return true;
    const next = await iterator.next();
    if (next.done) return false;
    block = next.value;
    return true;
  }

  function take(length: number): Buffer {
    const taken = block.subarray(0, length);
    block = block.subarray(length);
    hash.update(taken);
    return taken;
  }

  return {
    sha256: () => hash.copy().digest("hex"),
    /** The next line with its end; empty at the end of the file. */
    async line(): Promise<string> {
      if (!(await fill())) return "";
      const end = block.indexOf(NEWLINE) + 1;
      return take(end === 0 ? block.length : end).toString("utf8");
    },
    async *untilEndOfRows(): AsyncGenerator<Buffer> {
      while (await fill()) {
        const end = findEndOfRows(block);
        const rows = take(end < 0 ? block.length : end);
        if (rows.length > 0) yield rows;
        if (end < 0) continue;
        take(END_OF_ROWS.length);
        return;
      }
      throw new BackupUnfit("damaged", "cut off");
    },
  };
}
