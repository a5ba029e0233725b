/** 商品, 仓库, 仓位 and 计量单位: what they hold, what is refused, and what stock locks (D1, D2). */
import { describe, expect, test } from "vitest";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const [BOTTLE, BOX, CUP, PIECE] = ["1001", "1002", "1003", "1004"];
const STORE = "2002";

let made = 0;
async function material(fields: object = {}): Promise<string> {
  made += 1;
  const input = { name: `商品${made}`, base_unit_id: PIECE as string, ...fields };
  return (await demo().client.material.save(input)).ids[0] ?? "";
}

async function receive(material_id: string, fields: object = {}): Promise<void> {
  await demo().client.inv_other_in.save({
    bill_date: "2026-01-01",
    trans_type_id: "12",
    operation_key: "audit",
    material_entity: [
      { material_id, unit_id: PIECE as string, stock_id: STORE, qty: "2", ...fields },
    ],
  });
}

async function refused(path: string, body: object): Promise<readonly (readonly string[])[]> {
  return (await unchanged(demo(), () => refusedCall(demo(), { path, body }))).faults;
}

const editOf = (id: string, fields: object) => ({
  id,
  name: `改名 ${id}`,
  base_unit_id: PIECE,
  ...fields,
});
const MATERIAL = "/jdy/v2/bd/material";
const IN = "/jdy/v2/scm/inv_other_in";
const receiptOf = (row: object) => ({
  bill_date: "2026-01-01",
  trans_type_id: "12",
  material_entity: [{ unit_id: PIECE, stock_id: STORE, qty: "1", ...row }],
});

describe("units", () => {
  test("a chain of units: 1 托 = 3 箱 = 3 × 24 瓶", async () => {
    const id = await material({
      base_unit_id: BOTTLE,
      is_multi_unit: true,
      fix_unit_id1: BOX,
      coefficient1: "24",
      fix_unit_id2: CUP,
      coefficient2: "3",
      conversion_unit_id2: BOX,
    });
    await receive(id, { unit_id: CUP, qty: "2" });
    const { rows } = await demo().client.stock.inventory({ material_ids: [id] });
    expect(Number(rows[0]?.qty)).toBe(144);
  });

  test.each([
    ["zero", { fix_unit_id1: BOX, coefficient1: "0" }, "coefficient1"],
    ["below zero", { fix_unit_id1: BOX, coefficient1: "-2" }, "coefficient1"],
    ["none", { fix_unit_id1: BOX }, "coefficient1"],
    ["none in the third place", { fix_unit_id3: BOX }, "coefficient3"],
    ["the base unit", { fix_unit_id1: PIECE, coefficient1: "2" }, "fix_unit_id1"],
    [
      "a unit twice",
      { fix_unit_id1: BOX, coefficient1: "2", fix_unit_id2: BOX, coefficient2: "3" },
      "fix_unit_id2",
    ],
    [
      "to a unit of no use",
      { fix_unit_id1: BOX, coefficient1: "2", conversion_unit1_id: CUP },
      "conversion_unit1_id",
    ],
    [
      "to itself",
      { fix_unit_id1: BOX, coefficient1: "2", conversion_unit1_id: BOX },
      "conversion_unit1_id",
    ],
  ])("%s is refused", async (_, fields, field) => {
    const body = { name: "单位", base_unit_id: PIECE, is_multi_unit: true, ...fields };
    expect(await refused(MATERIAL, body)).toEqual([["valueInvalid", field]]);
  });

  test("a circle that never reaches the base unit is refused", async () => {
    const body = {
      name: "循环",
      base_unit_id: PIECE,
      is_multi_unit: true,
      fix_unit_id1: BOX,
      coefficient1: "2",
      conversion_unit1_id: CUP,
      fix_unit_id2: CUP,
      coefficient2: "2",
      conversion_unit_id2: BOX,
    };
    expect((await refused(MATERIAL, body))[0]).toEqual(["valueInvalid", "conversion_unit1_id"]);
  });

  test.each(["", "-1", "11", "1.5", "x"])("decimals %j of a unit", async (precision) => {
    const body = { name: "单位", precision };
    const [fault] = await refused("/jdy/v2/bd/measure_unit", body);
    expect(fault?.[1]).toBe("precision");
  });

  test("decimals of a unit with stock are not taken away", async () => {
    const unit = { name: "公斤", precision: "3" };
    const id = (await demo().client.measure_unit.save(unit)).ids[0] ?? "";
    const goods = await material({ base_unit_id: id });
    await receive(goods, { unit_id: id, qty: "1.125" });
    const body = { ...unit, id, precision: "2" };
    expect(await refused("/jdy/v2/bd/measure_unit", body)).toEqual([["fieldLocked", "precision"]]);
    await demo().client.measure_unit.save({ ...unit, id, precision: "4" });
  });
});

