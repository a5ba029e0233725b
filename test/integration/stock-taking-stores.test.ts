/** Which store a 盘点单 counts (D17), by its rows, its bins or its task. */
import { describe, expect, test } from "vitest";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";
import { type Line, type Save, SHOP, stockTakings, today } from "../support/stock-taking.ts";

const demo = useDemoServer();
const { material, receive, countLine, count } = stockTakings(demo);

describe("the store of a count (D17)", () => {
  const task = async (stock_id: string, fields: object = {}) =>
    (await demo().client.inv_check_task.save({ name: "季度盘点", stock_id, ...fields })).ids[0] ??
    "";

  test("by the task, which shows in the lists", async () => {
    const goods = await material();
    await receive(goods, { qty: "5", stock_id: SHOP });
    const check_task_id = await task(SHOP, { check_model: "1", check_type: "2" });
    const id = await count([{ ...countLine(goods, "5"), stock_id: "" }], { check_task_id });
    const { rows } = await demo().client.inv_check_bill.list({
      stock_id: [SHOP],
      check_model: "1",
    });
    expect(rows.find((row) => row.id === id)).toMatchObject({
      stock_id: SHOP,
      stock_name: "门店仓",
      check_model: "1",
      check_date: today(),
    });
    const tasks = async (filters: object) =>
      (await demo().client.inv_check_task.list(filters)).rows.filter(
        ({ id }) => id === check_task_id,
      );
    expect(await tasks({})).toEqual([]);
    const day = { check_model: "1", start_date: today(), end_date: today() };
    expect(await tasks(day)).toEqual([
      expect.objectContaining({ name: "季度盘点", check_type: "2", stock_name: "门店仓" }),
    ]);
    expect(await tasks({ check_model: "1", end_date: "2020-01-01" })).toEqual([]);
  });

  test("refusals", async () => {
    const goods = await material();
    const row = "material_entity[0]";
    const nowhere = { ...countLine(goods, "1"), stock_id: "" };
    const cases: readonly [Line[], Partial<Save>, [string, string][]][] = [
      [[nowhere], {}, [["countStoreMissing", `${row}.stock_id`]]],
      [
        [nowhere],
        { check_task_id: "404" },
        [
          ["referenceUnknown", "check_task_id"],
          ["countStoreMissing", `${row}.stock_id`],
        ],
      ],
      [[countLine(goods, "1", { stock_id: "404" })], {}, [["referenceUnknown", `${row}.stock_id`]]],
      [[countLine(goods, "1")], { stock_id: SHOP }, [["countStoresDiffer", `${row}.stock_id`]]],
      [
        [countLine(goods, "1"), countLine(goods, "1", { stock_id: SHOP })],
        {},
        [["countStoresDiffer", "material_entity[1].stock_id"]],
      ],
      [
        [countLine(goods, "1"), countLine(goods, "2")],
        {},
        [["countRepeated", "material_entity[1].material_id"]],
      ],
    ];
    for (const [lines, changes, keys] of cases) {
      expect(await refusalOf(count(lines, changes))).toEqual(keys);
    }
    await expectClear(count([nowhere]));
  });
});
