/**
 * 商品收发明细表: every movement that with what remains after it. By material number, then in
 * date order (ties in the order of booking). What it shows:
 * - Movements that stand: an un-audited bill vanishes with all its rows; the ledger itself keeps
 *   both sides (D4).
 * - What remains (结存) is that of the material within the filtered places and batches, over
 *   everything since the first day, also before `start_date`. Filters on bills (type, department,
 *   dates) hide rows and never change what remains.
 * - `remain_cost` is the sum of the booked amounts. Filtered to one store of a material whose
 *   stores share a cost pool, it says what that store's movements were worth, not what is left in
 *   the pool (D30).
 * - Only audited bills move stock: `filter_audit_status` B (drafts) and D (voiding) are answered
 *   with no rows.
 */
import { bills, type InputOf, stockEndpoints } from "@xingcang/contract";
import { type RawBuilder, sql } from "kysely";
import { textOf } from "../application/material-facts.ts";
import type { Data } from "../application/ports.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import { standingOf } from "../storage/standing.ts";
import {
  allOf,
  anyOf,
  type Condition,
  conditionsOf,
  contains,
  type FilterTable,
  isOneOf,
} from "./filter.ts";
import { packagesOf, type ReportMaterial, readMaterials } from "./materials.ts";
import { mapPage, type Page, pageOf, pagingOf, readPage } from "./page.ts";
import type { ReportRequest } from "./report.ts";
import { idsWhere, isInStore, isKeyPart, wireId } from "./stock-sql.ts";

const { query } = stockEndpoints["stock.invDetail"];
type Filters = InputOf<(typeof stockEndpoints)["stock.invDetail"]>;

const PAGE_SIZE_DEFAULT = 100;

/** Conditions on the place and batch, `stock s`: what remains is counted within them. */
const placeFilters: FilterTable = {
  filter_stock_category: ({ accountId }, values) =>
    sql`s.store_id in ${idsWhere(accountId, "store", isOneOf(sql`m.parent_id`, values))}`,
  filter_stock_id: (_, values) => isOneOf(sql`s.store_id`, values),
  filter_sp_id: (_, values) => isKeyPart(sql`s.bin_id`, values),
  filter_batch_no: (_, values) => isOneOf(sql`s.batch_no`, values),
};

const bySearch = (text: string) =>
  anyOf([contains(sql`m.name`, text), contains(sql`m.number`, text)]);

const materialFilters: FilterTable = {
  search: ({ accountId }, [text]) =>
    sql`s.material_id in ${idsWhere(accountId, "material", bySearch(text))}`,
  filter_material_category: ({ accountId }, values) =>
    sql`s.material_id in ${idsWhere(accountId, "material", isOneOf(sql`m.parent_id`, values))}`,
  filter_material_id: (_, values) => isOneOf(sql`s.material_id`, values),
};

/** Names of the bill types that are given by name or by entity number. */
const billTypesOf = (given: readonly string[]): string[] =>
  Object.values(bills)
    .filter((bill) => given.includes(bill.name) || given.includes(bill.entity))
    .map((bill) => bill.name);

/** Conditions on the movement, `ledger l`: they hide rows. */
const movementFilters: FilterTable = {
  start_date: (_, [date]) => sql`l.bill_date >= ${date}::date`,
  end_date: (_, [date]) => sql`l.bill_date <= ${date}::date`,
  filter_dept_id: ({ accountId }, values) => sql`
    (l.bill_type, l.bill_id) in (
      select b.type, b.id from bill b
      where b.account_id = ${accountId} and ${isOneOf(sql`b.head ->> 'dept_id'`, values)})`,
  filter_bill_type_id: (_, values) => isOneOf(sql`l.bill_type`, billTypesOf(values)),
};

/** For the test that every filter of the contract is known; the last one is read below. */
export const invDetailFilters: readonly string[] = [
  ...Object.keys({ ...placeFilters, ...materialFilters, ...movementFilters }),
  "filter_audit_status",
];

export type InvDetailRow = Readonly<Record<string, string>>;

