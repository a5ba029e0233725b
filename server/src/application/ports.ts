/** What the application needs of the outside: interfaces only; `storage` implements them. */
import type { Book, Hold, LedgerRow } from "../domain/book.ts";
import type { Counts } from "../domain/counts.ts";

import type { Layer } from "../domain/fifo.ts";
import type { LastMove, Lowest } from "../domain/history.ts";
import type { Position } from "../domain/position.ts";
import type { SerialEntry } from "../domain/serial.ts";
import type { HoldRef, PoolKey, StockKey } from "../domain/stock-key.ts";

/**
 * Values as they stand in a record: texts (decimals too), flags, whole numbers, lists and nested
 * records.
 */
export type Data = { readonly [key: string]: unknown };

/** 基础资料: one record of any kind. */
export interface MasterRecord {
  readonly kind: string;
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly parentId: string;
  readonly enabled: boolean;
  readonly data: Data;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly creatorId: string;
  readonly modifiedAt: number;
  readonly modifierId: string;
}

export type BillStatus = "Z" | "C";

/** 单据: head and lines as they were sent, with references resolved to ids. */
export interface BillRecord {
  /** Name of the bill type in the contract, for example `inv_disassemble`. */
  readonly type: string;
  readonly id: string;
  readonly billNo: string;
  readonly billDate: string;
  readonly status: BillStatus;
  readonly head: Data;
  readonly lines: readonly BillLineRecord[];
  readonly createdAt: number;
  readonly creatorId: string;
  readonly modifiedAt: number;
  readonly modifierId: string;
  /** 0 while it is not audited. */
  readonly auditedAt: number;
  readonly auditorId: string;
}

export interface BillLineRecord {
  readonly id: string;
  /** From 1, in the order of the rows. */
  readonly seq: number;
  /** What the line is found by: its material and the store that it names first. */
  readonly materialId: string;
  readonly storeId: string;
  /** What the ledger booked for the line, `""` while it is not audited. */
  readonly cost: string;
  readonly data: Data;
}

export interface LineCost {
  readonly billType: string;
  readonly billId: string;
  readonly lineId: string;
  readonly cost: string;
}

export interface AccountSettings {
  /** Expired batches may be held and shipped (D17). */
  readonly allowExpired: boolean;
  /** What the stock reports count into 可用库存, by the names of 系统参数. */
  readonly availableCounts: readonly string[];
  /** Strict mode: typed JSON, the vendor's quotas (D23, D41). */
  readonly strict: boolean;
  /** A body is let in only when the signature covers its digest (D43). */
  readonly requireBodyDigest: boolean;
  /** Hours for which a rotated app secret stays valid (D41). */
  readonly secretGraceHours: number;
  /** Business calls a minute; 0 is no limit (D41). */
  readonly callsPerMinute: number;
  /** Bill number prefixes that differ from the contract's (D21). */
  readonly billPrefixes: Readonly<Record<string, string>>;
  /** Hours after which a hold expires, by bill type, `*` for the others; 0 is never (D18). */
  readonly holdExpiryHours: Readonly<Record<string, number>>;
  /** Last day of the closed period, empty when nothing is closed (D36). */
  readonly closedThrough: string;
}

/** What to read of the stock before a rule runs. */
export interface StockNeeds {
  readonly keys: readonly StockKey[];
  readonly pools: readonly PoolKey[];
  readonly holds: readonly HoldRef[];
  readonly serials: readonly { materialId: string; serial: string }[];
  readonly batches: readonly { materialId: string; batchNo: string }[];
}

/** An open hold as a refusal names it. */
export interface Holder {
  readonly billTypeId: string;
  readonly billId: string;
  readonly billNo: string;
  readonly entryId: string;
  /** Still held, in base units, as decimal text. */
  readonly held: string;
  /** The same in the floating unit. */
  readonly heldFloat: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly clientId: string;
}

/** Which holds are meant; what is undefined does not matter. */
export interface HoldFilter {
  readonly ids: readonly string[] | undefined;
  readonly billTypeId: string | undefined;
  readonly billId: string | undefined;
  readonly billNo: string | undefined;
  readonly clientId: string | undefined;
  readonly materialId: string | undefined;
  readonly storeId: string | undefined;
  /** Opened before this moment, in milliseconds since 1970. */
  readonly openedBefore: number | undefined;
}

/** From where on a pool's rows are asked for. */
export interface PoolStart {
  readonly pool: PoolKey;
  readonly after: Position;
}

/** Ledger rows costed anew so far, and in all. */
export interface RecostingProgress {
  readonly done: number;
  readonly total: number;
}

type BillRef = Pick<LedgerRow, "billType" | "billId">;

