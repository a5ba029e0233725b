/** 标签 and 品牌 over HTTP: who may carry them, what is shown, and what protects them. */
import { describe, expect, test } from "vitest";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const client = () => demo().client;
const idOf = async (saving: Promise<{ ids: string[] }>) => (await saving).ids[0] ?? "";
const MATERIAL = "/jdy/v2/bd/material";
const LABEL = "/jdy/v2/bd/label";
const unit = { base_unit_id: "1004" };

const remove = (entity_number: string, id: string) =>
  client().system.commonOperate({ entity_number, operate_type: "delete", ids: [id] });

describe("labels of a material", () => {
  test("are given by their numbers, shown whole, replaced and cleared", async () => {
    const hot = await idOf(client().label.save({ number: "L1", name: "热销" }));
    const fresh = await idOf(client().label.save({ number: "L2", name: "新品" }));
    const save = (mul_label_number: unknown, id = "") =>
      idOf(client().material.save({ name: "带标签", ...unit, id, mul_label_number } as never));
    const labelsOf = async (id: string) => (await client().material.detail({ id })).mul_label;
    const L1 = { id: hot, number: "L1", name: "热销" };
    const L2 = { id: fresh, number: "L2", name: "新品" };

    const id = await save("L2,L1,L2");
    expect(await labelsOf(id)).toEqual([L2, L1]);
    const { rows } = await client().material.list({ ids: [id] });
    expect(rows[0]?.mul_label).toEqual([L2, L1]);
    await client().label.save({ id: hot, name: "畅销" });
    expect(await labelsOf(id)).toEqual([L2, { ...L1, name: "畅销" }]);

    await client().material.save({ id, name: "带标签", ...unit });
    expect(await labelsOf(id)).toHaveLength(2);
    await save(["L2"], id);
    expect(await labelsOf(id)).toEqual([L2]);
    expect(await refusalOf(remove("bd_label", fresh))).toEqual([["recordInUse", "ids[0]"]]);
    expect(await remove("bd_label", hot)).toMatchObject({ ids: [hot] });
    await save("", id);
    expect(await labelsOf(id)).toEqual([]);
    expect(await remove("bd_label", fresh)).toMatchObject({ ids: [fresh] });
  });

  test("each that is unknown is told", async () => {
    await client().label.save({ number: "L3", name: "清仓" });
    const body = { name: "标签有误", ...unit, mul_label_number: "L3,X1,X2" };
    const refused = await unchanged(demo(), () => refusedCall(demo(), { path: MATERIAL, body }));
    expect(refused.faults).toEqual([
      ["referenceUnknown", "mul_label_number"],
      ["referenceUnknown", "mul_label_number"],
    ]);
    expect(refused.text).toContain("X2");
  });

  test("are for materials, those of a customer for customers", async () => {
    const use = { base_data_use_id: "bd_customer" as const };
    const fair = await idOf(client().label.save({ number: "L4", name: "展会", ...use }));
    const body = { name: "标签不适用", ...unit, mul_label_number: ["L4"] };
    const refused = await unchanged(demo(), () => refusedCall(demo(), { path: MATERIAL, body }));
    expect(refused.faults).toEqual([["valueInvalid", "mul_label_number"]]);
    expect(refused.text).toContain("展会");

    const customer = { name: "展会客户", mul_label: [{ number: "L4" }] };
    const id = await idOf(client().customer.save(customer as never));
    expect(await refusalOf(remove("bd_label", fair))).toEqual([["recordInUse", "ids[0]"]]);
    const own = await idOf(client().label.save({ number: "L5", name: "商品的" }));
    const wrong = { id, name: "展会客户", mul_label: [{ id: own }] };
    expect(await refusalOf(client().customer.save(wrong as never))).toEqual([
      ["valueInvalid", "mul_label"],
    ]);
  });
});

