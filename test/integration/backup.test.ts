/**
 * A backup is one moment of the database and comes back as it was; whatever is wrong with a file or
 * with where it shall go is refused, with nothing written (P8). The commands themselves are driven
 * by `test/fault/backup.test.ts`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  beginSnapshot,
  dumpParts,
  dumpToFile,
  withClient,
} from "../../server/src/storage/backup/dump.ts";
import type { BackupHeader } from "../../server/src/storage/backup/format.ts";
import { checkBackup, restoreBackup } from "../../server/src/storage/backup/restore.ts";
import { inOrderOfReference } from "../../server/src/storage/backup/tables.ts";
import { migrate, SCHEMA_VERSION, schemaVersionOf } from "../../server/src/storage/migrate.ts";
import { findingsOf } from "../support/findings.ts";
import { insertOld, readOld } from "../support/old-data.ts";
import { newAccount, writeHistory } from "../support/small-history.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let source: TemporaryDatabase;
let target: TemporaryDatabase;
let folder: string;
let fileNumber = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "xingcang-backup-"));
  source = await startTemporaryDatabase();
  target = await startTemporaryDatabase("");
  await writeHistory(await newAccount(source.database, "1"));
  await source.database.pool.query(
    `insert into client (id, name, secret) values ('c', E'名\\t\\\\.\\n称', 'xcbox1.AAAA')`,
  );
});
beforeEach(() => target.reset(""));
afterAll(async () => {
  await source.close();
  await target.close();
  rmSync(folder, { recursive: true, force: true });
});

const newFile = () => {
  fileNumber += 1;
  return join(folder, `${fileNumber}.backup`);
};
const options = { version: "1.2.3", onProgress: () => {} };
const opensAll = { opens: () => true, onRead: () => {} };
const dump = async (from = source) => {
  const file = newFile();
  await withClient(from.connection, (client) => dumpToFile(client, file, options));
  return file;
};
/** As the command does it: looked at first, then written. */
const restore = async (file: string, opens = (_sealed: string) => true) => {
  const { header } = await checkBackup(file, { opens, onRead: () => {} });
  await withClient(target.connection, (client) => restoreBackup(client, file, () => {}));
  return header;
};

/** By table: number and hash of its rows, all columns. */
async function digests(client: Pick<pg.ClientBase, "query">, names: readonly string[]) {
  const found: Record<string, string> = {};
  for (const name of names) {
    const { rows } = await client.query(
      `select count(*) || ' ' || md5(coalesce(
         string_agg(t::text, chr(10) order by t::text collate "C"), '')) as digest from ${name} t`,
    );
    found[name] = rows[0].digest;
  }
  return found;
}

