/** 批次保质期及库存列表 and 序列号状态表, over HTTP with every documented filter and paging rule. */
import { beforeAll, describe, expect, test } from "vitest";
import { dayOf } from "../../server/src/application/china-time.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import {
  BIN_STORE,
  BINS,
  type Fields,
  OTHER_STORE,
  STORE,
  warehouse,
} from "../support/warehouse.ts";

const demo = useDemoServer();
const { material, row, book, undo, held, occupy } = warehouse(demo);

const DAY_MS = 86_400_000;
const dayFromNow = (days: number) => dayOf(demo().now() + days * DAY_MS);

type Query = Readonly<Record<string, string | string[]>>;

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
  readonly page: number;
  readonly page_size: number;
  readonly current_page_size: number;
  readonly total_page: number;
}

/** As it comes from the wire, whatever spelling the query has. */
async function get<Row = unknown>(path: string, query: Query): Promise<Page<Row>> {
  const reply = await demo().client.call("GET", `/jdy/v2/scm/${path}`, { query });
  const { errcode, data, description } = JSON.parse(reply.body);
  expect(errcode, description).toBe(0);
  return data;
}

const listOf = (filters: Fields) => demo().client.stock.batchInventory(filters as never);
const statusOf = (filters: Fields) => demo().client.stock.serialStatus(filters as never);

