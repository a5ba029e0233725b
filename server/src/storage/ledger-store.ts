/**
 * Reads of the ledger's standing rows, each at what it is worth by now: those of a bill, and what a
 * pool, a key or a serial went through after a position.
 */
import type { LedgerRow } from "../domain/book.ts";
import type { Counts } from "../domain/counts.ts";
import type { Layer } from "../domain/fifo.ts";
import type { LastMove, Lowest } from "../domain/history.ts";
import { money } from "../domain/money.ts";
import type { Position } from "../domain/position.ts";
import { quantity } from "../domain/quantity.ts";
import { poolKeyText, type StockKey, serialText, stockKeyText } from "../domain/stock-key.ts";
import { STANDING } from "./standing.ts";
import {
  KEY_COLUMNS,
  keyColumns,
  keyOf,
  poolKeyOf,
  type Query,
  type Row,
  STOCK_OF_KEY,
} from "./stock-rows.ts";

const LEDGER_COLUMNS = `
  l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id, l.bill_date, l.quantity, l.amount, l.costed,
  l.within_pool, l.serials, l.hold_id, l.hold_quantity, l.hold_serials, l.float_quantity,
  l.hold_float_quantity,
  ${KEY_COLUMNS},
  p.material_id as pool_material_id, p.aux_prop_id as pool_aux_prop_id,
  p.batch_no as pool_batch_no, p.store_id as pool_store_id,
  h.bill_type as hold_bill_type, h.bill_id as hold_bill_id, h.entry_id as hold_entry_id`;

const LEDGER_JOINS = `
  join stock s on s.account_id = $1 and s.id = l.stock_id
  join cost_pool p on p.account_id = $1 and p.id = l.pool_id
  left join hold h on h.account_id = $1 and h.id = l.hold_id`;

export function ledgerRowOf(row: Row): LedgerRow {
  return {
    seq: Number(row.seq),
    key: keyOf(row),
    pool: {
      materialId: row.pool_material_id ?? "",
      auxPropId: row.pool_aux_prop_id ?? "",
      batchNo: row.pool_batch_no ?? "",
      storeId: row.pool_store_id ?? "",
    },
    billType: row.bill_type ?? "",
    billId: row.bill_id ?? "",
    billNo: row.bill_no ?? "",
    lineId: row.line_id ?? "",
    billDate: row.bill_date ?? "",
    quantity: quantity(row.quantity ?? ""),
    floatQuantity: quantity(row.float_quantity ?? ""),
    amount: money(row.amount ?? ""),
    costed: (row.costed as unknown) === true,
    reverses: 0,
    adjusts: 0,
    cause: "",
    within: (row.within_pool as unknown) === true,
    serials: row.serials as unknown as string[],
    hold: row.hold_id
      ? {
          holdId: row.hold_id,
          ref: {
            billTypeId: row.hold_bill_type ?? "",
            billId: row.hold_bill_id ?? "",
            entryId: row.hold_entry_id ?? "",
          },
          quantity: quantity(row.hold_quantity ?? ""),
          floatQuantity: quantity(row.hold_float_quantity ?? ""),
          serials: row.hold_serials as unknown as string[],
        }
      : undefined,
  };
}

/** Rows of a bill that no other row takes back. */
export async function readStandingRows(
  query: Query,
  billType: string,
  billId: string,
): Promise<LedgerRow[]> {
  const text = `
    select ${LEDGER_COLUMNS} from ${STANDING} l ${LEDGER_JOINS}
    where l.account_id = $1 and l.bill_type = $2 and l.bill_id = $3
    order by l.seq`;
  return (await query("standing-rows", text, [billType, billId])).map(ledgerRowOf);
}

/** All rows of those of the bills whose incoming costs follow from what left. */
export async function readCostedBills(
  query: Query,
  bills: readonly Pick<LedgerRow, "billType" | "billId">[],
): Promise<LedgerRow[]> {
  if (bills.length === 0) return [];
  const text = `
    select ${LEDGER_COLUMNS}
    from (
      select distinct i.bill_type, i.bill_id
      from unnest($2::text[], $3::text[]) as k (bill_type, bill_id)
      join ledger i on i.account_id = $1 and i.bill_type = k.bill_type and i.bill_id = k.bill_id
        and i.costed and i.quantity > 0 and i.reverses = 0) b
    join ${STANDING} l on l.account_id = $1 and l.bill_type = b.bill_type and l.bill_id = b.bill_id
    ${LEDGER_JOINS}`;
  const columns = [bills.map((bill) => bill.billType), bills.map((bill) => bill.billId)];
  return (await query("costed-bills", text, columns)).map(ledgerRowOf);
}

/** A start in a pool that is stored already; another one has no rows yet. */
export interface StoredStart extends Position {
  readonly poolId: string;
}

