import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stockEndpoints, writeReply } from "@xingcang/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Data } from "../../server/src/application/ports.ts";
import { Refused } from "../../server/src/application/refused.ts";
import { calendarDate } from "../../server/src/domain/calendar-date.ts";
import { invDetail } from "../../server/src/reports/inv-detail.ts";
import { inventory } from "../../server/src/reports/inventory.ts";
import { inventoryStock } from "../../server/src/reports/inventory-stock.ts";
import { findMaterialUnit, listMaterialUnits } from "../../server/src/reports/material-units.ts";
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

const at = (minute: number) => Date.UTC(2026, 8, 1, 0, minute);
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

const reasonOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refused ? error.reasons[0] : error;
};

describe("inventory", () => {
  /** material store batch: on hand / available */
  const shown = async (filters: Data, accountId = "a", allowExpired = false) => {
    const page = await inventory(request(filters, accountId, allowExpired));
    return page.rows.map((row) => {
      const key = [row.material_id, row.stock_id, row.batch_no].filter(Boolean).join(" ");
      return `${key}: ${Number(row.qty)} / ${Number(row.valid_qty)}`;
    });
  };
  const M1 = "m1 w1: 20.5 / 17.5";
  const plain = ["m4 w2: 8 / 0", "m3 w2: 4 / 4", "m2 w2: 12 / 5", "m1 w2: 0 / 0", M1];

  test.each<[string, Data, string[]]>([
    ["newest first, zero rows and expired goods too", {}, plain],
    [
      "by batch, without used-up ones",
      { include_batch_kf_period: true, material_ids: ["m2"] },
      ["m2 w2 B2: 7 / 5", "m2 w2 B1: 5 / 0"],
    ],
    ["by ids", { material_ids: ["m1", "m3"], stock_ids: ["w2"] }, ["m3 w2: 4 / 4", "m1 w2: 0 / 0"]],
    ["by numbers", { material_numbers: ["SP1"], stock_numbers: ["CK1"] }, [M1]],
    ["by bin", { sp_ids: ["p1"] }, [M1]],
    ["by bin number", { sp_numbers: ["A-01"] }, [M1]],
    ["without a bin", { sp_ids: ["0"], material_ids: ["m1"] }, ["m1 w2: 0 / 0"]],
    ["by aux property", { aux_prop_ids: ["x1"] }, ["m3 w2: 4 / 4"]],
    ["by aux property number", { aux_prop_numbers: ["RED-L"] }, ["m3 w2: 4 / 4"]],
    ["unknown", { material_numbers: ["%"] }, []],
    ["empty filters", { material_ids: [], create_start_time: "" }, plain],
    ["changed by a movement or a hold", { modify_start_time: String(at(12)) }, [plain[0]!, M1]],
    [
      "made since; used-up batches are part of the changes",
      {
        include_batch_kf_period: true,
        create_start_time: String(at(8)),
        create_end_time: String(at(9)),
      },
      ["m2 w2 B2: 7 / 5", "m2 w2 B0: 0 / 0"],
    ],
    [
      "on a day",
      { point_date: "2026-09-02", material_ids: ["m1"] },
      ["m1 w2: 9 / 9", "m1 w1: 30 / 30"],
    ],
    ["before all", { point_date: "2026-01-01" }, []],
    [
      "on the day a batch was good",
      { point_date: "2026-08-31", material_ids: ["m2"] },
      ["m2 w2: 5 / 5"],
    ],
    ["on the day after", { point_date: "2026-09-01", material_ids: ["m2"] }, ["m2 w2: 12 / 7"]],
    [
      "on the last good day by the period",
      { point_date: "2026-09-09", material_ids: ["m4"] },
      ["m4 w2: 8 / 8"],
    ],
    ["today, with what is held", { point_date: "2026-09-10", sp_ids: ["p1"] }, [M1]],
  ])("%s", async (_, filters, expected) => {
    expect(await shown(filters)).toEqual(expected);
    expect((await inventory(request(filters))).count).toBe(expected.length);
  });

  test("expired goods are available where the account ships them", async () => {
    const all = await shown({}, "a", true);
    expect(all).toEqual(["m4 w2: 8 / 8", plain[1], "m2 w2: 12 / 10", plain[3], M1]);
  });

  test("pages", async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => shown({ page, page_size: 4 })));
    expect(pages).toEqual([plain.slice(0, 4), plain.slice(4), []]);
    const past = await inventory(request({ page: 3, page_size: 4 }));
    expect(past).toMatchObject({ count: 5, total_page: 2, current_page_size: 0, page: 3 });
  });

  test("a row, as it is written", async () => {
    const filters = { sp_ids: ["p1"], material_ids: ["m1"], include_package: true };
    const page = await inventory(request(filters));
    const reply = JSON.parse(writeReply(stockEndpoints["stock.inventory"].reply, page));
    expect(reply).toMatchObject({ count: 1, page_size: 10, current_page_size: 1, total_page: 1 });
    expect(reply.rows[0]).toEqual({
      ...{ material_id: "m1", material_name: "螺丝", material_number: "SP1", material_model: "M6" },
      ...{ stock_id: "w1", stock_name: "一号仓", stock_number: "CK1", sp_id: "p1" },
      ...{ sp_name: "一排", sp_number: "A-01", stock_id_is_allow_freight: true },
      ...{ aux_prop_id: "0", aux_prop_name: "", aux_prop_number: "" },
      ...{ qty: "20.5000000000", valid_qty: "17.5000000000" },
      ...{ qty_package: "2箱2.5个", valid_qty_package: "1箱8.5个" },
      ...{ kf_date: "", valid_date: "", kf_type: "", kf_period: 0, batch_no: "" },
      ...{ aux_qty: 0, valid_aux_qty: "" },
    });
  });

  test("shelf life: the material's period, or the days between", async () => {
    const filters = { include_batch_kf_period: true, modify_start_time: "0" };
    const { rows } = await inventory(request({ ...filters, material_ids: ["m2", "m4"] }));
    const shelf = rows.map((row) => [row.kf_date, row.valid_date, row.kf_type, row.kf_period]);
    expect(shelf).toEqual([
      ["2026-03-09", "2026-09-09", "2", 6],
      ["2026-09-01", "2026-10-01", "1", 30],
      ["2026-08-01", "2026-08-31", "1", 30],
      ["2026-07-01", "2026-07-20", "1", 19],
    ]);
  });

  test("aux property and bin of a row", async () => {
    const [row] = (await inventory(request({ material_ids: ["m3"] }))).rows;
    expect(row).toMatchObject({ aux_prop_id: "x1", aux_prop_number: "RED-L", sp_id: "0" });
    expect(row).toMatchObject({ aux_prop_name: "红/L", sp_name: "" });
  });

  test.each<[Data, string]>([
    [{ include_package: true }, "include_package"],
    [{ include_package: true, material_ids: ["m1", "m2"] }, "include_package"],
    [{ include_package: true, material_numbers: ["SP1", "SP2"] }, "include_package"],
    [{ modify_end_time: "2026" + "-09" }, "modify_end_time"],
  ])("%j is refused", async (filters, path) => {
    expect(await reasonOf(inventory(request(filters)))).toMatchObject({
      key: "valueInvalid",
      path,
    });
  });

  test("another account's stock never shows", async () => {
    expect(await shown({ sp_ids: ["p1"] }, "b")).toEqual(["m1 w1: 205 / 175"]);
    expect(await shown({}, "c")).toEqual([]);
  });
});