/**
 * The ledger in the order of dates: what stands, at what it is worth by now (D35). Pools must be in
 * the book already.
 */
export interface Timeline {
  /** Rows of the pools after their starts, in no order; no more than `limit` of them. */
  laterRows(starts: readonly PoolStart[], limit?: number): Promise<LedgerRow[]>;
  /** All rows of those of the bills whose incoming costs follow from what left. */
  costedBills(bills: readonly BillRef[]): Promise<LedgerRow[]>;
  /** By pool text: the open layers at the start. */
  layersAt(starts: readonly PoolStart[]): Promise<ReadonlyMap<string, readonly Layer[]>>;
  /** Pools whose costs wait for the job, and from which day on. */
  stalePools(): Promise<readonly { readonly pool: PoolKey; readonly from: string }[]>;
  /** Reversals in the pools that were adjusted for the time being, each worth the adjustment. */
  provisionalRows(pools: readonly PoolKey[]): Promise<LedgerRow[]>;
  /** By pool text: the latest bill date without this bill. */
  lastDates(pools: readonly PoolKey[], except: BillRef): Promise<ReadonlyMap<string, string>>;
  /** By key text: the least of a count from a position on, as if this bill had never been. */
  lowest(
    keys: readonly StockKey[],
    after: Position,
    except: BillRef,
    count: keyof Counts,
  ): Promise<ReadonlyMap<string, Lowest>>;
  /** By serial text. */
  lastMoves(
    serials: readonly { materialId: string; serial: string }[],
  ): Promise<ReadonlyMap<string, LastMove>>;
}

/** What the books said of a stock key. */
export interface BookedStock {
  /** In base units, as decimal text; beside it in the floating unit. */
  readonly onHand: string;
  readonly onHandFloat: string;
  readonly serials: readonly SerialEntry[];
}

/** A stock key, when it was counted: the day, and the last ledger sequence before it. */
export interface CountedKey {
  readonly key: StockKey;
  readonly date: string;
  readonly seq: number;
}

export interface PendingCorrection {
  readonly type: string;
  readonly billNo: string;
  readonly data: Data;
}

/** 商品图片. */
export interface Picture {
  readonly id: string;
  readonly fileName: string;
  /** Media type, for example `image/png`. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly creatorId: string;
}

/** What stock is kept by. */
export type StockPart = "material" | "sku" | "store" | "space" | "measure_unit";

/** Wire names of the fields that point to a record, by kind of master data and by bill type. */
export interface PointingFields {
  readonly masters: ReadonlyMap<string, readonly string[]>;
  readonly bills: ReadonlyMap<string, readonly string[]>;
}

/**
 * One transaction on one account, alone in its account (HOUSE, "How a write runs"). Writes are sent
 * when it ends.
 */
export interface UnitOfWork {
  readonly accountId: string;
  readonly settings: AccountSettings;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** By key: replies that were given before, of the keys that were asked for at the start. */
  readonly replies: ReadonlyMap<string, SavedReply & { readonly requestHash: string }>;
  /** `verify` found a difference in the account: what was done is told, nothing more is done. */
  readonly writingStopped: boolean;
  newId(): string;
  /**
   * How often masters, bills or settings were saved or deleted: what was worked out of them stays
   * right while this stays the same.
   */
  readonly saves: number;

