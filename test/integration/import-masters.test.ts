/** Master data from files: round trips, everything that is wrong at once, and all or nothing. */
import { importEndpoints, type MasterName, masters, OPENING_STOCK } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { readXlsx } from "../../server/src/tables/xlsx-reader.ts";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";
import { csvFile, csvRows, download, type Query, upload, xlsxFile } from "../support/tables.ts";

const demo = useDemoServer();
const kinds = importEndpoints
  .filter(({ table, name }) => table === "import" && name !== OPENING_STOCK)
  .map(({ name }) => name);

const put = (kind: string, bytes: Uint8Array<ArrayBuffer>, query = {}) =>
  upload(demo().client, kind, bytes, query);
const stores = async () =>
  csvRows(await download(demo().client, "export/store", { format: "csv", enable: "-1" }));

describe("every kind", () => {
  test("has a record, so that its round trip says something", async () => {
    const { client } = demo();
    const without: string[] = [];
    await client.department.save({ number: "D1", name: "仓储部" });
    await client.department.save({ number: "D2", name: "收货组", parent_org_number: "D1" });
    await client.emp.save({
      number: "E1",
      name: "张三",
      department_number: "D1",
      gender: 1,
    } as never);
    await client.supplier_group.save({ number: "SG", name: "国内" });
    await client.supplier.save({ number: "S1", name: "供应商=1", group_number: "SG" });
    await client.customer_group.save({ number: "CG", name: "国外" } as never);
    await client.customer.save({ number: "C1", name: "客户,一", group_number: "CG" });
    await client.pacct_type.save({ number: "P1", name: "运费" } as never);
    await client.settlement_account.save({ number: "A1", name: "现金", currency_number: "RMB" });
    await client.store_group.save({ number: "G1", name: "上海" });
    await client.material_group.save({ number: "MG", name: "原料" });
    await client.material.save({
      number: "DEC",
      name: "小数",
      base_unit_id: "1",
      parent_number: "MG",
      min_inventory_qty: "0.1",
      max_inventory_qty: "123456789012345.78",
      sec_inventory_qty: "0.0000000001",
      barcode: "00045",
    });
    for (const kind of kinds) {
      const path = masters[kind as MasterName].paths.save ?? "";
      await client.call("POST", path, { body: { number: "KIND", name: `甲${kind}` } });
      const rows = csvRows(await download(client, `export/${kind}`, { format: "csv" }));
      if (rows.length === 0) without.push(kind);
    }
    expect(without).toEqual(["bom", "inv_check_task"]);
  });

  test.each(kinds)("%s comes back as it went, in both formats", async (kind) => {
    const queries: Query[] = [{ format: "xlsx" }, { format: "csv" }, { lang: "en" }];
    for (const query of queries) {
      const bytes = await download(demo().client, `export/${kind}`, query);
      const { rows } = await readXlsx(await download(demo().client, `export/${kind}`));
      if (rows.length === 0) continue;
      const told = await put(kind, bytes);
      expect(told).toMatchObject({ rows: rows.length, created: 0, changed: 0, issue_count: 0 });
      expect(told.unchanged).toBe(rows.length);
    }
  });

  test.each(kinds)("%s has a template that its own import knows", async (kind) => {
    const template = await readXlsx(await download(demo().client, `template/${kind}`));
    const refusal = put(kind, await download(demo().client, `template/${kind}`));
    expect(await refusalOf(refusal)).toEqual([["sheetEmpty", ""]]);
    expect(template.headings.length).toBeGreaterThan(1);
  });
});

