import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { makeLinks } from "./binaries.ts";
import {
  DataFolderInUse,
  type EmbeddedDatabase,
  EmbeddedDatabaseFailed,
  startEmbeddedDatabase,
} from "./index.ts";
import { processWorld, startTime } from "./processes.ts";

const opened: EmbeddedDatabase[] = [];
const children: ChildProcess[] = [];
const logged: string[] = [];
let scratch = "";
let cases = 0;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "xingcang-embedded-"));
  chmodSync(scratch, 0o755);
});

afterEach(async () => {
  delete process.env.XINGCANG_DATA_DIR;
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(opened.splice(0).map((database) => database.stop()));
  logged.length = 0;
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function newFolder(): string {
  cases += 1;
  return join(scratch, `data-${cases}`);
}

async function start(dataDir: string): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ dataDir, log: (text) => void logged.push(text) });
  opened.push(database);
  return database;
}

async function query(database: EmbeddedDatabase, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.connection);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const createNote = "create table note (text text); insert into note values ('kept')";
const readNote = "select text from note";
const kept = [{ text: "kept" }];

describe("on one data folder", () => {
  test("starts, stops and keeps its data", async () => {
    const folder = newFolder();
    const first = await start(folder);
    await query(first, createNote);
    await first.stop();
    await first.stop();
    expect(existsSync(join(folder, "postgres.lock"))).toBe(false);
    const again = await start(folder);
    expect(await query(again, readNote)).toEqual(kept);
  });

  test("is durable, private and without privileges", async () => {
    const folder = newFolder();
    const database = await start(folder);
    const [row] = await query(
      database,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
        current_setting('full_page_writes') as pages, current_setting('data_checksums') as sums,
        current_setting('listen_addresses') as tcp, current_setting('TimeZone') as zone,
        current_setting('server_encoding') as encoding, rolsuper, rolcreatedb, rolcreaterole,
        (select string_agg(x, '' order by x) from unnest(array['王','阿','李']) x) as sorted
        from pg_roles where rolname = current_user`,
    );
    expect(row).toEqual({
      fsync: "on",
      sync: "on",
      pages: "on",
      sums: "on",
      tcp: "",
      zone: "UTC",
      encoding: "UTF8",
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      sorted: "阿李王",
    });
    expect(statSync(database.connection.host).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "postgres.secret")).mode & 0o777).toBe(0o600);
    const wrong = new pg.Client({ ...database.connection, password: "guess" });
    await expect(wrong.connect()).rejects.toMatchObject({ code: "28P01" });
    const other = new pg.Client({ ...database.connection, database: "postgres" });
    await expect(other.connect()).rejects.toMatchObject({ code: "28000" });
  });

  test("refuses a second server", async () => {
    const folder = newFolder();
    const first = await start(folder);
    const second = start(folder);
    await expect(second).rejects.toBeInstanceOf(DataFolderInUse);
    await expect(second).rejects.toThrow(folder);
    await expect(second).rejects.toThrow(`pid ${process.pid}`);
    expect(await query(first, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("lets exactly one of several simultaneous starts win over a stale lock", async () => {
    const folder = newFolder();
    await (await start(folder)).stop();
    const stale = { pid: process.pid, startTime: "1", world: processWorld(), host: "gone" };
    writeFileSync(join(folder, "postgres.lock"), JSON.stringify(stale));
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => start(folder)));
    const refused = results.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(3);
    for (const each of refused as PromiseRejectedResult[]) {
      expect(each.reason).toBeInstanceOf(DataFolderInUse);
    }
  });
});

describe("after a crash", () => {
  test("of the postmaster, says so and recovers committed rows", async () => {
    const folder = newFolder();
    const first = await start(folder);
    await query(first, createNote);
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const again = await start(folder);
    expect(await query(again, readNote)).toEqual(kept);
    await first.stop(); // must not take the lock of the second away
    await expect(start(folder)).rejects.toBeInstanceOf(DataFolderInUse);
  });

  test("of a backend, goes on by itself", async () => {
    const database = await start(newFolder());
    await query(database, createNote);
    const client = new pg.Client(database.connection);
    const lost = new Promise((resolve) => client.on("error", resolve));
    await client.connect();
    const { rows } = await client.query("select pg_backend_pid() as pid");
    process.kill(rows[0].pid, "SIGKILL");
    await lost;
    const answered = async () => await query(database, readNote).catch(() => undefined);
    let answer = await answered();
    while (answer === undefined) answer = await answered();
    expect(answer).toEqual(kept);
  });

  test("in the middle of the first start, begins again", async () => {
    const folder = newFolder();
    const first = await start(folder);
    await first.stop();
    // what a start leaves that was killed between initdb and the rename
    const postgres = join(folder, "postgres");
    cpSync(join(postgres, "cluster"), join(postgres, "cluster.new-abc"), { recursive: true });
    rmSync(join(postgres, "cluster"), { recursive: true });
    const again = await start(folder);
    await query(again, createNote);
    expect(readdirSync(postgres).sort()).toEqual(["cluster", "socket"]);
  });

  test("and a lost secret, sets a new password and keeps the data", async () => {
    const folder = newFolder();
    const first = await start(folder);
    await query(first, createNote);
    await first.stop();
    rmSync(join(folder, "postgres.secret"));
    const again = await start(folder);
    expect(await query(again, readNote)).toEqual(kept);
  });

  test("with a pid file that names an unrelated process, starts", async () => {
    const folder = newFolder();
    const first = await start(folder);
    const pidFile = join(folder, "postgres", "cluster", "postmaster.pid");
    const text = readFileSync(pidFile, "utf8");
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const owner = statSync(pidFile).uid;
    const other = spawn("sleep", ["60"], { uid: owner === 0 ? undefined : owner, cwd: "/" });
    children.push(other);
    writeFileSync(pidFile, text.replace(/^\d+/, String(other.pid)));
    const again = await start(folder);
    expect(await query(again, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(startTime(other.pid!)).toBeDefined();
  });
});

describe("wherever the folder is", () => {
  test("a path too long for a socket, with characters that settings quote", async () => {
    const folder = join(newFolder(), `a, "b" 'c' 数据`, "x".repeat(100));
    const database = await start(folder);
    expect(database.connection.host.length).toBeLessThan(90);
    expect(statSync(database.connection.host).mode & 0o777).toBe(0o700);
    expect(await query(database, "select 1 as one")).toEqual([{ one: 1 }]);
    await database.stop();
    rmSync(database.connection.host, { recursive: true });
    const near = await start(join(newFolder(), `a, "b" 'c'`));
    expect(near.connection.host).toContain(`a, "b" 'c'`);
  });

  test("a folder that is a file is refused with what to change", async () => {
    const file = newFolder();
    writeFileSync(file, "");
    await expect(start(file)).rejects.toThrow("XINGCANG_DATA_DIR");
  });

  test("a setting PostgreSQL does not accept is told with its log", async () => {
    const dataDir = newFolder();
    const settings = { max_connections: "many" };
    const started = startEmbeddedDatabase({ dataDir, log: () => {}, settings });
    await expect(started).rejects.toBeInstanceOf(EmbeddedDatabaseFailed);
    await expect(started).rejects.toThrow(/max_connections.*many/);
    await start(dataDir);
  });

  test("a database of another major version is refused", async () => {
    const folder = newFolder();
    await (await start(folder)).stop();
    writeFileSync(join(folder, "postgres", "cluster", "PG_VERSION"), "15\n");
    await expect(start(folder)).rejects.toThrow(/PostgreSQL 15/);
  });

  test("library links that npm did not make are made", () => {
    const folder = join(newFolder(), "native");
    mkdirSync(join(folder, "lib"), { recursive: true });
    writeFileSync(join(folder, "lib", "libx.so.1.2"), "library");
    const links = [{ source: "native/lib/libx.so.1.2", target: "native/lib/libx.so.1" }];
    writeFileSync(join(folder, "pg-symlinks.json"), JSON.stringify(links));
    expect(makeLinks(folder)).toBe(true);
    expect(makeLinks(folder)).toBe(true);
    expect(readFileSync(join(folder, "lib", "libx.so.1"), "utf8")).toBe("library");
  });
});
