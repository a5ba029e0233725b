import { expect, test } from "vitest";
import { pagingOf, slicePage, wholePage } from "./page.ts";

test.each([
  [{}, { page: 1, size: 10, offset: 0 }],
  [
    { page: 3, page_size: 20 },
    { page: 3, size: 20, offset: 40 },
  ],
  [
    { page: 2, page_size: 101 },
    { page: 2, size: 100, offset: 100 },
  ],
  [
    { page: 0, page_size: 0 },
    { page: 1, size: 10, offset: 0 },
  ],
  [
    { page: -4, page_size: -1 },
    { page: 1, size: 10, offset: 0 },
  ],
  [
    { page: 2_147_483_647, page_size: 100 },
    { page: 2_147_483_647, size: 100, offset: 214_748_364_600 },
  ],
])("%j is %j", (filters, paging) => {
  expect(pagingOf(filters)).toEqual(paging);
});

test("a list may have another default size", () => {
  expect(pagingOf({}, 100).size).toBe(100);
  expect(pagingOf({ page_size: 50 }, 100).size).toBe(50);
});

test.each([
  ["the first page", { page: 1, page_size: 2 }, ["a", "b"], 2],
  ["the last, short page", { page: 2, page_size: 2 }, ["c"], 2],
  ["past the last page", { page: 3, page_size: 2 }, [], 2],
])("%s", (_, filters, rows, totalPages) => {
  expect(slicePage(pagingOf(filters), ["a", "b", "c"])).toEqual({
    count: 3,
    page: filters.page,
    page_size: 2,
    current_page_size: rows.length,
    cur_page_size: rows.length,
    currentPage: filters.page,
    total_page: totalPages,
    rows,
  });
});

test("nothing has no page; everything on one page is one", () => {
  expect(slicePage(pagingOf({}), [])).toMatchObject({ count: 0, total_page: 0, rows: [] });
  expect(wholePage([])).toMatchObject({ count: 0, total_page: 0, page: 1 });
  expect(wholePage(["a", "b"])).toMatchObject({ count: 2, total_page: 1, page_size: 2 });
});
