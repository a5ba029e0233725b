/**
 * The filters of every list of master data, by wire name. Two kinds may mean different things by
 * one name (`group`, `groupid`).
 */
import { type MasterName, masters } from "@xingcang/contract";
import { sql } from "kysely";
import {
  anyOf,
  type Condition,
  changeFilters,
  contains,
  type Filter,
  type FilterTable,
  isOneOf,
} from "./filter.ts";

/** A field of the record's data that is one of the given ids. */
const dataId =
  (key: string): Filter =>
  (_, values) =>
    isOneOf(sql`m.data ->> ${key}`, values);

/**
 * Direct children only: a parent does not include the children of its children (contract section
 * 5).
 */
const parent: Filter = (_, values) => isOneOf(sql`m.parent_id`, values);

const LEVEL = /^[1-9]\d?$/;

/** 级次: 1 is a record without a parent. */
const level =
  (kind: MasterName): Filter =>
  ({ accountId }, [given]) => {
    // Trees are not that deep; whatever else is given is no level that a record has.
    const depth = LEVEL.test(given) ? Number(given) : 0;
    return sql`m.id in (
      with recursive tree as (
        select m.id, 1 as depth from master m
        where m.account_id = ${accountId} and m.kind = ${kind} and m.parent_id = ''
        union all
        select m.id, tree.depth + 1 from tree join master m
          on m.account_id = ${accountId} and m.kind = ${kind} and m.parent_id = tree.id
        where tree.depth < ${depth}::int)
      select tree.id from tree where tree.depth = ${depth}::int)`;
  };

/** A part of the number, the name or what else a record is looked up by. */
const search: Filter = (_, [text]) =>
  anyOf([
    contains(sql`m.number`, text),
    contains(sql`m.name`, text),
    contains(sql`m.data ->> 'barcode'`, text),
    contains(sql`m.data ->> 'help_code'`, text),
    sql`m.data -> 'barcode_entity'
      @> jsonb_build_array(jsonb_build_object('barcode', ${text}::text))`,
  ]);

/**
 * Disabled records are hidden unless they are asked for: -1 all, 0 the disabled ones (contract
 * section 5).
 */
const enable: Filter = (_, [given]) =>
  given === "-1" ? sql`true` : given === "0" ? sql`not m.enabled` : sql`m.enabled`;

export const enabledOnly: Condition = sql`m.enabled`;

/** In China Standard Time, as all days of the wire. */
const createdOn = sql`(m.created_at at time zone 'Asia/Shanghai')::date`;

/** A field of the customer's main contact. */
const mainContact =
  (key: string): Filter =>
  (_, [text]) =>
    sql`
    exists (
      select 1 from jsonb_path_query(m.data, '$.contact_persons[*]') as contact
      where contact ->> 'is_default_linkman' in ('true', '1')
        and ${contains(sql`contact ->> ${key}`, text)})`;

const common: FilterTable = {
  search,
  ...changeFilters(sql`m.created_at`, sql`m.modified_at`),
  enable,
  ids: (_, values) => isOneOf(sql`m.id`, values),
  number: (_, values) => isOneOf(sql`m.number`, values),
  name: (_, values) => isOneOf(sql`m.name`, values),
};

/** A BOM is looked up by its number and by its product. */
const searchBom: Filter = ({ accountId }, [text]) =>
  anyOf([
    contains(sql`m.number`, text),
    sql`m.parent_id in (
      select p.id from master p where p.account_id = ${accountId} and p.kind = 'material'
      and ${anyOf([contains(sql`p.number`, text), contains(sql`p.name`, text)])})`,
  ]);

const own: Partial<Record<MasterName, FilterTable>> = {
  store: { groupid: dataId("group_id") },
  store_group: { parent, level: level("store_group") },
  space: { groupid: dataId("stock_id") },
  material: { parent },
  material_group: { parent },
  material_brand: { parent },
  bom: { search: searchBom },
  label: { parent_id: parent, base_data_use_id: dataId("base_data_use_id") },
  label_group: { base_data_use_id: dataId("base_data_use_id") },
  aux_attribute: { group_id: dataId("group_id") },
  aux_info: { group: dataId("group_id") },
  aux_info_type: { parent },
  supplier: { group: dataId("group_id") },
  supplier_group: { level: level("supplier_group") },
  customer: {
    group: dataId("group_id"),
    c_level: dataId("c_level_id"),
    sale_dept_id: dataId("sale_dept_id"),
    saler_id: dataId("saler_id"),
    contact_person_main: mainContact("contact_person"),
    mobile_main: mainContact("mobile"),
  },
  customer_group: { parent },
  department: { parent_id: parent, level: level("department") },
  emp: { dept_id: dataId("department_id") },
  pacct_type: { group: dataId("group_id") },
  inv_check_task: {
    check_model: dataId("check_model"),
    start_date: (_, [date]) => sql`${createdOn} >= ${date}::date`,
    end_date: (_, [date]) => sql`${createdOn} <= ${date}::date`,
  },
};

/** What a list takes for a filter that is not given (contract section 5). */
export const filterDefaults: Partial<Record<MasterName, Readonly<Record<string, string>>>> = {
  inv_check_task: { check_model: "2" },
};

/** The filters of one kind's list. */
export const masterFiltersOf = (kind: MasterName): FilterTable => ({ ...common, ...own[kind] });

/** Names that a list reads itself, or its projection does; they are no conditions. */
export const readElsewhere: Readonly<Record<string, string>> = {
  order_by: "the order of the list",
  un_page: "everything on one page",
  material_id: "material_unit is derived from materials, see material-units.ts",
  show_units: "the projection adds the units",
};

const noData = (what: string) => `${what} are not kept by this server`;

/** Filters that change nothing, and why. */
export const ignoredMasterFilters: Readonly<Record<string, string>> = {
  is_data_perm: "rights are by endpoint, not by record (D42)",
  customer_maturity: noData("customer maturities"),
  trace_start_date: noData("follow-ups of customers"),
  trace_end_date: noData("follow-ups of customers"),
  show_debt: noData("receivables and payables"),
  show_alarm: noData("credit alarms"),
  show_trace_info: noData("follow-ups of customers"),
  show_un_visit_days: noData("visits"),
  show_business_time: noData("sales"),
  show_contact_detail:
    "a supplier's row always has its contacts; a customer's has no place for them",
};

export const listQueryOf = (kind: MasterName) => masters[kind].endpoints.list.query;
