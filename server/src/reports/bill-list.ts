/**
 * 单据列表: the bills of one type, newest first. One table of filters serves every type; a wire name
 * means the same on all of them (contract section 5).
 */
import { type BillName, billStepEndpoints, bills } from "@xingcang/contract";
import { sql } from "kysely";
import type { BillRecord, Data } from "../application/ports.ts";
import { checkModel, checkStatus } from "./check-status.ts";
import {
  allOf,
  anyOf,
  type Condition,
  changeFilters,
  conditionsOf,
  contains,
  creationFilters,
  type Filter,
  type FilterTable,
  isOneOf,
  textsOf,
} from "./filter.ts";
import { type OrderTable, orderOf } from "./order.ts";
import { mapPage, type Page, pagingOf, readPage } from "./page.ts";
import { type BillRow, billColumns, billRecordOf } from "./records.ts";
import type { Queries } from "./report.ts";
import { transferState } from "./transfer-state.ts";

export interface BillListRequest {
  readonly database: Queries;
  readonly accountId: string;
  readonly billType: BillName;
  readonly filters: Data;
}

/** @throws Refused for a timestamp that is none. */
export async function listBills(request: BillListRequest): Promise<Page<BillRecord>> {
  const { accountId, billType, filters } = request;
  const { query } = bills[billType].endpoints.list;
  const order = orderOf(ORDERS, query, textsOf(filters.order_by)[0] ?? "");
  return listWhere(request, conditionsOf(billFilters, query, accountId, filters), order);
}

const ORDERS: OrderTable = {
  usual: sql`b.bill_date desc, b.bill_no desc`,
  last: sql`b.bill_no desc`,
  columns: {
    bill_date: sql`b.bill_date`,
    bill_no: sql`b.bill_no`,
    create_time: sql`b.created_at`,
    modify_time: sql`b.modified_at`,
  },
};

/** Totals over all pages, of those that `total_fields` asks for; the others are empty. */
export async function billTotals(request: BillListRequest): Promise<Data> {
  const { database, accountId, billType, filters } = request;
  if (!textsOf(filters.total_fields).includes("total_amount")) return {};
  const { query } = bills[billType].endpoints.list;
  const where = allOf([
    sql`b.account_id = ${accountId}`,
    sql`b.type = ${billType}`,
    ...conditionsOf(billFilters, query, accountId, filters),
  ]);
  const { rows } = await sql<{ total: string }>`
    select coalesce(sum((b.head #>> '{totals,total}')::numeric), 0)::text as total
    from bill b where ${where}`.execute(database.kysely);
  return { total_amount: rows[0]?.total };
}

/**
 * 调拨差异: the audited 调拨出库单 of which something is in transit, with its own names of the filters.
 */
export async function listDifferences(
  request: Omit<BillListRequest, "billType">,
): Promise<Page<BillRecord>> {
  const { accountId, filters } = request;
  const { query } = billStepEndpoints["inv_tfdiff.list"];
  return listWhere(
    { ...request, billType: "inv_tfout" },
    [
      sql`b.status = 'C'`,
      sql`${transferState(accountId)} <> '3'`,
      ...conditionsOf(differenceFilters, query, accountId, filters),
    ],
    ORDERS.usual,
  );
}

async function listWhere(
  { database, accountId, billType, filters }: BillListRequest,
  conditions: readonly Condition[],
  order: Condition,
): Promise<Page<BillRecord>> {
  const where = allOf([sql`b.account_id = ${accountId}`, sql`b.type = ${billType}`, ...conditions]);
  const page = await readPage(database, pagingOf(filters), {
    select: (limit) => sql<BillRow>`
      select ${billColumns} from bill b
      where ${where} order by ${order} ${limit}`,
    count: sql<{ total: string }>`select count(*) as total from bill b where ${where}`,
  });
  return mapPage(page, billRecordOf);
}

/** An order that nothing continued yet is open. */
const headText = (key: string, unset: string): Condition =>
  sql`coalesce(nullif(b.head ->> ${key}, ''), ${unset})`;
const closeState = headText("bill_close_state", "C");
const ioState = headText("io_status", "A");

/** A field of the head that is one of the given ids. */
const headId =
  (key: string): Filter =>
  (_, values) =>
    isOneOf(sql`b.head ->> ${key}`, values);

/** A field of the head that points to a record of the kind for which the condition holds. */
const headRecord =
  (key: string, kind: string, condition: (values: readonly [string, ...string[]]) => Condition) =>
  ({ accountId }: { accountId: string }, values: readonly [string, ...string[]]) =>
    sql`
    b.head ->> ${key} in (
      select m.id from master m
      where m.account_id = ${accountId} and m.kind = ${kind} and ${condition(values)})`;

const byNumber = (key: string, kind: string): Filter =>
  headRecord(key, kind, (values) => isOneOf(sql`m.number`, values));

const byName = (key: string, kind: string): Filter =>
  headRecord(key, kind, ([name]) => contains(sql`m.name`, name));

const someLine = (accountId: string, condition: Condition): Condition => sql`
  exists (
    select 1 from bill_line l
    where l.account_id = ${accountId} and l.bill_type = b.type and l.bill_id = b.id
      and ${condition})`;

const lineId =
  (key: string): Filter =>
  ({ accountId }, values) =>
    someLine(accountId, isOneOf(sql`l.data ->> ${key}`, values));

const lineStoreNumber =
  (key: string): Filter =>
  ({ accountId }, values) =>
    someLine(
      accountId,
      sql`l.data ->> ${key} in (
        select m.id from master m
        where m.account_id = ${accountId} and m.kind = 'store'
          and ${isOneOf(sql`m.number`, values)})`,
    );