describe("the use of a label", () => {
  test("is that of its group, and stays while somebody relies on it", async () => {
    const use = { base_data_use_id: "bd_customer" as const };
    const group = await idOf(client().label_group.save({ name: "来源", ...use }));
    const label = await idOf(client().label.save({ name: "介绍", parent_id: group }));
    expect(await client().label.detail({ id: label })).toMatchObject({
      parent_name: "来源",
      base_data_use_id: "bd_customer",
      base_data_use_name: "客户",
    });
    const body = { name: "冲突", parent_id: group, base_data_use_id: "bd_material" };
    const refused = await unchanged(demo(), () => refusedCall(demo(), { path: LABEL, body }));
    expect(refused.faults).toEqual([["valueInvalid", "base_data_use_id"]]);
    expect(refused.text).toContain("来源");
    const changed = { id: group, name: "来源", base_data_use_id: "bd_material" as const };
    expect(await refusalOf(client().label_group.save(changed))).toEqual([
      ["recordInUse", "base_data_use_id"],
    ]);
    await client().label.save({ id: label, name: "介绍", parent_id: "0" });
    expect(await client().label_group.save(changed)).toMatchObject({ ids: [group] });
  });

  test("is a filter, and one of those that are known", async () => {
    const use = { base_data_use_id: "bd_customer" as const };
    const id = await idOf(client().label.save({ name: "仅客户", ...use }));
    const found = async (filters: object) =>
      (await client().label.list({ ...filters, un_page: "1" })).rows.some((row) => row.id === id);
    expect(await found({})).toBe(true);
    expect(await found(use)).toBe(true);
    expect(await found({ base_data_use_id: "bd_material" })).toBe(false);
    const wrong = { name: "未知", base_data_use_id: "bd_store" };
    expect(await refusalOf(client().label.save(wrong as never))).toEqual([
      ["choiceUnknown", "base_data_use_id"],
    ]);
  });

  test("a label is listed by its group", async () => {
    const group = await idOf(client().label_group.save({ name: "尺寸" }));
    const id = await idOf(client().label.save({ name: "大号", parent_id: group }));
    const { rows } = await client().label.list({ parent_id: group });
    expect(rows).toMatchObject([{ id, group_id: group, parent_id: group, parent_name: "尺寸" }]);
  });
});

test("商品标签 are the labels for materials, by endpoints of their own", async () => {
  const group = await idOf(client().label_group.save({ name: "旧接口分类" }));
  const saved = client().material_label.save({ number: "M1", name: "旧接口", parent_id: group });
  const id = await idOf(saved);
  expect(await client().label.detail({ id })).toMatchObject({
    number: "M1",
    base_data_use_id: "bd_material",
  });
  const { rows } = await client().material_label.list({ parent: [group] });
  expect(rows).toEqual([
    {
      id,
      number: "M1",
      name: "旧接口",
      parent_id: group,
      parent_name: "旧接口分类",
      parent_number: expect.stringMatching(/^BQFL/),
    },
  ]);
  expect(await client().material_label.save({ id, name: "改名" })).toMatchObject({ ids: [id] });
  const use = { base_data_use_id: "bd_customer" as const };
  const other = await idOf(client().label.save({ name: "客户专用", ...use }));
  const found = (await client().material_label.list({ page_size: 100 })).rows;
  expect(found.map((row) => row.id)).toContain(id);
  expect(found.map((row) => row.id)).not.toContain(other);
  expect(await refusalOf(client().material_label.save({ id: other, name: "改名" }))).toEqual([
    ["recordUnknown", "id"],
  ]);
});

test("the brand of a material is shown with its name and number", async () => {
  const top = await idOf(client().material_brand.save({ number: "P1", name: "上级品牌" }));
  const brand = await idOf(
    client().material_brand.save({ number: "P2", name: "品牌", parent_id: top }),
  );
  const id = await idOf(
    client().material.save({ name: "有品牌", ...unit, brand_number: "P2" } as never),
  );
  expect(await client().material.detail({ id })).toMatchObject({ brand_id: brand });
  const { rows } = await client().material.list({ ids: [id] });
  expect(rows).toMatchObject([{ brand_id: brand, brand_name: "品牌", brand_number: "P2" }]);
  const below = await client().material_brand.list({ parent: [top] });
  expect(below.rows).toMatchObject([{ id: brand, parent_name: "上级品牌", parent_number: "P1" }]);
  const circle = { id: top, name: "上级品牌", parent_id: brand };
  expect(await refusalOf(client().material_brand.save(circle))).toEqual([
    ["valueInvalid", "parent_id"],
  ]);
});

test("the days of a settling term are whole numbers, those of a month exist", async () => {
  const path = "/jdy/v2/bd/settling_term";
  const body = {
    name: "日期有误",
    type: "2",
    stand_days: "1.5",
    month_payday: "32",
    before_days: "-1",
    month_check_day: "x",
  };
  const refused = await unchanged(demo(), () => refusedCall(demo(), { path, body }));
  expect(refused.faults).toEqual([
    ["valueInvalid", "stand_days"],
    ["valueInvalid", "month_payday"],
    ["valueInvalid", "before_days"],
    ["valueInvalid", "month_check_day"],
  ]);
  const id = await idOf(client().settling_term.save({ name: "三十天", stand_days: "30" }));
  expect(await client().settling_term.detail({ id })).toMatchObject({
    type: "1",
    stand_days: "30",
  });
});