describe("批次保质期及库存列表", () => {
  let milk = "";
  let wine = "";
  let many = "";

  beforeAll(async () => {
    milk = await material({
      is_batch: true,
      is_kf_period: true,
      kf_period: "30",
      kf_period_type: "1",
    });
    wine = await material({ is_batch: true });
    many = await material({ is_batch: true });
    const plain = await material();
    await book("inv_other_in", [
      row(milk, "5", { batch_no: "M1", kf_date: dayFromNow(-40), cost: "5" }),
      row(milk, "7", { batch_no: "M2", kf_date: dayFromNow(-1) }),
      row(wine, "3", { batch_no: "W1" }),
      row(wine, "2", { batch_no: "W1", stock_id: BIN_STORE, sp_id: BINS[0] }),
      row(plain, "9"),
      ...Array.from({ length: 105 }, (_, at) => row(many, "1", { batch_no: `N${1000 + at}` })),
    ]);
    await occupy("BATCH-1", [held(milk, "2", { batch_no: "M2", kf_date: dayFromNow(-1) })]);
    await book("inv_other_in", [row(wine, "1", { batch_no: "W0" })]);
    await book("inv_other_out", [row(wine, "1", { batch_no: "W0" })]);
  });

  test("a row has its key, on hand, what is available of it, and its dates", async () => {
    const { rows, count } = await listOf({ material_ids: [milk] });
    expect(count).toBe(2);
    const name = (await demo().client.material.detail({ id: milk })).name;
    expect(rows.find(({ batch_no }) => batch_no === "M2")).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      material_entry: { id: milk, name },
      stock_entry: { id: STORE, number: "001", name: "仓库A" },
      sp_entry: { id: "0", number: "", name: "" },
      aux_prop_entry: { id: "0", number: "", name: "" },
      qty: "7.0000000000",
      valid_qty: "5.0000000000",
      kf_date: dayFromNow(-1),
      valid_date: dayFromNow(29),
      kf_period: 30,
      kf_type: "1",
      aux_qty: "",
      valid_aux_qty: "",
    });
    // Past its date: on hand, and nothing of it available (D17).
    expect(rows.find(({ batch_no }) => batch_no === "M1")).toMatchObject({
      qty: "5.0000000000",
      valid_qty: "0.0000000000",
    });
  });

  test("goods without batch and date never show, used-up batches when changes are asked for", async () => {
    const since = String(demo().now() - 3_600_000);
    const all = await listOf({ page_size: 100 });
    expect(all.rows.every(({ batch_no, kf_date }) => batch_no !== "" || kf_date !== "")).toBe(true);
    const batches = async (filters: Fields) => {
      const { rows, count } = await listOf({ material_ids: [wine], ...filters });
      expect(count).toBe(rows.length);
      return rows.map(({ batch_no, stock_entry }) => `${batch_no} ${stock_entry.id}`).sort();
    };
    const left = [`W1 ${STORE}`, `W1 ${BIN_STORE}`].sort();
    const later = String(demo().now() + 3_600_000);
    const table: [Fields, string[]][] = [
      [{}, left],
      [{ stock_ids: [STORE] }, [`W1 ${STORE}`]],
      [{ stock_ids: [STORE, BIN_STORE] }, left],
      [{ sp_ids: [BINS[0]] }, [`W1 ${BIN_STORE}`]],
      [{ sp_ids: ["0"] }, [`W1 ${STORE}`]],
      [{ aux_prop_ids: ["0"] }, left],
      [{ aux_prop_ids: ["7"] }, []],
      [{ modify_start_time: since }, [`W0 ${STORE}`, ...left].sort()],
      [{ modify_end_time: since }, []],
      [{ create_start_time: later }, []],
      [{ create_end_time: later }, [`W0 ${STORE}`, ...left].sort()],
      [{ material_ids: ["1"] }, []],
    ];
    for (const [filters, expected] of table) {
      expect(await batches(filters), JSON.stringify(filters)).toEqual(expected);
    }
    const refused = listOf({ create_start_time: "today" });
    expect(await refusalOf(refused)).toEqual([["valueInvalid", "create_start_time"]]);
  });

  test("at most 100 rows a page, by the size that was used; past the last there are none", async () => {
    const page = (query: Query) =>
      get<{ id: string }>("batch_kfperiod_inventory", { material_ids: many, ...query });
    const sizes = (shown: Page<unknown>) => [
      shown.page,
      shown.page_size,
      shown.current_page_size,
      shown.count,
      shown.total_page,
      shown.rows.length,
    ];
    expect(sizes(await page({}))).toEqual([1, 10, 10, 105, 11, 10]);
    expect(sizes(await page({ page_size: "200" }))).toEqual([1, 100, 100, 105, 2, 100]);
    expect(sizes(await page({ page: "2", page_size: "100" }))).toEqual([2, 100, 5, 105, 2, 5]);
    expect(sizes(await page({ page: "3", page_size: "100" }))).toEqual([3, 100, 0, 105, 2, 0]);
    const [first, second] = [
      await page({ page_size: "60" }),
      await page({ page: "2", page_size: "60" }),
    ];
    const shown = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(new Set(shown).size).toBe(105);
  });

  test.each<[string, (a: string, b: string) => string | string[]]>([
    ["a comma list", (a, b) => `${a},${b}`],
    ["a JSON array", (a, b) => `["${a}","${b}"]`],
    ["a bare array", (a, b) => `[${a},${b}]`],
    ["a repeated key", (a, b) => [a, b]],
  ])("ids as %s", async (_name, spell) => {
    const path = "batch_kfperiod_inventory";
    expect((await get(path, { material_ids: spell(milk, wine) })).count).toBe(4);
    expect((await get(path, { material_ids: wine })).count).toBe(2);
  });

  test("another account sees none of it", async () => {
    expect((await demo().other.stock.batchInventory({ material_ids: [milk] })).count).toBe(0);
  });
});

