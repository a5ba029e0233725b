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
import { type Connection, type Database, inOrder } from "./database.ts";
import { dueHolds } from "./due-holds.ts";
import { flushStock } from "./flush-stock.ts";
import { IS_OPEN } from "./hold-store.ts";
import type { MasterCache } from "./master-cache.ts";
import { masterStore } from "./master-store.ts";
import { pictureStore } from "./picture-store.ts";
import { placeReads } from "./place-reads.ts";
import { stockStore } from "./stock-store.ts";

export interface WorkStoreOptions {
  now(): number;
  newId(): string;
  /** What is known of master data between transactions (default: nothing). */
  readonly masterCache?: MasterCache;
  /** Most rows that are costed anew before the reply (default 1000, D35). */
  readonly rowsBeforeReply?: number;
  /** Called when changed settings of an account have been committed (default: nothing). */
  settingsSaved?(accountId: string): void;
}

interface PendingReply extends ReplayKey, SavedReply {}

const pendingReplies = new WeakMap<UnitOfWork, PendingReply[]>();
/** Units that saved settings. */
const withNewSettings = new WeakSet<UnitOfWork>();

export function createWorkStore(database: Database, options: WorkStoreOptions): WorkStore {
  return {
    async inAccount(accountId, work, replyKeys = []) {
      let unit: UnitOfWork | undefined;
      const result = await database.transaction(
        async (connection) => {
          unit = await beginUnit(connection, accountId, options, replyKeys);
          return work(unit);
        },
        (connection) =>
          unit ? [flushStock(connection, unit), flushReplies(connection, unit)] : [],
      );
      if (unit && withNewSettings.has(unit)) options.settingsSaved?.(accountId);
      return result;
    },
    rehearse: (accountId, work) =>
      database.rehearsal(async (connection) => {
        const unit = await beginUnit(connection, accountId, options, []);
        const result = await work(unit);
        // Constraints have their say as well.
        await flushStock(connection, unit);
        return result;
      }),
    saveReply(unit, replay, reply) {
      pendingReplies.get(unit)?.push({ ...replay, ...reply });
    },
  };
}

/** Replies that were given to these keys. */
async function readReplies(
  connection: Connection,
  accountId: string,
  keys: readonly string[],
): Promise<UnitOfWork["replies"]> {
  if (keys.length === 0) return new Map();
  const { rows } = await connection.query({
    name: "find-replies",
    text: `select key, request_hash, status, body from reply
           where account_id = $1 and key = any($2)`,
    values: [accountId, keys],
  });
  return new Map(
    rows.map((row) => [
      row.key,
      { status: row.status, body: row.body, requestHash: row.request_hash },
    ]),
  );
}

async function beginUnit(
  connection: Connection,
  accountId: string,
  options: WorkStoreOptions,
  replyKeys: readonly string[],
): Promise<UnitOfWork> {
  // What is read behind the lane's row is read once it is held.
  const [{ lane, account }, replies] = await inOrder([
    takeLane(connection, accountId),
    readReplies(connection, accountId, replyKeys),
  ]);
  const now = options.now();
  // What was read stays apart from what is changed, so that only changes are written.
  const loaded = createBook(Number(lane.ledger_seq));
  const book = fork(loaded);
  const isDue = account.first_due_ms !== null && Number(account.first_due_ms) <= now;
  const due = isDue ? dueHolds(book, now) : undefined;
  const { dueHoldsAt, loadStock, timeline, ...stock } = stockStore(
    connection,
    accountId,
    loaded,
    due,
  );
  let settings = settingsOf(account.settings);
  let saves = 0;
  const countSave = () => {
    saves += 1;
  };
  /** Reads of the tables see what requests before this one did in the same transaction. */
  const flush = () => flushStock(connection, unit);
  const { saveMaster, deleteMaster, findReference, ...masters } = masterStore(
    connection,
    accountId,
    options.masterCache?.at(accountId, lane.master_seq),
  );
  const { saveBill, deleteBill, ...bills } = billStore(connection, accountId);
  const { pendingCorrections, ...places } = placeReads(connection, accountId);
  const dueHoldsNow = (limit: number) => dueHoldsAt(now, limit);
  const unit: UnitOfWork = {
    accountId,
    get settings() {
      return settings;
    },
    now,
    replies,
    writingStopped: lane.is_stopped,
    newId: options.newId,
    get saves() {
      return saves;
    },
    rowsBeforeReply: options.rowsBeforeReply ?? 1000,
    book,
    loadStock,
    timeline: before(flush, timeline),
    ...before(flush, { ...stock, ...places, findReference, dueHolds: dueHoldsNow }),
    pendingCorrections,
    ...masters,
    ...bills,
    ...pictureStore(connection, accountId),
    ...before(countSave, { saveMaster, deleteMaster, saveBill, deleteBill }),
    async saveSettings(changed) {
      countSave();
      const text = "update account set settings = $2 where id = $1";
      await connection.query(text, [accountId, JSON.stringify(changed)]);
      settings = changed;
      withNewSettings.add(unit);
    },
  };
  pendingReplies.set(unit, []);
  return unit;
}

/** The same methods, each of which does something else first. */
function before<T extends object>(first: () => Promise<void> | void, methods: T): T {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    async (...given: unknown[]) => {
      await first();
      return method(...given);
    },
  ]);
  return Object.fromEntries(wrapped);
}

/**
 * Waits for the account's row in `lane`. What may have changed while it waited is read by a
 * statement of its own, sent along with the first: it sees everything that was committed before.
 */
async function takeLane(connection: Connection, accountId: string) {
  const [lanes, accounts] = await inOrder([
    connection.query({
      name: "take-lane",
      text: `select ledger_seq, master_seq, stopped_at is not null as is_stopped from lane
             where account_id = $1 for update`,
      values: [accountId],
    }),
    connection.query({
      name: "read-account",
      text: `select settings, (
               select (extract(epoch from min(h.expires_at)) * 1000)::bigint from hold h
               where h.account_id = $1 and h.expires_at is not null and ${IS_OPEN}) as first_due_ms
             from account where id = $1`,
      values: [accountId],
    }),
  ]);
  const [lane] = lanes.rows;
  const [account] = accounts.rows;
  if (lane === undefined || account === undefined) throw new Error(`no account ${accountId}`);
  return { lane, account };
}

export function settingsOf(stored: Partial<AccountSettings>): AccountSettings {
  return {
    allowExpired: false,
    availableCounts: [],
    strict: false,
    requireBodyDigest: false,
    secretGraceHours: 24,
    callsPerMinute: 0,
    billPrefixes: {},
    holdExpiryHours: {},
    closedThrough: "",
    ...stored,
  };
}

function flushReplies(connection: Connection, unit: UnitOfWork): Promise<unknown> {
  const replies = pendingReplies.get(unit) ?? [];
  if (replies.length === 0) return Promise.resolve();
  return connection.query({
    name: "save-replies",
    text: `insert into reply (account_id, key, request_hash, status, body, created_at)
           select $1, given.*, to_timestamp($6::bigint / 1000.0)
           from unnest($2::text[], $3::text[], $4::int[], $5::text[]) given`,
    values: [
      unit.accountId,
      replies.map((reply) => reply.key),
      replies.map((reply) => reply.requestHash),
      replies.map((reply) => reply.status),
      replies.map((reply) => reply.body),
      unit.now,
    ],
  });
}
