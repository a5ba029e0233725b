import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BillName, MasterName } from "@xingcang/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Data } from "../../server/src/application/ports.ts";
import { Refused } from "../../server/src/application/refused.ts";
import { listBills } from "../../server/src/reports/bill-list.ts";
import { listMasters } from "../../server/src/reports/master-list.ts";
import { type Database, openDatabase } from "../../server/src/storage/database.ts";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../server/src/storage/embedded/index.ts";
import { migrate } from "../../server/src/storage/migrate.ts";

let folder = "";
let embedded: EmbeddedDatabase;
let database: Database;

type Row = Record<string, unknown>;

/** Inserts rows that have the same columns. */
async function insert(table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  await database.pool.query(
    `insert into ${table} (${columns})
     select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

const at = (minute: number) => Date.UTC(2026, 8, 1, 0, minute);

/** Made one minute after the other, in the order of the rows. */
function masterRows(accountId: string, rows: readonly [string, string, string, string, Row?][]) {
  return rows.map(([kind, id, number, name, data = {}], minute) => ({
    account_id: accountId,
    kind,
    id,
    number,
    name,
    parent_id: data.parent_id ?? "",
    enabled: data.enabled ?? true,
    data,
    created_at: new Date(at(minute)),
    creator_id: "u1",
    modified_at: new Date(at(minute + 100)),
    modifier_id: "u1",
  }));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "xingcang-lists-"));
  chmodSync(folder, 0o755);
  embedded = await startEmbeddedDatabase({ dataDir: join(folder, "data"), log: () => {} });
  database = openDatabase(embedded.connection, () => {});
  await migrate(database.kysely);
  await insert("account", [
    { id: "a", name: "甲", settings: {}, created_at: new Date(0) },
    { id: "b", name: "乙", settings: {}, created_at: new Date(0) },
  ]);
  await insert("master", masterRows("a", MASTERS));
  await insert("master", masterRows("b", MASTERS.slice(0, 9)));
  await insertBills("a");
  await insertBills("b");
});

afterAll(async () => {
  await database?.close();
  await embedded?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const MASTERS: [string, string, string, string, Row?][] = [
  ["measure_unit", "u1", "个", "个", { precision: "0" }],
  ["measure_unit", "u2", "箱", "箱", { precision: "2" }],
  ["measure_unit", "u3", "托", "托", { precision: "2" }],
  ["department", "d1", "BM1", "生产部"],
  ["department", "d2", "BM2", "一车间", { parent_id: "d1" }],
  ["department", "d3", "BM3", "装配组", { parent_id: "d2" }],
  ["emp", "e1", "ZY1", "张三", { department_id: "d2" }],
  ["customer", "c1", "KH2", "上海海星贸易", { group_id: "g1" }],
  ["supplier", "s1", "GYS1", "华东五金", { group_id: "g2" }],
  [
    "customer",
    "c2",
    "KH1",
    "北京海星",
    {
      contact_persons: [
        { contact_person: "王五", mobile: "139", is_default_linkman: true },
        { contact_person: "赵六", mobile: "138", is_default_linkman: false },
      ],
    },
  ],
  [
    "material",
    "m1",
    "SP00001",
    "不锈钢螺丝 100%",
    {
      parent_id: "mg1",
      base_unit_id: "u1",
      is_multi_unit: true,
      model: "M6_A",
      barcode: "690001",
      fix_unit_id1: "u2",
      coefficient1: "9",
      fix_unit_id2: "u3",
      coefficient2: "40",
      conversion_unit_id2: "u2",
    },
  ],
  [
    "material",
    "m2",
    "SP00002",
    "螺母",
    {
      base_unit_id: "u1",
      help_code: "LM",
      barcode_entity: [{ barcode: "690002" }],
    },
  ],
  ["material", "m3", "SP00003", "停用商品", { base_unit_id: "u1", enabled: false }],
  ["store", "w1", "CK1", "一号仓", { group_id: "wg1" }],
  ["space", "p1", "A-01", "一排", { stock_id: "w1" }],
  ["store_group", "wg1", "FL1", "华东"],
  ["store_group", "wg2", "FL2", "苏州", { parent_id: "wg1" }],
  ["aux_info", "x1", "QTRKLX01", "赠品入库", { group_id: "t1" }],
];

async function insertBills(accountId: string): Promise<void> {
  const bill = (
    minute: number,
    type: string,
    id: string,
    billNo: string,
    rest: Row,
    head: Row,
  ) => ({
    account_id: accountId,
    type,
    id,
    bill_no: billNo,
    bill_date: "2026-09-01",
    status: "Z",
    head,
    created_at: new Date(at(minute)),
    creator_id: "u1",
    modified_at: new Date(at(minute + 5)),
    modifier_id: "u1",
    audited_at: null,
    auditor_id: "",
    ...rest,
  });
  await insert("bill", [
    bill(
      0,
      "inv_other_in",
      "b1",
      "QTRK-1",
      {},
      { dept_id: "d1", customer_id: "c1", remark: "赠品" },
    ),
    bill(
      1,
      "inv_other_in",
      "b2",
      "QTRK-2",
      { status: "C", audited_at: new Date(at(3)) },
      {
        supplier_id: "s1",
        emp_id: "e1",
      },
    ),
    bill(2, "inv_other_in", "b3", "QTRK-3", { bill_date: "2026-09-03" }, { dept_id: "d2" }),
    bill(3, "inv_disassemble", "b4", "CXD-1", {}, { emp_id: "e1" }),
  ]);
  const line = (billType: string, billId: string, id: string, materialId: string) => ({
    account_id: accountId,
    bill_type: billType,
    bill_id: billId,
    id,
    seq: 1,
    material_id: materialId,
    store_id: "w1",
    cost: "12.30",
    data: { material_id: materialId, qty: "5" },
  });
  await insert("bill_line", [
    line("inv_other_in", "b1", "l1", "m1"),
    line("inv_other_in", "b2", "l2", "m2"),
    line("inv_other_in", "b3", "l3", "m2"),
    line("inv_disassemble", "b4", "l4", "m1"),
  ]);
}

const reasonOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refused ? error.reasons[0] : error;
};

describe("bills", () => {
  const list = (filters: Data, billType: BillName = "inv_other_in", accountId = "a") =>
    listBills({ database, accountId, billType, filters });
  const all = ["QTRK-3", "QTRK-2", "QTRK-1"];

  test.each<[Data, string[]]>([
    [{}, all],
    [{ bill_status: "" }, all],
    [{ bill_status: "C" }, ["QTRK-2"]],
    [{ bill_no: "QTRK-1" }, ["QTRK-1"]],
    [{ bill_no: "QTRK" }, []],
    [{ start_bill_date: "2026-09-02" }, ["QTRK-3"]],
    [{ start_bill_date: "2026-09-01", end_bill_date: "2026-09-01" }, ["QTRK-2", "QTRK-1"]],
    [{ create_start_time: String(at(1)) }, ["QTRK-3", "QTRK-2"]],
    [{ create_end_time: String(at(1)) }, ["QTRK-2", "QTRK-1"]],
    [{ modify_start_time: String(at(6)), modify_end_time: String(at(6)) }, ["QTRK-2"]],
    [{ dept_id: ["d1", "d2"] }, ["QTRK-3", "QTRK-1"]],
    [{ dept_id: [] }, all],
    [{ dept_number: "BM2" }, ["QTRK-3"]],
    [{ customer_id: ["c1"] }, ["QTRK-1"]],
    [{ customer_number: "KH2" }, ["QTRK-1"]],
    [{ customer_name: "海星" }, ["QTRK-1"]],
    [{ supplier_id: ["s1"] }, ["QTRK-2"]],
    [{ material_name: "螺" }, all],
    [{ material_name: "100%" }, ["QTRK-1"]],
    [{ material_name: "%" }, ["QTRK-1"]],
    [{ material_number: "SP00002" }, ["QTRK-3", "QTRK-2"]],
    [{ material_number: "SP0000" }, []],
    [{ material_model: "m6_" }, ["QTRK-1"]],
    [{ material_model: "6A" }, []],
    [{ search: "螺母" }, ["QTRK-3", "QTRK-2"]],
    [{ search: "赠品" }, ["QTRK-1"]],
    [{ search: "sp00001" }, ["QTRK-1"]],
    [{ search: "k-2" }, ["QTRK-2"]],
    [{ search: "' or true --" }, []],
    [{ dept_id: ["d2"], material_number: "SP00001" }, []],
  ])("%j", async (filters, expected) => {
    const page = await list(filters);
    expect(page.rows.map((row) => row.billNo)).toEqual(expected);
    expect(page.count).toBe(expected.length);
  });

  test("each type has its own filters", async () => {
    const byEmp = await list({ emp_id: ["e1"] }, "inv_disassemble");
    expect(byEmp.rows.map((row) => row.id)).toEqual(["b4"]);
    const byNumber = await list({ emp_number: "ZY1", total_fields: ["cost"] }, "inv_disassemble");
    expect(byNumber.count).toBe(1);
  });

  test.each([
    [{ page: 1, page_size: 2 }, ["QTRK-3", "QTRK-2"]],
    [{ page: 2, page_size: 2 }, ["QTRK-1"]],
    [{ page: 3, page_size: 2 }, []],
  ])("page %j", async (filters, expected) => {
    const page = await list(filters);
    expect(page.rows.map((row) => row.billNo)).toEqual(expected);
    expect(page).toMatchObject({ count: 3, total_page: 2, current_page_size: expected.length });
  });

  test("a record has its times, and its lines only when asked for", async () => {
    const [row] = (await list({ bill_no: "QTRK-2" })).rows;
    expect(row).toMatchObject({
      type: "inv_other_in",
      id: "b2",
      billDate: "2026-09-01",
      status: "C",
      lines: [],
      createdAt: at(1),
      modifiedAt: at(6),
      auditedAt: at(3),
      head: { emp_id: "e1" },
    });
  });

  test.each(["2026-09-01", "1.5", "-1"])("%s is no timestamp", async (given) => {
    expect(await reasonOf(list({ create_start_time: given }))).toMatchObject({
      key: "valueInvalid",
      path: "create_start_time",
      params: { title: "创建时间起", given },
    });
  });

  test("another account's bills never show", async () => {
    await database.pool.query("update bill set bill_no = bill_no || '-B' where account_id = 'b'");
    expect((await list({})).rows.map((row) => row.billNo)).toEqual(all);
    expect((await list({}, "inv_other_in", "b")).count).toBe(3);
    // The customer exists in both, the material's later records only in the first.
    expect((await list({ material_name: "螺" }, "inv_other_in", "b")).count).toBe(0);
    expect((await list({}, "inv_other_in", "c")).rows).toEqual([]);
  });
});

describe("masters", () => {
  const list = (kind: MasterName, filters: Data, accountId = "a") =>
    listMasters({ database, accountId, kind, filters });

  test.each<[MasterName, Data, string[]]>([
    ["material", {}, ["m2", "m1"]],
    ["material", { enable: "1" }, ["m2", "m1"]],
    ["material", { enable: "0" }, ["m3"]],
    ["material", { enable: "-1" }, ["m3", "m2", "m1"]],
    ["material", { ids: ["m1", "m3"] }, ["m1"]],
    ["material", { parent: ["mg1"] }, ["m1"]],
    ["material", { search: "螺丝" }, ["m1"]],
    ["material", { search: "sp0000" }, ["m2", "m1"]],
    ["material", { search: "69000" }, ["m1"]],
    ["material", { search: "690002" }, ["m2"]],
    ["material", { search: "lm" }, ["m2"]],
    ["material", { create_start_time: String(at(11)) }, ["m2"]],
    ["material", { modify_end_time: String(at(110)) }, ["m1"]],
    ["material", { is_data_perm: true, show_units: true }, ["m2", "m1"]],
    ["customer", { enable: -1 }, ["c2", "c1"]],
    ["customer", { order_by: "number asc" }, ["c2", "c1"]],
    ["customer", { order_by: "number desc" }, ["c1", "c2"]],
    ["customer", { order_by: "create_time, id DESC" }, ["c1", "c2"]],
    ["customer", { group: ["g1"] }, ["c1"]],
    ["customer", { contact_person_main: "王", mobile_main: "139" }, ["c2"]],
    ["customer", { mobile_main: "138" }, []],
    ["department", { parent_id: ["d1"] }, ["d2"]],
    ["department", { parent_id: ["d2"] }, ["d3"]],
    ["department", { level: 1 }, ["d1"]],
    ["department", { level: 3 }, ["d3"]],
    ["department", { level: -1 }, []],
    ["store_group", { level: 2, parent: ["wg1"] }, ["wg2"]],
    ["emp", { dept_id: ["d2"] }, ["e1"]],
    ["space", { groupid: ["w1"] }, ["p1"]],
    ["space", { groupid: ["wg1"] }, []],
    ["store", { groupid: ["wg1"] }, ["w1"]],
    ["aux_info", { group: ["t1"], number: "QTRKLX01" }, ["x1"]],
    ["aux_info", { name: "赠品" }, []],
    ["supplier", { group: "g2" }, ["s1"]],
  ])("%s %j", async (kind, filters, expected) => {
    const page = await list(kind, filters);
    expect(page.rows.map((row) => row.id)).toEqual(expected);
    expect(page.count).toBe(expected.length);
  });

  test("pages, and everything on one page", async () => {
    expect(await list("department", { page: 2, page_size: 2 })).toMatchObject({
      count: 3,
      total_page: 2,
      rows: [{ id: "d1", number: "BM1", name: "生产部" }],
    });
    expect(await list("supplier", { un_page: "1", page: 5 })).toMatchObject({
      count: 1,
      page: 1,
      page_size: 1,
      total_page: 1,
      rows: [{ id: "s1" }],
    });
  });

  test.each(["price asc", "number; drop table bill", "number up", "__proto__"])(
    "%s is no order",
    async (given) => {
      expect(await reasonOf(list("customer", { order_by: given }))).toMatchObject({
        key: "valueInvalid",
        path: "order_by",
        params: { given },
      });
    },
  );

  test("another account's records never show", async () => {
    expect((await list("material", {}, "b")).count).toBe(0);
    expect((await list("department", { level: 2 }, "b")).rows.map((row) => row.id)).toEqual(["d2"]);
    await database.pool.query("update master set parent_id = 'd1' where account_id = 'b'");
    expect((await list("department", { parent_id: ["d1"] })).rows).toHaveLength(1);
  });
});
