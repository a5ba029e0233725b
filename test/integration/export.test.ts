/** Lists as files: what the list shows, every row of it, in Excel and in CSV. */
import { exportEndpoints } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { readXlsx } from "../../server/src/tables/xlsx-reader.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { csvRows, download, lonelyFetch } from "../support/tables.ts";

const demo = useDemoServer();
const take = (name: string, query: Record<string, string> = {}) =>
  download(demo().client, `export/${name}`, query);

/** What some lists cannot do without. */
const NEEDED: Record<string, Record<string, string>> = {
  inventory_stock: { material_id: "950505500796002304" },
  material_unit: { material_id: "950505500796002304" },
};

describe("every list", () => {
  test.each(exportEndpoints.map(({ name }) => name))("%s in both formats", async (name) => {
    const endpoint = exportEndpoints.find((one) => one.name === name);
    const query = NEEDED[name] ?? {};
    const csv = await take(name, { ...query, format: "csv" });
    expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const headings = endpoint?.columns.map(({ zh }) => zh) ?? [];
    expect(csv.toString("utf8").slice(1).split("\r\n")[0]).toBe(headings.join(","));
    expect(new Set(headings).size).toBe(headings.length);
    const sheet = await readXlsx(await take(name, { ...query, lang: "en" }));
    const english = sheet.headings.map((cell) => (cell?.kind === "text" ? cell.text : ""));
    expect(english).toEqual(endpoint?.columns.map(({ en }) => en));
    const list = await demo().client.call("GET", endpoint?.list.path ?? "", { query });
    const { count, rows } = JSON.parse(list.body).data;
    // Some lists have no count: their rows are all on one page.
    if (name !== "inv_tfdiff") expect(sheet.rows.length).toBe(Number(count ?? rows.length));
  });

  test("has the permission of its list", () => {
    const other = exportEndpoints.filter((one) => one.permission !== one.list.permission);
    expect(other).toEqual([]);
    expect(exportEndpoints.length).toBeGreaterThan(30);
  });
});

describe("cells", () => {
  test("quantities are numbers, codes are texts, references have number and name", async () => {
    const sheet = await readXlsx(await take("inventory", { material_numbers: "SP00009" }));
    const cells = Object.fromEntries(
      sheet.headings.map((cell, at) => [
        cell?.kind === "text" && cell.text,
        sheet.rows[0]?.cells[at],
      ]),
    );
    expect(cells.商品编码).toEqual({ kind: "text", text: "SP00009" });
    expect(cells.商品id).toEqual({ kind: "text", text: "950505500796002304" });
    const [shown] = (await demo().client.stock.inventory({ material_numbers: ["SP00009"] })).rows;
    const digits = shown?.qty.replace(/\.?0+$/, "");
    expect(cells.即时库存数量).toEqual({ kind: "number", digits, isDate: false });
    const [space] = csvRows(await take("space", { format: "csv" }));
    const { rows } = await demo().client.space.list({ page_size: 1 });
    const place = await demo().client.space.detail({ id: rows[0]?.id });
    const store = await demo().client.store.detail({ id: place.groupid_id });
    expect(space).toMatchObject({ 编码: place.number, 仓库编码: store.number });
  });

  test("a text that a spreadsheet would run is harmless in CSV and itself in Excel", async () => {
    const { client } = demo();
    await client.store.save({ number: "R1", name: "=1+1", remark: "-2", address: "@x" });
    const query = { search: "R1" };
    const [row] = csvRows(await take("store", { ...query, format: "csv" }));
    expect(row).toMatchObject({ 名称: "'=1+1", 备注: "'-2", 详细地址: "'@x" });
    const { rows } = await readXlsx(await take("store", query));
    expect(rows[0]?.cells).toContainEqual({ kind: "text", text: "=1+1" });
  });
});

test("what the list refuses, its export refuses as well", async () => {
  const { client } = demo();
  const asked = client.download("/xingcang/v1/export/store", { create_start_time: "soon" });
  expect(await refusalOf(asked)).toEqual([["valueInvalid", "create_start_time"]]);
  const form = client.download("/xingcang/v1/export/store", { format: "pdf", lang: "fr" });
  expect(await refusalOf(form)).toEqual([
    ["choiceUnknown", "format"],
    ["choiceUnknown", "lang"],
  ]);
  const none = client.download("/xingcang/v1/export/inventory_stock");
  expect(await refusalOf(none)).toEqual([["fieldRequired", "material_id"]]);
});

describe("a list of many rows", () => {
  const ROWS = 20_000;

  test("is there once and whole, whatever is written meanwhile", async () => {
    const { client, server } = demo();
    const { rows } = await server.system.database.pool.query(
      "select account_id from master where kind = 'store' limit 1",
    );
    await server.system.database.pool.query(
      `insert into master (account_id, kind, id, number, name, parent_id, enabled, data,
                           created_at, creator_id, modified_at, modifier_id)
       select $1, 'customer', 'many' || n, 'M' || n, '客户' || n, '', true,
              jsonb_build_object('name', '客户' || n), now(), '', now(), ''
       from generate_series(1, ${ROWS}) n`,
      [rows[0]?.account_id],
    );
    const { file } = await client.download("/xingcang/v1/export/customer", {
      format: "csv",
      search: "客户",
    });
    const reader = file.getReader();
    const pieces = [(await reader.read()).value as Uint8Array];
    // The file is of the moment at which it was begun.
    await client.customer.save({ name: "客户末" });
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      pieces.push(next.value);
    }
    const numbers = csvRows(Buffer.concat(pieces)).map((row) => row.编码);
    expect(numbers.length).toBe(ROWS);
    expect(new Set(numbers).size).toBe(ROWS);
  });

  test("more files at once than connections for them are told to wait, and then served", async () => {
    const { clientWith } = demo();
    const client = clientWith({ retries: 0, fetch: lonelyFetch });
    const begin = () => client.download("/xingcang/v1/export/customer");
    const taken = [await begin(), await begin(), await begin()];
    expect(await refusalOf(begin())).toEqual([["serverBusy", ""]]);
    for (const { file } of taken) await file.cancel();
    const patient = clientWith({ retries: 10, fetch: lonelyFetch });
    const { name, file } = await patient.download("/xingcang/v1/export/customer");
    expect(name).toBe("customer.xlsx");
    await file.cancel();
  });
});

test("rows of another account are in no file", async () => {
  const bytes = await download(demo().other, "export/material", { format: "csv" });
  expect(csvRows(bytes)).toEqual([]);
});
