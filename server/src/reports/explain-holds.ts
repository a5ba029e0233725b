/** 库存追溯, the part of holds: those that are open, and every event in the life of all. */
import { sql } from "kysely";
import { timeText } from "../application/china-time.ts";
import type { Data } from "../application/ports.ts";
import { IS_OPEN } from "../storage/hold-store.ts";
import type { Explained } from "./explain.ts";
import type { Condition } from "./filter.ts";
import {
  HOLD_VIEW_COLUMNS,
  HOLD_VIEW_FROM,
  type HoldViewRow,
  holdView,
  plain,
} from "./hold-view.ts";

const onKeys = ({ request, keys }: Explained): Condition => sql`
  h.account_id = ${request.accountId} and h.stock_id in (
    select s.id from stock s where s.account_id = ${request.accountId} and ${keys})`;

export async function explainedHolds(explained: Explained): Promise<Data> {
  const { request, paging, serial, known } = explained;
  const { kysely } = request.database;
  const holdsIt = serial === "" ? sql`` : sql`and h.serials @> array[${serial}]::text[]`;
  const where = sql`where ${onKeys(explained)} and ${sql.raw(IS_OPEN)} ${holdsIt}`;
  const counted = await sql<{ total: string }>`
    select count(*) as total from hold h ${where}`.execute(kysely);
  const { rows } = await sql<HoldViewRow>`
    select ${sql.raw(HOLD_VIEW_COLUMNS)} ${sql.raw(HOLD_VIEW_FROM)} ${where}
    order by h.opened_at, h.id limit ${paging.size} offset ${paging.offset}`.execute(kysely);
  return {
    hold_count: Number(counted.rows[0]?.total ?? 0),
    holds: rows.map((row) => holdView(row, known, request.now)),
  };
}

/** Serials that a hold was opened with stand at the end of its content. */
const OPENED_WITH = sql`(string_to_array(h.content, chr(30)))[5:]`;

type EventRow = Readonly<Record<string, string | null>>;

export async function explainedEvents(explained: Explained): Promise<Data> {
  const { request, paging, serial } = explained;
  const { accountId, database } = request;
  const heldIt = serial === "" ? sql`` : sql`and ${OPENED_WITH} @> array[${serial}]::text[]`;
  const from = sql`
    from hold_event e
    join hold h on h.account_id = ${accountId} and h.id = e.hold_id
    where e.account_id = ${accountId} and ${onKeys(explained)} ${heldIt}`;
  const counted = await sql<{ total: string }>`select count(*) as total ${from}`.execute(
    database.kysely,
  );
  const { rows } = await sql<EventRow>`
    select e.*, b.bill_no as by_bill_no, client.name as client_name
    from (
      select e.seq, e.hold_id, e.kind, e.quantity, e.float_quantity, e.bill_type,
             e.bill_id, e.client_id, e.reason,
             (extract(epoch from e.created_at) * 1000)::bigint as at_ms,
             h.bill_type as hold_bill_type, h.bill_id as hold_bill_id,
             h.bill_no as hold_bill_no, h.entry_id
      ${from}
      order by e.created_at desc, e.seq desc
      limit ${paging.size} offset ${paging.offset}) e
    left join bill b on b.account_id = ${accountId} and b.type = e.bill_type
      and b.id = e.bill_id
    left join client on client.id = e.client_id
    order by e.at_ms desc, e.seq desc`.execute(database.kysely);
  return {
    event_count: Number(counted.rows[0]?.total ?? 0),
    hold_events: rows.map(eventView),
  };
}

function eventView(row: EventRow): Data {
  const isItself = row.bill_type === row.hold_bill_type && row.bill_id === row.hold_bill_id;
  return {
    hold_id: row.hold_id,
    kind: row.kind,
    qty: plain(row.quantity),
    aux_qty: plain(row.float_quantity),
    at: timeText(Number(row.at_ms)),
    hold_bill_type_id: row.hold_bill_type,
    hold_bill_id: row.hold_bill_id,
    hold_bill_no: row.hold_bill_no,
    hold_entry_id: row.entry_id,
    by_bill_type_id: row.bill_type,
    by_bill_id: row.bill_id,
    by_bill_no: isItself ? row.hold_bill_no : row.by_bill_no,
    client_id: row.client_id,
    client_name: row.client_name,
    reason: row.reason,
  };
}
