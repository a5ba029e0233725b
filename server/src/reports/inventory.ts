/**
 * 商品库存列表: on hand and available by material, store, bin and aux property, on request also by batch
 * and production date. Newest materials first. What it shows:
 * - A key that was ever used stays in the list with "0", as on the vendor's (contract section 5,
 *   "zero rows by default"), so that a client learns that something ran out. Split by batch,
 *   used-up batches are hidden: there are ever more of them. They show when a time filter asks for
 *   changes.
 * - `point_date`: on hand at the end of that day by the ledger. Holds are known only as they stand
 *   now, so of a past day everything that was not expired is available.
 * - Times: a key is made by its first and changed by its latest movement or hold.
 */
import { type InputOf, stockEndpoints } from "@xingcang/contract";
import { sql } from "kysely";
import { refuse } from "../application/refused.ts";
import { validDate } from "../domain/batch.ts";
import { type CalendarDate, parseCalendarDate } from "../domain/calendar-date.ts";
import { quantity, toFixedText, toText } from "../domain/quantity.ts";
import {
  allOf,
  type Condition,
  changeFilters,
  conditionsOf,
  type FilterTable,
  isOneOf,
  textsOf,
  titleOf,
} from "./filter.ts";
import { knownCount } from "./known-counts.ts";
import { packagesOf, type ReportMaterial, readMaterials } from "./materials.ts";
import { mapPage, type Page, pagingOf, readPage } from "./page.ts";
import type { ReportRequest } from "./report.ts";
import {
  type AsOf,
  idsWhere,
  isInStore,
  isKeyPart,
  keysWhere,
  onHandOf,
  wireId,
} from "./stock-sql.ts";

const { query } = stockEndpoints["stock.inventory"];
type Filters = InputOf<(typeof stockEndpoints)["stock.inventory"]>;

/** By wire name. A material is named by ids or numbers; when both are given, both must hold. */
export const keyFilters: FilterTable = {
  material_ids: (_, values) => isOneOf(sql`s.material_id`, values),
  material_numbers: ({ accountId }, values) =>
    sql`s.material_id in ${idsWhere(accountId, "material", isOneOf(sql`m.number`, values))}`,
  stock_ids: (_, values) => isOneOf(sql`s.store_id`, values),
  stock_numbers: ({ accountId }, values) =>
    sql`s.store_id in ${idsWhere(accountId, "store", isOneOf(sql`m.number`, values))}`,
  sp_ids: (_, values) => isKeyPart(sql`s.bin_id`, values),
  sp_numbers: ({ accountId }, values) =>
    sql`s.bin_id in ${idsWhere(accountId, "space", isOneOf(sql`m.number`, values))}`,
  aux_prop_ids: (_, values) => isKeyPart(sql`s.aux_prop_id`, values),
  aux_prop_numbers: ({ accountId }, values) => sql`
    s.aux_prop_id <> '' and exists (
      select 1 from master m, jsonb_path_query(m.data, '$.aux_entity[*]') as sku
      where m.account_id = ${accountId} and m.kind = 'material' and m.id = s.material_id
        and sku ->> 'sku_id' = s.aux_prop_id and ${isOneOf(sql`sku ->> 'sku_number'`, values)})`,
};

/** Times of a key's first and latest movement or hold, by `changes`. */
export const timeFilters = changeFilters(sql`min(change.first_at)`, sql`max(change.last_at)`);

/** For the test that every filter of the contract is known; the last three are read below. */
export const inventoryFilters: readonly string[] = [
  ...Object.keys(keyFilters),
  ...Object.keys(timeFilters),
  "include_batch_kf_period",
  "include_package",
  "point_date",
];
export const ignoredInventoryFilters: Readonly<Record<string, string>> = {
  total_fields: "the reply has no place for totals (contract section 8)",
};

export type InventoryRow = Readonly<Record<string, string | number | boolean>>;

/** @throws Refused for a timestamp that is none, and for packages of other than one material. */
export async function inventory(request: ReportRequest<Filters>): Promise<Page<InventoryRow>> {
  const { database, accountId, filters } = request;
  const byBatch = filters.include_batch_kf_period === true;
  checkPackages(filters);
  const page = await readPage(database, pagingOf(filters), statementsOf(request, byBatch));
  const ids = filters.include_package === true ? page.rows.map((row) => row.material_id) : [];
  const materials = await readMaterials(database, accountId, ids);
  return mapPage(page, (row) => wireRow(row, byBatch, materials.get(row.material_id)));
}

