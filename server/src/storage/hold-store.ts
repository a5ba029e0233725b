/** Reads of holds: by what names them, by what they hold, by age, and those that are due. */
import type { Holder, HoldFilter, StockNeeds, UnitOfWork } from "../application/ports.ts";
import { type Book, type Hold, put } from "../domain/book.ts";
import { groupBy } from "../domain/group-by.ts";
import { quantity, toText } from "../domain/quantity.ts";
import { holdRefText, stockKeyText } from "../domain/stock-key.ts";
import { accountsWhere } from "./accounts.ts";
import type { Database } from "./database.ts";
import {
  KEY_COLUMNS,
  keyColumns,
  keyOf,
  type Query,
  type Row,
  STOCK_OF_KEY,
} from "./stock-rows.ts";

/** A `hold h` that still holds something. */
export const IS_OPEN = "h.opened > h.consumed + h.released + h.expired";

const millis = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

const HOLD_COLUMNS = `
  h.id, h.bill_type, h.bill_id, h.entry_id, h.bill_no, h.opened, h.consumed, h.released,
  h.expired, h.opened_float, h.consumed_float, h.released_float, h.expired_float, h.serials,
  h.content, h.client_id, ${millis("h.opened_at")} as opened_ms,
  ${millis("h.expires_at")} as expires_ms, s.id as stock_id, ${KEY_COLUMNS}`;

function holdOf(row: Row): Hold {
  return {
    id: row.id ?? "",
    ref: {
      billTypeId: row.bill_type ?? "",
      billId: row.bill_id ?? "",
      entryId: row.entry_id ?? "",
    },
    billNo: row.bill_no ?? "",
    key: keyOf(row),
    opened: quantity(row.opened ?? ""),
    consumed: quantity(row.consumed ?? ""),
    released: quantity(row.released ?? ""),
    expired: quantity(row.expired ?? ""),
    openedFloat: quantity(row.opened_float ?? ""),
    consumedFloat: quantity(row.consumed_float ?? ""),
    releasedFloat: quantity(row.released_float ?? ""),
    expiredFloat: quantity(row.expired_float ?? ""),
    serials: row.serials as unknown as string[],
    content: row.content ?? "",
    clientId: row.client_id ?? "",
    openedAt: Number(row.opened_ms),
    expiresAt: Number(row.expires_ms ?? 0),
  };
}

type Refs = StockNeeds["holds"];

/** The latest hold of each entry, into the book. */
export async function readHolds(query: Query, book: Book, refs: Refs): Promise<void> {
  if (refs.length === 0) return;
  const rows = await query(
    "read-holds",
    `select ${HOLD_COLUMNS}
     from unnest($2::text[], $3::text[], $4::text[]) as k (bill_type, bill_id, entry_id)
     cross join lateral (
       select * from hold
       where account_id = $1 and bill_type = k.bill_type and bill_id = k.bill_id
         and entry_id = k.entry_id
       order by id desc limit 1) h
     join stock s on s.account_id = $1 and s.id = h.stock_id`,
    refsColumns(refs),
  );
  for (const row of rows) {
    const hold = holdOf(row);
    put(book, "holds", holdRefText(hold.ref), hold);
  }
}

const refsColumns = (refs: Refs) => [
  refs.map((ref) => ref.billTypeId),
  refs.map((ref) => ref.billId),
  refs.map((ref) => ref.entryId),
];

const FROM_HOLDS = `
  from hold h join stock s on s.account_id = $1 and s.id = h.stock_id
  where h.account_id = $1 and ${IS_OPEN}`;

/** Open holds past their expiry on these keys, or of these entries. */
export async function readDueHolds(
  query: Query,
  { now, stockIds, refs }: { now: number; stockIds: readonly string[]; refs: Refs },
): Promise<Hold[]> {
  const rows = await query(
    "due-holds-of-keys",
    `select ${HOLD_COLUMNS} ${FROM_HOLDS} and h.expires_at <= to_timestamp($2::bigint / 1000.0)
       and (h.stock_id = any($3::bigint[]) or (h.bill_type, h.bill_id, h.entry_id) in (
         select * from unnest($4::text[], $5::text[], $6::text[])))
     order by h.id`,
    [now, stockIds, ...refsColumns(refs)],
  );
  return rows.map(holdOf);
}

