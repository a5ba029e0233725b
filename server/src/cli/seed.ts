/** `seed`: a new account with data, beside those that are there. */
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@xingcang/client";
import { dayOf } from "../application/china-time.ts";
import type { Client, Grant } from "../gateway/access.ts";
import { ensureClient, fillAccount, grantTo, newAccount } from "../provision.ts";
import { BULK_DAYS, seedBulk } from "../seed/bulk.ts";
import { DAYS, LARGE, seedRandom } from "../seed/random.ts";
import { BULK_CHUNK, settleBulk, writeBulk } from "../storage/bulk-rows.ts";
import { UsageFault } from "./failure.ts";
import { startProgress } from "./progress.ts";
import { both, note, print } from "./terminal.ts";
import { type Context, withSystem } from "./with-system.ts";

export type Profile = "demo" | "empty" | "large";

export interface SeedOptions {
  readonly profile: Profile;
  /** Of the random data; whole. */
  readonly seed: string;
  readonly materials: string;
  /** Ledger rows that are made by the database itself; absent: records by the verbs. */
  readonly rows?: string;
}

const DAY_MS = 86_400_000;
const NAMES = { demo: "星仓演示账套", empty: "星仓账套", large: "星仓大数据账套" } as const;

export function seed(options: SeedOptions): Promise<void> {
  const seedNumber = wholeNumber("--seed", options.seed, 0);
  const materials = wholeNumber("--materials", options.materials, 1);
  const rows = options.rows === undefined ? 0 : wholeNumber("--rows", options.rows, 1);
  return withSystem("any", async (context) => {
    const { system, config } = context;
    const { profile } = options;
    const account = await newAccount(system, { name: NAMES[profile], demo: profile === "demo" });
    const [existing] = await system.access.listCredentials();
    const client = existing ?? (await ensureClient(system, config.credentials));
    if (profile === "large" && rows > 0) {
      await fillBulk(context, account.id, client, materials, rows);
    } else if (profile === "large")
      await fillLarge(context, account.id, client, seedNumber, materials);
    else await fillAccount(system, account.id, client.id, profile === "demo");
    // At last: an account that is only half filled is nobody's.
    const wanted = existing === undefined ? config.credentials?.outerInstanceId : undefined;
    const grant = await grantTo(system, client, account.id, wanted);
    if (context.server !== undefined) await untilKnown(context.server.url, client, grant);
    tell(account.name, client, grant, existing === undefined);
  });
}

function wholeNumber(option: string, text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new UsageFault(`${option} ${text}: ${both("须为整数", "must be a whole number")}`);
}

async function fillLarge(
  { system }: Context,
  accountId: string,
  client: Client,
  seedNumber: number,
  materials: number,
): Promise<void> {
  let progress: ReturnType<typeof startProgress> | undefined;
  const startedAt = performance.now();
  const counts = await seedRandom({
    workStore: system.workStore,
    caller: { accountId, clientId: client.id, userId: "1" },
    seed: seedNumber,
    sizes: { ...LARGE, materials },
    firstDay: dayOf(system.now() - (DAYS - 1) * DAY_MS),
    onProgress(done, total) {
      progress ??= startProgress(both("正在写入", "writing"), total);
      progress.reach(done, `${done}/${total}`);
    },
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const { stockKeys, bills, holds } = counts;
  progress?.end(
    both(
      `${counts.materials} 个商品，${stockKeys} 个库存维度，${bills} 张单据，${holds} 条占用，用时 ${seconds} 秒`,
      `${counts.materials} materials, ${stockKeys} stock keys, ${bills} bills, ${holds} holds`,
    ),
  );
  note(both(`随机种子 ${seedNumber}`, `seed ${seedNumber}`));
}

async function fillBulk(
  { system }: Context,
  accountId: string,
  client: Client,
  materials: number,
  rows: number,
): Promise<void> {
  const { database, workStore } = system;
  const startedAt = performance.now();
  const progress = startProgress(both("正在写入", "writing"), materials);
  const counts = await seedBulk({
    workStore,
    caller: { accountId, clientId: client.id, userId: "1" },
    materials,
    rows,
    firstDay: dayOf(system.now() - BULK_DAYS * DAY_MS),
    chunkSize: BULK_CHUNK,
    writeChunk: (chunk) => writeBulk(database, chunk),
    onProgress: (done, total) =>
      progress.reach(Math.floor((done / total) * materials), `${done}/${total}`),
  });
  await settleBulk(database);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const { stockKeys } = counts;
  progress.end(
    both(
      `${materials} 个商品，${stockKeys} 个库存维度，${counts.rows} 行流水，用时 ${seconds} 秒`,
      `${materials} materials, ${stockKeys} stock keys, ${counts.rows} ledger rows`,
    ),
  );
}

const KNOWN_MS = 10_000;
const ASK_AGAIN_MS = 250;

/** A server remembers for some seconds who may call: what is printed here shall work at once. */
async function untilKnown(baseUrl: string, client: Client, grant: Grant): Promise<void> {
  const { outerInstanceId } = grant;
  const credentials = { clientId: client.id, clientSecret: client.secret };
  const api = createClient({ baseUrl, ...credentials, retries: 0 });
  const deadline = performance.now() + KNOWN_MS;
  while (performance.now() < deadline) {
    try {
      await api.auth.authorize({ outerInstanceId });
      return;
    } catch {
      await sleep(ASK_AGAIN_MS);
    }
  }
}

function tell(name: string, client: Client, grant: Grant, isNew: boolean): void {
  print(both(`已建立账套「${name}」`, "a new account"));
  print(`  account            ${grant.accountId}`);
  print(`  client_id          ${client.id}`);
  if (isNew) print(`  client_secret      ${client.secret}`);
  print(`  outerInstanceId    ${grant.outerInstanceId}`);
  print(`  app_key            ${grant.appKey}`);
}