describe("rows", () => {
  test("with a number or id of a record change it, others are new, references have names", async () => {
    const { client } = demo();
    await client.store.save({ number: "OLD", name: "旧仓", remark: "老", mobile: "010" });
    const [{ id = "" } = {}] = (await stores()).filter(({ 编码 }) => 编码 === "OLD");
    const rows = [
      ["编码*", "名称*", "备注", "分类编码", "手机"],
      ["OLD", "旧仓", "", "G1", "0571"],
      ["NEW", "新仓", "=1+1", "上海", "01"],
    ];
    const told = await put("store", csvFile(...rows));
    expect(told).toMatchObject({ rows: 2, created: 1, changed: 1, issue_count: 0 });
    expect(await client.store.detail({ id })).toMatchObject({ name: "旧仓", mobile: "0571" });
    const { rows: found } = await client.store.list({ search: "新仓" });
    expect(found[0]).toMatchObject({ number: "NEW", remark: "=1+1", group_number: "G1" });
    const renamed = csvFile(["id", "编码", "名称"], [id, "OLD2", "旧仓二"]);
    expect(await put("store", renamed)).toMatchObject({ changed: 1 });
    expect(await client.store.detail({ id })).toMatchObject({ number: "OLD2", mobile: "0571" });
  });

  test("may refer to earlier rows of the file", async () => {
    const rows = [
      ["编码", "名称", "parent_number"],
      ["T1", "一级", ""],
      ["T2", "二级", "T1"],
      ["T3", "三级", "二级"],
    ];
    expect(await put("material_group", csvFile(...rows))).toMatchObject({ created: 3 });
    const detail = await demo().client.material_group.detail({ number: "T3" } as never);
    expect(detail).toMatchObject({ name: "三级", level: "3" });
  });

  test("keep every digit of decimals, in Excel and in CSV", async () => {
    const { client } = demo();
    const query = { search: "DEC" };
    const [row] = csvRows(await download(client, "export/material", { ...query, format: "csv" }));
    expect(row).toMatchObject({ 最低库存: "0.1", 最高库存: "123456789012345.78" });
    const sheet = await readXlsx(await download(client, "export/material", query));
    const cells = sheet.rows[0]?.cells ?? [];
    expect(cells).toContainEqual({ kind: "number", digits: "0.1", isDate: false });
    expect(cells).toContainEqual({ kind: "number", digits: "0.0000000001", isDate: false });
    expect(cells).toContainEqual({ kind: "text", text: "123456789012345.78" });
    const text = csvFile(["编码", "名称", "基本单位编码", "最高库存"], ["DEC", "小数", "1", "0.3"]);
    const unit = (await client.measure_unit.detail({ id: "1" })).number;
    const fixed = Buffer.from(text.toString("utf8").replace(",1,0.3", `,${unit},0.3`));
    expect(await put("material", fixed)).toMatchObject({ changed: 1 });
    expect(await client.material.detail({ number: "DEC" })).toMatchObject({
      max_inventory_qty: "0.3",
      sec_inventory_qty: "0.0000000001",
    });
  });
});

const WRONG = [
  ["编码", "名称", "分类编码", "启用状态", "启用仓位管理"],
  ["W1", "仓一", "没有", "1", "是"],
  ["W2", "仓二", "G1", "2", "也许"],
  ["W3", "", "G1", "1", "否"],
  ["W4", "仓四", "", "", ""],
  ["W4", "仓四又", "", "", ""],
];
const WRONG_TOLD = [
  ["referenceUnknown", "rows[1].group_number"],
  ["flagInvalid", "rows[2].is_allow_freight"],
  ["choiceUnknown", "rows[2].enable"],
  ["fieldRequired", "rows[3].name"],
  ["rowRepeated", "rows[5].id"],
];

