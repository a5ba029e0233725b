/**
 * Writes what a unit of work changed in the stock book: multi-row statements, parents before
 * children. Afterwards the book has no changes any more, so it may be written again later on.
 */
import type { UnitOfWork } from "../application/ports.ts";
import { type Book, type LedgerRow, look, merge, put } from "../domain/book.ts";
import type { Layer } from "../domain/fifo.ts";
import { toText as moneyText } from "../domain/money.ts";
import { toText, ZERO } from "../domain/quantity.ts";
import { poolKeyText, type StockKey, stockKeyText } from "../domain/stock-key.ts";
import { type Connection, inOrder } from "./database.ts";

type Write = (name: string, text: string, columns: unknown[][]) => void;

/**
 * Sends everything before it returns, so that a commit may be sent right behind it; throws at once
 * when that fails.
 */
export function flushStock(connection: Connection, unit: UnitOfWork): Promise<void> {
  const { book, accountId } = unit;
  if (book.ledger.length === 0 && book.holdEvents.length === 0 && book.pools.size === 0) {
    return Promise.resolve();
  }
  // All are sent at once, in this order, and answered together.
  const sent: Promise<unknown>[] = [];
  const write: Write = (name, text, columns) => {
    if (columns[0]?.length === 0) return;
    sent.push(connection.query({ name, text, values: [accountId, ...columns] }));
  };
  const newKeys = [...book.balances.values()].filter(({ id }) => id === "").length;
  const stockIds = writeBalances(write, unit);
  const poolIds = writePools(write, unit);
  writeLayers(write, book, poolIds);
  const stockIdOf = (key: StockKey) => {
    const text = stockKeyText(key);
    return stockIds.get(text) ?? look(book, "balances", text)?.id ?? null;
  };
  writeHolds(write, book, stockIdOf);
  writeHoldEvents(write, unit);
  writeLedger(write, book, stockIdOf, (row) => poolIds.get(poolKeyText(row.pool)) ?? null);
  writeSerials(write, book, stockIdOf);
  writeBatches(write, book);
  sent.push(
    connection.query({
      name: "leave-lane",
      text: "update lane set ledger_seq = $2, key_seq = key_seq + $3 where account_id = $1",
      values: [accountId, book.lastSeq, newKeys],
    }),
  );
  return inOrder(sent).then(() => {
    for (const [text, id] of stockIds) {
      put(book, "balances", text, withId(book, "balances", text, id));
    }
    for (const [text, id] of poolIds) put(book, "pools", text, withId(book, "pools", text, id));
    settle(book);
  });
}

function withId<T extends "balances" | "pools">(book: Book, table: T, text: string, id: string) {
  const written = look(book, table, text);
  if (written === undefined) throw new Error(`${table}: what was written is gone`);
  return { ...written, id };
}

/** What was written belongs to what was read: the parent has it, without rows and events. */
function settle(book: Book): void {
  const { parent } = book;
  if (parent === undefined) throw new Error("a book that is written has what was read below it");
  book.ledger.length = 0;
  book.holdEvents.length = 0;
  book.formerHolds.length = 0;
  merge(book);
  for (const table of ["balances", "pools", "holds", "serials", "batches"] as const) {
    book[table].clear();
  }
}

function writeBalances(write: Write, unit: UnitOfWork): Map<string, string> {
  const ids = new Map<string, string>();
  const balances = [...unit.book.balances].map(([text, balance]) => {
    const id = balance.id === "" ? unit.newId() : balance.id;
    ids.set(text, id);
    return { ...balance, id };
  });
  write(
    "write-balances",
    `insert into stock (account_id, id, material_id, aux_prop_id, store_id, bin_id, batch_no,
                        kf_date, on_hand, occupied, on_hand_float, occupied_float)
     select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
                              $7::text[], $8::text[], $9::numeric[], $10::numeric[],
                              $11::numeric[], $12::numeric[])
     on conflict (account_id, id) do update
       set on_hand = excluded.on_hand, occupied = excluded.occupied,
           on_hand_float = excluded.on_hand_float, occupied_float = excluded.occupied_float`,
    [
      balances.map((balance) => balance.id),
      balances.map(({ key }) => key.materialId),
      balances.map(({ key }) => key.auxPropId),
      balances.map(({ key }) => key.storeId),
      balances.map(({ key }) => key.binId),
      balances.map(({ key }) => key.batchNo),
      balances.map(({ key }) => key.kfDate),
      balances.map((balance) => toText(balance.onHand)),
      balances.map((balance) => toText(balance.occupied)),
      balances.map((balance) => toText(balance.onHandFloat)),
      balances.map((balance) => toText(balance.occupiedFloat)),
    ],
  );
  return ids;
}

