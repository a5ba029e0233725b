/** Reads of the stock book by key arrays; each thing is read once in a unit of work. */
import type { PoolStart, StockNeeds, StockPart, UnitOfWork } from "../application/ports.ts";
import { type Book, look, put } from "../domain/book.ts";
import { money } from "../domain/money.ts";
import { quantity } from "../domain/quantity.ts";
import {
  batchText,
  holdRefText,
  type PoolKey,
  poolKeyText,
  type StockKey,
  serialText,
  stockKeyText,
} from "../domain/stock-key.ts";
import { type Connection, inOrder } from "./database.ts";
import type { DueHolds } from "./due-holds.ts";
import { type HoldReads, holdStore, readDueHolds, readHolds } from "./hold-store.ts";
import {
  layerOf,
  readCostedBills,
  readLastDates,
  readLastMoves,
  readLaterRows,
  readLayersAt,
  readLowest,
  readProvisionalRows,
  readStalePools,
  readStandingRows,
  type StoredStart,
} from "./ledger-store.ts";
import { createReads } from "./reads.ts";
import {
  KEY_COLUMNS,
  keyColumns,
  keyOf,
  poolKeyOf,
  type Query,
  type Row,
  STOCK_OF_KEY,
} from "./stock-rows.ts";

type Reads = Pick<UnitOfWork, "loadStock" | "standingRows" | "timeline" | "hasStock"> & HoldReads;

/** `due` sees to the holds that time has closed, on every key that is read. */
export function stockStore(
  connection: Connection,
  accountId: string,
  book: Book,
  due?: DueHolds,
): Reads {
  const query = async (name: string, text: string, columns: unknown[]): Promise<Row[]> =>
    (await connection.query({ name, text, values: [accountId, ...columns] })).rows;

  return {
    loadStock: gatherReads(query, book, due),
    standingRows: (billType, billId) => readStandingRows(query, billType, billId),
    timeline: {
      laterRows: (starts, limit) => readLaterRows(query, storedStarts(book, starts), limit),
      costedBills: (bills) => readCostedBills(query, bills),
      async layersAt(starts) {
        const byId = await readLayersAt(query, storedStarts(book, starts));
        const textOf = ({ pool }: PoolStart) => poolKeyText(pool);
        return new Map(
          starts.map((start) => [textOf(start), byId.get(poolIdOf(book, start.pool)) ?? []]),
        );
      },
      lastDates: (pools, except) =>
        readLastDates(
          query,
          pools.map((pool) => poolIdOf(book, pool)).filter((id) => id !== ""),
          except,
        ),
      stalePools: () => readStalePools(query),
      provisionalRows: (pools) =>
        readProvisionalRows(
          query,
          pools.map((pool) => poolIdOf(book, pool)),
        ),
      lowest: (keys, after, except, count) => readLowest(query, keys, { after, except, count }),
      lastMoves: (serials) => readLastMoves(query, serials),
    },
    ...holdStore(query),
    async hasStock(kind, id) {
      const text = `select 1 from stock s where s.account_id = $1 and ${OF_PART[kind]} limit 1`;
      return (await query(`has-stock-${kind}`, text, [id])).length > 0;
    },
  };
}

const poolIdOf = (book: Book, pool: PoolKey) => look(book, "pools", poolKeyText(pool))?.id ?? "";

const storedStarts = (book: Book, starts: readonly PoolStart[]): StoredStart[] =>
  starts
    .map(({ pool, after }) => ({ poolId: poolIdOf(book, pool), ...after }))
    .filter(({ poolId }) => poolId !== "");

const OF_PART: Readonly<Record<StockPart, string>> = {
  material: "s.material_id = $2",
  sku: "s.aux_prop_id = $2",
  store: "s.store_id = $2",
  space: "s.bin_id = $2",
  measure_unit: `s.material_id in (
    select m.id from master m
    where m.account_id = $1 and m.kind = 'material' and $2 in (
      m.data ->> 'base_unit_id', m.data ->> 'fix_unit_id1', m.data ->> 'fix_unit_id2',
      m.data ->> 'fix_unit_id3'))`,
};

