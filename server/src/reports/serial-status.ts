/**
 * 序列号状态表: every serial that ever came in, newest materials first. What it shows:
 * - Status: 在库 in a store, 待出库 there and held, 调拨在途 in transit, 出库 left. Nothing is 待入库: a
 *   draft neither moves nor holds (D21).
 * - Store and bin say where a serial is, and filter by it; what left or travels is in none. Batch
 *   and dates are those with which it was last seen.
 * - Bill, date, customer and supplier are of its last movement that stands.
 */
import { bills, type InputOf, stockEndpoints } from "@xingcang/contract";
import { sql } from "kysely";
import { standingOf } from "../storage/standing.ts";
import {
  allOf,
  anyOf,
  type Condition,
  conditionsOf,
  contains,
  type Filter,
  type FilterTable,
  isOneOf,
  type Values,
} from "./filter.ts";
import { mapPage, type Page, pagingOf, readPage } from "./page.ts";
import type { ReportRequest } from "./report.ts";
import { idsWhere, isInStore, isKeyPart, validUntil } from "./stock-sql.ts";

const { query } = stockEndpoints["stock.serialStatus"];
type Filters = InputOf<(typeof stockEndpoints)["stock.serialStatus"]>;

const PAGE_SIZE_DEFAULT = 100;

/** One thing of the key where the serial `x` is; null when it is nowhere. */
const ofKey = (accountId: string, column: Condition) => sql`
  (select ${column} from stock s where s.account_id = ${accountId} and s.id = x.stock_id)`;

const statusOf = (accountId: string) => sql`
  case when x.stock_id is null then '0'
       when x.hold_id is not null then '4'
       when ${ofKey(accountId, isInStore)} then '1' else '2' end`;

const ofMaterial = (accountId: string, condition: Condition) =>
  sql`x.material_id in ${idsWhere(accountId, "material", condition)}`;

/** A label is named by the id or the number of its record; materials keep ids. */
const isLabelled = (accountId: string, values: Values) => sql`
  m.data -> 'mul_label_id' ?| (
    ${[...values]}::text[] || array(
      select label.id from master label
      where label.account_id = ${accountId} and label.kind = 'label'
        and ${isOneOf(sql`label.number`, values)}))`;

/** By wire name: what is known of a serial without its movements. */
const placeFilters: FilterTable = {
  search: ({ accountId }, [text]) =>
    anyOf([contains(sql`x.serial`, text), ofMaterial(accountId, contains(sql`m.name`, text))]),
  filter_serial_status: ({ accountId }, values) =>
    values.includes("-1") ? sql`true` : isOneOf(statusOf(accountId), values),
  filter_stock_id: ({ accountId }, values) => sql`
    x.stock_id in (
      select s.id from stock s
      where s.account_id = ${accountId} and ${isOneOf(sql`s.store_id`, values)})`,
  filter_sp_id: ({ accountId }, values) => sql`
    (${ofKey(accountId, isInStore)} and ${isKeyPart(ofKey(accountId, sql`s.bin_id`), values)})`,
  filter_aux_prop_id: ({ accountId }, values) =>
    isKeyPart(ofKey(accountId, sql`s.aux_prop_id`), values),
  filter_material_model: ({ accountId }, [model]) =>
    ofMaterial(accountId, contains(sql`m.data ->> 'model'`, model)),
  filter_material_label: ({ accountId }, values) =>
    ofMaterial(accountId, isLabelled(accountId, values)),
  filter_material_category: ({ accountId }, values) =>
    ofMaterial(accountId, isOneOf(sql`m.parent_id`, values)),
  filter_barcode: ({ accountId }, [barcode]) =>
    ofMaterial(
      accountId,
      sql`(m.data ->> 'barcode' = ${barcode} or m.data -> 'barcode_entity'
        @> jsonb_build_array(jsonb_build_object('barcode', ${barcode}::text)))`,
    ),
};

const lastPartner =
  (key: string): Filter =>
  ({ accountId }, values) =>
    isOneOf(
      sql`(select b.head ->> ${key} from bill b
           where b.account_id = ${accountId} and b.type = last.bill_type and b.id = last.bill_id)`,
      values,
    );

/** By wire name: of the last movement `last` and its bill. */
const lastFilters: FilterTable = {
  start_date: (_, [date]) => sql`last.bill_date >= ${date}::date`,
  end_date: (_, [date]) => sql`last.bill_date <= ${date}::date`,
  filter_supplier_id: lastPartner("supplier_id"),
  filter_customer_id: lastPartner("customer_id"),
};

/** For the test that every filter of the contract is known. */
export const serialStatusFilters: readonly string[] = Object.keys({
  ...placeFilters,
  ...lastFilters,
});

interface Row {
  material_id: string;
  serial: string;
  status: string;
  material_name: string | null;
  store_name: string | null;
  bin_name: string | null;
  customer_name: string | null;
  supplier_name: string | null;
  bill_type: string | null;
  bill_date: string | null;
  batch_no: string | null;
  kf_date: string | null;
  valid_date: string | null;
}

export type SerialStatusRow = Readonly<Record<string, string | number>>;