const tablesThere = async ({ database }: TemporaryDatabase): Promise<string[]> => {
  const { rows } = await database.pool.query(
    `select table_name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map((row) => row.table_name);
};

test("taken while others write, it is one moment, and comes back as that moment was", async () => {
  const names = (await tablesThere(source)).filter((name) => !name.startsWith("schema_"));
  const file = newFile();
  let isDone = false;
  const write = async (accountId: string) => {
    let written = 0;
    for (; !isDone; written += 1)
      await writeHistory(await newAccount(source.database, `${accountId}${written}`));
    return written;
  };
  const writers = [write("21"), write("31")];
  const moment = await withClient(source.connection, async (client) => {
    await beginSnapshot(client);
    const digest = await digests(client, names);
    const parts: Buffer[] = [];
    let header: BackupHeader | undefined;
    const onEnd = (dumped: { header: BackupHeader }) => {
      header = dumped.header;
    };
    for await (const part of dumpParts(client, options, onEnd)) parts.push(part);
    writeFileSync(file, gzipSync(Buffer.concat(parts)));
    expect(header?.tables.map(({ name }) => name).sort()).toEqual(names);
    return digest;
  });
  isDone = true;
  for (const written of await Promise.all(writers)) expect(written).toBeGreaterThan(0);
  expect(await digests(source.database.pool, names)).not.toEqual(moment);
  expect(await restore(file)).toMatchObject({ xingcang: "1.2.3", schema: SCHEMA_VERSION });
  expect(await digests(target.database.pool, names)).toEqual(moment);
  expect(await findingsOf(target.database)).toEqual([]);
});

test("what is restored goes on: ids, sequences and rights as before", async () => {
  await source.database.pool.query("select setval('server_node', 41)");
  await restore(await dump());
  const { pool } = target.database;
  expect((await pool.query("select nextval('server_node') as node")).rows).toEqual([
    { node: "42" },
  ]);
  await expect(pool.query("delete from ledger")).rejects.toMatchObject({ code: "42501" });
  await writeHistory(await newAccount(target.database, "9"));
  expect(await findingsOf(target.database)).toEqual([]);
});

test("a backup of an earlier version is restored at its schema and brought to this one", async () => {
  const old = await startTemporaryDatabase("0001-initial");
  try {
    await insertOld(old.database.pool, "0001-initial");
    const before = await readOld(old.database.pool, "0001-initial");
    expect(await restore(await dump(old))).toMatchObject({ schema: "0001-initial" });
    expect(await schemaVersionOf(target.database.pool)).toBe(SCHEMA_VERSION);
    expect(await readOld(target.database.pool, "0001-initial")).toEqual(before);
    expect(await findingsOf(target.database)).toEqual([]);
    // The server that comes next has nothing left to do.
    expect(await migrate(target.database.kysely)).toEqual([]);
  } finally {
    await old.close();
  }
});

test("a database without tables has nothing to back up, and leaves no file", async () => {
  const file = newFile();
  const dumped = withClient(target.connection, (client) => dumpToFile(client, file, options));
  await expect(dumped).rejects.toMatchObject({ reason: "noSchema" });
  expect(() => readFileSync(file)).toThrow("ENOENT");
  expect(() => readFileSync(`${file}.partial`)).toThrow("ENOENT");
});

test("a file that is there is never written over", async () => {
  const file = await dump();
  const before = readFileSync(file);
  const again = withClient(source.connection, (client) => dumpToFile(client, file, options));
  await expect(again).rejects.toMatchObject({ code: "EEXIST" });
  expect(readFileSync(file).equals(before)).toBe(true);
});

describe("a file that is refused, before anything is written", () => {
  let whole: Buffer;
  let text: string;
  beforeAll(async () => {
    whole = readFileSync(await dump());
    text = gunzipSync(whole).toString("utf8");
  });
  const changed = (change: (text: string) => string) => () => gzipSync(change(text));
  const cut = (share: number) => () => whole.subarray(0, Math.floor(whole.length * share));
  const header = (changes: object) =>
    changed((all) => {
      const [magic, head = "", ...rest] = all.split("\n");
      return [magic, JSON.stringify({ ...JSON.parse(head), ...changes }), ...rest].join("\n");
    });

  test.each<[name: string, reason: string, make: () => Buffer]>([
    ["cut off at its last byte", "damaged", () => whole.subarray(0, -1)],
    ["cut off in the middle", "damaged", cut(0.5)],
    ["cut off at once", "damaged", cut(0.05)],
    ["cut off before it was packed", "damaged", changed((all) => all.slice(0, all.length / 2))],
    ["without its end", "damaged", changed((all) => all.slice(0, all.lastIndexOf("end {")))],
    ["with something behind it", "damaged", changed((all) => `${all}more\n`)],
    ["one row less", "damaged", changed((all) => all.replace(/^1\t.*\n/m, ""))],
    ["another number", "damaged", changed((all) => all.replace("99.99", "99.98"))],
    ["another header", "damaged", header({ createdAt: "2020-01-01T00:00:00.000Z" })],
    ["a header that is none", "damaged", changed((all) => all.replace("{", "("))],
    ["tables in another order", "damaged", header({ tables: [] })],
    ["of a newer schema", "newerSchema", header({ schema: "9999-later" })],
    ["of a newer format", "newerFormat", changed((all) => all.replace(/^(\S+) 1\n/, "$1 2\n"))],
    ["something else that is packed", "noBackup", () => gzipSync("hello\n")],
    ["something else", "noBackup", () => Buffer.from("hello\n")],
    ["empty", "noBackup", () => Buffer.alloc(0)],
  ])("%s", async (_, reason, make) => {
    const file = newFile();
    writeFileSync(file, make());
    await expect(restore(file)).rejects.toMatchObject({ name: "BackupUnfit", reason });
    expect(await tablesThere(target)).toEqual([]);
  });

  test("one bit turned, anywhere", async () => {
    const file = newFile();
    // The head of gzip itself has bits without a meaning.
    for (let at = 10; at < whole.length; at += Math.ceil(whole.length / 40)) {
      const turned = Buffer.from(whole);
      turned[at] = (turned[at] ?? 0) ^ 4;
      writeFileSync(file, turned);
      await expect(checkBackup(file, opensAll), `byte ${at}`).rejects.toMatchObject({
        name: "BackupUnfit",
      });
    }
  });

  test("the key in use does not open its secrets", async () => {
    const asked: string[] = [];
    const opens = (sealed: string) => {
      asked.push(sealed);
      return false;
    };
    await expect(restore(await dump(), opens)).rejects.toMatchObject({ reason: "otherKey" });
    expect(asked).toEqual(["xcbox1.AAAA"]);
    expect(await tablesThere(target)).toEqual([]);
  });
});

describe("a database that is refused", () => {
  test("one with data, of which nothing changes", async () => {
    await target.reset(SCHEMA_VERSION);
    await writeHistory(await newAccount(target.database, "5"));
    const names = await tablesThere(target);
    const before = await digests(target.database.pool, names);
    await expect(restore(await dump())).rejects.toMatchObject({ reason: "notEmpty" });
    expect(await digests(target.database.pool, names)).toEqual(before);
  });

  test("one with the tables of another version", async () => {
    await target.reset("0001-initial");
    await expect(restore(await dump())).rejects.toMatchObject({ reason: "otherSchema" });
    expect(await schemaVersionOf(target.database.pool)).toBe("0001-initial");
  });

  test("tables without rows are no data", async () => {
    await target.reset(SCHEMA_VERSION);
    await restore(await dump());
    expect(await findingsOf(target.database)).toEqual([]);
  });

  test("what the database does not take leaves nothing, not even tables", async () => {
    const file = newFile();
    await source.database.pool.query(
      "alter table stock drop constraint stock_on_hand_not_negative," +
        " drop constraint stock_occupied_within_on_hand," +
        " drop constraint stock_empty_in_both",
    );
    await source.database.pool.query("update stock set on_hand = -1 where occupied = 0");
    await withClient(source.connection, (client) => dumpToFile(client, file, options));
    await expect(restore(file)).rejects.toMatchObject({ code: "23514" });
    expect(await tablesThere(target)).toEqual([]);
  });
});

test("no table comes before one that it refers to; a circle is told", () => {
  const table = (name: string, ...refers: string[]) => ({ name, refers });
  const ordered = inOrderOfReference([
    table("a", "b"),
    table("b", "c", "d"),
    table("c"),
    table("d"),
  ]);
  expect(ordered.map(({ name }) => name)).toEqual(["c", "d", "b", "a"]);
  expect(() => inOrderOfReference([table("a", "b"), table("b", "a")])).toThrow("a, b");
});
