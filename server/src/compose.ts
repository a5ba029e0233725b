/** Puts the server together: the only place, beside the command line, that knows all parts. */
import type pg from "pg";
import type { Handlers } from "./application/handler.ts";
import { createLanes, type Lanes } from "./application/lane.ts";
import type { ReadStore, WorkStore } from "./application/ports.ts";
import { verifyAndStop } from "./application/verify-and-stop.ts";
import { createListRows } from "./exports.ts";
import { type Access, createAccess } from "./gateway/access.ts";
import { createHandlers, type HandlerDependencies } from "./handlers.ts";
import type { TableServices } from "./http/file-routes.ts";
import { expireAllHolds } from "./jobs/expire-holds.ts";
import { purgeReplies } from "./jobs/purge-replies.ts";
import { recostAll } from "./jobs/recost.ts";
import { verifyDue } from "./jobs/verify.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createAccessStore } from "./storage/access-store.ts";
import { type Database, openDatabase } from "./storage/database.ts";
import { accountsWithDueHolds } from "./storage/hold-store.ts";
import { createMasterCache } from "./storage/master-cache.ts";
import { migrate } from "./storage/migrate.ts";
import { createIds } from "./storage/new-id.ts";
import { createReadStore } from "./storage/read-store.ts";
import {
  accountsToRecost,
  countStalePools,
  endRecosting,
  startRecosting,
  tellRecosting,
} from "./storage/recosting-store.ts";
import { accountsWithOldReplies, deleteOldReplies } from "./storage/reply-store.ts";
import { createWorkStore, settingsOf } from "./storage/unit-of-work.ts";
import { createVerifyStore } from "./storage/verify-store.ts";
import {
  accountsToVerify,
  countStopped,
  createWritingStore,
  takeVerification,
  writable,
} from "./storage/writing-store.ts";
import { tableFiles } from "./tables/index.ts";

export interface SystemOptions {
  /** Of a PostgreSQL that runs: `serve.ts` and the command line see to that. */
  readonly connection: pg.PoolConfig;
  readonly masterKey: Buffer;
  now(): number;
  log(message: string): void;
}

export interface System {
  readonly database: Database;
  readonly access: Access;
  readonly workStore: WorkStore;
  readonly readStore: ReadStore;
  readonly lanes: Lanes;
  readonly handlers: Handlers;
  readonly tables: TableServices;
  readonly metrics: Metrics;
  now(): number;
  newId(): string;
  /** Expires the holds that are due now; returns how many (D18). */
  expireHolds(): Promise<number>;
  /** Costs anew what waits for it; returns how many ledger rows that were (D35). */
  recost(): Promise<number>;
  /** Deletes the saved replies that have had their time; returns how many (D14). */
  purgeReplies(): Promise<number>;
  /**
   * Verifies the accounts that were not for so long, in milliseconds, and stops the writing of
   * those with a difference; returns how many differences that were (P12).
   */
  verifyDue(everyMs: number): Promise<number>;
  /** Finishes what was accepted, then closes the database. */
  close(): Promise<void>;
}

const LANE_LIMITS = { batchMax: 64, queueMax: 2000, waitMsMax: 10_000 };

/** Brings the schema up on the way. */
export async function composeSystem(options: SystemOptions): Promise<System> {
  let isClosing = false;
  const metrics = createMetrics();
  const onError = (error: Error) => {
    if (isClosing) return; // the last goodbyes of connections that are not needed any more
    options.log(`数据库连接中断 / database connection lost: ${error.message}`);
  };
  const database = openDatabase(options.connection, onError, { retried: metrics.retried });
  const closeDatabase = () => {
    isClosing = true;
    return database.close();
  };
  try {
    return await composeOn({ ...database, close: closeDatabase }, { ...options, metrics });
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

async function composeOn(
  database: Database,
  options: SystemOptions & { metrics: Metrics },
): Promise<System> {
  const { now, metrics } = options;
  await migrate(database.kysely);
  const newId = createIds(await nextNode(database), now);
  const access = createAccess(createAccessStore(database), {
    masterKey: options.masterKey,
    now,
    newId,
    settingsOf,
  });
  const workStore = createWorkStore(database, {
    now,
    newId,
    settingsSaved: access.forgetAccount,
    masterCache: createMasterCache(),
  });
  const readStore = createReadStore(database);
  const lanes = createLanes(workStore, LANE_LIMITS, metrics.lanes);
  metrics.watch({
    queueDepth: lanes.waiting,
    costPoolsWaiting: () => countStalePools(database),
    accountsStopped: () => countStopped(database),
  });
  const dependencies: HandlerDependencies = {
    database,
    readStore,
    now,
    async settingsOf(accountId) {
      return (await access.findAccount(accountId))?.settings ?? settingsOf({});
    },
  };
  return {
    database,
    access,
    workStore,
    readStore,
    lanes,
    handlers: createHandlers(dependencies),
    tables: { files: tableFiles, listRows: createListRows(dependencies), readStore, lanes },
    metrics,
    now,
    newId,
    ...jobsOn(database, { lanes, now, metrics }),
    verifyDue: verifierOn(database, options),
    async close() {
      await lanes.idle();
      await database.close();
    },
  };
}

type Jobs = Pick<System, "expireHolds" | "recost" | "purgeReplies">;

function jobsOn(
  database: Database,
  { lanes, now, metrics }: Pick<System, "lanes" | "now" | "metrics">,
): Jobs {
  const counted = (run: () => Promise<number>, tell: (count: number) => void) => async () => {
    const count = await run();
    tell(count);
    return count;
  };
  const expire = () =>
    expireAllHolds({
      lanes,
      accountsWithDueHolds: async () =>
        writable(database, await accountsWithDueHolds(database, now())),
    });
  const recost = () =>
    recostAll({
      lanes,
      accountsToRecost: async () => writable(database, await accountsToRecost(database)),
      progress: {
        start: (accountId) => startRecosting(database, accountId),
        tell: (accountId, step) => tellRecosting(database, accountId, step),
        end: (accountId, rows) => endRecosting(database, accountId, rows),
      },
    });
  const purge = () =>
    purgeReplies({
      now,
      accountsWithOldReplies: (before) => accountsWithOldReplies(database, before),
      deleteOldReplies: (batch) => deleteOldReplies(database, batch),
    });
  return {
    expireHolds: counted(expire, metrics.holdsExpired),
    recost: counted(recost, metrics.rowsRecosted),
    purgeReplies: counted(purge, metrics.repliesPurged),
  };
}

function verifierOn(
  database: Database,
  { now, metrics, log }: SystemOptions & { metrics: Metrics },
): System["verifyDue"] {
  const stores = { store: createVerifyStore(database), writing: createWritingStore(database) };
  return (everyMs) =>
    verifyDue({
      now,
      everyMs,
      accountsToVerify: (before) => accountsToVerify(database, before),
      take: (account) => takeVerification(database, account),
      verify: (accountId) => verifyAndStop(stores, accountId),
      tell({ accountId, findings, outcome }) {
        metrics.verified(findings.length);
        if (outcome !== "right") log(`${WRITING[outcome]}: ${accountId}, ${findings.length}`);
      },
    });
}

const WRITING = {
  stopped: "核对发现差异，账套已停止写入 / a difference was found, the account takes no writes",
  resumed: "核对无差异，账套恢复写入 / no difference is left, the account takes writes again",
};

/** Each server on a database gets a node number of its own, so that ids never meet. */
async function nextNode(database: Database): Promise<number> {
  const { rows } = await database.pool.query("select nextval('server_node') as node");
  return Number(rows[0]?.node);
}