function writePools(write: Write, unit: UnitOfWork): Map<string, string> {
  const ids = new Map<string, string>();
  const pools = [...unit.book.pools].map(([text, pool]) => {
    const id = pool.id === "" ? unit.newId() : pool.id;
    ids.set(text, id);
    return { ...pool, id };
  });
  write(
    "write-pools",
    `insert into cost_pool (account_id, id, material_id, aux_prop_id, batch_no, store_id, quantity,
                            value, last_date, method, stale_from)
     select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
                              $7::numeric[], $8::numeric[], $9::text[], $10::text[], $11::text[])
     on conflict (account_id, id) do update
       set quantity = excluded.quantity, value = excluded.value, last_date = excluded.last_date,
           stale_from = excluded.stale_from`,
    [
      pools.map((pool) => pool.id),
      pools.map(({ key }) => key.materialId),
      pools.map(({ key }) => key.auxPropId),
      pools.map(({ key }) => key.batchNo),
      pools.map(({ key }) => key.storeId),
      pools.map((pool) => toText(pool.quantity)),
      pools.map((pool) => moneyText(pool.value)),
      pools.map((pool) => pool.lastDate),
      pools.map((pool) => pool.method),
      pools.map((pool) => pool.staleFrom),
    ],
  );
  return ids;
}

/** Layers that are gone go; those that are new or that gave something are written. */
function writeLayers(write: Write, book: Book, poolIds: ReadonlyMap<string, string>): void {
  const changed: (Layer & { poolId: string })[] = [];
  const gone: { poolId: string; seq: number }[] = [];
  for (const [text, pool] of book.pools) {
    const poolId = poolIds.get(text) ?? "";
    const former = book.parent && look(book.parent, "pools", text);
    const known = new Map(former?.layers.map((layer) => [layer.seq, layer]));
    for (const layer of pool.layers) {
      if (known.get(layer.seq) !== layer) changed.push({ ...layer, poolId });
      known.delete(layer.seq);
    }
    for (const seq of known.keys()) gone.push({ poolId, seq });
  }
  write(
    "delete-layers",
    `delete from cost_layer c using unnest($2::bigint[], $3::bigint[]) as v (pool_id, seq)
     where c.account_id = $1 and c.pool_id = v.pool_id and c.seq = v.seq`,
    [gone.map((layer) => layer.poolId), gone.map((layer) => layer.seq)],
  );
  write(
    "write-layers",
    `insert into cost_layer (account_id, pool_id, seq, bill_date, quantity, amount, taken)
     select $1, * from unnest($2::bigint[], $3::bigint[], $4::date[], $5::numeric[], $6::numeric[],
                              $7::numeric[])
     on conflict (account_id, pool_id, seq) do update
       set amount = excluded.amount, taken = excluded.taken`,
    [
      changed.map((layer) => layer.poolId),
      changed.map((layer) => layer.seq),
      changed.map((layer) => layer.billDate),
      changed.map((layer) => toText(layer.quantity)),
      changed.map((layer) => moneyText(layer.amount)),
      changed.map((layer) => toText(layer.taken)),
    ],
  );
}

function writeHolds(write: Write, book: Book, stockIdOf: (key: StockKey) => string | null): void {
  const touched = new Set(book.holdEvents.map((event) => event.holdId));
  // A former hold of an entry is closed before the next one opens.
  const holds = [...book.formerHolds, ...book.holds.values()].filter(({ id }) => touched.has(id));
  write(
    "write-holds",
    `insert into hold (account_id, id, bill_type, bill_id, entry_id, bill_no, stock_id, opened,
                       consumed, released, expired, serials, content, client_id, opened_at,
                       expires_at, opened_float, consumed_float, released_float, expired_float)
     select $1, id, bill_type, bill_id, entry_id, bill_no, stock_id, opened, consumed, released,
            expired, array(select jsonb_array_elements_text(serials::jsonb)), content, client_id,
            to_timestamp(opened_ms / 1000.0), to_timestamp(nullif(expires_ms, 0) / 1000.0),
            opened_float, consumed_float, released_float, expired_float
     from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
                 $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::text[],
                 $13::text[], $14::text[], $15::bigint[], $16::bigint[], $17::numeric[],
                 $18::numeric[], $19::numeric[], $20::numeric[])
       as v (id, bill_type, bill_id, entry_id, bill_no, stock_id, opened, consumed, released,
             expired, serials, content, client_id, opened_ms, expires_ms, opened_float,
             consumed_float, released_float, expired_float)
     on conflict (account_id, id) do update
       set consumed = excluded.consumed, released = excluded.released, expired = excluded.expired,
           serials = excluded.serials, consumed_float = excluded.consumed_float,
           released_float = excluded.released_float, expired_float = excluded.expired_float`,
    [
      holds.map((hold) => hold.id),
      holds.map((hold) => hold.ref.billTypeId),
      holds.map((hold) => hold.ref.billId),
      holds.map((hold) => hold.ref.entryId),
      holds.map((hold) => hold.billNo),
      holds.map((hold) => stockIdOf(hold.key)),
      holds.map((hold) => toText(hold.opened)),
      holds.map((hold) => toText(hold.consumed)),
      holds.map((hold) => toText(hold.released)),
      holds.map((hold) => toText(hold.expired)),
      holds.map((hold) => JSON.stringify(hold.serials)),
      holds.map((hold) => hold.content),
      holds.map((hold) => hold.clientId),
      holds.map((hold) => hold.openedAt),
      holds.map((hold) => hold.expiresAt),
      holds.map((hold) => toText(hold.openedFloat)),
      holds.map((hold) => toText(hold.consumedFloat)),
      holds.map((hold) => toText(hold.releasedFloat)),
      holds.map((hold) => toText(hold.expiredFloat)),
    ],
  );
}

