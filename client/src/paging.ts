/** Rows of a list, page after page. */
import type { CallOptions } from "./api-type.ts";

/** More rows than this no list gives on one page (contract section 5). */
const PAGE_SIZE_MAX = 100;

/** A list method of the client: anything that answers with a page. */
type ListMethod = (
  input: never,
  options?: CallOptions,
) => Promise<{ total_page: number; rows: unknown[] }>;

type InputOfList<List extends ListMethod> = NonNullable<Parameters<List>[0]>;
type RowOfList<List extends ListMethod> = Awaited<ReturnType<List>>["rows"][number];

/**
 * Every row of a list from `page` (1 when not given) to the last page, 100 rows a request unless
 * `page_size` says fewer. The next page is fetched when its first row is asked for, so leaving the
 * loop early costs nothing.
 * @throws RangeError for a `page_size` above 100: the vendor cuts it and rows would be missed
 * @example
 * for await (const store of pages(client.store.list, { enable: "-1" })) console.log(store.number);
 */
export async function* pages<List extends ListMethod>(
  list: List,
  input: InputOfList<List>,
  options: CallOptions = {},
): AsyncGenerator<RowOfList<List>, void, void> {
  const filters: { page?: number; page_size?: number } = input;
  const size = filters.page_size ?? PAGE_SIZE_MAX;
  if (!(size >= 1 && size <= PAGE_SIZE_MAX)) {
    throw new RangeError(`page_size ${size}: 须为 1 到 100 / must be 1 to ${PAGE_SIZE_MAX}`);
  }
  for (let page = filters.page ?? 1; ; page++) {
    const asked = { ...filters, page, page_size: size } as never;
    const { rows, total_page } = await list(asked, options);
    for (const row of rows) yield row as RowOfList<List>;
    if (page >= total_page || rows.length === 0) return;
  }
}