  readonly book: Book;
  loadStock(needs: StockNeeds): Promise<void>;
  /** Ledger rows of a bill that no other row takes back, each at what it is worth by now. */
  standingRows(billType: string, billId: string): Promise<LedgerRow[]>;
  /** By stock key text: its open holds, the oldest first; `limit` at most of each key. */
  holdersOf(
    keys: readonly StockKey[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly Holder[]>>;
  /** Holds by their ids; unknown ones are left out. */
  holdersById(holdIds: readonly string[]): Promise<ReadonlyMap<string, Holder>>;
  /**
   * On hand and serials of the keys at the end of a day by the ledger, in the order of the keys.
   */
  bookAt(keys: readonly StockKey[], date: string): Promise<readonly BookedStock[]>;
  /**
   * Of counted keys whose book quantity is another one by now: the bill that changed it, by the
   * place of the key. Bills of the day of the count or later do not, save 盘盈单 and 盘亏单.
   */
  changedSince(counts: readonly CountedKey[]): Promise<ReadonlyMap<number, string>>;
  /** Rows of 盘盈单 and 盘亏单 of these materials that a 盘点单 made and nobody audited. */
  pendingCorrections(materialIds: readonly string[]): Promise<readonly PendingCorrection[]>;
  /** The serials that are in a stock key now, in their order. */
  serialsAt(key: StockKey): Promise<readonly SerialEntry[]>;
  /** Open holds that fit, the oldest first; `limit` at most. */
  findHolds(filter: HoldFilter, limit: number): Promise<readonly Hold[]>;
  /** Open holds that time has closed, the first due first; `limit` at most. */
  dueHolds(limit: number): Promise<readonly Hold[]>;
  readonly timeline: Timeline;
  /** Most rows that are costed anew before the reply; more are left to the job (D35). */
  readonly rowsBeforeReply: number;
  /** Whether stock was ever kept under this record: in a store, of a unit's materials … */
  hasStock(kind: StockPart, id: string): Promise<boolean>;

  masters(kind: string, ids: readonly string[]): Promise<ReadonlyMap<string, MasterRecord>>;
  mastersByNumber(
    kind: string,
    numbers: readonly string[],
  ): Promise<ReadonlyMap<string, MasterRecord>>;
  /** By name; a name may be that of several records. */
  mastersByName(
    kind: string,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, readonly MasterRecord[]>>;
  /** Records of the kind right below these: BOMs of products, children of a tree. */
  mastersUnder(kind: string, parentIds: readonly string[]): Promise<readonly MasterRecord[]>;
  /** All records of a small kind, such as custom field definitions, oldest first. */
  mastersOfKind(kind: string): Promise<readonly MasterRecord[]>;
  /** Id of another record of the kind with this value in `number` or `name`, or undefined. */
  findDuplicate(record: MasterRecord, field: "number" | "name"): Promise<string | undefined>;
  saveMaster(record: MasterRecord): Promise<void>;
  deleteMaster(kind: string, id: string): Promise<void>;
  /** Title of something that refers to the master record by one of these fields, or undefined. */
  findReference(kind: string, id: string, fields: PointingFields): Promise<string | undefined>;

  /** Which of these pictures the account has. */
  knownPictures(ids: readonly string[]): Promise<ReadonlySet<string>>;
  countPictures(): Promise<number>;
  savePicture(picture: Picture): Promise<void>;
  deletePicture(id: string): Promise<void>;

  bills(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, BillRecord>>;
  billsByNumber(type: string, numbers: readonly string[]): Promise<ReadonlyMap<string, BillRecord>>;
  /** The bill of the type that has this key of its caller, `outside_pk_id`. */
  billOfOutsideKey(
    type: string,
    key: string,
  ): Promise<Pick<BillRecord, "id" | "billNo"> | undefined>;
  saveBill(bill: BillRecord): Promise<void>;
  deleteBill(bill: BillRecord): Promise<void>;
  /** What the ledger books for lines of audited bills by now. */
  saveLineCosts(costs: readonly LineCost[]): Promise<void>;

  /** Replaces the account's settings; what runs after it in the account goes by them. */
  saveSettings(settings: AccountSettings): Promise<void>;
  /** How many bills that are not audited are dated after the one day, up to the other. */
  countDrafts(after: string, through: string): Promise<number>;

  /** The next value of a named counter of the account, from 1. */
  nextCount(name: string): Promise<number>;
  /** The last value that was used of it, 0 before the first. */
  lastCount(name: string): Promise<number>;
  keepCount(name: string, last: number): Promise<void>;
}

/** A user of the account, as bills and masters name their makers. */
export interface UserRecord {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly createdAt: number;
}

/** Committed state of one account, read without waiting for writers. */
export interface Reader
  extends Pick<
    UnitOfWork,
    | "accountId"
    | "masters"
    | "mastersByNumber"
    | "mastersOfKind"
    | "bills"
    | "billsByNumber"
    | "book"
    | "loadStock"
  > {
  picture(id: string): Promise<Picture | undefined>;
  users(ids: readonly string[]): Promise<ReadonlyMap<string, UserRecord>>;
  /** Which of these records of a kind stand above another one. */
  mastersWithChildren(kind: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A reply as it was sent, kept so that a repeat gets it again (D14). */
export interface SavedReply {
  readonly status: number;
  readonly body: string;
}

export interface ReplayKey {
  readonly key: string;
  readonly requestHash: string;
}

/** The account's gate to its transactions. */
export interface WorkStore {
  /** Runs `work` in one transaction, alone in the account, and commits before it answers. */
  inAccount<T>(
    accountId: string,
    work: (unit: UnitOfWork) => Promise<T>,
    replyKeys?: readonly string[],
  ): Promise<T>;
  /** The same, but nothing stays. */
  rehearse<T>(accountId: string, work: (unit: UnitOfWork) => Promise<T>): Promise<T>;
  saveReply(unit: UnitOfWork, replay: ReplayKey, reply: SavedReply): void;
}

export interface ReadStore {
  reader(accountId: string): Promise<Reader>;
}

/** Who calls, after the gateway let him through. */
export interface Caller {
  readonly accountId: string;
  readonly clientId: string;
  readonly userId: string;
}