const startColumns = (starts: readonly StoredStart[]) => [
  starts.map((start) => start.poolId),
  starts.map((start) => start.billDate),
  starts.map((start) => start.seq),
];

const STARTS = `unnest($2::bigint[], $3::date[], $4::bigint[]) as k (pool_id, bill_date, seq)`;

/** Rows of the pools after their starts, at most `limit` of all, in no order. */
export async function readLaterRows(
  query: Query,
  starts: readonly StoredStart[],
  limit: number | undefined,
): Promise<LedgerRow[]> {
  if (starts.length === 0) return [];
  const text = `
    select ${LEDGER_COLUMNS}
    from ${STARTS}
    join ${STANDING} l on l.account_id = $1 and l.pool_id = k.pool_id
      and (l.bill_date, l.seq) > (k.bill_date, k.seq)
    ${LEDGER_JOINS}
    limit $5`;
  return (await query("later-rows", text, [...startColumns(starts), limit ?? null])).map(
    ledgerRowOf,
  );
}

/**
 * The open layers of FIFO pools at their starts: the receipts that were not all taken by what had
 * left by then, since what leaves takes the oldest first.
 */
export async function readLayersAt(
  query: Query,
  starts: readonly StoredStart[],
): Promise<ReadonlyMap<string, Layer[]>> {
  const found = new Map<string, Layer[]>();
  if (starts.length === 0) return found;
  const rows = await query("layers-at", LAYERS_AT, startColumns(starts));
  for (const row of rows) {
    const layers = found.get(row.pool_id ?? "") ?? [];
    layers.push(layerOf(row));
    found.set(row.pool_id ?? "", layers);
  }
  return found;
}

const LAYERS_AT = `
  with upto as (
    select l.pool_id, l.seq, l.bill_date, l.quantity, l.amount
    from ${STARTS}
    join ${STANDING} l on l.account_id = $1 and l.pool_id = k.pool_id and not l.within_pool
      and (l.bill_date, l.seq) <= (k.bill_date, k.seq)),
  gone as (
    select pool_id, -sum(quantity) as quantity from upto where quantity < 0 group by pool_id),
  layer as (
    select u.*, sum(u.quantity) over (partition by u.pool_id order by u.bill_date, u.seq) as until
    from upto u where u.quantity > 0)
  select layer.pool_id, layer.seq, layer.bill_date, layer.quantity, layer.amount,
         greatest(coalesce(gone.quantity, 0) - (until - layer.quantity), 0) as taken
  from layer left join gone on gone.pool_id = layer.pool_id
  where until > coalesce(gone.quantity, 0)
  order by layer.pool_id, layer.bill_date, layer.seq`;

export const layerOf = (row: Row): Layer => ({
  seq: Number(row.seq),
  billDate: row.bill_date ?? "",
  quantity: quantity(row.quantity ?? ""),
  amount: money(row.amount ?? ""),
  taken: quantity(row.taken ?? ""),
});

/** Pools whose costs wait for the job (D35). */
export async function readStalePools(query: Query) {
  const text = `
    select p.material_id, p.aux_prop_id, p.batch_no, p.store_id, p.stale_from
    from cost_pool p where p.account_id = $1 and p.stale_from <> '' order by p.id`;
  const rows = await query("stale-pools", text, []);
  return rows.map((row) => ({ pool: poolKeyOf(row), from: row.stale_from ?? "" }));
}

/** Reversals that were adjusted until the job has run: each with what the adjustments come to. */
export async function readProvisionalRows(
  query: Query,
  poolIds: readonly string[],
): Promise<LedgerRow[]> {
  const text = `
    select ${LEDGER_COLUMNS.replace("l.amount", "adjusted.amount")}
    from (
      select r.seq, sum(a.amount) as amount
      from ledger a
      join ledger r on r.account_id = $1 and r.seq = a.adjusts and r.reverses <> 0
      where a.account_id = $1 and a.adjusts <> 0 and a.pool_id = any($2::bigint[])
      group by r.seq having sum(a.amount) <> 0) adjusted
    join ledger l on l.account_id = $1 and l.seq = adjusted.seq
    ${LEDGER_JOINS}
    order by l.seq`;
  return (await query("provisional-rows", text, [poolIds])).map(ledgerRowOf);
}

/** By pool text: latest bill date of its standing rows but for those of a bill. */
export async function readLastDates(
  query: Query,
  poolIds: readonly string[],
  except: Pick<LedgerRow, "billType" | "billId">,
): Promise<ReadonlyMap<string, string>> {
  const text = `
    select p.material_id, p.aux_prop_id, p.batch_no, p.store_id,
      (select l.bill_date from ${STANDING} l
       where l.account_id = $1 and l.pool_id = p.id and (l.bill_type, l.bill_id) <> ($3, $4)
       order by l.bill_date desc, l.seq desc limit 1) as latest
    from cost_pool p where p.account_id = $1 and p.id = any($2::bigint[])`;
  const rows = await query("last-dates", text, [poolIds, except.billType, except.billId]);
  return new Map(rows.map((row) => [poolKeyText(poolKeyOf(row)), row.latest ?? ""]));
}

