/** 占用清单 (D18): who holds what, the oldest first, with totals by age over all pages. */
import { type InputOf, ownEndpoints } from "@xingcang/contract";
import { holdFilterOf } from "../application/hold-filter.ts";
import type { Data, HoldFilter } from "../application/ports.ts";
import type { MasterReader } from "../application/references.ts";
import type { Database } from "../storage/database.ts";
import { HOLD_FITS, holdFilterValues, IS_OPEN } from "../storage/hold-store.ts";
import {
  HOLD_VIEW_COLUMNS,
  HOLD_VIEW_FROM,
  type HoldViewRow,
  holdView,
  plain,
} from "./hold-view.ts";
import { readMaterials } from "./materials.ts";
import { pageOf, pagingOf, wholePage } from "./page.ts";
import type { Queries } from "./report.ts";

const { query } = ownEndpoints["xingcang.holds"];
type Filters = InputOf<(typeof ownEndpoints)["xingcang.holds"]>;

export interface HoldsRequest {
  readonly database: Database & Queries;
  readonly reader: MasterReader;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly filters: Filters;
}

/** From how many hours of age on, and the name of the band. */
const BANDS = [
  [0, "0-1d"],
  [24, "1-7d"],
  [24 * 7, "7-30d"],
  [24 * 30, ">30d"],
] as const;

const HOUR_MS = 3_600_000;

export async function listHolds(request: HoldsRequest): Promise<Data> {
  const { database, reader, accountId, now, filters } = request;
  const filter = await holdFilterOf(reader, query, filters as Data, now);
  const paging = pagingOf(filters);
  const values = [accountId, ...holdFilterValues(filter)];
  const isOpen = filters.open_only === false ? "" : `and ${IS_OPEN}`;
  const where = `where h.account_id = $1 and ${HOLD_FITS} ${isOpen}`;
  const select = `select ${HOLD_VIEW_COLUMNS} ${HOLD_VIEW_FROM} ${where}
     order by h.opened_at, h.id`;
  if (database.walk !== undefined) {
    const found = await database.walk.next<HoldViewRow>(select, values);
    return { ages: [], ...wholePage(await viewsOf(request, found)) };
  }
  const page = await database.pool.query<HoldViewRow>(`${select} limit $10 offset $11`, [
    ...values,
    paging.size,
    paging.offset,
  ]);
  const counted = await database.pool.query(
    `select count(*) as total
     from hold h join stock s on s.account_id = h.account_id and s.id = h.stock_id ${where}`,
    values,
  );
  const rows = await viewsOf(request, page.rows);
  const ages = await agesOf(request, filter);
  return { ages, ...pageOf(paging, Number(counted.rows[0]?.total ?? 0), rows) };
}

async function viewsOf(
  { database, accountId, now }: HoldsRequest,
  rows: readonly HoldViewRow[],
): Promise<Data[]> {
  const ids = rows.map((row) => row.material_id);
  const materials = await readMaterials(database, accountId, ids);
  return rows.map((row) => holdView(row, materials.get(row.material_id), now));
}

/** Quantities of different materials have no sum. */
async function agesOf(
  { database, accountId, now }: HoldsRequest,
  filter: HoldFilter,
): Promise<Data[]> {
  const { rows } = await database.pool.query(
    `select width_bucket(h.opened_at, $10::timestamptz[]) as younger, count(*) as holds,
            sum(h.held) as held
     from hold h join stock s on s.account_id = h.account_id and s.id = h.stock_id
     where h.account_id = $1 and ${HOLD_FITS} and ${IS_OPEN}
     group by 1`,
    [accountId, ...holdFilterValues(filter), thresholds(now)],
  );
  return BANDS.map(([, band], index) => {
    const found = rows.find((row) => row.younger === BANDS.length - 1 - index);
    const held = filter.materialId === undefined ? "" : plain(found?.held);
    return { band, holds: Number(found?.holds ?? 0), held_qty: held };
  });
}

/** The moments that part the bands, the earliest first; who is 24 hours old is in the second. */
const thresholds = (now: number) =>
  BANDS.slice(1)
    .map(([hours]) => new Date(now - hours * HOUR_MS + 1))
    .reverse();
