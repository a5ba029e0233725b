/**
 * Pages of a list (contract section 5): page from 1, 10 rows where a list does not say otherwise,
 * at most 100. More than 100 is silently cut, and `total_page` is computed from the size that was
 * really used.
 */
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "./report.ts";

export const PAGE_SIZE_MAX = 100;
const PAGE_SIZE_DEFAULT = 10;

/** As `readRequest` gives them; both may be absent. */
export interface PageFilters {
  readonly page?: number;
  readonly page_size?: number;
}

/** Which rows are asked for. */
export interface Paging {
  readonly page: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * A page below 1 is the first one; a size below 1 is the list's default. Neither is refused: the
 * vendor does not.
 */
export function pagingOf(filters: PageFilters, sizeDefault = PAGE_SIZE_DEFAULT): Paging {
  const page = Math.max(filters.page ?? 1, 1);
  const asked = filters.page_size ?? sizeDefault;
  const size = asked < 1 ? sizeDefault : Math.min(asked, PAGE_SIZE_MAX);
  return { page, size, offset: (page - 1) * size };
}

/**
 * All three spellings of the row count and page number; the writer emits those that the list
 * documents.
 */
export interface Page<Row> {
  /** Rows of all pages. */
  readonly count: number;
  readonly page: number;
  /** Size really used. */
  readonly page_size: number;
  /** Rows in this page. */
  readonly current_page_size: number;
  readonly cur_page_size: number;
  readonly currentPage: number;
  readonly total_page: number;
  readonly rows: Row[];
}

export function pageOf<Row>(paging: Paging, count: number, rows: Row[]): Page<Row> {
  return {
    count,
    page: paging.page,
    page_size: paging.size,
    current_page_size: rows.length,
    cur_page_size: rows.length,
    currentPage: paging.page,
    total_page: Math.ceil(count / paging.size),
    rows,
  };
}

/** `un_page=1`: everything on one page. */
export function wholePage<Row>(rows: Row[]): Page<Row> {
  return pageOf({ page: 1, size: Math.max(rows.length, 1), offset: 0 }, rows.length, rows);
}

export function slicePage<Row>(paging: Paging, rows: readonly Row[]): Page<Row> {
  const { offset, size } = paging;
  return pageOf(paging, rows.length, rows.slice(offset, offset + size));
}

/**
 * Reads one page. `select` is given the limit to put behind its order; `count` gives one row with
 * `total`. The count is only asked for when the page itself does not tell it: a page that is
 * neither full nor empty is the last. On a walk it is the next batch of all rows.
 */
export async function readPage<Row>(
  database: Queries,
  paging: Paging,
  query: {
    select(limit: RawBuilder<unknown>): RawBuilder<Row>;
    readonly count: RawBuilder<{ total: string }>;
    /** May know the count from before (default: it is counted). */
    known?(count: () => Promise<number>): Promise<number>;
  },
): Promise<Page<Row>> {
  if (database.walk !== undefined) {
    const { sql: text, parameters } = query.select(sql``).compile(database.kysely);
    return wholePage(await database.walk.next<Row>(text, parameters));
  }
  const { offset, size } = paging;
  const page = query.select(sql`limit ${size} offset ${offset}`);
  const { rows } = await page.execute(database.kysely);
  if (rows.length > 0 && rows.length < size) return pageOf(paging, offset + rows.length, rows);
  const count = async () => {
    const counted = await query.count.execute(database.kysely);
    return Number(counted.rows[0]?.total ?? 0);
  };
  return pageOf(paging, await (query.known ?? ((run) => run()))(count), rows);
}

export function mapPage<Row, Other>(page: Page<Row>, map: (row: Row) => Other): Page<Other> {
  return { ...page, rows: page.rows.map(map) };
}