function checkPackages(filters: Filters): void {
  if (filters.include_package !== true) return;
  const ids = textsOf(filters.material_ids).length;
  const numbers = textsOf(filters.material_numbers).length;
  if (ids <= 1 && numbers <= 1 && ids + numbers > 0) return;
  const reason = "须且只能传一个商品（material_ids 或 material_numbers）";
  const title = titleOf(query, "include_package");
  refuse("valueInvalid", "include_package", { title, given: "true", reason });
}

export interface KeyRow {
  material_id: string;
  store_id: string;
  bin_id: string;
  aux_prop_id: string;
  batch_no: string;
  kf_date: string;
  on_hand: string;
  available: string;
  on_hand_float: string;
  available_float: string;
  is_float: string | null;
  valid_date: string | null;
  material_number: string | null;
  material_name: string | null;
  material_model: string | null;
  kf_period: string | null;
  kf_type: string | null;
  store_number: string | null;
  store_name: string | null;
  uses_bins: string | null;
  bin_number: string | null;
  bin_name: string | null;
  aux_number: string | null;
  aux_name: string | null;
}

/** The order is that of the unique key, backwards, so that a page is read from its index. */
const PLAIN = sql`s.material_id, s.store_id, s.bin_id, s.aux_prop_id`;
const PLAIN_ORDER = sql`material_id desc, store_id desc, bin_id desc, aux_prop_id desc`;
export const BATCH = sql`s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date`;
export const BATCH_ORDER = sql`
  material_id desc, store_id desc, bin_id desc, batch_no desc, kf_date desc, aux_prop_id desc`;

function statementsOf(request: ReportRequest<Filters>, byBatch: boolean) {
  const { accountId, settings, today, filters } = request;
  const pointDate = parseCalendarDate(filters.point_date ?? "");
  const asOf: AsOf = { accountId, settings, today, pointDate };
  const times = conditionsOf(timeFilters, query, accountId, filters);
  const key = byBatch ? BATCH : PLAIN;
  const order = byBatch ? BATCH_ORDER : PLAIN_ORDER;
  const where = allOf([
    sql`s.account_id = ${accountId}`,
    isInStore,
    ...conditionsOf(keyFilters, query, accountId, filters),
    ...(pointDate === undefined ? [] : [usedUntil(accountId, pointDate)]),
  ]);
  // By batch every key is its own row, so nothing has to be grouped.
  const keys =
    byBatch && times.length === 0
      ? sql`select ${key} from stock s where ${where} and ${onHandOf(asOf)} <> 0`
      : sql`
        select ${key} from stock s ${times.length > 0 ? changes(accountId) : sql``}
        where ${where} group by ${key} having ${allOf([sql`true`, ...times])}`;
  const ofGroup = sql`
    s.material_id = p.material_id and s.store_id = p.store_id and s.bin_id = p.bin_id
    and s.aux_prop_id = p.aux_prop_id
    ${byBatch ? sql`and s.batch_no = p.batch_no and s.kf_date = p.kf_date` : sql``}`;
  const select = (limit: Condition) => sql<KeyRow>`
    with p as (${keys} order by ${order} ${limit})
    select p.*, v.on_hand, v.available, v.on_hand_float, v.available_float, v.valid_date, ${NAMES}
    from p
    cross join lateral (
      select sum(k.on_hand) as on_hand, sum(k.available) as available,
             sum(k.on_hand_float) as on_hand_float, sum(k.available_float) as available_float,
             max(k.valid_date) as valid_date
      from ${keysWhere(asOf, ofGroup)} k) v
    ${nameJoins(accountId)}
    order by ${order}`;
  const count = sql<{ total: string }>`select count(*) as total from (${keys}) p`;
  const depends = byBatch || pointDate !== undefined ? "ledger" : "keys";
  const { page: _, page_size: __, ...given } = filters;
  const list = `inventory ${JSON.stringify(given)}`;
  const known = (run: () => Promise<number>) =>
    knownCount(request.database, { accountId, depends, list }, run);
  // Times also change by holds, which have no version.
  return { select, count, ...(times.length === 0 && { known }) };
}