describe("what stock locks", () => {
  test("every field that decides key, quantity or cost; the others may change", async () => {
    const units = { is_multi_unit: true, fix_unit_id1: BOX, coefficient1: "10" };
    const id = await material(units);
    await receive(id);
    const changes: Record<string, unknown> = {
      base_unit_id: BOTTLE,
      is_batch: true,
      is_kf_period: true,
      is_serial: true,
      is_asst_attr: true,
      is_float: true,
      check_type: "2",
      cost_method: "3",
      inv_mgr_type: "1",
      is_aux_cost: true,
      is_bat_ch_cost: true,
      coefficient1: "12",
    };
    for (const [field, value] of Object.entries(changes)) {
      const faults = await refused(MATERIAL, editOf(id, { [field]: value }));
      expect(faults, field).toContainEqual(["fieldLocked", field]);
    }
    const gone = editOf(id, { is_multi_unit: false });
    expect(await refused(MATERIAL, gone)).toEqual([["fieldLocked", "coefficient1"]]);
    const more = { fix_unit_id2: CUP, coefficient2: "5", model: "新", is_batch: false };
    await demo().client.material.save(editOf(id, more) as never);
    const detail = await demo().client.material.detail({ id });
    expect(detail).toMatchObject({ model: "新", coefficient1: "10", coefficient2: "5" });
  });

  test("bins of a store, and the store of a bin", async () => {
    const { client } = demo();
    const store = { number: `K${made}`, name: "带仓位", is_allow_freight: true };
    const storeId = (await client.store.save(store)).ids[0] ?? "";
    const bin = { number: `W${made}`, name: "仓位", stock_id: storeId };
    const binId = (await client.space.save(bin)).ids[0] ?? "";
    await client.store.save({ ...store, id: storeId, is_allow_freight: false });
    await client.store.save({ ...store, id: storeId, is_allow_freight: true });
    const goods = await material();
    const row = { material_id: goods, stock_id: storeId };
    expect(await refused(IN, receiptOf(row))).toEqual([
      ["binRequired", "material_entity[0].sp_id"],
    ]);
    expect(await refused(IN, receiptOf({ ...row, sp_id: "3001" }))).toEqual([
      ["binNotOfStore", "material_entity[0].sp_id"],
    ]);
    await receive(goods, { stock_id: storeId, sp_id: binId });
    const off = { ...store, id: storeId, is_allow_freight: false };
    expect(await refused("/jdy/v2/bd/store", off)).toEqual([["fieldLocked", "is_allow_freight"]]);
    const moved = { ...bin, id: binId, stock_id: "2001" };
    expect(await refused("/jdy/v2/bd/space", moved)).toEqual([["fieldLocked", "stock_id"]]);
  });
});