const HOLDER_COLUMNS = `
  h.bill_type, h.bill_id, h.bill_no, h.entry_id, h.held, h.held_float, h.client_id,
  ${millis("h.opened_at")} as opened_ms`;

const HOLDERS_OF_KEYS = `
  select ${KEY_COLUMNS}, ${HOLDER_COLUMNS}
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date)
  cross join lateral (${STOCK_OF_KEY}) s
  cross join lateral (
    select * from hold h
    where h.account_id = $1 and h.stock_id = s.id and ${IS_OPEN}
    order by h.id limit $8) h
  order by s.id, h.id`;

const HOLDERS_BY_ID = `
  select h.id, ${HOLDER_COLUMNS} from hold h where h.account_id = $1 and h.id = any($2::bigint[])`;

const holderOfRow = (row: Row): Holder => ({
  billTypeId: row.bill_type ?? "",
  billId: row.bill_id ?? "",
  billNo: row.bill_no ?? "",
  entryId: row.entry_id ?? "",
  held: toText(quantity(row.held ?? "")),
  heldFloat: toText(quantity(row.held_float ?? "")),
  openedAt: Number(row.opened_ms),
  clientId: row.client_id ?? "",
});

/** A condition on `hold h` and its `stock s`; `holdFilterValues` gives its values, from $2 on. */
export const HOLD_FITS = `
  ($2::bigint[] is null or h.id = any($2)) and ($3::text is null or h.bill_type = $3)
  and ($4::text is null or h.bill_id = $4) and ($5::text is null or h.bill_no = $5)
  and ($6::text is null or h.client_id = $6) and ($7::text is null or s.material_id = $7)
  and ($8::text is null or s.store_id = $8)
  and ($9::bigint is null or h.opened_at < to_timestamp($9 / 1000.0))`;

export const holdFilterValues = (filter: HoldFilter): unknown[] => [
  filter.ids?.filter(isStoredId) ?? null,
  filter.billTypeId ?? null,
  filter.billId ?? null,
  filter.billNo ?? null,
  filter.clientId ?? null,
  filter.materialId ?? null,
  filter.storeId ?? null,
  filter.openedBefore ?? null,
];

/** Ids of holds are numbers of 64 bits; anything else names none. */
const isStoredId = (id: string) => /^\d{1,19}$/.test(id) && BigInt(id) < 2n ** 63n;

export type HoldReads = Pick<UnitOfWork, "holdersOf" | "holdersById" | "findHolds"> & {
  dueHoldsAt(now: number, limit: number): Promise<readonly Hold[]>;
};

export function holdStore(query: Query): HoldReads {
  return {
    async holdersOf(keys, limit) {
      if (keys.length === 0) return new Map();
      const columns = [...keyColumns(keys), limit];
      const rows = await query("holders-of-keys", HOLDERS_OF_KEYS, columns);
      const byKey = groupBy(rows, (row) => stockKeyText(keyOf(row)));
      return new Map([...byKey].map(([text, found]) => [text, found.map(holderOfRow)]));
    },
    async holdersById(holdIds) {
      if (holdIds.length === 0) return new Map();
      const rows = await query("holders-by-id", HOLDERS_BY_ID, [holdIds.filter(isStoredId)]);
      return new Map(rows.map((row) => [row.id ?? "", holderOfRow(row)]));
    },
    async findHolds(filter, limit) {
      const text = `select ${HOLD_COLUMNS} ${FROM_HOLDS} and ${HOLD_FITS}
                    order by h.opened_at, h.id limit $10`;
      const rows = await query("find-holds", text, [...holdFilterValues(filter), limit]);
      return rows.map(holdOf);
    },
    async dueHoldsAt(now, limit) {
      const text = `select ${HOLD_COLUMNS} ${FROM_HOLDS}
                      and h.expires_at <= to_timestamp($2::bigint / 1000.0)
                    order by h.expires_at, h.id limit $3`;
      return (await query("due-holds", text, [now, limit])).map(holdOf);
    },
  };
}

export const accountsWithDueHolds = (database: Database, now: number): Promise<string[]> =>
  accountsWhere(database, {
    name: "has-due-holds",
    text: `select 1 from hold h
           where h.account_id = $1 and h.expires_at <= to_timestamp($2::bigint / 1000.0)
             and ${IS_OPEN}
           limit 1`,
    values: [now],
  });
