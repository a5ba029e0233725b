/** 期初库存 from a file: one audited 其他入库单, exact, and all of it or nothing. */
import { beforeAll, describe, expect, test } from "vitest";
import { readXlsx } from "../../server/src/tables/xlsx-reader.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { csvFile, download, upload, xlsxFile } from "../support/tables.ts";

const demo = useDemoServer();
const put = (bytes: Uint8Array<ArrayBuffer>, query = {}) =>
  upload(demo().client, "opening_stock", bytes, query);
const bills = async () => (await demo().client.inv_other_in.list()).count;
const stockOf = async (number: string) => {
  const { rows } = await demo().client.stock.inventory({ material_numbers: [number] });
  return rows.map(({ stock_number, qty }) => [stock_number, qty]);
};

beforeAll(async () => {
  const { client } = demo();
  await client.measure_unit.save({ name: "毫克", precision: "10" });
  const { rows } = await client.measure_unit.list({ search: "毫克" });
  const unit = { base_unit_id: rows[0]?.id ?? "" };
  await client.store.save({ number: "Q1", name: "期初一仓" });
  await client.store.save({ number: "Q2", name: "期初二仓" });
  await client.material.save({ number: "QC1", name: "粉", ...unit });
  await client.material.save({ number: "QC2", name: "批次粉", is_batch: true, ...unit });
  await client.material.save({ number: "QC3", name: "序列粉", is_serial: true, ...unit });
});

const HEAD = ["商品编码", "数量", "单位编码", "仓库编码", "批次号", "序列号", "成本"];
const RIGHT = [
  HEAD,
  ["QC1", "0.1", "毫克", "Q1", "", "", "0.3"],
  ["QC1", "12345678901234.5678901234", "毫克", "Q2", "", "", "1234567890123.78"],
  ["批次粉", "0.0000000001", "毫克", "期初一仓", "007", "", ""],
  ["QC3", "2", "毫克", "Q1", "", "S1;S2", "5"],
];

describe("a file", () => {
  test("is one audited bill with every digit", async () => {
    const preview = await put(csvFile(...RIGHT), { preview: true });
    expect(preview).toMatchObject({ rows: 4, created: 1, issue_count: 0, ids: [] });
    const before = await bills();
    const told = await put(csvFile(...RIGHT), { bill_date: "2026-01-01" });
    expect(told).toMatchObject({ rows: 4, created: 1, issue_count: 0 });
    expect(await bills()).toBe(before + 1);
    const bill = await demo().client.inv_other_in.detail({ id: told.ids[0] });
    expect(bill).toMatchObject({ bill_status: "C", bill_date: "2026-01-01", remark: "期初库存" });
    expect(bill.material_entity.map(({ batch_no }) => batch_no)).toEqual(["", "", "007", ""]);
    expect((await stockOf("QC1")).sort()).toEqual([
      ["Q1", "0.1000000000"],
      ["Q2", "12345678901234.5678901234"],
    ]);
    expect(await stockOf("QC2")).toEqual([["Q1", "0.0000000001"]]);
    const explained = await demo().client.xingcang.explain({ material_number: "QC1" });
    const pools = explained.rows.map(({ amount }) => amount).sort();
    expect(pools).toEqual(["0.30", "1234567890123.78"]);
  });

  test("takes dates of Excel as the days that they are", async () => {
    const { client } = demo();
    const { rows } = await client.measure_unit.list({ search: "毫克" });
    const shelf = { is_kf_period: true, is_batch: true, kf_period: "6", kf_period_type: "2" };
    const unit = { base_unit_id: rows[0]?.id ?? "" };
    await client.material.save({ number: "QC4", name: "保质期粉", ...shelf, ...unit });
    const text = (at: string, value: string) =>
      `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
    const names = ["商品编码", "数量", "单位编码", "仓库编码", "批次号", "生产日期"];
    const head = names.map((name, at) => text(`${"ABCDEF"[at]}1`, name)).join("");
    const cells = `${text("A2", "QC4")}<c r="B2"><v>3.5</v></c>${text("C2", "毫克")}`;
    const rest = `${text("D2", "Q1")}${text("E2", "B1")}<c r="F2"><v>46265</v></c>`;
    const file = `<row r="1">${head}</row><row r="2">${cells}${rest}</row>`;
    const told = await put(await xlsxFile(file));
    const bill = await client.inv_other_in.detail({ id: told.ids[0] });
    expect(bill.material_entity[0]).toMatchObject({
      kf_date: "2026-08-31",
      valid_date: "2027-02-28",
    });
  });

  test("has a template whose headings it knows", async () => {
    const { headings } = await readXlsx(await download(demo().client, "template/opening_stock"));
    const names = headings.map((cell) => (cell?.kind === "text" ? cell.text : ""));
    expect(names.slice(0, 4)).toEqual(["商品编码*", "数量*", "单位编码*", "仓库编码*"]);
    const file = csvFile(names, ["QC1", "1", "毫克", "Q1"]);
    expect(await put(file)).toMatchObject({ created: 1 });
  });
});

describe("what is wrong", () => {
  const WRONG = [
    HEAD,
    ["QC1", "1", "毫克", "Q1", "", "", ""],
    ["没有", "1", "毫克", "Q1", "", "", ""],
    ["QC1", "abc", "毫克", "Q9", "", "", ""],
    ["QC2", "1", "毫克", "Q1", "", "", ""],
    ["QC3", "2", "毫克", "Q1", "", "S9", ""],
  ];

  test("is told with its row, all of it, and nothing is booked", async () => {
    const before = [await bills(), await stockOf("QC1")];
    const told = await put(csvFile(...WRONG), { preview: true });
    const places = told.issues.map(({ key, row, column }) => [key, row, column]);
    expect(places.slice(0, 3)).toEqual([
      ["referenceUnknown", 3, "A"],
      ["referenceUnknown", 4, "D"],
      ["decimalInvalid", 4, "B"],
    ]);
    // What the bill itself refuses of the other rows.
    expect(places.slice(3).map(([, row]) => row)).toEqual([5, 6]);
    const refused = await refusalOf(put(csvFile(...WRONG)));
    expect(refused.map(([key]) => key)).toEqual(told.issues.map(({ key }) => key));
    expect([await bills(), await stockOf("QC1")]).toEqual(before);
  });

  test("of the bill as a whole, too", async () => {
    const file = csvFile(HEAD, ["QC3", "1", "毫克", "Q1", "", "S1", ""]);
    const before = await bills();
    expect((await refusalOf(put(file)))[0]?.[1]).toMatch(/^rows\[1\]/);
    const date = put(csvFile(...RIGHT.slice(0, 2)), { bill_date: "2026-13-01" });
    expect(await refusalOf(date)).toEqual([["dateInvalid", "bill_date"]]);
    expect(await bills()).toBe(before);
  });
});