describe("what is wrong", () => {
  test("is told by a preview with row, column and remedy, all of it", async () => {
    const before = await stores();
    const told = await put("store", csvFile(...WRONG), { preview: true });
    const { issues } = told;
    const places = issues.map(({ key, row, column, heading }) => [key, row, column, heading]);
    expect(places).toEqual([
      ["referenceUnknown", 2, "C", "分类编码"],
      ["flagInvalid", 3, "E", "启用仓位管理"],
      ["choiceUnknown", 3, "D", "启用状态"],
      ["fieldRequired", 4, "B", "名称"],
      ["rowRepeated", 6, "", ""],
    ]);
    for (const issue of issues) {
      for (const text of ["description", "description_en", "remedy", "remedy_en"]) {
        expect(issue[text]).not.toMatch(/^$|\{\w+\}/);
      }
    }
    expect(told).toMatchObject({ preview: true, rows: 5, created: 0, ids: [], issue_count: 5 });
    expect(await stores()).toEqual(before);
  });

  test("refuses the whole file, and nothing is written", async () => {
    const before = await stores();
    const refusal = await expectClear(put("store", csvFile(...WRONG)));
    expect(refusal.errors.map(({ key, field }) => [key, field])).toEqual(WRONG_TOLD);
    expect(refusal.errors[0]?.row).toBe(2);
    expect(await stores()).toEqual(before);
  });

  test("a preview of what is right writes nothing either", async () => {
    const before = await stores();
    const file = csvFile(["编码", "名称"], ["P1", "预览"]);
    const told = await put("store", file, { preview: true });
    expect(told).toMatchObject({ preview: true, created: 1, issue_count: 0, ids: [] });
    expect(await stores()).toEqual(before);
  });

  test("a dry run is a preview", async () => {
    const before = await stores();
    const reply = await demo().client.call("POST", "/xingcang/v1/import/store", {
      body: "编码,名称\nP2,试算\n",
      headers: { "Content-Type": "text/csv", "X-Xingcang-Dry-Run": "1" },
    });
    expect(JSON.parse(reply.body).data).toMatchObject({ preview: true, created: 1, ids: [] });
    expect(await stores()).toEqual(before);
  });

  test("in the headings is told of row 1", async () => {
    const file = csvFile(["名称", "名称", "颜色"], ["a", "b", "c"]);
    expect(await refusalOf(put("store", file))).toEqual([
      ["columnTwice", "rows[0]"],
      ["columnUnknown", "rows[0]"],
      ["columnMissing", "rows[0]"],
    ]);
  });

  test("what the save itself refuses is told of its row", async () => {
    const known = await stores();
    const [{ 名称: name = "" } = {}] = known;
    const file = csvFile(["编码", "名称"], ["X1", "可以"], ["X2", name]);
    expect(await refusalOf(put("store", file))).toEqual([["numberTaken", "rows[2].name"]]);
    expect(await put("store", file, { ignore_warn: true })).toMatchObject({ created: 2 });
    const unknown = csvFile(["id", "编码", "名称"], ["77", "X9", "无"]);
    expect(await refusalOf(put("store", unknown))).toEqual([["recordUnknown", "rows[1].id"]]);
  });

  test("a name that several records have, and a name that is not that of the number", async () => {
    const { client } = demo();
    await client.emp.save({ number: "E8", name: "李四" } as never);
    await client.emp.save({ number: "E9", name: "李四", ignore_warn: true } as never);
    const file = csvFile(["编码", "名称", "仓管员编码"], ["X5", "仓", "李四"]);
    expect(await refusalOf(put("store", file))).toEqual([
      ["referenceAmbiguous", "rows[1].storekeeper_number"],
    ]);
    const both = csvFile(["编码", "名称", "分类编码", "分类名称"], ["X6", "仓", "G1", "北京"]);
    const [[key, field] = []] = await refusalOf(put("store", both));
    expect(key).toBe("cellUnusable");
    expect(field).toMatch(/^rows\[1\]\.group_name/);
  });
});

