/**
 * `npm run bench -- --large`: reads of an account with very many rows beside those of a small one,
 * over signed HTTP, in turns. It takes long, so it is no part of the usual rounds.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@xingcang/client";
import { findingText } from "xingcang/dist/application/verify-finding.js";
import { verifyAll } from "xingcang/dist/application/verify-ledger.js";
import { type Database, openDatabase } from "xingcang/dist/storage/database.js";
import { startEmbeddedDatabase } from "xingcang/dist/storage/embedded/index.js";
import { createVerifyStore } from "xingcang/dist/storage/verify-store.js";
import { CREDENTIALS, databaseUrl } from "./credentials.ts";
import { MAIN, startProduct } from "./processes.ts";
import { percentile, ratio } from "./statistics.ts";

export interface LargeSize {
  readonly materials: number;
  readonly rows: number;
}

export interface LargeSizes {
  readonly small: LargeSize;
  readonly large: LargeSize;
  /** Requests of each kind. */
  readonly requests: number;
}

export const LARGE_SIZES: LargeSizes = {
  small: { materials: 1000, rows: 100_000 },
  large: { materials: 100_000, rows: 10_000_000 },
  requests: 1000,
};

export const QUICK_SIZES: LargeSizes = {
  small: { materials: 100, rows: 10_000 },
  large: { materials: 10_000, rows: 500_000 },
  requests: 200,
};

/** In milliseconds. */
export interface LargeTimes {
  readonly smallPage: readonly number[];
  readonly largePage: readonly number[];
  readonly firstPage: number;
  readonly pastDay: readonly number[];
  readonly seconds: { readonly seed: number; readonly verify: number };
}

interface Account extends LargeSize {
  readonly client: Client;
}

export async function measureLarge(
  sizes: LargeSizes,
  report: (times: LargeTimes, database: Database) => Promise<void>,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "xingcang-bench-"));
  chmodSync(folder, 0o755); // PostgreSQL runs as another user when the command runs as root
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const embedded = await startEmbeddedDatabase({ dataDir: join(folder, "database"), log() {} });
    closers.push(embedded.stop);
    const url = databaseUrl(embedded);
    const server = await startProduct(folder, url, CREDENTIALS);
    closers.push(server.stop);
    const database = openDatabase({ ...embedded.connection }, () => {});
    closers.push(database.close);
    const startedAt = performance.now();
    const account = async (size: LargeSize): Promise<Account> => {
      const outerInstanceId = await seeded(folder, url, size);
      const named = { ...CREDENTIALS, outerInstanceId };
      return { ...size, client: createClient({ ...named, baseUrl: server.url }) };
    };
    const small = await account(sizes.small);
    const large = await account(sizes.large);
    const seed = (performance.now() - startedAt) / 1000;
    const times = await timesOf(small, large, sizes.requests);
    const verifyAt = performance.now();
    const findings = await findingsOf(database);
    const verify = (performance.now() - verifyAt) / 1000;
    if (findings.length === 0) await report({ ...times, seconds: { seed, verify } }, database);
    return findings;
  } finally {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  }
}

/** `seed` as an operator runs it; the outer instance id is what it prints. */
async function seeded(folder: string, url: string, { materials, rows }: LargeSize) {
  const sizes = ["--materials", String(materials), "--rows", String(rows)];
  const child = spawn(process.execPath, [MAIN, "seed", "--profile", "large", ...sizes], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH, DATABASE_URL: url, XINGCANG_DATA_DIR: join(folder, "server") },
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  const [code] = await once(child, "close");
  const id = /outerInstanceId +(\S+)/.exec(printed)?.[1];
  if (id === undefined) throw new Error(`seed ended with ${code}: ${printed}`);
  return id;
}

const WARM = 50;
const PAGES = 10;

async function timesOf(small: Account, large: Account, requests: number) {
  const firstPage = await timed(() => pageOf(large, 1));
  const smallPage: number[] = [];
  const largePage: number[] = [];
  const pastDay: number[] = [];
  for (let at = -WARM; at < requests; at += 1) {
    const page = 1 + (Math.abs(at) % PAGES);
    const [few, many, past] = [
      await timed(() => pageOf(small, page)),
      await timed(() => pageOf(large, page)),
      await timed(() => pastDayOf(large)),
    ];
    if (at < 0) continue;
    smallPage.push(few);
    largePage.push(many);
    pastDay.push(past);
  }
  return { firstPage, smallPage, largePage, pastDay };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

async function pageOf({ client, materials }: Account, page: number): Promise<void> {
  const { rows, count } = await client.stock.inventory({ page, page_size: 100 });
  if (rows.length !== 100 || count !== materials * 10) throw new Error(`not that page: ${count}`);
}

const DAY_MS = 86_400_000;

async function pastDayOf({ client, materials }: Account): Promise<void> {
  const any = Math.floor(Math.random() * materials);
  const day = new Date(Date.now() - Math.floor(1 + Math.random() * 350) * DAY_MS);
  const { rows } = await client.stock.inventory({
    material_ids: [String(10_000_000 + any)],
    point_date: day.toISOString().slice(0, 10),
    page_size: 100,
  });
  if (rows.length !== 10) throw new Error(`${rows.length} rows, 10 expected`);
}

async function findingsOf(database: Database): Promise<string[]> {
  const found: string[] = [];
  for await (const { findings } of verifyAll({ store: createVerifyStore(database) })) {
    found.push(...findings.map((finding) => findingText(finding, "en")));
  }
  return found;
}

/** What came of it: the goals are those of the two first rows. */
export const largeGoals = (times: LargeTimes) => ({
  page: ratio(percentile(times.largePage, 50), percentile(times.smallPage, 50)),
  pastDay: percentile(times.pastDay, 99),
});
