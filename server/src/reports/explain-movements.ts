/**
 * 库存追溯, the part of the ledger: every row, also those that take others back, with what its stock
 * key and its cost pool had after it: in the order of writing, or of bill dates.
 */
import { bills } from "@xingcang/contract";
import { sql } from "kysely";
import { timeText } from "../application/china-time.ts";
import type { Data } from "../application/ports.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import type { Explained } from "./explain.ts";
import { PLACE_COLUMNS, PLACE_JOINS, type PlaceRow, placeView, plain } from "./hold-view.ts";
import { pageOf } from "./page.ts";

interface Row extends PlaceRow {
  readonly quantity: string;
  readonly amount: string;
}

type Serials = { readonly serials: readonly string[] };

/** What follows is summed over the row's whole pool, of which its key is a part (D30). */
const AFTER = {
  newest: { running: sql`l.seq`, shown: sql`l.seq desc` },
  date: { running: sql`l.bill_date, l.seq`, shown: sql`l.bill_date, l.seq` },
} as const;

export async function explainedMovements(explained: Explained): Promise<Data> {
  const { request, paging, keys, serial, known } = explained;
  const { accountId, database } = request;
  const { running, shown } = AFTER[request.filters.order === "date" ? "date" : "newest"];
  const named = serial === "" ? sql`` : sql`and l.serials @> array[${serial}]::text[]`;
  const from = sql`
    from ledger l
    where l.account_id = ${accountId} and l.stock_id in (
      select s.id from stock s where s.account_id = ${accountId} and ${keys}) ${named}`;
  const counted = await sql<{ total: string }>`select count(*) as total ${from}`.execute(
    database.kysely,
  );
  const { rows } = await sql<Row & Serials>`
    with page as (
      select l.seq, l.pool_id ${from} order by ${shown}
      limit ${paging.size} offset ${paging.offset}),
    after as (
      select l.seq, sum(l.quantity) over of_key as on_hand,
             sum(l.float_quantity) over of_key as on_hand_float,
             sum(l.quantity) over of_pool as pool_quantity, sum(l.amount) over of_pool as pool_value
      from ledger l
      where l.account_id = ${accountId} and l.pool_id in (select pool_id from page)
      window
        of_key as (partition by l.stock_id order by ${running} rows unbounded preceding),
        of_pool as (partition by l.pool_id order by ${running} rows unbounded preceding))
    select l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id, l.bill_date, l.quantity, l.amount,
           l.float_quantity, l.hold_id, l.hold_quantity, l.hold_float_quantity, l.serials,
           nullif(l.reverses, 0) as takes_back,
           r.seq as taken_back_by, (extract(epoch from l.created_at) * 1000)::bigint as at_ms,
           nullif(l.adjusts, 0) as adjusts, l.cause,
           after.on_hand, after.on_hand_float, after.pool_quantity, after.pool_value,
           ${sql.raw(PLACE_COLUMNS)}
    from page
    join ledger l on l.account_id = ${accountId} and l.seq = page.seq
    join after on after.seq = page.seq
    join stock s on s.account_id = ${accountId} and s.id = l.stock_id
    left join ledger r on r.account_id = ${accountId} and r.reverses = l.seq and r.reverses <> 0
    ${sql.raw(PLACE_JOINS)}
    order by ${shown}`.execute(database.kysely);
  const page = pageOf(paging, Number(counted.rows[0]?.total ?? 0), rows);
  return { ...page, rows: rows.map((row) => ({ ...movementView(row), ...placeView(row, known) })) };
}

const titleOf = (name: string | null | undefined) =>
  Object.values(bills).find((bill) => bill.name === name)?.title.zh;

const amountText = (stored: string | null | undefined) => money.toText(money.money(stored ?? "0"));

function movementView(row: Row & Serials): Data {
  const moved = quantity.quantity(row.quantity);
  const float = quantity.quantity(row.float_quantity ?? "0");
  const isOut = quantity.isNegative(moved);
  const kind = quantity.isZero(moved) ? "adjust" : isOut ? "out" : "in";
  return {
    seq: row.seq,
    kind,
    bill_type: row.bill_type,
    bill_type_name: titleOf(row.bill_type),
    bill_id: row.bill_id,
    bill_no: row.bill_no,
    bill_entry_id: row.line_id,
    bill_date: row.bill_date,
    written_at: timeText(Number(row.at_ms)),
    in_qty: kind === "in" ? quantity.toText(moved) : "0",
    out_qty: kind === "out" ? quantity.toText(quantity.negate(moved)) : "0",
    in_aux_qty: kind === "in" ? quantity.toText(float) : "0",
    out_aux_qty: kind === "out" ? quantity.toText(quantity.negate(float)) : "0",
    amount: amountText(row.amount),
    on_hand_after: plain(row.on_hand),
    aux_on_hand_after: plain(row.on_hand_float),
    pool_qty_after: plain(row.pool_quantity),
    pool_value_after: amountText(row.pool_value),
    takes_back: row.takes_back,
    taken_back_by: row.taken_back_by,
    adjusts: row.adjusts,
    cause: row.cause,
    hold_id: row.hold_id,
    hold_qty: row.hold_id === null ? "" : plain(row.hold_quantity),
    hold_aux_qty: row.hold_id === null ? "" : plain(row.hold_float_quantity),
    sn_list: row.serials.join(";"),
  };
}