interface LowestQuestion {
  readonly after: Position;
  readonly except: Pick<LedgerRow, "billType" | "billId">;
  readonly count: keyof Counts;
}

/**
 * The least on hand of each key, in one of its counts, from a position on, as if the bill had never
 * been; keys that have nothing later are left out. Every later row says what was on hand right
 * after it: what there is now, less what moved since.
 */
export async function readLowest(
  query: Query,
  keys: readonly StockKey[],
  { after, except, count }: LowestQuestion,
): Promise<ReadonlyMap<string, Lowest>> {
  if (keys.length === 0) return new Map();
  const rows = await query(`lowest-${count}`, LOWEST[count], [
    ...keyColumns(keys),
    after.billDate,
    after.seq,
    except.billType,
    except.billId,
  ]);
  return new Map(
    rows.map((row) => [
      stockKeyText(keyOf(row)),
      {
        onHand: quantity(row.on_hand ?? ""),
        date: row.bill_date ?? "",
        billNo: row.bill_no ?? "",
      },
    ]),
  );
}

const LATER = `
      l.account_id = $1 and l.stock_id = s.id
      and (l.bill_date, l.seq) > ($8::date, $9::bigint)
      and (l.bill_type, l.bill_id) <> ($10, $11)`;

const lowestBy = (now: "on_hand" | "on_hand_float", moved: "quantity" | "float_quantity") => `
  select distinct on (s.id) ${KEY_COLUMNS}, run.on_hand, run.bill_date, run.bill_no
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date)
  cross join lateral (${STOCK_OF_KEY}) s
  cross join lateral (
    select coalesce(sum(l.${moved}), 0) as quantity from ${STANDING} l
    where l.account_id = $1 and l.stock_id = s.id and (l.bill_type, l.bill_id) = ($10, $11)) own
  cross join lateral (
    select l.bill_date, l.bill_no, l.seq,
      s.${now} - own.quantity - coalesce(sum(l.${moved}) over (
        order by l.bill_date desc, l.seq desc
        rows between unbounded preceding and 1 preceding), 0) as on_hand
    from ${STANDING} l where ${LATER}
    union all
    select $8::date, coalesce((
        select l.bill_no from ${STANDING} l
        where l.account_id = $1 and l.stock_id = s.id
          and (l.bill_date, l.seq) <= ($8::date, $9::bigint)
        order by l.bill_date desc, l.seq desc limit 1), ''), $9::bigint,
      s.${now} - own.quantity - coalesce((
        select sum(l.${moved}) from ${STANDING} l where ${LATER}), 0)) run
  order by s.id, run.on_hand, run.bill_date, run.seq`;

const LOWEST: Readonly<Record<keyof Counts, string>> = {
  base: lowestBy("on_hand", "quantity"),
  float: lowestBy("on_hand_float", "float_quantity"),
};

/** By serial text: where each serial went last. */
export async function readLastMoves(
  query: Query,
  serials: readonly { materialId: string; serial: string }[],
): Promise<ReadonlyMap<string, LastMove>> {
  if (serials.length === 0) return new Map();
  const wanted = new Set(serials.map((item) => serialText(item.materialId, item.serial)));
  const text = `
    select distinct on (s.material_id, m.serial) s.material_id, m.serial, l.seq, l.bill_date,
           l.bill_type, l.bill_id, l.bill_no
    from ${STANDING} l
    join stock s on s.account_id = $1 and s.id = l.stock_id and s.material_id = any($2)
    cross join lateral unnest(l.serials) as m (serial)
    where l.account_id = $1 and l.serials && $3::text[] and l.serials <> '{}'
      and m.serial = any($3::text[])
    order by s.material_id, m.serial, l.bill_date desc, l.seq desc`;
  const rows = await query("last-moves", text, [
    [...new Set(serials.map((item) => item.materialId))],
    [...new Set(serials.map((item) => item.serial))],
  ]);
  const moves = new Map<string, LastMove>();
  for (const row of rows) {
    const name = serialText(row.material_id ?? "", row.serial ?? "");
    if (!wanted.has(name)) continue;
    moves.set(name, {
      billDate: row.bill_date ?? "",
      seq: Number(row.seq),
      billType: row.bill_type ?? "",
      billId: row.bill_id ?? "",
      billNo: row.bill_no ?? "",
    });
  }
  return moves;
}
