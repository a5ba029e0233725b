/**
 * 批次保质期及库存列表: each stock key that has a batch or a production date, newest materials first. As
 * on the list of stock split by batch, used-up batches are hidden, since there are ever more of
 * them, and show when a time filter asks for changes.
 */
import { type InputOf, stockEndpoints } from "@xingcang/contract";
import { sql } from "kysely";
import { quantity, toFixedText } from "../domain/quantity.ts";
import { allOf, type Condition, conditionsOf } from "./filter.ts";
import {
  BATCH,
  BATCH_ORDER,
  changes,
  DECIMALS,
  isOn,
  type KeyRow,
  keyFilters,
  NAMES,
  nameJoins,
  shelfLifeOf,
  timeFilters,
} from "./inventory.ts";
import { knownCount } from "./known-counts.ts";
import { mapPage, type Page, pagingOf, readPage } from "./page.ts";
import type { ReportRequest } from "./report.ts";
import { type AsOf, isInStore, keysWhere, wireId } from "./stock-sql.ts";

const { query } = stockEndpoints["stock.batchInventory"];
type Filters = InputOf<(typeof stockEndpoints)["stock.batchInventory"]>;

/** For the test that every filter of the contract is known. */
export const batchInventoryFilters: readonly string[] = Object.keys({
  ...keyFilters,
  ...timeFilters,
});

interface Row extends KeyRow {
  id: string;
}

export type BatchInventoryRow = Readonly<Record<string, unknown>>;

/** @throws Refused for a timestamp that is none. */
export async function batchInventory(
  request: ReportRequest<Filters>,
): Promise<Page<BatchInventoryRow>> {
  const { database, filters } = request;
  const page = await readPage(database, pagingOf(filters), statementsOf(request));
  return mapPage(page, wireRow);
}

function statementsOf({ database, accountId, settings, today, filters }: ReportRequest<Filters>) {
  const asOf: AsOf = { accountId, settings, today, pointDate: undefined };
  const times = conditionsOf(timeFilters, query, accountId, filters);
  const where = allOf([
    sql`s.account_id = ${accountId}`,
    sql`(s.batch_no <> '' or s.kf_date <> '')`,
    isInStore,
    ...conditionsOf(keyFilters, query, accountId, filters),
  ]);
  const keys =
    times.length === 0
      ? sql`select s.id, ${BATCH} from stock s where ${where} and s.on_hand <> 0`
      : sql`
        select s.id, ${BATCH} from stock s ${changes(accountId)}
        where ${where} group by s.id, ${BATCH} having ${allOf(times)}`;
  const select = (limit: Condition) => sql<Row>`
    with p as (${keys} order by ${BATCH_ORDER} ${limit})
    select p.*, k.on_hand, k.available, k.on_hand_float, k.available_float, k.valid_date, ${NAMES}
    from p
    cross join lateral ${keysWhere(asOf, sql`s.id = p.id`)} k
    ${nameJoins(accountId)}
    order by ${BATCH_ORDER}`;
  const count = sql<{ total: string }>`select count(*) as total from (${keys}) p`;
  const { page: _, page_size: __, ...given } = filters;
  const list = `batch ${JSON.stringify(given)}`;
  const known = (run: () => Promise<number>) =>
    knownCount(database, { accountId, depends: "ledger", list }, run);
  // Times also change by holds, which have no version.
  return { select, count, ...(times.length === 0 && { known }) };
}

const entry = (id: string, number: string | null, name: string | null) => ({ id, number, name });

function wireRow(row: Row): BatchInventoryRow {
  const fixed = (text: string) => toFixedText(quantity(text), DECIMALS);
  return {
    id: row.id,
    material_entry: entry(row.material_id, row.material_number, row.material_name),
    stock_entry: entry(row.store_id, row.store_number, row.store_name),
    sp_entry: entry(wireId(row.bin_id), row.bin_number, row.bin_name),
    aux_prop_entry: entry(wireId(row.aux_prop_id), row.aux_number, row.aux_name),
    qty: fixed(row.on_hand),
    valid_qty: fixed(row.available),
    batch_no: row.batch_no,
    ...shelfLifeOf(row),
    // Only of a material with a floating unit (contract section 8).
    ...(isOn(row.is_float) && {
      aux_qty: fixed(row.on_hand_float),
      valid_aux_qty: fixed(row.available_float),
    }),
  };
}