describe("辅助属性组合", () => {
  const [RED, BLUE] = [{ aux_id1: "5101" }, { aux_id1: "5102" }];

  async function coloured(...rows: object[]): Promise<[string, string[]]> {
    const id = await material({ is_asst_attr: true, aux_entity: rows });
    return [id, await skusOf(id)];
  }
  const skusOf = async (id: string) =>
    (await demo().client.material.detail({ id })).aux_entity.map((row) => row.sku_id);

  test("each combination gets an id, and keeps it when it is sent again without one", async () => {
    const [id, [red = "", blue = ""]] = await coloured(RED, BLUE);
    expect(new Set(["", "0", red, blue]).size).toBe(4);
    await demo().client.material.save(editOf(id, { aux_entity: [BLUE, RED] }) as never);
    expect(await skusOf(id)).toEqual([blue, red]);
    const names = (await demo().client.material.detail({ id })).aux_entity;
    expect(names.map((row) => row.aux_combination_name)).toEqual(["蓝", "红"]);
  });

  test.each([
    ["no value", [{}], "fieldRequired", "aux_entity[0].aux_id1"],
    ["a combination twice", [RED, BLUE, RED], "valueInvalid", "aux_entity[2].aux_id1"],
    [
      "an id twice",
      [
        { ...RED, sku_id: "7" },
        { ...BLUE, sku_id: "7" },
      ],
      "valueInvalid",
      "aux_entity[1].sku_id",
    ],
    ["an unknown value", [{ aux_id1: "404" }], "referenceUnknown", "aux_entity[0].aux_id1"],
  ])("%s is refused", async (_, aux_entity, key, field) => {
    const body = { name: "颜色", base_unit_id: PIECE, is_asst_attr: true, aux_entity };
    expect(await refused(MATERIAL, body)).toEqual([[key, field]]);
  });

  test("one with stock neither goes nor becomes another; a disabled one takes no new bills", async () => {
    const [id, [red = "", blue = ""]] = await coloured(RED, BLUE);
    await receive(id, { aux_id1: "5101" });
    for (const rows of [[BLUE], [{ ...BLUE, sku_id: red }], []]) {
      const body = editOf(id, { aux_entity: rows.length > 0 ? rows : [BLUE] });
      expect(await refused(MATERIAL, body)).toContainEqual(["fieldLocked", "aux_entity"]);
    }
    const rows = [{ ...RED, aux_enable: false }];
    await demo().client.material.save(editOf(id, { aux_entity: rows }) as never);
    expect(await skusOf(id)).toEqual([red]);
    for (const aux_prop_id of [red, blue]) {
      expect(await refused(IN, receiptOf({ material_id: id, aux_prop_id }))).toEqual([
        ["auxPropUnknown", "material_entity[0].aux_prop_id"],
      ]);
    }
  });
});

describe("other values", () => {
  test.each(["0.5", "-3", "x", "9999999"])("kf_period %j is refused", async (kf_period) => {
    const body = { name: "保质期", base_unit_id: PIECE, is_kf_period: true, kf_period };
    expect(await refused(MATERIAL, body)).toEqual([["valueInvalid", "kf_period"]]);
  });

  test("an `enable` that is neither 1 nor 0 is refused, also where it is an int", async () => {
    const body = { number: "XXX", name: "币", enable: 2 };
    expect(await refused("/jdy/v2/bd/currency", body)).toEqual([["valueInvalid", "enable"]]);
  });

  test("disabled records are refused in new bills by id and by number, and old drafts go on", async () => {
    const id = await material({ number: `D${made}` });
    const draft = await demo().client.inv_other_in.save(receiptOf({ material_id: id }) as never);
    await demo().client.material.save(editOf(id, { enable: "0" }) as never);
    expect(await refused(IN, receiptOf({ material_id: id }))).toEqual([
      ["referenceDisabled", "material_entity[0].material_id"],
    ]);
    const { number } = await demo().client.material.detail({ id });
    expect(await refused(IN, receiptOf({ material_number: number }))).toEqual([
      ["referenceDisabled", "material_entity[0].material_number"],
    ]);
    const audit = { entity_number: "inv_other_bill_inbound", operate_type: "audit" };
    const done = await demo().client.system.commonOperate({ ...audit, ids: draft.ids });
    expect(done.ids).toEqual(draft.ids);
  });
});