const usedUntil = (accountId: string, date: CalendarDate) => sql`
  exists (
    select 1 from ledger l
    where l.account_id = ${accountId} and l.stock_id = s.id and l.bill_date <= ${date}::date)`;

/** When each key was first and last touched; joined only when a time filter asks for it. */
export const changes = (accountId: string) => sql`
  join (
    select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
    from (
      select l.stock_id, l.created_at as at from ledger l where l.account_id = ${accountId}
      union all
      select h.stock_id, e.created_at from hold_event e
      join hold h on h.account_id = ${accountId} and h.id = e.hold_id
      where e.account_id = ${accountId}) c
    group by c.stock_id) change on change.stock_id = s.id`;

export const NAMES = sql`
  m.number as material_number, m.name as material_name, m.data ->> 'model' as material_model,
  m.data ->> 'is_float' as is_float,
  m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type,
  w.number as store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins,
  bin.number as bin_number, bin.name as bin_name,
  sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name`;

export const nameJoins = (accountId: string) => sql`
  left join master m
    on m.account_id = ${accountId} and m.kind = 'material' and m.id = p.material_id
  left join master w on w.account_id = ${accountId} and w.kind = 'store' and w.id = p.store_id
  left join master bin on bin.account_id = ${accountId} and bin.kind = 'space' and bin.id = p.bin_id
  left join lateral jsonb_path_query_first(
    m.data, '$.aux_entity[*] ? (@.sku_id == $id)', jsonb_build_object('id', p.aux_prop_id)) as sku
    on true`;

export const DECIMALS = 10;

export const isOn = (flag: string | null) => flag === "true" || flag === "1";

function wireRow(
  row: KeyRow,
  byBatch: boolean,
  packaged: ReportMaterial | undefined,
): InventoryRow {
  const onHand = quantity(row.on_hand);
  const available = quantity(row.available);
  const packages = packaged && {
    qty_package: packagesOf(packaged.material, onHand),
    valid_qty_package: packagesOf(packaged.material, available),
  };
  return {
    material_id: row.material_id,
    material_number: row.material_number ?? "",
    material_name: row.material_name ?? "",
    material_model: row.material_model ?? "",
    stock_id: row.store_id,
    stock_number: row.store_number ?? "",
    stock_name: row.store_name ?? "",
    stock_id_is_allow_freight: isOn(row.uses_bins),
    sp_id: wireId(row.bin_id),
    sp_number: row.bin_number ?? "",
    sp_name: row.bin_name ?? "",
    aux_prop_id: wireId(row.aux_prop_id),
    aux_prop_number: row.aux_number ?? "",
    aux_prop_name: row.aux_name ?? "",
    qty: toFixedText(onHand, DECIMALS),
    valid_qty: toFixedText(available, DECIMALS),
    ...packages,
    ...floatsOf(row),
    ...(byBatch ? { batch_no: row.batch_no, ...shelfLifeOf(row) } : {}),
  };
}

/** Only of a material with a floating unit (contract section 8). */
function floatsOf(row: KeyRow): Record<string, string> {
  if (!isOn(row.is_float)) return {};
  return {
    aux_qty: toText(quantity(row.on_hand_float)),
    valid_aux_qty: toFixedText(quantity(row.available_float), DECIMALS),
  };
}

/** The material's own period where it leads to the valid date, else the days between both dates. */
export function shelfLifeOf(row: KeyRow): Record<string, string | number> {
  const made = parseCalendarDate(row.kf_date);
  if (made === undefined) return {};
  const dates = { kf_date: made, valid_date: row.valid_date ?? "" };
  const good = parseCalendarDate(row.valid_date ?? "");
  if (good === undefined) return dates;
  const { kf_type: type, kf_period: period } = row;
  if ((type === "1" || type === "2" || type === "3") && /^\d{1,4}$/.test(period ?? "")) {
    const amount = Number(period);
    if (validDate(made, amount, type) === good) {
      return { ...dates, kf_type: type, kf_period: amount };
    }
  }
  const days = (Date.parse(good) - Date.parse(made)) / 86_400_000;
  return { ...dates, kf_type: "1", kf_period: days };
}
