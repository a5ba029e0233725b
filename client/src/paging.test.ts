import { describe, expect, test } from "vitest";
import { clientOf, fakeServer, success } from "../test-support/fake-server.ts";
import { pages } from "./paging.ts";

/** A list of `total` rows, numbered from 1. */
function listServer(total: number) {
  return fakeServer(({ rawQuery }) => {
    const query = new URLSearchParams(rawQuery);
    const size = Number(query.get("page_size"));
    const first = (Number(query.get("page")) - 1) * size;
    const count = Math.max(0, Math.min(size, total - first));
    const rows = Array.from({ length: count }, (_, at) => ({ id: String(first + at + 1) }));
    return success({ total_page: Math.ceil(total / size), rows });
  });
}

async function idsOf(server: ReturnType<typeof listServer>, input: object, stopAt = Infinity) {
  const ids: number[] = [];
  for await (const { id } of pages(clientOf(server).store.list, input)) {
    ids.push(Number(id));
    if (ids.length >= stopAt) break;
  }
  return ids;
}

describe("pages", () => {
  test.each<[string, number, object, number, number, number]>([
    ["none", 0, {}, 0, 0, 1],
    ["one page", 100, {}, 1, 100, 1],
    ["several", 250, {}, 1, 250, 3],
    ["of another size", 25, { page_size: 10 }, 1, 25, 3],
    ["from a page on", 25, { page: 2, page_size: 10 }, 11, 15, 2],
    ["past the last", 25, { page: 9 }, 0, 0, 1],
  ])("%s", async (_, total, input, first, count, requests) => {
    const server = listServer(total);
    const ids = await idsOf(server, input);
    expect(ids).toEqual(Array.from({ length: count }, (__, at) => first + at));
    expect(server.to("store")).toHaveLength(requests);
  });

  test("fetches no page that nobody asks for", async () => {
    const server = listServer(250);
    expect(await idsOf(server, {}, 100)).toHaveLength(100);
    expect(server.to("store")).toHaveLength(1);
  });

  test("keeps the filters", async () => {
    const server = listServer(150);
    await idsOf(server, { enable: "-1" });
    expect(server.to("store").map(({ rawQuery }) => rawQuery)).toEqual([
      "enable=-1&page=1&page_size=100",
      "enable=-1&page=2&page_size=100",
    ]);
  });

  test.each([[101], [0], [Number.NaN]])("refuses a page_size of %s", async (page_size) => {
    await expect(idsOf(listServer(1), { page_size })).rejects.toThrow(RangeError);
  });
});
