/** 库存追溯 (D18) over HTTP: every number with the rows and events that made it. */
import { beforeAll, describe, expect, test } from "vitest";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const PIECE = "1004";

const newMaterial = async (fields: object) =>
  (await demo().client.material.save({ base_unit_id: PIECE, ...fields } as never)).ids[0] ?? "";
const post = async (type: "inv_other_in" | "inv_other_out", bill: object, rows: object[]) => {
  const trans_type_id = type === "inv_other_in" ? "12" : "13";
  const material_entity = rows.map((row) => ({ unit_id: PIECE, ...row }));
  const saved = await demo().client[type].save({
    trans_type_id,
    operation_key: "audit",
    ...bill,
    material_entity,
  } as never);
  return saved.ids[0] ?? "";
};
const explain = (filters: object) => demo().client.xingcang.explain(filters);
const stockOf = (row: { on_hand: string; occupied: string; available: string }) => [
  row.on_hand,
  row.occupied,
  row.available,
];

describe("one material in two stores", () => {
  let goods = "";
  let other = "";

  beforeAll(async () => {
    const { client } = demo();
    goods = await newMaterial({ number: "EX-1", name: "追溯" });
    other = await newMaterial({ number: "EX-2", name: "别的" });
    const at = (stock_id: string, qty: string, more = {}) => ({
      material_id: goods,
      stock_id,
      qty,
      ...more,
    });
    await post("inv_other_in", { bill_no: "EX-IN-1", bill_date: "2026-03-01" }, [
      at("2002", "10", { cost: "100.00" }),
      at("1", "5", { cost: "60.00" }),
    ]);
    await post("inv_other_in", { bill_no: "EX-IN-2", bill_date: "2026-03-03" }, [
      at("2002", "2", { cost: "50.00" }),
      { material_id: other, stock_id: "2002", qty: "1", cost: "1.00" },
    ]);
    await client.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: "EX-7",
      bill_no: "SO-7",
      is_re_calc_qty: true,
      material_entity: [
        { bill_entry_id: "1", material_id: goods, unit: PIECE, stock_id: "2002", qty: "4" },
      ],
    });
    const source = { src_bill_type_id: "isv_bill", src_inter_id: "EX-7", src_entry_id: "1" };
    await post("inv_other_out", { bill_no: "EX-OUT-1", bill_date: "2026-03-05" }, [
      at("2002", "3", source),
    ]);
    const wrong = await post("inv_other_out", { bill_no: "EX-OUT-2", bill_date: "2026-03-06" }, [
      at("1", "5"),
    ]);
    await client.system.commonOperate({
      entity_number: "inv_other_bill_outbound",
      operate_type: "unaudit",
      ids: [wrong],
    });
  });

  test("on hand, occupied and available of each key, and in all", async () => {
    const told = await explain({ material_number: "EX-1" });
    expect(told).toMatchObject({ material_id: goods, material_name: "追溯", base_unit_name: "台" });
    expect(stockOf(told)).toEqual(["14", "1", "13"]);
    expect(told.key_count).toBe(2);
    expect(told.keys.map((key) => [key.stock_id, ...stockOf(key)]).sort()).toEqual([
      ["1", "5", "0", "5"],
      ["2002", "9", "1", "8"],
    ]);
    // Both stores share the cost pool: 210 − round(3 × 210 ÷ 17) = 172.94.
    for (const key of told.keys) {
      expect(key).toMatchObject({ pool_qty: "14", pool_value: "172.94" });
    }
  });

  test("the rows by date, each with what was there after it", async () => {
    const { rows, count } = await explain({ material_id: goods, order: "date" });
    expect(count).toBe(6);
    const told = rows.map((row) => [
      row.bill_no,
      row.stock_id,
      row.kind,
      row.in_qty,
      row.out_qty,
      row.amount,
      row.on_hand_after,
      row.pool_qty_after,
      row.pool_value_after,
    ]);
    expect(told).toEqual([
      ["EX-IN-1", "2002", "in", "10", "0", "100.00", "10", "10", "100.00"],
      ["EX-IN-1", "1", "in", "5", "0", "60.00", "5", "15", "160.00"],
      ["EX-IN-2", "2002", "in", "2", "0", "50.00", "12", "17", "210.00"],
      ["EX-OUT-1", "2002", "out", "0", "3", "-37.06", "9", "14", "172.94"],
      ["EX-OUT-2", "1", "out", "0", "5", "-61.76", "0", "9", "111.18"],
      ["EX-OUT-2", "1", "in", "5", "0", "61.76", "5", "14", "172.94"],
    ]);
    expect(rows[0]).toMatchObject({
      bill_type: "inv_other_in",
      bill_type_name: "其他入库单",
      bill_date: "2026-03-01",
      material_number: "EX-1",
      takes_back: "",
      taken_back_by: "",
      adjusts: "",
      hold_id: "",
    });
    expect(rows[0]?.written_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const [, , , , taken, back] = rows;
    expect(back?.takes_back).toBe(taken?.seq);
    expect(taken?.taken_back_by).toBe(back?.seq);
  });

  test("the newest first, page by page, gives the same rows", async () => {
    const all = await explain({ material_id: goods, page_size: 100 });
    const seqs = all.rows.map(({ seq }) => Number(seq));
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
    const paged = [];
    for (const page of [1, 2, 3]) {
      const part = await explain({ material_id: goods, page, page_size: 2 });
      expect(part).toMatchObject({ count: 6, total_page: 3, page, current_page_size: 2 });
      paged.push(...part.rows);
    }
    expect(paged).toEqual(all.rows);
  });

  test("one store: its rows, its holds, the pool's numbers", async () => {
    const { number: stock_number } = await demo().client.store.detail({ id: "1" });
    const told = await explain({ material_id: goods, stock_number, order: "date" });
    expect(stockOf(told)).toEqual(["5", "0", "5"]);
    expect(told).toMatchObject({ key_count: 1, hold_count: 0, event_count: 0, holds: [] });
    expect(told.rows.map((row) => [row.bill_no, row.on_hand_after, row.pool_value_after])).toEqual([
      ["EX-IN-1", "5", "160.00"],
      ["EX-OUT-2", "0", "111.18"],
      ["EX-OUT-2", "5", "172.94"],
    ]);
  });

  test("the hold: its parts, its events, and the row that consumed it", async () => {
    const { holds, hold_events, rows } = await explain({ material_id: goods });
    expect(holds).toMatchObject([
      { bill_no: "SO-7", opened_qty: "4", held_qty: "1", consumed_qty: "3", state: "open" },
    ]);
    const hold_id = holds[0]?.hold_id;
    expect(hold_events).toMatchObject([
      {
        hold_id,
        kind: "consumed",
        qty: "3",
        by_bill_type_id: "inv_other_out",
        by_bill_no: "EX-OUT-1",
        hold_bill_no: "SO-7",
      },
      { hold_id, kind: "opened", qty: "4", by_bill_no: "SO-7", client_name: "星仓集成应用" },
    ]);
    const out = rows.find(({ bill_no }) => bill_no === "EX-OUT-1");
    expect(out).toMatchObject({ hold_id, hold_qty: "3" });
  });

  test("a place without stock has nothing to tell", async () => {
    const told = await explain({ material_id: goods, stock_id: "2001" });
    expect(told).toMatchObject({ on_hand: "0", key_count: 0, keys: [], rows: [], count: 0 });
  });

  test("every key of the demo data: the last row leaves what is on hand and in the pool", async () => {
    const { client } = demo();
    const { rows: materials } = await client.material.list({ page_size: 100 });
    let compared = 0;
    for (const { id: material_id } of materials) {
      const { keys } = await explain({ material_id, page_size: 100 });
      for (const key of keys) {
        for (const order of ["newest", "date"]) {
          const { stock_id, sp_id, aux_prop_id, batch_no, kf_date } = key;
          const place = { stock_id, sp_id, aux_prop_id, batch_no, kf_date };
          const told = await explain({ material_id, ...place, order, page_size: 100 });
          expect(told.key_count, JSON.stringify(place)).toBe(1);
          const last = order === "newest" ? told.rows[0] : told.rows.at(-1);
          expect(last?.on_hand_after).toBe(key.on_hand);
          const held = told.holds.reduce((sum, hold) => sum + Number(hold.held_qty), 0);
          expect(held).toBe(Number(key.occupied));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(10);
  });
});

test("成本调整: a bill dated before others shows what it changed, and why", async () => {
  const goods = await newMaterial({ number: "EX-C", name: "调整" });
  const row = { material_id: goods, stock_id: "2002" };
  await post("inv_other_in", { bill_no: "EX-C1", bill_date: "2026-03-01" }, [
    { ...row, qty: "10", cost: "100.00" },
  ]);
  await post("inv_other_out", { bill_no: "EX-C2", bill_date: "2026-03-10" }, [
    { ...row, qty: "4" },
  ]);
  await post("inv_other_in", { bill_no: "EX-C3", bill_date: "2026-03-05" }, [
    { ...row, qty: "10", cost: "300.00" },
  ]);
  const told = await explain({ material_id: goods, order: "date" });
  expect(
    told.rows.map((one) => [
      one.bill_date,
      one.bill_no,
      one.kind,
      one.amount,
      one.on_hand_after,
      one.pool_value_after,
      one.cause,
    ]),
  ).toEqual([
    ["2026-03-01", "EX-C1", "in", "100.00", "10", "100.00", ""],
    ["2026-03-05", "EX-C3", "in", "300.00", "20", "400.00", ""],
    ["2026-03-10", "EX-C2", "out", "-40.00", "16", "360.00", ""],
    ["2026-03-10", "EX-C2", "adjust", "-40.00", "16", "320.00", "EX-C3"],
  ]);
  const [, , out, adjust] = told.rows;
  expect(adjust).toMatchObject({ adjusts: out?.seq, in_qty: "0", out_qty: "0" });
  expect(told.keys).toMatchObject([{ on_hand: "16", pool_qty: "16", pool_value: "320.00" }]);
});

describe("parts of a key", () => {
  test("bin, batch and production date", async () => {
    const milk = await newMaterial({
      number: "EX-M",
      name: "批次",
      is_batch: true,
      is_kf_period: true,
      kf_period: "30",
      kf_period_type: "1",
    });
    const row = { material_id: milk, stock_id: "2002", qty: "3", cost: "9" };
    await post("inv_other_in", { bill_date: "2026-01-05" }, [
      { ...row, batch_no: "B1", kf_date: "2026-01-01" },
      { ...row, qty: "4", batch_no: "B2", kf_date: "2026-01-02" },
    ]);
    const onHand = async (part: object) => (await explain({ material_id: milk, ...part })).on_hand;
    expect(await onHand({})).toBe("7");
    expect(await onHand({ batch_no: "B1" })).toBe("3");
    expect(await onHand({ kf_date: "2026-01-02" })).toBe("4");
    expect(await onHand({ batch_no: "B1", kf_date: "2026-01-02" })).toBe("0");
    expect(await onHand({ sp_id: "0" })).toBe("7");
    expect(await onHand({ sp_id: "3001" })).toBe("0");
    const { keys } = await explain({ material_id: milk, batch_no: "B1" });
    expect(keys).toMatchObject([
      {
        batch_no: "B1",
        kf_date: "2026-01-01",
        valid_date: "2026-01-31",
        on_hand: "3",
        available: "0",
      },
    ]);
  });

  test("aux property", async () => {
    const shirt = await newMaterial({
      number: "EX-A",
      name: "颜色",
      is_asst_attr: true,
      aux_entity: [{ aux_id1: "5101" }, { aux_id1: "5102" }],
    });
    const row = { material_id: shirt, stock_id: "2002" };
    await post("inv_other_in", { bill_date: "2026-01-05" }, [
      { ...row, qty: "3", aux_id1: "5101" },
      { ...row, qty: "4", aux_id1: "5102" },
    ]);
    const { keys } = await explain({ material_id: shirt });
    expect(keys.map((key) => [key.aux_prop_name, key.on_hand]).sort()).toEqual([
      ["红", "3"],
      ["蓝", "4"],
    ]);
    const red = keys.find((key) => key.aux_prop_name === "红")?.aux_prop_id;
    expect((await explain({ material_id: shirt, aux_prop_id: red })).on_hand).toBe("3");
  });

  test("a serial: where it is, who holds it, where it was", async () => {
    const phone = await newMaterial({ number: "EX-S", name: "序列号", is_serial: true });
    const row = { material_id: phone, stock_id: "2002" };
    await post("inv_other_in", { bill_no: "EX-S1", bill_date: "2026-01-05" }, [
      { ...row, qty: "2", sn_list: "X1:首批;X2" },
    ]);
    const line = { material_id: phone, unit: PIECE, stock_id: "2002", qty: "1", sn_list: "X1" };
    const { ret_ids } = await demo().client.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: "EX-SN",
      is_re_calc_qty: true,
      material_entity: [{ bill_entry_id: "1", ...line }],
    });
    const held = await explain({ material_id: phone, serial: "X1" });
    expect(held.serial).toMatchObject({
      serial: "X1",
      remark: "首批",
      in_stock: true,
      stock_id: "2002",
      hold_id: ret_ids[0],
    });
    expect(held.holds).toMatchObject([{ hold_id: ret_ids[0], sn_list: "X1" }]);
    expect(held.rows.map(({ bill_no }) => bill_no)).toEqual(["EX-S1"]);
    const free = await explain({ material_id: phone, serial: "X2" });
    expect(free).toMatchObject({ holds: [], hold_events: [], event_count: 0 });
    await demo().client.xingcang.releaseHolds({ hold_ids: ret_ids, reason: "换货" });
    await post("inv_other_out", { bill_no: "EX-S2", bill_date: "2026-01-06" }, [
      { ...row, qty: "1", sn_list: "X1" },
    ]);
    const gone = await explain({ material_id: phone, serial: "X1" });
    expect(gone.serial).toMatchObject({ in_stock: false, stock_id: "", hold_id: "" });
    expect(gone.holds).toEqual([]);
    expect(gone.hold_events.map(({ kind }) => kind)).toEqual(["released", "opened"]);
    expect(gone.rows.map((one) => [one.bill_no, one.sn_list])).toEqual([
      ["EX-S2", "X1"],
      ["EX-S1", "X1;X2"],
    ]);
    expect(await refusalOf(explain({ material_id: phone, serial: "NONE" }))).toEqual([
      ["recordUnknown", "serial"],
    ]);
  });
});

test.each([
  [{}, [["oneOfRequired", "material_id"]]],
  [{ material_id: "404" }, [["referenceUnknown", "material_id"]]],
  [{ material_number: "NONE" }, [["referenceUnknown", "material_number"]]],
  [{ material_id: "4001", stock_id: "404" }, [["referenceUnknown", "stock_id"]]],
  [{ material_id: "4001", sp_number: "NONE" }, [["referenceUnknown", "sp_number"]]],
  [{ material_id: "4001", order: "sideways" }, [["choiceUnknown", "order"]]],
] as const)("%j is refused", async (filters, expected) => {
  expect(await refusalOf(explain(filters))).toEqual(expected);
});

test("another account can explain nothing of it", async () => {
  const { other } = demo();
  for (const filters of [{ material_id: "4001" }, { material_number: "SP00009" }]) {
    const key = Object.keys(filters)[0];
    expect(await refusalOf(other.xingcang.explain(filters))).toEqual([["referenceUnknown", key]]);
  }
  const own = (await other.material.save({ name: "自己的", base_unit_id: "1" })).ids[0] ?? "";
  expect(await other.xingcang.explain({ material_id: own })).toMatchObject({ count: 0, keys: [] });
});