/**
 * Reads what is not read yet. Requests of a batch ask in the same turn: one statement of each kind
 * answers them all.
 */
function gatherReads(query: Query, book: Book, due: DueHolds | undefined): Reads["loadStock"] {
  const unread = createUnread();
  const reads = createReads();
  const gathered: StockNeeds[] = [];
  /** Requests of a batch ask in the same turn: one statement of each kind answers them all. */
  const readGathered = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    const needs = gathered.splice(0);
    const all = <T>(pick: (need: StockNeeds) => readonly T[]): T[] => needs.flatMap(pick);
    const keys = unread(
      "key",
      all((need) => need.keys),
      stockKeyText,
    );
    const holds = unread(
      "hold",
      all((need) => need.holds),
      holdRefText,
    );
    const pools = unread(
      "pool",
      all((need) => need.pools),
      poolKeyText,
    );
    const serials = unread(
      "serial",
      all((need) => need.serials),
      (item) => serialText(item.materialId, item.serial),
    );
    const batches = unread(
      "batch",
      all((need) => need.batches),
      (item) => batchText(item.materialId, item.batchNo),
    );
    await inOrder([
      readHolds(query, book, holds),
      readBalances(query, book, keys),
      readPools(query, book, pools),
      readSerials(query, book, serials),
      readBatches(query, book, batches),
    ]);
    if (due !== undefined) await readDue(query, book, due, { unread, keys, refs: holds });
  };

  return async (needs) => {
    gathered.push(needs);
    if (gathered.length === 1) await reads.add(readGathered);
    await reads.settled();
    due?.expireFound();
  };
}

type Unread = <T>(table: string, items: readonly T[], textOf: (item: T) => string) => T[];

/** Gives of the items those that were not asked for before; from then on they were. */
function createUnread(): Unread {
  const asked = new Set<string>();
  return <T>(table: string, items: readonly T[], textOf: (item: T) => string): T[] => {
    const fresh = new Map<string, T>();
    for (const item of items) {
      const text = `${table}\u001d${textOf(item)}`;
      if (!asked.has(text)) fresh.set(text, item);
      asked.add(text);
    }
    return [...fresh.values()];
  };
}

interface DueNeeds {
  readonly unread: Unread;
  readonly keys: readonly StockKey[];
  readonly refs: StockNeeds["holds"];
}

/** Holds that are due on these keys or of these entries, with all that expiring them changes. */
async function readDue(
  query: Query,
  book: Book,
  { now, found }: DueHolds,
  { unread, keys, refs }: DueNeeds,
): Promise<void> {
  const stockIds = keys.flatMap((key) => look(book, "balances", stockKeyText(key))?.id ?? []);
  const holds = await readDueHolds(query, { now, stockIds, refs });
  for (const hold of unread("hold", holds, (item) => holdRefText(item.ref))) {
    put(book, "holds", holdRefText(hold.ref), hold);
  }
  const held = holds.flatMap(({ key, serials }) =>
    serials.map((serial) => ({ materialId: key.materialId, serial })),
  );
  const keyed = holds.map((hold) => hold.key);
  const serialOf = (item: { materialId: string; serial: string }) =>
    serialText(item.materialId, item.serial);
  await inOrder([
    readBalances(query, book, unread("key", keyed, stockKeyText)),
    readSerials(query, book, unread("serial", held, serialOf)),
  ]);
  found.push(...holds);
}

async function readBalances(query: Query, book: Book, keys: readonly StockKey[]): Promise<void> {
  if (keys.length === 0) return;
  const rows = await query(
    "read-balances",
    `select s.id, ${KEY_COLUMNS}, s.on_hand, s.occupied, s.on_hand_float, s.occupied_float
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date)
     cross join lateral (${STOCK_OF_KEY}) s`,
    keyColumns(keys),
  );
  for (const row of rows) {
    const key = keyOf(row);
    put(book, "balances", stockKeyText(key), {
      id: row.id ?? "",
      key,
      onHand: quantity(row.on_hand ?? ""),
      occupied: quantity(row.occupied ?? ""),
      onHandFloat: quantity(row.on_hand_float ?? ""),
      occupiedFloat: quantity(row.occupied_float ?? ""),
    });
  }
}