function writeHoldEvents(write: Write, unit: UnitOfWork): void {
  const events = unit.book.holdEvents;
  write(
    "write-hold-events",
    `insert into hold_event (account_id, seq, hold_id, kind, quantity, bill_type, bill_id,
                             client_id, reason, float_quantity)
     select $1, * from unnest($2::bigint[], $3::bigint[], $4::text[], $5::numeric[], $6::text[],
                              $7::text[], $8::text[], $9::text[], $10::numeric[])`,
    [
      events.map(() => unit.newId()),
      events.map((event) => event.holdId),
      events.map((event) => event.kind),
      events.map((event) => toText(event.quantity)),
      events.map((event) => event.billType),
      events.map((event) => event.billId),
      events.map((event) => event.clientId),
      events.map((event) => event.reason),
      events.map((event) => toText(event.floatQuantity)),
    ],
  );
}

function writeLedger(
  write: Write,
  book: Book,
  stockIdOf: (key: StockKey) => string | null,
  poolIdOf: (row: LedgerRow) => string | null,
): void {
  const rows = book.ledger;
  write(
    "write-ledger",
    `insert into ledger (account_id, seq, stock_id, pool_id, bill_type, bill_id, bill_no, line_id,
                         bill_date, quantity, amount, costed, reverses, hold_id, hold_quantity,
                         hold_serials, serials, adjusts, cause, within_pool, float_quantity,
                         hold_float_quantity)
     select $1, seq, stock_id, pool_id, bill_type, bill_id, bill_no, line_id, bill_date, quantity,
            amount, costed, reverses, hold_id, hold_quantity,
            array(select jsonb_array_elements_text(hold_serials::jsonb)),
            array(select jsonb_array_elements_text(serials::jsonb)), adjusts, cause, within_pool,
            float_quantity, hold_float_quantity
     from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                 $8::text[], $9::date[], $10::numeric[], $11::numeric[], $12::boolean[],
                 $13::bigint[], $14::bigint[], $15::numeric[], $16::text[], $17::text[],
                 $18::bigint[], $19::text[], $20::boolean[], $21::numeric[], $22::numeric[])
       as v (seq, stock_id, pool_id, bill_type, bill_id, bill_no, line_id, bill_date, quantity,
             amount, costed, reverses, hold_id, hold_quantity, hold_serials, serials, adjusts,
             cause, within_pool, float_quantity, hold_float_quantity)`,
    [
      rows.map((row) => row.seq),
      rows.map((row) => stockIdOf(row.key)),
      rows.map(poolIdOf),
      rows.map((row) => row.billType),
      rows.map((row) => row.billId),
      rows.map((row) => row.billNo),
      rows.map((row) => row.lineId),
      rows.map((row) => row.billDate),
      rows.map((row) => toText(row.quantity)),
      rows.map((row) => moneyText(row.amount)),
      rows.map((row) => row.costed),
      rows.map((row) => row.reverses),
      rows.map((row) => row.hold?.holdId ?? null),
      rows.map((row) => (row.hold ? toText(row.hold.quantity) : null)),
      rows.map((row) => JSON.stringify(row.hold?.serials ?? [])),
      rows.map((row) => JSON.stringify(row.serials)),
      rows.map((row) => row.adjusts),
      rows.map((row) => row.cause),
      rows.map((row) => row.within),
      rows.map((row) => toText(row.floatQuantity)),
      rows.map((row) => toText(row.hold?.floatQuantity ?? ZERO)),
    ],
  );
}

function writeSerials(write: Write, book: Book, stockIdOf: (key: StockKey) => string | null): void {
  const serials = [...book.serials.values()];
  write(
    "write-serials",
    `insert into serial (account_id, material_id, serial, remark, stock_id, hold_id)
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
     on conflict (account_id, material_id, serial) do update
       set remark = excluded.remark, stock_id = excluded.stock_id, hold_id = excluded.hold_id`,
    [
      serials.map((place) => place.materialId),
      serials.map((place) => place.serial),
      serials.map((place) => place.remark),
      serials.map((place) => (place.key ? stockIdOf(place.key) : null)),
      serials.map((place) => place.holdId || null),
    ],
  );
}

function writeBatches(write: Write, book: Book): void {
  const batches = [...book.batches.values()];
  write(
    "write-batches",
    `insert into batch (account_id, material_id, batch_no, kf_date, valid_date)
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[])
     on conflict (account_id, material_id, batch_no) do nothing`,
    [
      batches.map((batch) => batch.materialId),
      batches.map((batch) => batch.batchNo),
      batches.map((batch) => batch.kfDate),
      batches.map((batch) => batch.validDate),
    ],
  );
}