export async function invDetail(request: ReportRequest<Filters>): Promise<Page<InvDetailRow>> {
  const { database, accountId, filters } = request;
  const paging = pagingOf(filters, PAGE_SIZE_DEFAULT);
  const status = filters.filter_audit_status ?? "";
  if (status === "B" || status === "D") return pageOf(paging, 0, []);
  const page = await readPage(database, paging, statementsOf(accountId, filters));
  const ids = page.rows.map((row) => row.material_id);
  const materials = await readMaterials(database, accountId, ids);
  return mapPage(page, (row) => wireRow(row, materials.get(row.material_id)));
}

interface Row {
  material_id: string;
  aux_prop_id: string;
  store_id: string;
  bin_id: string;
  batch_no: string;
  kf_date: string;
  valid_date: string | null;
  bill_type: string;
  bill_no: string;
  bill_date: string;
  serials: string[];
  quantity: string;
  float_quantity: string;
  amount: string;
  remain_quantity: string;
  remain_amount: string;
  line: Data | null;
  trans_type: string | null;
  store_number: string | null;
  store_name: string | null;
  bin_number: string | null;
  bin_name: string | null;
  unit_number: string | null;
  unit_name: string | null;
}

/** The page is found first; what remains is then summed up for its materials only. */
function statementsOf(accountId: string, filters: Filters) {
  const conditions = (table: FilterTable) => conditionsOf(table, query, accountId, filters);
  const places = [sql`s.account_id = ${accountId}`, isInStore, ...conditions(placeFilters)];
  const shown = allOf([
    sql`l.account_id = ${accountId}`,
    ...places,
    ...conditions(materialFilters),
    ...conditions(movementFilters),
  ]);
  const from = sql`
    from ${standingOf(accountId)} l
    join stock s on s.account_id = ${accountId} and s.id = l.stock_id
    left join master m
      on m.account_id = ${accountId} and m.kind = 'material' and m.id = s.material_id
    where ${shown}`;
  const select = (limit: Condition): RawBuilder<Row> => sql<Row>`
    with p as (
      select l.seq, l.stock_id, l.bill_date, s.material_id, m.number as material_number
      ${from}
      order by m.number collate "C", s.material_id, l.bill_date, l.seq ${limit}),
    remain as (
      select l.seq, sum(l.quantity) over w as quantity, sum(l.amount) over w as amount
      from stock s
      join ${standingOf(accountId)} l on l.account_id = ${accountId} and l.stock_id = s.id
      where ${allOf(places)} and s.material_id in (select p.material_id from p)
        and l.bill_date <= (select max(p.bill_date) from p)
      window w as (
        partition by s.material_id order by l.bill_date, l.seq rows unbounded preceding))
    select ${COLUMNS}
    from p
    join remain on remain.seq = p.seq
    ${joins(accountId)}
    order by p.material_number collate "C", p.material_id, p.bill_date, p.seq`;
  return { select, count: sql<{ total: string }>`select count(*) as total ${from}` };
}

const COLUMNS = sql`
  s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, batch.valid_date,
  l.bill_type, l.bill_no, l.bill_date, l.serials, l.quantity, l.float_quantity, l.amount,
  remain.quantity as remain_quantity, remain.amount as remain_amount,
  line.data as line, trans.name as trans_type, store.number as store_number,
  store.name as store_name, bin.number as bin_number, bin.name as bin_name,
  unit.number as unit_number, unit.name as unit_name`;

const joins = (accountId: string) => sql`
  join ${standingOf(accountId)} l on l.account_id = ${accountId} and l.seq = p.seq
  join stock s on s.account_id = ${accountId} and s.id = l.stock_id
  left join batch
    on batch.account_id = ${accountId} and batch.material_id = s.material_id
    and batch.batch_no = s.batch_no
  left join bill on bill.account_id = ${accountId} and bill.type = l.bill_type
    and bill.id = l.bill_id
  left join bill_line line on line.account_id = ${accountId} and line.bill_type = l.bill_type
    and line.bill_id = l.bill_id and line.id = l.line_id
  left join master trans on trans.account_id = ${accountId} and trans.kind = 'aux_info'
    and trans.id = bill.head ->> 'trans_type_id'
  left join master store on store.account_id = ${accountId} and store.kind = 'store'
    and store.id = s.store_id
  left join master bin on bin.account_id = ${accountId} and bin.kind = 'space'
    and bin.id = s.bin_id
  left join master unit on unit.account_id = ${accountId} and unit.kind = 'measure_unit'
    and unit.id = line.data ->> 'unit_id'`;