export async function serialStatus(
  request: ReportRequest<Filters>,
): Promise<Page<SerialStatusRow>> {
  const { database, accountId, today, filters } = request;
  const paging = pagingOf(filters, PAGE_SIZE_DEFAULT);
  const page = await readPage(database, paging, statementsOf(accountId, filters));
  return mapPage(page, (row) => wireRow(row, today));
}

const ORDER = sql`material_id desc, serial desc`;

/**
 * Where a serial went last is asked of the serials of the page alone, unless a filter asks it of
 * all.
 */
function statementsOf(accountId: string, filters: Filters) {
  const conditions = (table: FilterTable) => conditionsOf(table, query, accountId, filters);
  const ofLast = conditions(lastFilters);
  const places = sql`
    select x.material_id, x.serial, x.stock_id, x.hold_id from serial x
    where ${allOf([sql`x.account_id = ${accountId}`, ...conditions(placeFilters)])}`;
  const found = (limit: Condition) => sql`
    with p as (${places} ${ofLast.length > 0 ? sql`` : sql`order by ${ORDER} ${limit}`}),
    last as (${lastMoves(accountId)})`;
  const from = sql`
    from p
    left join last on last.material_id = p.material_id and last.serial = p.serial
    where ${allOf([sql`true`, ...ofLast])}`;
  const select = (limit: Condition) => sql<Row>`
    ${found(limit)},
    shown as (
      select p.*, last.bill_type, last.bill_id, last.bill_date, last.stock_id as last_stock_id
      ${from} order by p.material_id desc, p.serial desc ${ofLast.length > 0 ? limit : sql``})
    select x.material_id, x.serial, x.status, x.bill_type, x.bill_date, ${columns(accountId)}
    from (select x.*, ${statusOf(accountId)} as status from shown x) x
    ${joins(accountId)}
    order by x.material_id desc, x.serial desc`;
  const count =
    ofLast.length === 0
      ? sql<{ total: string }>`select count(*) as total from (${places}) p`
      : sql<{ total: string }>`${found(sql``)} select count(*) as total ${from}`;
  return { select, count };
}

/** The last movement that stands of each serial of the materials in `p`. */
const lastMoves = (accountId: string) => sql`
  select distinct on (s.material_id, moved.serial) s.material_id, moved.serial, l.stock_id,
         l.bill_type, l.bill_id, l.bill_date
  from stock s
  join ${standingOf(accountId)} l on l.account_id = ${accountId} and l.stock_id = s.id
  cross join lateral unnest(l.serials) as moved (serial)
  where s.account_id = ${accountId}
    and s.material_id = any(array(select distinct p.material_id from p))
    and l.serials <> '{}'
  order by s.material_id, moved.serial, l.bill_date desc, l.seq desc`;

/**
 * `s` is the key where it is or was last seen. A page is small: each of its rows is looked up, the
 * tables are not read.
 */
const columns = (accountId: string) => {
  const name = (kind: string, id: Condition) => sql`
    (select t.name from master t
     where t.account_id = ${accountId} and t.kind = ${kind} and t.id = ${id})`;
  const ifThere = (id: Condition) => sql`case when x.status in ('1', '4') then ${id} end`;
  return sql`
    m.name as material_name, ${name("store", ifThere(sql`s.store_id`))} as store_name,
    ${name("space", ifThere(sql`s.bin_id`))} as bin_name,
    ${name("customer", sql`bill.head ->> 'customer_id'`)} as customer_name,
    ${name("supplier", sql`bill.head ->> 'supplier_id'`)} as supplier_name,
    s.batch_no, s.kf_date, ${validUntil} as valid_date`;
};

const joins = (accountId: string) => sql`
  left join lateral (
    select t.head from bill t
    where t.account_id = ${accountId} and t.type = x.bill_type and t.id = x.bill_id
    limit 1) bill on true
  left join lateral (
    select t.* from stock t
    where t.account_id = ${accountId} and t.id = coalesce(x.stock_id, x.last_stock_id)
    limit 1) s on true
  left join lateral (
    select t.valid_date from batch t
    where t.account_id = ${accountId} and t.material_id = x.material_id
      and t.batch_no = s.batch_no
    limit 1) b on true
  left join lateral (
    select t.name, t.data from master t
    where t.account_id = ${accountId} and t.kind = 'material' and t.id = x.material_id
    limit 1) m on true`;

const entityOf = (type: string | null) =>
  Object.values(bills).find((bill) => bill.name === type)?.entity ?? "";

function wireRow(row: Row, today: string): SerialStatusRow {
  const goodUntil = row.valid_date ?? "";
  return {
    material_id: row.material_id,
    material_name: row.material_name ?? "",
    stock_name: row.store_name ?? "",
    sp_name: row.bin_name ?? "",
    customer_name: row.customer_name ?? "",
    supplier_name: row.supplier_name ?? "",
    bill_type_id: entityOf(row.bill_type),
    sn: row.serial,
    batch_no: row.batch_no ?? "",
    bill_date: row.bill_date ?? "",
    serial_status: row.status,
    kf_date: row.kf_date ?? "",
    valid_date: goodUntil,
    remain_days: goodUntil === "" ? 0 : (Date.parse(goodUntil) - Date.parse(today)) / 86_400_000,
  };
}
