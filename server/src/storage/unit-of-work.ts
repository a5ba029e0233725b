/**
 * The unit of work on PostgreSQL: one transaction, alone in its account by the lane row, with one
 * read of each thing.
 */
import type {
  AccountSettings,
  ReplayKey,
  SavedReply,
  UnitOfWork,
  WorkStore,
} from "../application/ports.ts";
import { createBook, fork } from "../domain/book.ts";
import { billStore } from "./bill-store.ts";
import type { Connection, Database } from "./database.ts";
import { flushStock } from "./flush-stock.ts";
import { masterStore } from "./master-store.ts";
import { placeReads } from "./place-reads.ts";
import { stockStore } from "./stock-store.ts";

export interface WorkStoreOptions {
  now(): number;
  newId(): string;
}

interface PendingReply extends ReplayKey, SavedReply {}

const pendingReplies = new WeakMap<UnitOfWork, PendingReply[]>();
const connections = new WeakMap<UnitOfWork, Connection>();

export function createWorkStore(database: Database, options: WorkStoreOptions): WorkStore {
  return {
    inAccount: (accountId, work) =>
      database.transaction(async (connection) => {
        const unit = await beginUnit(connection, accountId, options);
        const result = await work(unit);
        await flushStock(connection, unit);
        await flushReplies(connection, unit);
        return result;
      }),
    rehearse: (accountId, work) =>
      database.rehearsal(async (connection) => {
        const unit = await beginUnit(connection, accountId, options);
        const result = await work(unit);
        // Constraints have their say as well.
        await flushStock(connection, unit);
        return result;
      }),
    async findReplies(unit, keys) {
      const { rows } = await connectionOf(unit).query({
        name: "find-replies",
        text: `select key, request_hash, status, body from reply
               where account_id = $1 and key = any($2)`,
        values: [unit.accountId, keys],
      });
      return new Map(
        rows.map((row) => [
          row.key,
          { status: row.status, body: row.body, requestHash: row.request_hash },
        ]),
      );
    },
    saveReply(unit, replay, reply) {
      pendingReplies.get(unit)?.push({ ...replay, ...reply });
    },
  };
}

function connectionOf(unit: UnitOfWork): Connection {
  const connection = connections.get(unit);
  if (connection === undefined) throw new Error("the unit of work has ended");
  return connection;
}

async function beginUnit(
  connection: Connection,
  accountId: string,
  options: WorkStoreOptions,
): Promise<UnitOfWork> {
  const { rows } = await connection.query({
    name: "take-lane",
    text: `select lane.ledger_seq, account.settings
           from lane join account on account.id = lane.account_id
           where lane.account_id = $1 for update of lane`,
    values: [accountId],
  });
  const [lane] = rows;
  if (lane === undefined) throw new Error(`no account ${accountId}`);
  // What was read stays apart from what is changed, so that only changes are written.
  const loaded = createBook(Number(lane.ledger_seq));
  const book = fork(loaded);
  const stock = stockStore(connection, accountId, loaded);
  /** Reads of the tables see what requests before this one did in the same transaction. */
  const written =
    <A extends readonly unknown[], R>(read: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await flushStock(connection, unit);
      return read(...given);
    };
  const masters = masterStore(connection, accountId);
  const places = placeReads(connection, accountId);
  const unit: UnitOfWork = {
    accountId,
    settings: settingsOf(lane.settings),
    now: options.now(),
    newId: options.newId,
    book,
    ...stock,
    standingRows: written(stock.standingRows),
    poolHistory: written(stock.poolHistory),
    hasStock: written(stock.hasStock),
    holdersOf: written(stock.holdersOf),
    holderOf: written(stock.holderOf),
    serialsAt: written(places.serialsAt),
    bookAt: written(places.bookAt),
    correctedSince: written(places.correctedSince),
    pendingCorrections: places.pendingCorrections,
    ...masters,
    findReference: written(masters.findReference),
    ...billStore(connection, accountId),
  };
  pendingReplies.set(unit, []);
  connections.set(unit, connection);
  return unit;
}

export function settingsOf(stored: Partial<AccountSettings>): AccountSettings {
  return {
    allowExpired: false,
    strict: false,
    secretGraceHours: 24,
    callsPerMinute: 0,
    billPrefixes: {},
    ...stored,
  };
}

async function flushReplies(connection: Connection, unit: UnitOfWork): Promise<void> {
  const replies = pendingReplies.get(unit) ?? [];
  if (replies.length === 0) return;
  await connection.query({
    name: "save-replies",
    text: `insert into reply (account_id, key, request_hash, status, body)
           select $1, * from unnest($2::text[], $3::text[], $4::int[], $5::text[])`,
    values: [
      unit.accountId,
      replies.map((reply) => reply.key),
      replies.map((reply) => reply.requestHash),
      replies.map((reply) => reply.status),
      replies.map((reply) => reply.body),
    ],
  });
}
