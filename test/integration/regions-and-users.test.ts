/** 国家, 省市区 and 用户 over HTTP. */
import { describe, expect, test } from "vitest";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const system = () => demo().client.system;

describe("countries", () => {
  test("ten to a page, the same however they are read", async () => {
    const first = await system().countryLoad({});
    expect(first).toMatchObject({ page: 1, page_size: 10, current_page_size: 10 });
    expect(Number(first.count)).toBeGreaterThan(190);
    expect(first.total_page).toBe(Math.ceil(Number(first.count) / 10));
    const hundred = await system().countryLoad({ un_page: "1" });
    expect(hundred.rows).toHaveLength(100);
    expect(hundred.rows.slice(0, 10)).toEqual(first.rows);
    const last = await system().countryLoad({ page: first.total_page });
    expect(last.rows).toHaveLength(Number(first.count) % 10 || 10);
    expect((await system().countryLoad({ page: first.total_page + 1 })).rows).toEqual([]);
  });

  test("each has a code of its own and a Chinese name", async () => {
    const { total_page } = await system().countryLoad({});
    const pages = await Promise.all(
      Array.from({ length: total_page }, (_, index) => system().countryLoad({ page: index + 1 })),
    );
    const rows = pages.flatMap((page) => page.rows);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    expect(rows.filter(({ id }) => !/^\d{3}$/.test(id))).toEqual([]);
    expect(rows.filter(({ name }) => !/^[\p{Script=Han}（）、-]+$/u.test(name))).toEqual([]);
    expect(rows.filter(({ number }) => ["TW", "HK", "MO"].includes(number))).toEqual([]);
  });

  test("are searched by name, and none is disabled", async () => {
    const { rows } = await system().countryLoad({ search: "日本" });
    expect(rows).toEqual([{ id: "392", number: "JP", name: "日本", full_name: "日本", enable: 1 }]);
    expect((await system().countryLoad({ search: "日本", enable: "0" })).rows).toEqual([]);
    expect(await refusalOf(system().countryLoad({ un_page: "2" } as never))).toEqual([
      ["choiceUnknown", "un_page"],
    ]);
  });
});

describe("provinces, cities and districts", () => {
  const named = async () => {
    const { rows } = await system().divisionLoad({});
    const cities = rows.flatMap((row) => row.son_nodes);
    return { provinces: rows, cities, districts: cities.flatMap((row) => row.son_nodes) };
  };

  test("three levels whose codes tell where they belong", async () => {
    const { provinces, cities, districts } = await named();
    expect(provinces).toHaveLength(34);
    expect(cities.length).toBeGreaterThan(330);
    expect(districts.length).toBeGreaterThan(2800);
    const all = [...provinces, ...cities, ...districts];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(
      all.filter(({ id, name }) => !/^\d{6}$/.test(id) || !/^\p{Script=Han}+$/u.test(name)),
    ).toEqual([]);
    expect(provinces.filter(({ level, parent_id }) => level !== "1" || parent_id !== "")).toEqual(
      [],
    );
    for (const [rows, level, digits] of [
      [cities, "2", 2],
      [districts, "3", 4],
    ] as const) {
      const astray = rows.filter(
        (row) => row.level !== level || !row.id.startsWith(row.parent_id.slice(0, digits)),
      );
      expect(astray).toEqual([]);
    }
  });

  test.each([
    ["a province", "440000", "440300", "440305", ["广东省", "深圳市", "南山区"]],
    ["a 直辖市", "110000", "110100", "110101", ["北京市", "市辖区", "东城区"]],
    ["the counties of one", "500000", "500200", "500229", ["重庆市", "县", "城口县"]],
    [
      "what a province governs",
      "460000",
      "469000",
      "469002",
      ["海南省", "省直辖县级行政区划", "琼海市"],
    ],
    [
      "what a 自治区 governs",
      "650000",
      "659000",
      "659001",
      ["新疆维吾尔自治区", "自治区直辖县级行政区划", "石河子市"],
    ],
  ])("%s", async (_name, province, city, district, names) => {
    const { provinces, cities, districts } = await named();
    const nameOf = (rows: { id: string; name: string }[], id: string) =>
      rows.find((row) => row.id === id)?.name;
    expect([
      nameOf(provinces, province),
      nameOf(cities, city),
      nameOf(districts, district),
    ]).toEqual(names);
    expect(cities.find(({ id }) => id === city)?.parent_id).toBe(province);
    expect(districts.find(({ id }) => id === district)?.parent_id).toBe(city);
  });

  test("the districts of a 特别行政区 stand right below it", async () => {
    const { rows } = await system().divisionLoad({});
    const macao = rows.find(({ name }) => name === "澳门特别行政区");
    expect(macao?.son_nodes.length).toBeGreaterThan(5);
    expect(macao?.son_nodes.flatMap(({ son_nodes }) => son_nodes)).toEqual([]);
  });
});

describe("users", () => {
  test("are those of the account", async () => {
    const { uid, name } = await system().currentUserInfo({});
    const listed = await system().userList({});
    expect(listed).toMatchObject({ count: "1", page: 1, page_size: 10, total_page: 1 });
    expect(listed.rows).toEqual([{ uid, name }]);
    const other = await demo().other.system.userList({});
    expect(other.rows.map((row) => row.name)).not.toContain(name);
  });

  test("are searched by name and number", async () => {
    const found = async (filters: object) => (await system().userList(filters)).rows.length;
    expect(await found({ search: "创建" })).toBe(1);
    expect(await found({ search: "001" })).toBe(1);
    expect(await found({ search: "%" })).toBe(0);
    expect(await found({ enable: "-1" })).toBe(1);
    expect(await found({ enable: "0" })).toBe(0);
    expect(await found({ page: 2 })).toBe(0);
  });
});
