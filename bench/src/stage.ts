/** Everything that takes part, started in a folder of its own and taken down again. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@xingcang/client";
import { SIGNATURE_HEADER } from "@xingcang/contract";
import { type Database, openDatabase } from "xingcang/dist/storage/database.js";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "xingcang/dist/storage/embedded/index.js";
import { type Buyers, createBuyers } from "./buyers.ts";
import { type Ceiling, openCeiling } from "./ceiling.ts";
import { type FixedCredentials, startBare, startProduct } from "./processes.ts";
import { type Shop, stockShop } from "./shop.ts";
import { signedPosts } from "./signed-post.ts";
import { openWire, type Wire } from "./wire.ts";

export const CLIENTS = 64;

export interface Stage {
  readonly shop: Shop;
  readonly buyers: Buyers;
  readonly product: readonly Wire[];
  readonly bare: readonly Wire[];
  readonly ceiling: Ceiling;
  readonly database: Database;
}

const CREDENTIALS: FixedCredentials = {
  clientId: "205022",
  clientSecret: "0123456789abcdef0123456789abcdef",
  outerInstanceId: "XC1",
};

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
  const product = await openWires(server.url);
  const bare = await openWires(bareServer.url);
  closers.push(() => {
    for (const wire of [...product, ...bare]) wire.close();
  });
  const buyers = createBuyers(shop, signedPosts({ ...CREDENTIALS, appToken }));
  return { shop, buyers, product, bare, ceiling, database };
}

const openWires = (url: string): Promise<Wire[]> =>
  Promise.all(Array.from({ length: CLIENTS }, () => openWire(url)));

function databaseUrl({ connection }: EmbeddedDatabase): string {
  const { host, port, user, password, database } = connection;
  const owner = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${owner}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

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