describe("stock of one material by store", () => {
  const shown = async (filters: Data, accountId = "a") => {
    const { rows } = await inventoryStock(request(filters, accountId));
    return rows.map((row) => {
      const place = [row.inv_stock, row.inv_stock_position].filter(Boolean).join(" ");
      return `${place}: ${row.inv_im_qty} / ${row.inv_qty} ${row.inv_base_unit}`;
    });
  };

  test.each<[Data, string[]]>([
    [{ material_id: "m1" }, ["一号仓: 20.5 / 17.5 个"]],
    [{ material_id: "m1", is_show_stock_position: true }, ["一号仓 一排: 20.5 / 17.5 个"]],
    [
      { material_id: "m1", is_show_zero_im_qty: true },
      ["一号仓: 20.5 / 17.5 个", "二号仓: 0 / 0 个", "三号仓: 0 / 0 个"],
    ],
    [{ material_id: "m2" }, ["二号仓: 12 / 5 个"]],
    [{ material_id: "m3", aux_prop_id: "x1" }, ["二号仓: 4 / 4 个"]],
    [{ material_id: "m3", aux_prop_id: "x2" }, []],
    [{ material_id: "m3", aux_prop_id: "0" }, ["二号仓: 4 / 4 个"]],
  ])("%j", async (filters, expected) => {
    expect(await shown(filters)).toEqual(expected);
  });

  test("another account's is another's", async () => {
    expect(await shown({ material_id: "m1" }, "b")).toEqual(["一号仓乙: 205 / 175 个乙"]);
    expect(await reasonOf(shown({ material_id: "m1" }, "c"))).toMatchObject({
      ...{ key: "referenceUnknown", path: "material_id", params: { title: "商品id", given: "m1" } },
    });
  });
});

