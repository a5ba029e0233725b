/** Reads of places for transfers and stock-takings: serials, and what the books said on a day. */
import type { BookedStock, UnitOfWork } from "../application/ports.ts";
import type { Connection } from "./database.ts";
import { keyColumns, STOCK_OF_KEY } from "./stock-rows.ts";

type Reads = Pick<UnitOfWork, "serialsAt" | "bookAt" | "changedSince" | "pendingCorrections">;

const CORRECTIONS = ["inv_check_gail_bill", "inv_check_loss_bill"];

export function placeReads(connection: Connection, accountId: string): Reads {
  const query = async (name: string, text: string, values: unknown[]) =>
    (await connection.query({ name, text, values: [accountId, ...values] })).rows;

  return {
    async serialsAt(key) {
      const rows = await query("serials-at", SERIALS_AT, keyColumns([key]));
      return rows as { serial: string; remark: string }[];
    },
    async bookAt(keys, date) {
      if (keys.length === 0) return [];
      const found = new Map<number, BookedStock>();
      for (const row of await query("book-at", BOOK_AT, [...keyColumns(keys), date])) {
        const { on_hand: onHand, on_hand_float: onHandFloat, serials } = row;
        found.set(Number(row.place) - 1, { onHand, onHandFloat, serials });
      }
      return keys.map((_, place) => found.get(place) ?? NOTHING);
    },
    async changedSince(counts) {
      if (counts.length === 0) return new Map();
      const parts = keyColumns(counts.map(({ key }) => key));
      const since = [counts.map(({ seq }) => seq), counts.map(({ date }) => date)];
      const rows = await query("changed-since", CHANGED_SINCE, [...parts, ...since, CORRECTIONS]);
      return new Map(rows.map((row) => [Number(row.place) - 1, row.bill_no]));
    },
    async pendingCorrections(materialIds) {
      if (materialIds.length === 0) return [];
      const rows = await query("pending-corrections", PENDING, [CORRECTIONS, [...materialIds]]);
      return rows.map(({ type, bill_no: billNo, data }) => ({ type, billNo, data }));
    },
  };
}

const NOTHING: BookedStock = { onHand: "0", onHandFloat: "0", serials: [] };

/** The keys `s` that are asked for; `k.place` counts from 1. */
const KEYS = `
  unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality
    as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date, place)
  cross join lateral (${STOCK_OF_KEY}) s`;

const SERIALS_AT = `
  select sn.serial, sn.remark from ${KEYS}
  join serial sn on sn.account_id = $1 and sn.stock_id = s.id
  order by sn.serial collate "C"`;

/** A row that takes another one back has its date, so both count or neither. */
const BOOK_AT = `
  select k.place, coalesce(v.on_hand, 0)::text as on_hand,
         coalesce(v.on_hand_float, 0)::text as on_hand_float, coalesce(n.serials, '[]') as serials
  from ${KEYS}
  cross join lateral (
    select trim_scale(sum(l.quantity)) as on_hand,
           trim_scale(sum(l.float_quantity)) as on_hand_float
    from ledger l
    where l.account_id = $1 and l.stock_id = s.id and l.bill_date <= $8::date) v
  cross join lateral (
    select jsonb_agg(jsonb_build_object('serial', m.serial, 'remark', coalesce(sn.remark, ''))
             order by m.serial collate "C") as serials
    from (
      select u.serial from ledger l cross join lateral unnest(l.serials) as u (serial)
      where l.account_id = $1 and l.stock_id = s.id and l.serials <> '{}'
        and l.bill_date <= $8::date
      group by u.serial having sum(sign(l.quantity)) > 0) m
    left join serial sn on sn.account_id = $1 and sn.material_id = s.material_id
      and sn.serial = m.serial) n`;

/** A row and the one that takes it back cancel out when both were written since. */
const CHANGED_SINCE = `
  select k.place, max(l.bill_no) as bill_no
  from ${KEYS}
  join unnest($8::bigint[], $9::date[]) with ordinality as since (seq, day, place)
    on since.place = k.place
  join ledger l on l.account_id = $1 and l.stock_id = s.id and l.seq > since.seq
    and l.quantity <> 0 and l.reverses <= since.seq
    and (l.bill_type = any($10) or l.bill_date < since.day)
    and not exists (
      select 1 from ledger r
      where r.account_id = $1 and r.reverses <> 0 and r.reverses = l.seq)
  group by k.place`;

const PENDING = `
  select b.type, b.bill_no, l.data
  from bill_line l
  join bill b on b.account_id = $1 and b.type = l.bill_type and b.id = l.bill_id
  where l.account_id = $1 and l.bill_type = any($2) and l.material_id = any($3)
    and b.status = 'Z' and l.data ->> 'src_bill_type_id' = 'inv_check_bill'
  order by b.bill_no`;
