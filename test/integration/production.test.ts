/**
 * 生产领料单, 生产退料单, 产品入库单 and 产品退库单 on the wire: every operation, both saves of 产品入库单, what
 * they cost and what their lists are filtered by.
 */
import { bills } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { type Fields, PIECE, STORE, warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const { material, row, book, undo, stock, values, costs, held, occupy, source } = warehouse(demo);

const EMP = "739162890728163328";
const BILLS = ["inv_pick", "inv_pick_ret", "inv_product", "inv_product_ret"] as const;
type Name = (typeof BILLS)[number];

const draft = (name: Name, rows: readonly Fields[], head: Fields = {}) =>
  demo().client[name].save({ bill_date: "2026-03-02", ...head, material_entity: rows } as never);

const operate = (name: Name, operate_type: string, ids: readonly string[]) =>
  demo().client.system.commonOperate({
    entity_number: bills[name].entity,
    operate_type,
    ids,
  } as never);

const on = (bill_date: string) => ({ bill_date });

describe.each(BILLS)("%s", (name) => {
  const isOut = name === "inv_pick" || name === "inv_product_ret";

  test("is saved, edited, audited, un-audited and deleted; a draft moves nothing", async () => {
    const goods = await material();
    await book("inv_other_in", [row(goods, "10", { cost: "100" })]);
    const { ids, id_number_map: numbers } = await draft(name, [row(goods, "2", { cost: "20" })]);
    const [id = ""] = ids;
    expect(numbers[id]).toMatch(new RegExp(`^${bills[name].prefix}-20260302-\\d{5}$`));
    expect(await stock(goods)).toEqual(["10", "0", "10"]);
    await draft(name, [row(goods, "4", { cost: "40" })], { id, remark: "四件" });
    await operate(name, "audit", [id]);
    const after = isOut ? "6" : "14";
    expect(await stock(goods)).toEqual([after, "0", after]);
    expect(await costs(name, id)).toEqual(["40"]);
    expect(await values(goods)).toEqual([isOut ? "60.00" : "140.00"]);
    const shown = await demo().client[name].detail({ id });
    expect(shown).toMatchObject({
      bill_status: "C",
      remark: "四件",
      bill_type_id: bills[name].entity,
      bill_type_name: bills[name].title.zh,
    });
    expect(await refusalOf(operate(name, "delete", [id]))).toEqual([["billNotEditable", "ids[0]"]]);
    await operate(name, "unaudit", [id]);
    expect(await stock(goods)).toEqual(["10", "0", "10"]);
    expect(await values(goods)).toEqual(["100.00"]);
    await operate(name, "delete", [id]);
    expect(await refusalOf(demo().client[name].detail({ id }))).toEqual([["recordUnknown", "id"]]);
  });

  test("a void draft is neither edited nor audited until it is valid; none is closed", async () => {
    const goods = await material();
    await book("inv_other_in", [row(goods, "3")]);
    const { ids } = await draft(name, [row(goods, "1")]);
    const [id = ""] = ids;
    await operate(name, "invalid", ids);
    expect(await refusalOf(operate(name, "audit", ids))).toEqual([["billVoid", "ids[0]"]]);
    expect(await refusalOf(draft(name, [row(goods, "2")], { id }))).toEqual([["billVoid", "id"]]);
    await operate(name, "valid", ids);
    await operate(name, "audit", ids);
    expect(await refusalOf(operate(name, "invalid", ids))).toEqual([["billNotEditable", "ids[0]"]]);
    expect(await refusalOf(operate(name, "close_donothing", ids))).toEqual([
      ["operateTypeUnsupported", "operate_type"],
    ]);
  });

  test("asks for material, quantity, unit and store of each row", async () => {
    const { path } = bills[name].endpoints.save;
    const reply = await demo().client.call("POST", path, {
      body: { bill_date: "2026-03-02", material_entity: [{ stock_number: "001" }] },
    });
    const { errors } = JSON.parse(reply.body) as { errors: { key: string; field: string }[] };
    expect(errors.map(({ key, field }) => `${key} ${field}`).sort()).toEqual(
      ["material_id", "qty", "stock_id", "unit_id"].map(
        (field) => `fieldRequired material_entity[0].${field}`,
      ),
    );
  });
});

describe("costs", () => {
  test("materials go out at the pool's cost and come back at what the rest is worth", async () => {
    const goods = await material();
    await book("inv_other_in", [row(goods, "4", { cost: "10" })], on("2026-03-01"));
    const out = await book("inv_pick", [row(goods, "3", { cost: "999" })], on("2026-03-03"));
    expect(await costs("inv_pick", out)).toEqual(["7.5"]);
    const back = await book("inv_pick_ret", [row(goods, "2")], on("2026-03-04"));
    const priced = await book(
      "inv_pick_ret",
      [row(goods, "1", { unit_cost: "7" })],
      on("2026-03-05"),
    );
    expect(await costs("inv_pick_ret", back)).toEqual(["5"]);
    expect(await costs("inv_pick_ret", priced)).toEqual(["7"]);

    // A receipt dated earlier makes all of it cost more, but for the price that was given (D35).
    await book("inv_other_in", [row(goods, "4", { cost: "30" })], on("2026-03-02"));
    expect(await costs("inv_pick", out)).toEqual(["15"]);
    expect(await costs("inv_pick_ret", back)).toEqual(["10"]);
    expect(await costs("inv_pick_ret", priced)).toEqual(["7"]);
    expect(await values(goods)).toEqual(["42.00"]);
  });

  test("what names its row of a pick comes back at the cost with which that left", async () => {
    const goods = await material();
    await book("inv_other_in", [row(goods, "3", { cost: "10" })]);
    const out = await book("inv_pick", [row(goods, "3")]);
    const [picked] = (await demo().client.inv_pick.detail({ id: out })).material_entity;
    const link = {
      src_bill_type_id: bills.inv_pick.entity,
      src_inter_id: out,
      src_entry_id: picked?.id,
    };
    // Nothing is left to go by, and the parts of 10.00 are 10.00; a cost that is sent is ignored.
    const parts: string[] = [];
    for (const more of [{}, { cost: "99" }]) {
      const back = await book("inv_pick_ret", [row(goods, "1", { ...link, ...more })]);
      parts.push(...(await costs("inv_pick_ret", back)));
    }
    expect(parts).toEqual(["3.33", "3.34"]);
    expect(await refusalOf(book("inv_pick_ret", [row(goods, "2", link)]))).toEqual([
      ["sourceExceeded", "material_entity[0].qty"],
    ]);
    expect(await refusalOf(undo("inv_pick", out))).toEqual([["recordInUse", "ids[0]"]]);
    const rest = await book("inv_pick_ret", [row(goods, "1", link)]);
    expect(await costs("inv_pick_ret", rest)).toEqual(["3.33"]);
    expect(await values(goods)).toEqual(["10.00"]);
    await undo("inv_pick_ret", rest);
    const again = await book("inv_pick_ret", [row(goods, "1", link)]);
    expect(await costs("inv_pick_ret", again)).toEqual(["3.33"]);
    // And they follow it when it is costed anew (D35).
    await book("inv_other_in", [row(goods, "3", { cost: "20" })], on("2026-02-28"));
    expect(await costs("inv_pick", out)).toEqual(["15"]);
    expect(await costs("inv_pick_ret", again)).toEqual(["5"]);
    expect(await values(goods)).toEqual(["30.00"]);
  });

  test("a return names a row of its own kind of bill, of the same goods", async () => {
    const [goods, other] = [await material(), await material()];
    const made = await book("inv_product", [row(goods, "3", { cost: "9" })]);
    const [entry] = (await demo().client.inv_product.detail({ id: made })).material_entity;
    const link = { src_inter_id: made, src_entry_id: entry?.id };
    const product = { ...link, src_bill_type_id: bills.inv_product.entity };
    expect(await refusalOf(book("inv_pick_ret", [row(goods, "1", product)]))).toEqual([
      ["sourceTypeWrong", "material_entity[0].src_bill_type_id"],
    ]);
    expect(await refusalOf(book("inv_product_ret", [row(other, "1", product)]))).toEqual([
      ["sourceMismatch", "material_entity[0].material_id"],
    ]);
    const back = await book("inv_product_ret", [row(goods, "2", product)]);
    expect(await costs("inv_product_ret", back)).toEqual(["6"]);
    expect(await refusalOf(book("inv_product_ret", [row(goods, "2", product)]))).toEqual([
      ["sourceExceeded", "material_entity[0].qty"],
    ]);
  });

  test("products enter at the cost given, at none without one, and leave at the pool's", async () => {
    const goods = await material();
    const made = await book("inv_product", [
      row(goods, "3", { unit_cost: "1.115" }),
      row(goods, "1", {}),
    ]);
    expect(await costs("inv_product", made)).toEqual(["3.35", "0"]);
    const back = await book("inv_product_ret", [row(goods, "2")]);
    expect(await costs("inv_product_ret", back)).toEqual(["1.68"]);
    expect(await refusalOf(undo("inv_product", made))).toEqual([["stockUsed", "ids[0]"]]);
  });
});

test("a pick takes what is held for it, and gives it back (D16)", async () => {
  const goods = await material();
  await book("inv_other_in", [row(goods, "5")]);
  await occupy("WO-1", [held(goods, "4")]);
  expect(await refusalOf(book("inv_pick", [row(goods, "2")]))).toEqual([
    ["stockShort", "material_entity[0].qty"],
  ]);
  const id = await book("inv_pick", [row(goods, "3", source("WO-1"))]);
  expect(await stock(goods)).toEqual(["2", "1", "1"]);
  await undo("inv_pick", id);
  expect(await stock(goods)).toEqual(["5", "4", "1"]);
});

test("both saves of 产品入库单 make and edit the same bills", async () => {
  const goods = await material({ is_serial: true });
  const save = (path: string, body: Fields) =>
    demo().client.call("POST", path, { body: { bill_date: "2026-03-02", ...body } });
  const line = row(goods, "2", { sn_list: "P1:甲;P2" });
  const first = await save("/jdy/v2/scm/inv_product_save_v2", {
    material_entity: [line],
    acceptorid_id: [EMP],
    attachments_url: ["https://example.com/a.png"],
  });
  const [id = ""] = JSON.parse(first.body).data.ids;
  const before = await demo().client.inv_product.detail({ id });
  expect(before).toMatchObject({ bill_status: "Z", material_entity: [{ sn: "P1:甲;P2" }] });
  const entry = before.material_entity[0]?.id;
  await save("/jdy/v2/scm/inv_product", {
    id,
    operation_key: "audit",
    material_entity: [{ ...line, id: entry, sn_list: "P1;P3" }],
  });
  const after = await demo().client.inv_product.detail({ id });
  expect(after).toMatchObject({
    bill_status: "C",
    material_entity: [{ id: entry, sn: "P1;P3", sn_list: "P1;P3", sn_list_id: 0 }],
  });
  expect(await stock(goods)).toEqual(["2", "0", "2"]);
});

test("drafts of any other bill are made void and valid as well, and shown so", async () => {
  const { client } = demo();
  const goods = await material();
  const { ids } = await client.inv_other_in.save({
    bill_date: "2026-03-02",
    trans_type_id: "12",
    material_entity: [row(goods, "1")],
  } as never);
  const entity_number = bills.inv_other_in.entity;
  const run = (operate_type: string) =>
    client.system.commonOperate({ entity_number, operate_type, ids } as never);
  const [id = ""] = ids;
  const statusOf = async () => (await client.inv_other_in.detail({ id })).bill_status;
  await run("invalid");
  expect(await statusOf()).toBe("D");
  expect(await refusalOf(run("audit"))).toEqual([["billVoid", "ids[0]"]]);
  await run("valid");
  expect(await statusOf()).toBe("Z");
  await run("invalid");
  await run("delete");
  expect(await refusalOf(statusOf())).toEqual([["recordUnknown", "id"]]);
});

test("the values of an aux property show under the names of these bills", async () => {
  const shirt = await material({
    is_asst_attr: true,
    aux_entity: [{ aux_id1: "5101" }, { aux_id1: "5102" }],
  });
  const id = await book("inv_product", [row(shirt, "2", { aux_id1: "5102" })]);
  const [line] = (await demo().client.inv_product.detail({ id })).material_entity;
  expect(line).toMatchObject({
    material_is_asst_attr: true,
    aux1_id: "5102",
    aux1_name: "蓝",
    aux1_number: "02",
    aux2_id: "",
    aux3_name: "",
  });
  expect(line?.aux_prop_id).not.toBe("");
});

describe("lists", () => {
  test("filters of their own: source, keeper, currency and time of creation", async () => {
    const goods = await material();
    await book("inv_other_in", [row(goods, "9")], on("2025-12-31"));
    const order = { src_bill_type_id: "mo_task_bill", src_inter_id: "88", src_entry_id: "1" };
    const begin = Date.now();
    const plain = await book("inv_pick", [row(goods, "1")], on("2026-01-05"));
    const ordered = await book(
      "inv_pick",
      [row(goods, "1", { ...order, src_bill_no: "SCRW-88", src_seq: "3" })],
      { ...on("2026-01-06"), acceptorid_id: [EMP, "7"], emp_id: EMP },
    );
    const detail = await demo().client.inv_pick.detail({ id: ordered });
    expect(detail.material_entity[0]).toMatchObject({
      ...order,
      src_bill_no: "SCRW-88",
      src_seq: "3",
    });
    const idsOf = async (filters: Fields) => {
      const page = await demo().client.inv_pick.list({
        start_date: "2026-01-01",
        end_date: "2026-01-31",
        ...filters,
      } as never);
      expect(page.cur_page_size).toBe(page.rows.length);
      return page.rows.map(({ id }) => id);
    };
    const both = [ordered, plain];
    const table: [Fields, string[]][] = [
      [{}, both],
      [{ start_date: "2026-01-06" }, [ordered]],
      [{ end_date: "2026-01-05" }, [plain]],
      [{ src_bill_no: "SCRW-88" }, [ordered]],
      [{ src_bill_no: "SCRW-8" }, []],
      [{ acceptorid_id: ["7"] }, [ordered]],
      [{ acceptorid_id: ["8"] }, []],
      [{ emp_id: [EMP] }, [ordered]],
      [{ empid_id: [EMP] }, [ordered]],
      [{ currency_id: ["2"] }, []],
      [{ start_time: "-1", end_time: "-1" }, both],
      [{ start_time: `${begin}` }, both],
      [{ start_time: `${Math.floor(begin / 1000)}` }, both],
      [{ end_time: `${begin - 1}` }, []],
      [{ end_time: `${Math.floor(begin / 1000) - 1}` }, []],
      [{ material_name: "试验商品", bill_status: "C" }, both],
    ];
    for (const [filters, expected] of table) {
      expect(await idsOf(filters), JSON.stringify(filters)).toEqual(expected);
    }
    expect(await refusalOf(idsOf({ start_time: "yesterday" }))).toEqual([
      ["valueInvalid", "start_time"],
    ]);
  });

  test("a source of our own is found by its number as well, and the other save's keeper", async () => {
    const goods = await material();
    const from = await book("inv_product", [row(goods, "2")], { acceptor_id: EMP });
    const made = await demo().client.inv_product.detail({ id: from });
    const link = {
      src_bill_type_id: bills.inv_product.entity,
      src_inter_id: from,
      src_entry_id: made.material_entity[0]?.id,
    };
    const next = await book("inv_product", [row(goods, "1", link)]);
    const { rows } = await demo().client.inv_product.list({ src_bill_no: made.bill_no });
    expect(rows.map(({ id }) => id)).toEqual([next]);
    const kept = await demo().client.inv_product.list({ acceptorid_id: [EMP] });
    expect(kept.rows.map(({ id }) => id)).toContain(from);
    expect(kept.rows.map(({ id }) => id)).not.toContain(next);
  });

  test("what leaves production is a row of the movements under its type", async () => {
    const goods = await material();
    await book("inv_product", [row(goods, "2", { cost: "4" })]);
    const page = await demo().client.stock.invDetail({
      filter_material_id: [goods],
      filter_bill_type_id: ["inv_product_bill"],
    });
    expect(page.rows).toMatchObject([
      { trans_type: "产品入库单", in_qty: "2", in_cost: "4", unit_id: PIECE, stock_id: STORE },
    ]);
  });
});