const someMaterial = (accountId: string, condition: Condition): Condition =>
  someLine(
    accountId,
    sql`l.material_id in (
      select m.id from master m
      where m.account_id = ${accountId} and m.kind = 'material' and ${condition})`,
  );

/** In China Standard Time, as all days of the wire. */
const modifiedOn = sql`(b.modified_at at time zone 'Asia/Shanghai')::date`;

/** Names of our own bill types by what source links call them. */
const TYPES = JSON.stringify(
  Object.fromEntries(Object.values(bills).map(({ name, entity }) => [entity, name])),
);

/** As it was sent of a bill that is not ours, else of the bill that the row names. */
const sourceNumber: Filter = ({ accountId }, values) =>
  someLine(
    accountId,
    anyOf([
      isOneOf(sql`l.data ->> 'src_bill_no'`, values),
      sql`exists (
        select 1 from bill s
        where s.account_id = ${accountId}
          and s.type = ${TYPES}::jsonb ->> (l.data ->> 'src_bill_type_id')
          and s.id = l.data ->> 'src_inter_id' and ${isOneOf(sql`s.bill_no`, values)})`,
    ]),
  );

const search: Filter = ({ accountId }, [text]) =>
  anyOf([
    contains(sql`b.bill_no`, text),
    contains(sql`b.head ->> 'remark'`, text),
    someMaterial(accountId, anyOf([contains(sql`m.name`, text), contains(sql`m.number`, text)])),
  ]);

/**
 * By wire name. Numbers and ids are exact, names and models a part of the text, dates inclusive.
 */
export const billFilters: FilterTable = {
  bill_no: (_, values) => isOneOf(sql`b.bill_no`, values),
  bill_status: (_, values) => isOneOf(sql`b.status`, values),
  start_bill_date: (_, [date]) => sql`b.bill_date >= ${date}::date`,
  end_bill_date: (_, [date]) => sql`b.bill_date <= ${date}::date`,
  start_date: (_, [date]) => sql`b.bill_date >= ${date}::date`,
  end_date: (_, [date]) => sql`b.bill_date <= ${date}::date`,
  ...changeFilters(sql`b.created_at`, sql`b.modified_at`),
  ...creationFilters(sql`b.created_at`),
  search,
  dept_id: headId("dept_id"),
  dept_number: byNumber("dept_id", "department"),
  out_dept_id: headId("out_dept_id"),
  emp_id: headId("emp_id"),
  emp_number: byNumber("emp_id", "emp"),
  empid_id: headId("emp_id"),
  // Both saves of 产品入库单 write their own.
  acceptorid_id: (_, values) =>
    sql`(b.head -> 'acceptorid_id' ?| ${[...values]}::text[]
      or ${isOneOf(sql`b.head ->> 'acceptor_id'`, values)})`,
  currency_id: headId("currency_id"),
  customer_id: headId("customer_id"),
  customer_number: byNumber("customer_id", "customer"),
  customer_name: byName("customer_id", "customer"),
  supplier_id: headId("supplier_id"),
  supplier_number: byNumber("supplier_id", "supplier"),
  supplier_name: byName("supplier_id", "supplier"),
  material_name: ({ accountId }, [name]) => someMaterial(accountId, contains(sql`m.name`, name)),
  material_number: ({ accountId }, values) =>
    someMaterial(accountId, isOneOf(sql`m.number`, values)),
  material_model: ({ accountId }, [model]) =>
    someMaterial(accountId, contains(sql`m.data ->> 'model'`, model)),
  in_stock_id: lineId("in_stock_id"),
  out_stock_id: lineId("out_stock_id"),
  in_stock_number: lineStoreNumber("in_stock_id"),
  out_stock_number: lineStoreNumber("out_stock_id"),
  stock_id: headId("stock_id"),
  tpl_type: headId("tpl_type"),
  begin_date: (_, [date]) => sql`${modifiedOn} >= ${date}::date`,
  expire_date: (_, [date]) => sql`${modifiedOn} <= ${date}::date`,
  src_bill_no: sourceNumber,
  out_side_pks: headId("outside_pk_id"),
  delivery_type: headId("delivery_type_id"),
  bill_close_state: (_, values) => isOneOf(closeState, values),
  io_status: (_, values) => isOneOf(ioState, values),
  real_io_status: (_, values) => isOneOf(ioState, values),
  creator_id: (_, values) => isOneOf(sql`b.creator_id`, values),
  check_status: ({ accountId }, values) => isOneOf(checkStatus(accountId), values),
  check_model: ({ accountId }, values) => isOneOf(checkModel(accountId), values),
  trans_fer_status: ({ accountId }, values) => isOneOf(transferState(accountId), values),
};

/** A transfer that does not say at which price it is, is at the same (contract section 9). */
export const differenceFilters: FilterTable = {
  ...billFilters,
  transfer_status: ({ accountId }, values) => isOneOf(transferState(accountId), values),
  trans_type: (_, values) =>
    isOneOf(sql`coalesce(nullif(b.head ->> 'trans_type', ''), '1')`, values),
};

/** Filters that change nothing, and why. */
export const ignoredBillFilters: Readonly<Record<string, string>> = {
  total_fields: "told in `headers` where the reply of the list has a place for totals",
  show_material_total: "the list tells it always",
  order_by: "the order of the list",
  settle_status: "settlement is not kept: every bill is open",
  filter_zero: "settlement is not kept: every bill is open",
  payment_flag: "payments are kept as sent and not booked",
  delivery_status: "what carriers say is not kept",
};
