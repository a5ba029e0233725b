import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stockEndpoints, writeReply } from "@xingcang/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Data } from "../../server/src/application/ports.ts";
import { calendarDate } from "../../server/src/domain/calendar-date.ts";
import { invDetail } from "../../server/src/reports/inv-detail.ts";
import { type Database, openDatabase } from "../../server/src/storage/database.ts";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../server/src/storage/embedded/index.ts";
import { migrate } from "../../server/src/storage/migrate.ts";
import { settingsOf } from "../../server/src/storage/unit-of-work.ts";

const SCRIPT = "../../server/src/reports/testing/stock.sql";

let folder = "";
let embedded: EmbeddedDatabase;
let database: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "xingcang-reports-"));
  chmodSync(folder, 0o755);
  embedded = await startEmbeddedDatabase({ dataDir: join(folder, "data"), log: () => {} });
  database = openDatabase(embedded.connection, () => {});
  await migrate(database.kysely);
  const script = readFileSync(join(import.meta.dirname, SCRIPT), "utf8");
  for (const [account, factor] of [
    ["a", "1"],
    ["b", "10"],
  ] as const) {
    await database.pool.query(
      script.replaceAll("{account}", account).replaceAll("{factor}", factor),
    );
  }
});

afterAll(async () => {
  await database?.close();
  await embedded?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const request = (filters: Data, accountId = "a", allowExpired = false) => ({
  database,
  accountId,
  settings: { ...settingsOf({}), allowExpired },
  today: calendarDate("2026-09-10"),
  filters: filters as never,
});

describe("movements", () => {
  /** bill: in / out base quantity, what remains and its cost */
  const shown = async (filters: Data, accountId = "a") => {
    const page = await invDetail(request(filters, accountId));
    return page.rows.map((row) => {
      const remain = `${row.remain_base_qty} = ${row.remain_cost}`;
      return `${row.material_id} ${row.bill_no} ${row.in_base_qty} / ${row.out_base_qty} ${remain}`;
    });
  };
  const m1 = [
    "m1 NO-b1 30 / 0 30 = 300",
    "m1 NO-b2 9 / 0 39 = 400",
    "m1 NO-b3 0 / 9.5 29.5 = 305",
    "m1 NO-b4 0 / 9 20.5 = 205",
  ];
  const m2 = [
    "m2 NO-b1 3 / 0 3 = 30",
    "m2 NO-b1 5 / 0 8 = 80",
    "m2 NO-b3 0 / 3 5 = 50",
    "m2 NO-b1 7 / 0 12 = 120",
  ];
  const rest = ["m3 NO-b1 4 / 0 4 = 40", "m4 NO-b1 8 / 0 8 = 0"];

  test.each<[string, Data, string[]]>([
    ["by material and date; what was un-audited vanishes", {}, [...m1, ...m2, ...rest]],
    ["audited", { filter_audit_status: "C", filter_material_id: ["m1"] }, m1],
    ["drafts", { filter_audit_status: "B" }, []],
    ["voiding", { filter_audit_status: "D" }, []],
    ["by name", { search: "螺丝" }, m1],
    ["by number", { search: "sp2" }, m2],
    ["by group", { filter_material_category: ["mg1"] }, m1],
    [
      "from a date, with what was there before",
      { filter_material_id: ["m1"], start_date: "2026-09-03" },
      m1.slice(2),
    ],
    [
      "up to a date",
      { filter_material_id: ["m1"], start_date: "2026-09-02", end_date: "2026-09-03" },
      m1.slice(1, 3),
    ],
    [
      "of a store: what remains is that of the store",
      { filter_material_id: ["m1"], filter_stock_id: ["w2"] },
      ["m1 NO-b2 9 / 0 9 = 100", "m1 NO-b4 0 / 9 0 = 0"],
    ],
    [
      "of a group of stores",
      { search: "螺丝", filter_stock_category: ["g1"] },
      ["m1 NO-b2 9 / 0 9 = 100", "m1 NO-b4 0 / 9 0 = 0"],
    ],
    ["of a bin", { filter_sp_id: ["p1"] }, [m1[0]!, "m1 NO-b3 0 / 9.5 20.5 = 205"]],
    ["of no bin", { filter_sp_id: ["0"], search: "短袖" }, [rest[0]!]],
    ["of a batch", { filter_batch_no: ["B0"] }, [m2[0]!, "m2 NO-b3 0 / 3 0 = 0"]],
    ["of a department, which hides rows only", { filter_dept_id: ["d2"] }, [m1[1]!, m1[3]!]],
    ["of a bill type", { filter_bill_type_id: ["inv_other_out"] }, [m1[2]!, m1[3]!, m2[2]!]],
    [
      "by entity number",
      { filter_bill_type_id: ["inv_other_bill_outbound"], search: "螺丝" },
      m1.slice(2),
    ],
    ["of an unknown bill type", { filter_bill_type_id: ["ar_creditbill"] }, []],
    ["unknown", { filter_material_id: ["m1' or true"] }, []],
  ])("%s", async (_, filters, expected) => {
    expect(await shown(filters)).toEqual(expected);
    expect((await invDetail(request(filters))).count).toBe(expected.length);
  });

  test("pages keep what remains", async () => {
    expect(await shown({ page: 2, page_size: 3 })).toEqual([m1[3], m2[0], m2[1]]);
    const past = await invDetail(request({ page: 5, page_size: 3 }));
    expect(past).toMatchObject({ count: 10, total_page: 4, page: 5, rows: [] });
    expect(await invDetail(request({}))).toMatchObject({ page_size: 100, current_page_size: 10 });
  });

  test("a row in, as it is written", async () => {
    const page = await invDetail(request({ filter_material_id: ["m1"], page: 2, page_size: 1 }));
    const reply = JSON.parse(writeReply(stockEndpoints["stock.invDetail"].reply, page));
    expect(reply.rows[0]).toMatchObject({
      ...{ material_id: "m1", material_name: "螺丝", material_number: "SP1", bill_no: "NO-b2" },
      ...{ bill_date: "2026-09-02", bill_status: "C", trans_type: "其他入库单", unit_name: "箱" },
      ...{ stock_name: "二号仓", sp_id: "0", aux_prop_id: "0", aux_name1: "", unit_id: "u2" },
      ...{ in_qty: "1", in_aux_qty: "2.5", in_common_unit_cost: "100", in_base_qty: "9" },
      ...{ in_unit_cost: "11.1111111111", in_cost: "100", out_qty: "0", out_aux_qty: "0" },
      ...{ out_common_unit_cost: "0", out_base_qty: "0", out_unit_cost: "0", out_cost: "0" },
      ...{ remain_base_qty: "39", remain_package: "4箱3个", remain_cost: "400" },
      remain_unit_cost: "10.2564102564",
    });
  });

  test("a row out, serials, aux property, batch, bin", async () => {
    const rowOf = async (filters: Data) => (await invDetail(request(filters))).rows[0];
    expect(
      await rowOf({ filter_stock_id: ["w2"], filter_bill_type_id: ["inv_other_out"] }),
    ).toMatchObject({
      ...{ in_qty: "0", in_cost: "0", out_qty: "1", out_base_qty: "9", out_cost: "100" },
      ...{ remain_base_qty: "0", remain_unit_cost: "0", remain_package: "0个", remain_cost: "0" },
    });
    expect(await rowOf({ filter_material_id: ["m3"] })).toMatchObject({
      ...{ material_brand_number: "S1;S2", aux_prop_name: "红/L", aux_prop_number: "RED-L" },
      ...{ aux_id1: "v1", aux_name1: "红", aux_id2: "", trans_type: "赠品入库", in_qty: "4" },
    });
    expect(await rowOf({ filter_batch_no: ["B2"] })).toMatchObject({
      ...{ batch_no: "B2", kf_date: "2026-09-01", valid_date: "2026-10-01", kf_period: "30" },
    });
    expect(await rowOf({ filter_batch_no: ["B1"] })).toMatchObject({ valid_date: "2026-08-31" });
    expect(await rowOf({ filter_sp_id: ["p1"] })).toMatchObject({ sp_name: "一排", sp_id: "p1" });
  });

  test("another account's movements never show", async () => {
    expect(await shown({ filter_sp_id: ["p1"] }, "b")).toEqual([
      "m1 NO-b1 300 / 0 300 = 3000",
      "m1 NO-b3 0 / 95 205 = 2050",
    ]);
    expect(await shown({}, "c")).toEqual([]);
  });
});