/** Decimals as texts: JSON numbers would lose digits. */
const LAYERS_OF_POOL = `(
  select coalesce(jsonb_agg(jsonb_build_object(
      'seq', c.seq::text, 'bill_date', c.bill_date::text, 'quantity', c.quantity::text,
      'amount', c.amount::text, 'taken', c.taken::text) order by c.bill_date, c.seq), '[]')
  from cost_layer c where c.account_id = $1 and c.pool_id = p.id)`;

async function readPools(query: Query, book: Book, keys: readonly PoolKey[]): Promise<void> {
  if (keys.length === 0) return;
  const rows = await query(
    "read-pools",
    `select p.id, p.material_id, p.aux_prop_id, p.batch_no, p.store_id, p.quantity, p.value,
            p.last_date, p.method, p.stale_from,
            case when p.method = 'fifo' then ${LAYERS_OF_POOL} else '[]' end as layers
     from unnest($2::text[], $3::text[], $4::text[], $5::text[])
       as k (material_id, aux_prop_id, batch_no, store_id)
     cross join lateral (
       select * from cost_pool
       where account_id = $1 and material_id = k.material_id and store_id = k.store_id
         and batch_no = k.batch_no and aux_prop_id = k.aux_prop_id
       limit 1) p`,
    [
      keys.map((key) => key.materialId),
      keys.map((key) => key.auxPropId),
      keys.map((key) => key.batchNo),
      keys.map((key) => key.storeId),
    ],
  );
  for (const row of rows) {
    const key = poolKeyOf(row);
    put(book, "pools", poolKeyText(key), {
      id: row.id ?? "",
      key,
      quantity: quantity(row.quantity ?? ""),
      value: money(row.value ?? ""),
      lastDate: row.last_date ?? "",
      method: row.method === "fifo" ? "fifo" : "average",
      layers: (row.layers as unknown as Row[]).map(layerOf),
      staleFrom: row.stale_from ?? "",
    });
  }
}

async function readSerials(query: Query, book: Book, wanted: StockNeeds["serials"]): Promise<void> {
  if (wanted.length === 0) return;
  const rows = await query(
    "read-serials",
    `select sn.material_id as sn_material_id, sn.serial, sn.remark, sn.hold_id,
            s.id as stock_id, ${KEY_COLUMNS}
     from unnest($2::text[], $3::text[]) as k (material_id, serial)
     cross join lateral (
       select * from serial
       where account_id = $1 and material_id = k.material_id and serial = k.serial
       limit 1) sn
     left join stock s on s.account_id = $1 and s.id = sn.stock_id`,
    [wanted.map((item) => item.materialId), wanted.map((item) => item.serial)],
  );
  for (const row of rows) {
    const materialId = row.sn_material_id ?? "";
    const serial = row.serial ?? "";
    put(book, "serials", serialText(materialId, serial), {
      materialId,
      serial,
      remark: row.remark ?? "",
      key: row.stock_id ? keyOf(row) : undefined,
      holdId: row.hold_id ?? "",
    });
  }
}

async function readBatches(query: Query, book: Book, wanted: StockNeeds["batches"]): Promise<void> {
  if (wanted.length === 0) return;
  const rows = await query(
    "read-batches",
    `select b.material_id, b.batch_no, b.kf_date, b.valid_date
     from unnest($2::text[], $3::text[]) as k (material_id, batch_no)
     cross join lateral (
       select * from batch
       where account_id = $1 and material_id = k.material_id and batch_no = k.batch_no
       limit 1) b`,
    [wanted.map((item) => item.materialId), wanted.map((item) => item.batchNo)],
  );
  for (const row of rows) {
    const materialId = row.material_id ?? "";
    const batchNo = row.batch_no ?? "";
    const dates = { kfDate: row.kf_date ?? "", validDate: row.valid_date ?? "" };
    put(book, "batches", batchText(materialId, batchNo), { materialId, batchNo, ...dates });
  }
}
