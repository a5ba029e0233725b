/**
 * Fills an empty database from a backup. The file is read once before anything is written, so that
 * a damaged one is refused, and again to write; all is written in one transaction: at the schema
 * that the backup is of, which then goes on to that of this server.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { migrateWithin, SCHEMA_NAMES, SCHEMA_VERSION } from "../migrate.ts";
import {
  type BackupHeader,
  type BackupPart,
  BackupUnfit,
  type RowCounts,
  readBackup,
  type TableHead,
} from "./format.ts";
import { columnsOf, ownTables, quoted, schemaOf } from "./tables.ts";

export interface CheckedBackup {
  readonly header: BackupHeader;
  readonly rows: RowCounts;
}

export interface CheckOptions {
  /** Whether the key in use opens this sealed secret. */
  opens(sealed: string): boolean;
  /** How many more bytes of the file were read. */
  onRead(bytes: number): void;
}

/**
 * Reads the whole file and writes nothing.
 * @throws BackupUnfit noBackup, damaged, newerFormat, newerSchema, otherKey
 */
export async function checkBackup(
  file: string,
  { opens, onRead }: CheckOptions,
): Promise<CheckedBackup> {
  let header: BackupHeader | undefined;
  let isOpened = true;
  for await (const part of readBackup(file, onRead)) {
    if (part.kind === "header") {
      header = part.header;
      if (!SCHEMA_NAMES.includes(header.schema)) {
        throw new BackupUnfit("newerSchema", `${header.schema}, xingcang ${header.xingcang}`);
      }
    }
    // A damaged file is told as such, and not by what is wrong in it.
    if (part.kind === "rows") isOpened &&= sealedIn(part).every(opens);
    if (part.kind !== "end" || header === undefined) continue;
    if (!isOpened) throw new BackupUnfit("otherKey");
    return { header, rows: part.rows };
  }
  throw new BackupUnfit("damaged", "end");
}

/** Where secrets are kept; the tables of accounts have none, and are large. */
const WITH_SECRETS = ["client", "authorization_grant", "token_key"];
const SEALED = /^xcbox\d+\./;

function sealedIn({ table, bytes }: BackupPart & { kind: "rows" }): string[] {
  if (!WITH_SECRETS.includes(table.name)) return [];
  return bytes
    .toString("utf8")
    .split(/[\t\n]/)
    .filter((field) => SEALED.test(field));
}

/**
 * Writes what `checkBackup` found good, or nothing at all.
 * @throws BackupUnfit notEmpty, otherSchema; or what the database says
 */
export async function restoreBackup(
  client: pg.Client,
  file: string,
  onRead: (bytes: number) => void,
): Promise<void> {
  await client.query("begin");
  try {
    await restoreWithin(client, file, onRead);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
  // Plans are made from it; a table that was just filled has none.
  await client.query("analyze");
}

async function restoreWithin(client: pg.Client, file: string, onRead: (bytes: number) => void) {
  const parts = readBackup(file, onRead);
  let part = (await parts.next()).value as BackupPart;
  /** The rows of one table; the part behind them is then the one to go on with. */
  async function* rows(): AsyncGenerator<Buffer> {
    for (;;) {
      part = (await parts.next()).value as BackupPart;
      if (part.kind !== "rows") return;
      yield part.bytes;
    }
  }
  const { header } = part as BackupPart & { kind: "header" };
  await makeReady(client, header);
  for (part = (await parts.next()).value as BackupPart; part.kind === "table"; ) {
    await pipeline(Readable.from(rows()), client.query(copyFrom(copyInto(part.table))));
  }
  await setSequences(client, header);
  await migrateWithin(client, SCHEMA_VERSION);
}

const copyInto = (table: TableHead) =>
  `copy ${quoted(table.name)} (${columnsOf(table)}) from stdin`;

/** Brings an empty database to the backup's schema, and sees to it that it stays empty for us. */
async function makeReady(client: pg.Client, { schema }: BackupHeader): Promise<void> {
  const found = await schemaOf(client);
  if (found !== "") {
    await refuseRows(client);
    if (found !== schema) throw new BackupUnfit("otherSchema", found);
  }
  await migrateWithin(client, schema);
}

async function refuseRows(client: pg.Client): Promise<void> {
  const tables = await ownTables(client);
  const names = tables.map(({ name }) => quoted(name));
  await client.query(`lock table ${names.join(", ")} in share row exclusive mode`);
  for (const name of names) {
    const { rowCount } = await client.query(`select from ${name} limit 1`);
    if (rowCount !== 0) throw new BackupUnfit("notEmpty", name);
  }
}

async function setSequences(client: pg.Client, { sequences }: BackupHeader): Promise<void> {
  for (const { name, last, isCalled } of sequences) {
    await client.query("select setval($1::regclass, $2, $3)", [quoted(name), last, isCalled]);
  }
}
