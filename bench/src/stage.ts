/** Everything that takes part, started in a folder of its own and taken down again. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@xingcang/client";
import { SIGNATURE_HEADER } from "@xingcang/contract";
import { type Database, openDatabase } from "xingcang/dist/storage/database.js";
import { startEmbeddedDatabase } from "xingcang/dist/storage/embedded/index.js";
import { type Buyers, createBuyers } from "./buyers.ts";
import { type Ceiling, openCeiling } from "./ceiling.ts";
import { CREDENTIALS, databaseUrl } from "./credentials.ts";
import { startBare, startProduct } from "./processes.ts";
import { type Shop, stockShop } from "./shop.ts";
import { signedPosts } from "./signed-post.ts";
import { openWire, type Wire } from "./wire.ts";

export const CLIENTS = 64;
const MANY = 256;

export interface Stage {
  readonly shop: Shop;
  readonly buyers: Buyers;
  readonly product: readonly Wire[];
  /** More clients of it. */
  readonly many: readonly Wire[];
  readonly bare: readonly Wire[];
  readonly ceiling: Ceiling;
  readonly database: Database;
  /** The product's process. */
  readonly pid: number;
}

/** All else as usual, durability too: room for the ceiling's connections beside the server's. */
const SETTINGS = { max_connections: "120" };

export async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "xingcang-bench-"));
  chmodSync(folder, 0o755); // PostgreSQL runs as another user when the command runs as root
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  process.once("SIGINT", () => void close().finally(() => process.exit(130)));
  try {
    return await work(await build(folder, closers));
  } finally {
    await close();
  }
}

async function build(folder: string, closers: (() => unknown)[]): Promise<Stage> {
  const dataDir = join(folder, "database");
  const embedded = await startEmbeddedDatabase({ dataDir, log: () => {}, settings: SETTINGS });
  closers.push(embedded.stop);
  const server = await startProduct(folder, databaseUrl(embedded), CREDENTIALS);
  closers.push(server.stop);
  const { shop, appToken } = await prepared(server.url);
  const database = openDatabase({ ...embedded.connection }, () => {});
  closers.push(database.close);
  const ceiling = await openCeiling({ ...embedded.connection }, CLIENTS);
  closers.push(ceiling.close);
  const bareServer = await startBare(CREDENTIALS.clientSecret);
  closers.push(bareServer.stop);
  const many = await openWires(server.url, MANY);
  const bare = await openWires(bareServer.url, CLIENTS);
  closers.push(() => {
    for (const wire of [...many, ...bare]) wire.close();
  });
  const buyers = createBuyers(shop, signedPosts({ ...CREDENTIALS, appToken }));
  const product = many.slice(0, CLIENTS);
  return { shop, buyers, product, many, bare, ceiling, database, pid: server.pid };
}

const openWires = (url: string, count: number): Promise<Wire[]> =>
  Promise.all(Array.from({ length: count }, () => openWire(url)));

/** The goods, made by the typed client; the load goes on with its token. */
async function prepared(baseUrl: string): Promise<{ shop: Shop; appToken: string }> {
  let appToken = "";
  const client = createClient({
    ...CREDENTIALS,
    baseUrl,
    fetch(input, init) {
      appToken = new Headers(init?.headers).get(SIGNATURE_HEADER.appToken) ?? appToken;
      return fetch(input, init);
    },
  });
  return { shop: await stockShop(client), appToken };
}