describe("cells of Excel that are not what they were", () => {
  const text = (at: string, value: string) =>
    `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const head = (...names: string[]) =>
    `<row r="1">${names.map((name, at) => text(`${"ABCDE"[at]}1`, name)).join("")}</row>`;
  const store = async (cell: string, parts?: Record<string, string>) =>
    put("store", await xlsxFile(`${head("编码", "名称")}<row r="2">${cell}</row>`, parts));

  test("a code as a number, which has lost its zeros", async () => {
    const cells = `<c r="A2"><v>123</v></c>${text("B2", "仓")}`;
    expect(await refusalOf(store(cells))).toEqual([["cellInexact", "rows[1].number"]]);
  });

  test("a formula, a fault and a date", async () => {
    const dated =
      '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
    const formula = `${text("A2", "F1")}<c r="B2"><f>A1</f><v>1</v></c>`;
    expect(await refusalOf(store(formula))).toEqual([["cellUnusable", "rows[1].name"]]);
    const fault = `${text("A2", "F1")}<c r="B2" t="e"><v>#N/A</v></c>`;
    expect(await refusalOf(store(fault))).toEqual([["cellUnusable", "rows[1].name"]]);
    const day = `${text("A2", "F1")}<c r="B2" s="1"><v>45292</v></c>`;
    expect(await refusalOf(store(day, { "xl/styles.xml": dated }))).toEqual([
      ["cellUnusable", "rows[1].name"],
    ]);
  });

  const material = async (value: string) => {
    const unit = (await demo().client.measure_unit.detail({ id: "1" })).number;
    const cells = `${text("A2", "NUM")}${text("B2", "数")}${text("C2", unit)}<c r="D2"><v>${value}</v></c>`;
    const names = head("编码", "名称", "基本单位编码", "最低库存");
    return put("material", await xlsxFile(`${names}<row r="2">${cells}</row>`));
  };

  test.each([
    ["0.10000000000000001", "0.1"],
    ["1E-10", "0.0000000001"],
    ["123456789012345", "123456789012345"],
  ])("the number %s is %s", async (given, kept) => {
    await material(given);
    const detail = await demo().client.material.detail({ number: "NUM" });
    expect(detail.min_inventory_qty).toBe(kept);
  });

  test.each([
    ["1234567890123456.78", "cellInexact"],
    ["0.30000000000000004", "cellInexact"],
    ["1E+20", "decimalTooLarge"],
    ["1E-11", "decimalTooFine"],
  ])("the number %s is refused: %s", async (given, key) => {
    expect(await refusalOf(material(given))).toEqual([[key, "rows[1].min_inventory_qty"]]);
  });
});

describe("files", () => {
  test.each([
    ["an old Excel file", [0xd0, 0xcf, 0x11, 0xe0, 0], "fileUnreadable"],
    ["a broken archive", [0x50, 0x4b, 3, 4, 9, 9, 9], "fileUnreadable"],
    ["bytes of no encoding", [0xff, 0xff, 0xff, 0x80], "fileUnreadable"],
    ["nothing", [], "sheetEmpty"],
  ])("%s", async (_name, bytes, key) => {
    const [[found] = []] = await refusalOf(put("store", Uint8Array.from(bytes)));
    expect(found).toBe(key === "sheetEmpty" ? "columnMissing" : key);
  });

  test("of GB18030, as Chinese Excel saves CSV, are read", async () => {
    // 编码,名称 / G9,保税
    const hex = "b1e0c2eb2cc3fbb3c60d0a47392cb1a3cbb00d0a";
    expect(await put("store", Uint8Array.from(Buffer.from(hex, "hex")))).toMatchObject({
      created: 1,
    });
    expect((await demo().client.store.list({ search: "G9" })).rows[0]?.name).toBe("保税");
  });

  test("with too many rows or bytes are refused before anything is read of them", async () => {
    const many = Array.from({ length: 5001 }, (_, n) => [`N${n}`, `仓${n}`]);
    const file = csvFile(["编码", "名称"], ...many);
    expect(await refusalOf(put("store", file))).toEqual([["fileTooLarge", ""]]);
    const large = new Uint8Array(20_971_521);
    const { clientWith } = demo();
    const [[key] = []] = await refusalOf(upload(clientWith({ retries: 0 }), "store", large));
    expect(key).toBe("bodyTooLarge");
  });

  test("of 5000 rows are written in one go", async () => {
    const many = Array.from({ length: 5000 }, (_, n) => [`N${n}`, `客户${n}`]);
    const file = csvFile(["编码", "名称"], ...many);
    expect(await put("customer", file)).toMatchObject({ rows: 5000, created: 5000 });
    expect(await put("customer", file)).toMatchObject({ rows: 5000, unchanged: 5000 });
  });

  test("that are sent again with the same key are done once", async () => {
    const { client } = demo();
    const send = () =>
      client.call("POST", "/xingcang/v1/import/customer", {
        body: "名称\n一次\n",
        headers: { "Content-Type": "text/csv" },
        idempotencyKey: "import-once",
      });
    const [first, second] = [await send(), await send()];
    expect(JSON.parse(first.body).data).toMatchObject({ created: 1 });
    expect(second.body).toBe(first.body);
    expect((await client.customer.list({ search: "一次" })).rows.length).toBe(1);
  });
});