/** 业务类型: what the bill says, else the title of its type. */
function transTypeOf(row: Row): string {
  const type = Object.values(bills).find((bill) => bill.name === row.bill_type);
  return row.trans_type ?? type?.title.zh ?? "";
}

function wireRow(row: Row, known: ReportMaterial | undefined): InvDetailRow {
  const line = row.line ?? {};
  return {
    material_id: row.material_id,
    material_number: known?.record.number ?? "",
    material_name: known?.record.name ?? "",
    material_brand_number: row.serials.join(";"),
    ...auxFieldsOf(row, known),
    batch_no: row.batch_no,
    kf_date: row.kf_date,
    valid_date: textOf(line, "valid_date") || (row.valid_date ?? ""),
    kf_period: textOf(line, "kf_period"),
    kf_type: textOf(line, "kf_type"),
    bill_no: row.bill_no,
    bill_date: row.bill_date,
    bill_status: "C",
    trans_type: transTypeOf(row),
    stock_id: row.store_id,
    stock_number: row.store_number ?? "",
    stock_name: row.store_name ?? "",
    sp_id: wireId(row.bin_id),
    sp_number: row.bin_number ?? "",
    sp_name: row.bin_name ?? "",
    unit_id: textOf(line, "unit_id"),
    unit_number: row.unit_number ?? "",
    unit_name: row.unit_name ?? "",
    ...movementOf(row, line),
    ...remainOf(row, known),
  };
}

/** The combination's own fields and its up to five values, as the material has them. */
function auxFieldsOf(row: Row, known: ReportMaterial | undefined): InvDetailRow {
  const combinations = known?.record.data.aux_entity;
  const all = Array.isArray(combinations) ? (combinations as Data[]) : [];
  const sku = all.find((item) => textOf(item, "sku_id") === row.aux_prop_id) ?? {};
  const values = [1, 2, 3, 4, 5].flatMap((slot) => {
    const keys = [`aux_id${slot}`, `aux_number${slot}`, `aux_name${slot}`];
    return keys.map((key) => [key, textOf(sku, key)]);
  });
  return {
    aux_prop_id: wireId(row.aux_prop_id),
    aux_prop_number: textOf(sku, "sku_number"),
    aux_prop_name: textOf(sku, "aux_combination_name"),
    ...Object.fromEntries(values),
  };
}

const NONE = {
  qty: "0",
  aux_qty: "0",
  common_unit_cost: "0",
  base_qty: "0",
  unit_cost: "0",
  cost: "0",
};

/** In and out, each without a sign; the other side is "0". */
function movementOf(row: Row, line: Data): InvDetailRow {
  const signed = quantity.quantity(row.quantity);
  const isOut = quantity.isNegative(signed);
  const base = isOut ? quantity.negate(signed) : signed;
  const booked = money.money(row.amount);
  const cost = isOut ? money.negate(booked) : booked;
  // One line is one movement of its whole quantity; a row without its line is shown in base units
  // and in the default floating unit.
  const inUnit = quantity.parseQuantity(textOf(line, "qty")) ?? base;
  const float = quantity.quantity(row.float_quantity);
  const aux =
    quantity.parseQuantity(textOf(line, "aux_qty")) ?? (isOut ? quantity.negate(float) : float);
  const moved = {
    qty: quantity.toText(inUnit),
    aux_qty: quantity.toText(aux),
    common_unit_cost: quantity.isZero(inUnit) ? "0" : money.unitCost(cost, inUnit),
    base_qty: quantity.toText(base),
    unit_cost: money.unitCost(cost, base),
    cost: money.toWireText(cost),
  };
  const [ins, outs] = isOut ? [NONE, moved] : [moved, NONE];
  const named = (prefix: string, side: InvDetailRow) =>
    Object.entries(side).map(([key, value]) => [`${prefix}_${key}`, value]);
  return Object.fromEntries([...named("in", ins), ...named("out", outs)]);
}

function remainOf(row: Row, known: ReportMaterial | undefined): InvDetailRow {
  const left = quantity.quantity(row.remain_quantity);
  const worth = money.money(row.remain_amount);
  return {
    remain_base_qty: quantity.toText(left),
    remain_package: known === undefined ? "" : packagesOf(known.material, left),
    remain_unit_cost: quantity.isZero(left) ? "0" : money.unitCost(worth, left),
    remain_cost: money.toWireText(worth),
  };
}