describe("units of materials", () => {
  const list = (filters: Data, accountId = "a") =>
    listMaterialUnits({ database, accountId, filters: { material_id: ["m1"], ...filters } });

  test("base unit first, then the fixed ones", async () => {
    const page = await list({});
    expect(page).toMatchObject({ count: 3, page_size: 10, total_page: 1 });
    expect(page.rows).toEqual([
      {
        id: "m10",
        material_id: "m1",
        index: 1,
        is_default: true,
        is_float: false,
        coefficient: "1",
        unit_id: "u1",
        unit_name: "个",
        conversion_unit_id: "u1",
        conversion_unit_name: "个",
      },
      {
        id: "m11",
        material_id: "m1",
        index: 2,
        is_default: false,
        is_float: false,
        coefficient: "9",
        unit_id: "u2",
        unit_name: "箱",
        conversion_unit_id: "u1",
        conversion_unit_name: "个",
      },
      {
        id: "m12",
        material_id: "m1",
        index: 3,
        is_default: false,
        is_float: false,
        coefficient: "40",
        unit_id: "u3",
        unit_name: "托",
        conversion_unit_id: "u2",
        conversion_unit_name: "箱",
      },
    ]);
  });

  test.each<[Data, string[]]>([
    [{ material_id: ["m1", "m2"] }, ["m20", "m10", "m11", "m12"]],
    [{ search: "箱" }, ["m11"]],
    [{ page: 2, page_size: 2 }, ["m12"]],
    [{ page_size: 1, un_page: "1" }, ["m10", "m11", "m12"]],
    [{ create_start_time: String(at(1)) }, []],
    [{ material_id: ["unknown"] }, []],
  ])("%j", async (filters, expected) => {
    expect((await list(filters)).rows.map((row) => row.id)).toEqual(expected);
  });

  test("one by its id", async () => {
    expect(await findMaterialUnit(database, "a", "m12")).toMatchObject({ unit_id: "u3" });
    expect(await findMaterialUnit(database, "a", "m13")).toBeUndefined();
    expect(await findMaterialUnit(database, "a", "")).toBeUndefined();
    expect(await findMaterialUnit(database, "c", "m12")).toBeUndefined();
  });
});

/** 5,000 materials in 20 stores each; the first thousand of them have moved. */
const MANY = `
  insert into account (id, name) values ('many', 'many');
  insert into master (account_id, kind, id, number, name, data, created_at, creator_id, modified_at,
                      modifier_id)
  select 'many', 'material', 'm' || i, 'SP' || i, '商品' || i, '{"base_unit_id": "u1"}', now(), '',
         now(), ''
  from generate_series(10001, 15000) i;
  insert into master (account_id, kind, id, number, name, data, created_at, creator_id, modified_at,
                      modifier_id)
  select 'many', 'store', 'w' || i, 'CK' || i, '仓' || i, '{}', now(), '', now(), ''
  from generate_series(1, 20) i;
  insert into stock (account_id, id, material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date,
                     on_hand, occupied)
  select 'many', m * 100 + w, 'm' || m, '', 'w' || w, '', '', '', m % 7, 0
  from generate_series(10001, 15000) m, generate_series(1, 20) w;
  analyze; -- else the foreign keys are checked with the plans of a tiny table
  insert into cost_pool (account_id, id, material_id, aux_prop_id, batch_no, store_id, quantity,
                         value, last_date)
  select 'many', m, 'm' || m, '', '', '', 0, 0, '' from generate_series(10001, 15000) m;
  analyze;
  insert into ledger (account_id, seq, stock_id, pool_id, bill_type, bill_id, bill_no, line_id,
                      bill_date, quantity, amount, costed, reverses, hold_serials, serials)
  select 'many', id, id, id / 100, 'inv_other_in', 'b', 'b', 'l', '2026-09-01', 7, 7, false, 0,
         '{}', '{}'
  from stock where account_id = 'many' and id < 1100100;
  analyze`;

describe("100,000 keys", () => {
  beforeAll(async () => {
    await database.pool.query(MANY);
  });

  test.each<[string, () => Promise<{ rows: object[] }>]>([
    ["inventory", () => inventory(request({}, "many"))],
    ["inventory, page 500", () => inventory(request({ page: 500 }, "many"))],
    ["inventory, by batch", () => inventory(request({ include_batch_kf_period: true }, "many"))],
    ["inventory, one material", () => inventory(request({ material_ids: ["m10500"] }, "many"))],
    ["inventory, a number", () => inventory(request({ material_numbers: ["SP10500"] }, "many"))],
    ["inventory, on a day", () => inventory(request({ point_date: "2026-09-01" }, "many"))],
    ["inventory, changes", () => inventory(request({ modify_start_time: "0" }, "many"))],
    ["movements", () => invDetail(request({}, "many"))],
    ["movements, page 200", () => invDetail(request({ page: 200 }, "many"))],
    ["movements, a material", () => invDetail(request({ filter_material_id: ["m10500"] }, "many"))],
    ["stock by store", async () => inventoryStock(request({ material_id: "m10500" }, "many"))],
  ])("%s", async (name, run) => {
    await run();
    const started = performance.now();
    const page = await run();
    console.log(
      `${name}: ${(performance.now() - started).toFixed(1)} ms, ${page.rows.length} rows`,
    );
  });
});
