/**
 * Writes a backup while servers go on writing: one transaction that reads one snapshot, so that
 * every table is of the same moment. Nothing is needed beside the connection.
 */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import {
  type BackupHeader,
  BackupUnfit,
  END_OF_ROWS,
  endLine,
  headerLines,
  type RowCounts,
  tableLine,
} from "./format.ts";
import { columnsOf, ownTables, quoted, schemaOf, sequencesOf } from "./tables.ts";

export interface DumpOptions {
  /** Version of this server, for the header. */
  readonly version: string;
  /** How much of how much was read, both of no certain unit. */
  onProgress(progress: { done: number; total: number; table: string }): void;
}

export interface Dumped {
  readonly header: BackupHeader;
  readonly rows: RowCounts;
}

/**
 * Text that reads the same whatever the session's settings are; and none of them may cut a long
 * reading short.
 */
const SESSION = [
  "set client_encoding = 'UTF8'",
  "set datestyle = 'ISO'",
  "set intervalstyle = 'postgres'",
  "set timezone = 'UTC'",
  "set bytea_output = 'hex'",
  "set statement_timeout = 0",
  "set idle_in_transaction_session_timeout = 0",
].join("; ");

/** A connection of its own for a backup, closed at the end. */
export async function withClient<T>(
  connection: pg.PoolConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connection);
  // The end of the connection is told by the statement under way.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(SESSION);
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Writes the file, or leaves none.
 * @throws BackupUnfit noSchema; or what the system says of the file, EEXIST when it is there
 */
export async function dumpToFile(
  client: pg.Client,
  file: string,
  options: DumpOptions,
): Promise<Dumped> {
  // The name is ours from here on, and no file is ever written over.
  await (await open(file, "wx", 0o600)).close();
  const partial = `${file}.partial`;
  try {
    const dumped = await dumpTo(client, partial, options);
    await rename(partial, file);
    return dumped;
  } catch (error) {
    await Promise.all([rm(partial, { force: true }), rm(file, { force: true })]);
    throw error;
  }
}

async function dumpTo(client: pg.Client, file: string, options: DumpOptions): Promise<Dumped> {
  let dumped: Dumped | undefined;
  const told = (result: Dumped) => {
    dumped = result;
  };
  await beginSnapshot(client);
  const source = Readable.from(dumpParts(client, options, told));
  // On the disk before it gets its name.
  const target = createWriteStream(file, { mode: 0o600, flush: true });
  await pipeline(source, createGzip(), target);
  await client.query("commit");
  return dumped as unknown as Dumped;
}

/** What is read from now on is of this moment. */
export async function beginSnapshot(client: pg.ClientBase): Promise<void> {
  await client.query("begin isolation level repeatable read, read only");
}

/** The text of a backup, inside a transaction that the caller began. */
export async function* dumpParts(
  client: pg.ClientBase,
  { version, onProgress }: DumpOptions,
  onEnd: (dumped: Dumped) => void,
): AsyncGenerator<Buffer> {
  const { header, tables } = await headOf(client, version);
  const total = tables.reduce((sum, { bytes }) => sum + bytes, 0);
  const hash = createHash("sha256");
  const hashed = (part: Buffer | string): Buffer => {
    const bytes = Buffer.from(part);
    hash.update(bytes);
    return bytes;
  };
  yield hashed(headerLines(header));
  const rows: Record<string, number> = {};
  let before = 0;
  for (const table of tables) {
    const { name } = table;
    yield hashed(tableLine(table));
    // A query and not the table itself: that would leave out what stands in its partitions.
    const text = `copy (select ${columnsOf(table)} from ${quoted(name)}) to stdout`;
    const copy = client.query(copyTo(text));
    let read = 0;
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      read += chunk.length;
      onProgress({ done: before + Math.min(read, table.bytes), total, table: name });
      yield hashed(chunk);
    }
    rows[name] = copy.rowCount;
    before += table.bytes;
    yield hashed(END_OF_ROWS);
  }
  yield Buffer.from(endLine(rows, hash.digest("hex")));
  onEnd({ header, rows });
}

async function headOf(client: pg.ClientBase, version: string) {
  const schema = await schemaOf(client);
  if (schema === "") throw new BackupUnfit("noSchema");
  const tables = await ownTables(client);
  // A migration that comes now waits until they are read.
  const names = tables.map(({ name }) => quoted(name)).join(", ");
  await client.query(`lock table ${names} in access share mode`);
  const header: BackupHeader = {
    xingcang: version,
    schema,
    createdAt: (await client.query("select now()")).rows[0].now.toISOString(),
    tables: tables.map(({ name, columns }) => ({ name, columns })),
    sequences: await sequencesOf(client),
  };
  return { header, tables };
}