describe("序列号状态表", () => {
  let phone = "";
  let tablet = "";
  let customer = "";
  let label = "";
  let supplier = "";

  beforeAll(async () => {
    const { client } = demo();
    [customer = ""] = (await client.customer.save({ name: "序列号客户" } as never)).ids;
    [supplier = ""] = (await client.supplier.save({ name: "序列号供应商" } as never)).ids;
    [label = ""] = (await client.label.save({ number: "BQ01", name: "新品" } as never)).ids;
    phone = await material({
      is_serial: true,
      model: "X-1",
      barcode: "6901",
      mul_label_number: ["BQ01"],
    });
    tablet = await material({
      is_serial: true,
      is_batch: true,
      is_kf_period: true,
      kf_period: "10",
      kf_period_type: "1",
    });
    const made = dayFromNow(-3);
    await book("inv_other_in", [row(phone, "5", { sn_list: "A1;A2;A3:划痕;A4;A5" })], {
      bill_date: "2026-03-01",
      supplier_id: supplier,
    });
    await book(
      "inv_other_in",
      [row(tablet, "1", { sn_list: "T1", batch_no: "B", kf_date: made })],
      {
        bill_date: dayFromNow(-2),
      },
    );
    await book("inv_other_out", [row(phone, "1", { sn_list: "A1" })], {
      bill_date: "2026-03-05",
      customer_id: customer,
    });
    await occupy("SERIAL-1", [held(phone, "1", { sn_list: "A2" })]);
    await book("inv_tfmove", [
      {
        ...row(phone, "1", { sn_list: "A3" }),
        stock_id: undefined,
        out_stock_id: STORE,
        in_stock_id: BIN_STORE,
        in_sp_id: BINS[1],
      },
    ]);
    const taken = await book("inv_other_out", [row(phone, "1", { sn_list: "A5" })], {
      bill_date: "2026-03-07",
    });
    await undo("inv_other_out", taken);
    await demo().client.inv_tfout.save({
      bill_date: "2026-03-06",
      operation_key: "audit",
      material_entity: [
        {
          material_id: phone,
          unit_id: "1004",
          qty: "1",
          sn_list: "A4",
          out_stock_id: STORE,
          in_stock_id: OTHER_STORE,
        },
      ],
    } as never);
  });

  const serials = async (filters: Fields) => {
    const { rows, count } = await statusOf(filters);
    expect(count).toBe(rows.length);
    return rows.map(({ sn }) => sn);
  };

  test("each serial with its status, where it is, and its last bill", async () => {
    const { rows } = await statusOf({ search: "试验商品" });
    const shown = Object.fromEntries(
      rows.map((item) => [
        item.sn,
        [item.serial_status, item.stock_name, item.bill_type_id, item.bill_date],
      ]),
    );
    expect(shown).toMatchObject({
      A1: ["0", "", "inv_other_bill_outbound", "2026-03-05"],
      A2: ["4", "仓库A", "inv_other_bill_inbound", "2026-03-01"],
      A3: ["1", expect.stringMatching(/./), "inv_tfmove_bill_order", "2026-03-01"],
      A4: ["2", "", "inv_tfout_bill_outbound", "2026-03-06"],
      // Its issue was taken back.
      A5: ["1", "仓库A", "inv_other_bill_inbound", "2026-03-01"],
    });
    const of = (sn: string) => rows.find((item) => item.sn === sn);
    expect(of("A1")).toMatchObject({ customer_name: "序列号客户", supplier_name: "" });
    expect(of("A5")).toMatchObject({ customer_name: "", supplier_name: "序列号供应商" });
    expect(of("A3")?.sp_name).not.toBe("");
    expect(of("T1")).toMatchObject({
      material_id: tablet,
      batch_no: "B",
      kf_date: dayFromNow(-3),
      valid_date: dayFromNow(7),
      remain_days: 7,
      serial_status: "1",
    });
  });

  test("what left keeps the batch with which it was last seen; a good past its date is below 0", async () => {
    const made = dayFromNow(-30);
    const goods = await material({ is_serial: true, is_batch: true, is_kf_period: true });
    const life = { kf_period: 10, kf_type: "1" };
    const line = row(goods, "1", { sn_list: "Z1", batch_no: "OLD", kf_date: made, ...life });
    await book("inv_other_in", [line], { bill_date: dayFromNow(-29) });
    await book("inv_other_out", [line], { bill_date: dayFromNow(-28) });
    const { rows } = await statusOf({ search: "Z1" });
    expect(rows).toMatchObject([
      { sn: "Z1", serial_status: "0", batch_no: "OLD", kf_date: made, remain_days: -20 },
    ]);
  });

  test("every filter", async () => {
    const all = ["A5", "A4", "A3", "A2", "A1"];
    const named = { search: "a", filter_barcode: "6901" };
    const table: [Fields, string[]][] = [
      [{}, all],
      [{ filter_serial_status: "-1" }, all],
      [{ filter_serial_status: "0" }, ["A1"]],
      [{ filter_serial_status: "1" }, ["A5", "A3"]],
      [{ filter_serial_status: "2" }, ["A4"]],
      [{ filter_serial_status: "3" }, []],
      [{ filter_serial_status: "4" }, ["A2"]],
      [{ filter_stock_id: [STORE] }, ["A5", "A2"]],
      [{ filter_stock_id: [STORE, BIN_STORE] }, ["A5", "A3", "A2"]],
      [{ filter_sp_id: [BINS[1]] }, ["A3"]],
      [{ filter_sp_id: ["0"] }, ["A5", "A2"]],
      [{ filter_aux_prop_id: ["0"] }, ["A5", "A4", "A3", "A2"]],
      [{ filter_aux_prop_id: ["7"] }, []],
      [{ filter_material_model: "x-" }, all],
      [{ filter_material_model: "y" }, []],
      [{ filter_material_label: [label] }, all],
      [{ filter_material_label: ["7", "BQ01"] }, all],
      [{ filter_material_label: ["BQ02"] }, []],
      [{ filter_material_category: ["7"] }, []],
      [{ filter_barcode: "690" }, []],
      [{ filter_customer_id: [customer] }, ["A1"]],
      [{ filter_supplier_id: [supplier] }, ["A5", "A2"]],
      [{ start_date: "2026-03-05" }, ["A4", "A1"]],
      [{ end_date: "2026-03-04" }, ["A5", "A3", "A2"]],
      [{ start_date: "2026-03-05", end_date: "2026-03-05" }, ["A1"]],
      [{ search: "A3" }, ["A3"]],
      [{ search: "%" }, []],
    ];
    for (const [filters, expected] of table) {
      expect(await serials({ ...named, ...filters }), JSON.stringify(filters)).toEqual(expected);
    }
  });

  test("100 rows a page where no size is given, and at most", async () => {
    const goods = await material({ is_serial: true });
    const list = Array.from({ length: 130 }, (_, at) => `PG${1000 + at}`);
    await book("inv_other_in", [row(goods, "130", { sn_list: list.join(";") })]);
    const sizes = async (query: Query) => {
      const data = await get("inventory_serial_status", { search: "PG", ...query });
      const { page, page_size, current_page_size, count, total_page } = data;
      return [page, page_size, current_page_size, count, total_page];
    };
    expect(await sizes({})).toEqual([1, 100, 100, 130, 2]);
    expect(await sizes({ page_size: "500" })).toEqual([1, 100, 100, 130, 2]);
    expect(await sizes({ page: "2" })).toEqual([2, 100, 30, 130, 2]);
    expect(await sizes({ page: "3" })).toEqual([3, 100, 0, 130, 2]);
    // The same where the last movement decides.
    expect(await sizes({ page: "2", page_size: "60", start_date: "2026-03-01" })).toEqual([
      2, 60, 60, 130, 3,
    ]);
    expect(await sizes({ page: "9", start_date: "2026-03-01" })).toEqual([9, 100, 0, 130, 2]);
  });

  test("another account sees none of it; an unknown status is refused", async () => {
    expect((await demo().other.stock.serialStatus({})).count).toBe(0);
    expect(await refusalOf(statusOf({ filter_serial_status: "9" }))).toEqual([
      ["choiceUnknown", "filter_serial_status"],
    ]);
  });
});
