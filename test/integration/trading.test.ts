/** 采购 and 销售 over HTTP: orders, what continues them, amounts, holds (D16, D33; decision 6). */
import { describe, expect, test } from "vitest";
import { findingsOf } from "../support/findings.ts";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";
import { CUSTOMER, DAY, SUPPLIER, tradingOf } from "../support/trading.ts";
import {
  BOX,
  type Fields,
  KILOGRAM,
  OTHER_STORE,
  PIECE,
  STORE,
  warehouse,
} from "../support/warehouse.ts";

const demo = useDemoServer();
const { save, book, operate, detail } = tradingOf(demo);
const { material, row, stock, occupy } = warehouse(demo);

/** A row of an order, which names no store. */
const wanted = (goods: string, qty: string, more: Fields = {}): Fields => ({
  material_id: goods,
  unit_id: PIECE,
  qty,
  ...more,
});
const at = (field: string, index = 0) => `material_entity[${index}].${field}`;
const first = (sources: readonly Fields[]): Fields => sources[0] ?? {};

describe("采购", () => {
  test("an order moves nothing; receipts enter at price without tax and fees", async () => {
    const goods = await material();
    const order = await book("pur_order", [wanted(goods, "10", { price: "8.85", cess: "13" })]);
    expect(await stock(goods)).toEqual(["0", "0", "0"]);
    const fees = { cost_fee_entity: { fee_records: [{ amount: "3", ...FEE }] } };
    const priced = { tax_price: "10", cess: "13", ...first(order.sources) };
    const receipt = await book("pur_inbound", [row(goods, "4", priced)], fees);
    expect(await stock(goods)).toEqual(["4", "0", "4"]);
    const shown = await detail("pur_inbound", receipt.id);
    expect(shown).toMatchObject({ total_amount: "40", bill_status: "C" });
    expect(shown.material_entity).toMatchObject([
      { all_amount: "40", cost_view: "38.4", returnable_qty: "4", src_bill_type_name: "采购订单" },
    ]);
    const open = await detail("pur_order", order.id);
    expect(open).toMatchObject({ io_status: "B", bill_close_state: "C" });
    expect(open.material_entity).toMatchObject([{ in_qty: "4" }]);
  });

  test("an order is not exceeded, is closed by its last receipt, and stays while it is continued", async () => {
    const goods = await material();
    const order = await book("pur_order", [wanted(goods, "5")]);
    const source = first(order.sources);
    const meant = { ignore_warn: true };
    const over = [row(goods, "3", source), row(goods, "3", source)];
    expect(await refusalOf(save("pur_inbound", over, meant))).toEqual([
      ["sourceExceeded", at("qty", 1)],
    ]);
    const receipt = await book("pur_inbound", [row(goods, "5", source)], meant);
    const closed = await detail("pur_order", order.id);
    expect(closed).toMatchObject({ io_status: "C", bill_close_state: "S" });
    const refused = await expectClear(operate("pur_order", "unaudit", order.id));
    expect(refused.errors.map(({ key }) => key)).toEqual(["recordInUse"]);
    await operate("pur_inbound", "unaudit", receipt.id);
    expect(await detail("pur_order", order.id)).toMatchObject({
      io_status: "A",
      bill_close_state: "C",
    });
    await operate("pur_inbound", "delete", receipt.id);
    await operate("pur_order", "unaudit", order.id);
    await operate("pur_order", "delete", order.id);
    expect(await stock(goods)).toEqual(["0", "0", "0"]);
  });

  test("a draft that waited is refused at its audit when another one was faster", async () => {
    const goods = await material();
    const { sources } = await book("pur_order", [wanted(goods, "5")]);
    const lines = [row(goods, "3", first(sources))];
    const waiting = await save("pur_inbound", lines, { ignore_warn: true });
    await book("pur_inbound", lines, { ignore_warn: true });
    expect(await refusalOf(operate("pur_inbound", "audit", waiting.ids[0] ?? ""))).toEqual([
      ["sourceExceeded", `ids[0].${at("qty")}`],
    ]);
  });

  test("boxes are drawn from pieces", async () => {
    const goods = await material({ is_multi_unit: true, fix_unit_id1: BOX, coefficient1: "12" });
    const { id, sources } = await book("pur_order", [wanted(goods, "24")]);
    const boxed = row(goods, "1", { unit_id: BOX, price: 24, ...first(sources) });
    await book("pur_inbound", [boxed]);
    expect((await detail("pur_order", id)).material_entity).toMatchObject([{ in_qty: "12" }]);
    await book("pur_inbound", [boxed]);
    expect(await detail("pur_order", id)).toMatchObject({ bill_close_state: "S" });
  });

  test("a return goes back to the supplier it came from, no more than came", async () => {
    const goods = await material();
    const { id, sources } = await book("pur_inbound", [row(goods, "5", { price: 2 })]);
    const back = (qty: string) => [row(goods, qty, first(sources))];
    await book("pur_ret", back("2"));
    expect(await stock(goods)).toEqual(["3", "0", "3"]);
    expect((await detail("pur_inbound", id)).material_entity).toMatchObject([
      { returnable_qty: "3" },
    ]);
    expect(await refusalOf(save("pur_ret", back("4")))).toEqual([["sourceExceeded", at("qty")]]);
    const other = await demo().client.supplier.save({ name: "别的供应商" });
    const party = { supplier_id: other.ids[0] ?? "" };
    expect(await refusalOf(save("pur_ret", back("1"), party))).toEqual([
      ["sourcePartyDiffers", "supplier_id"],
    ]);
  });

  test("a price is asked for, unless nothing is meant", async () => {
    const goods = await material();
    expect(await refusalOf(save("pur_inbound", [row(goods, "1")]))).toEqual([
      ["priceMissing", at("price")],
    ]);
    await book("pur_inbound", [row(goods, "1", { is_free: 1 })]);
    await book("pur_inbound", [row(goods, "1")], { ignore_warn: true });
    expect(await stock(goods)).toEqual(["2", "0", "2"]);
  });

  test("amounts that disagree are refused with field, row and what is right", async () => {
    const goods = await material();
    const wrong = [row(goods, "1", { price: 5 }), row(goods, "3", { price: 10, amount: 30.01 })];
    const refused = await expectClear(save("pur_inbound", wrong, { total_amount: 35 }));
    expect(refused.errors).toMatchObject([
      { key: "amountsDisagree", field: at("amount", 1), row: 2 },
    ]);
    expect(refused.errors[0]?.description).toContain("30.00");
    const unclear = [wanted(goods, "1", { price: "10", discount: "5" })];
    expect(await refusalOf(save("pur_order", unclear))).toEqual([
      ["discountUnclear", at("discount")],
    ]);
  });

  test("an edit keeps no amount that its new price contradicts", async () => {
    const goods = await material();
    const sent = { price: 10, cess: 13, amount: 20, tax_amount: 2.6, all_amount: 22.6 };
    const { ids } = await save("pur_inbound", [row(goods, "2", sent)], { total_amount: 22.6 });
    const [id = ""] = ids;
    const [line] = (await detail("pur_inbound", id)).material_entity;
    await save("pur_inbound", [row(goods, "2", { id: line?.id, price: 20 })], { id });
    const edited = await detail("pur_inbound", id);
    expect(edited).toMatchObject({ total_amount: "45.2" });
    expect(edited.material_entity).toMatchObject([{ price: "20", cess: "13", all_amount: "45.2" }]);
    const same = { id: line?.id, all_amount: 22.6 };
    expect(await refusalOf(save("pur_inbound", [row(goods, "2", same)], { id }))).toEqual([
      ["amountsDisagree", at("all_amount")],
    ]);
  });
});

describe("销售", () => {
  test("a sale consumes what its order holds; un-audit gives it back", async () => {
    const goods = await material();
    await book("pur_inbound", [row(goods, "10", { price: 3 })]);
    const order = await book("sal_order", [wanted(goods, "6", { price: 5 })]);
    const [line] = (await detail("sal_order", order.id)).material_entity;
    const held = { bill_entry_id: line?.id, material_id: goods, unit: PIECE, stock_id: STORE };
    await occupy(order.id, [{ ...held, qty: "6" }], { bill_type_id: "sal_bill_order" });
    expect(await stock(goods)).toEqual(["10", "6", "4"]);
    expect(await refusalOf(book("sal_out_bound", [row(goods, "5", { price: 5 })]))).toEqual([
      ["stockShort", at("qty")],
    ]);
    const sale = await book("sal_out_bound", [row(goods, "5", first(order.sources))]);
    expect(await stock(goods)).toEqual(["5", "1", "4"]);
    expect(await detail("sal_order", order.id)).toMatchObject({ io_status: "B" });
    await operate("sal_out_bound", "unaudit", sale.id);
    expect(await stock(goods)).toEqual(["10", "6", "4"]);
    await operate("sal_out_bound", "audit", sale.id);
    expect(await stock(goods)).toEqual(["5", "1", "4"]);
  });

  test("a hold may be of an order that somebody else keeps", async () => {
    const goods = await material();
    await book("pur_inbound", [row(goods, "3", { price: 3 })]);
    const held = { bill_entry_id: "7", material_id: goods, unit: PIECE, stock_id: STORE };
    await occupy("WEB-1", [{ ...held, qty: "3" }], { bill_type_id: "sal_bill_order" });
    const source = { src_bill_type_id: "sal_bill_order", src_inter_id: "WEB-1", src_entry_id: "7" };
    await book("sal_out_bound", [row(goods, "3", source)]);
    expect(await stock(goods)).toEqual(["0", "0", "0"]);
    expect(await findingsOf(demo().server.system.database)).toEqual([]);
    const unheld = [row(goods, "1", { ...source, src_entry_id: "8" })];
    expect(await refusalOf(save("sal_out_bound", unheld))).toEqual([
      ["sourceUnknown", at("src_inter_id")],
    ]);
  });

  test("what comes back is worth what it left with, all parts together to the cent", async () => {
    const goods = await material();
    await book("pur_inbound", [row(goods, "3", { price: 3 }), row(goods, "4", { price: 0.25 })]);
    const sale = await book("sal_out_bound", [row(goods, "3", { price: 9 })]);
    const [sold] = (await detail("sal_out_bound", sale.id)).material_entity;
    expect(sold).toMatchObject({ cost: "4.29" });
    await book("pur_inbound", [row(goods, "1", { price: 100 })]);
    const costs: unknown[] = [];
    for (const part of ["1", "1", "1"]) {
      const back = await book("sal_in_bound", [row(goods, part, first(sale.sources))]);
      costs.push((await detail("sal_in_bound", back.id)).material_entity[0]?.cost);
    }
    expect(costs).toEqual(["1.43", "1.43", "1.43"]);
    expect(await refusalOf(save("sal_in_bound", [row(goods, "1", first(sale.sources))]))).toEqual([
      ["sourceExceeded", at("qty")],
    ]);
    expect(await refusalOf(operate("sal_out_bound", "unaudit", sale.id))).toEqual([
      ["recordInUse", "ids[0]"],
    ]);
  });

  test("without a source it is worth what its pool is on that day, also when that changes", async () => {
    const goods = await material();
    await book("pur_inbound", [row(goods, "2", { price: 10 })], { bill_date: "2026-03-03" });
    const head = { bill_date: "2026-03-04" };
    const back = await book("sal_in_bound", [row(goods, "1", { price: 50 })], head);
    const costOf = async () => (await detail("sal_in_bound", back.id)).material_entity[0]?.cost;
    expect(await costOf()).toBe("10");
    await book("pur_inbound", [row(goods, "2", { price: 20 })], { bill_date: "2026-03-02" });
    expect(await costOf()).toBe("15");
  });

  test("what came back follows what it left with when that is costed anew", async () => {
    const goods = await material();
    await book("pur_inbound", [row(goods, "2", { price: 10 })], { bill_date: "2026-03-03" });
    const sold = await book("sal_out_bound", [row(goods, "2")], { bill_date: "2026-03-04" });
    const parts: string[] = [];
    for (const day of ["2026-03-05", "2026-03-06"]) {
      const lines = [row(goods, "1", first(sold.sources))];
      parts.push((await book("sal_in_bound", lines, { bill_date: day })).id);
    }
    const last = await book("sal_out_bound", [row(goods, "2")], { bill_date: "2026-03-07" });
    const costOf = async (name: "sal_in_bound" | "sal_out_bound", id: string) =>
      (await detail(name, id)).material_entity[0]?.cost;
    const fees = { cost_fee_entity: { fee_records: [{ amount: "0.03", ...FEE }] } };
    const early = [row(goods, "2", { price: 20 })];
    await book("pur_inbound", early, { bill_date: "2026-03-02", ...fees });
    // (20 + 40.03) / 4 × 2 = 30.02 of what was sold, in two parts.
    expect(await costOf("sal_out_bound", sold.id)).toBe("30.02");
    for (const id of parts) expect(await costOf("sal_in_bound", id)).toBe("15.01");
    expect(await costOf("sal_out_bound", last.id)).toBe("30.02");
  });

  test("a source of another kind, material or state is refused", async () => {
    const [goods, other] = [await material(), await material()];
    const order = await book("sal_order", [wanted(goods, "2")]);
    const receipt = await book("pur_inbound", [row(goods, "9", { price: 1 })]);
    const draft = await save("sal_order", [wanted(goods, "2")]);
    const [line] = (await detail("sal_order", draft.ids[0] ?? "")).material_entity;
    const open = { ...first(order.sources), src_inter_id: draft.ids[0], src_entry_id: line?.id };
    const cases: [Fields, string, string][] = [
      [row(goods, "1", first(receipt.sources)), "sourceTypeWrong", at("src_bill_type_id")],
      [row(other, "1", first(order.sources)), "sourceMismatch", at("material_id")],
      [row(goods, "1", open), "sourceNotAudited", at("src_inter_id")],
      [
        row(goods, "1", { ...first(order.sources), src_entry_id: "404" }),
        "sourceUnknown",
        at("src_inter_id"),
      ],
    ];
    for (const [body, key, field] of cases) {
      expect(await refusalOf(save("sal_out_bound", [body]))).toEqual([[key, field]]);
    }
  });

  test("an order that is closed by hand is not continued; un-audit opens it again", async () => {
    const goods = await material();
    await book("pur_inbound", [row(goods, "9", { price: 1 })]);
    const { ids } = await save("sal_order", [wanted(goods, "2")]);
    const [id = ""] = ids;
    expect(await refusalOf(operate("sal_order", "close_donothing", id))).toEqual([
      ["billNotAudited", "ids[0]"],
    ]);
    await operate("sal_order", "audit", id);
    await operate("sal_order", "close_donothing", id);
    await operate("sal_order", "close_donothing", id);
    const [line] = (await detail("sal_order", id)).material_entity;
    const source = {
      src_bill_type_id: "sal_bill_order",
      src_inter_id: id,
      src_entry_id: line?.id,
    };
    expect(await refusalOf(save("sal_out_bound", [row(goods, "1", source)]))).toEqual([
      ["sourceClosed", at("src_inter_id")],
    ]);
    const closed = await demo().client.sal_order.list({ bill_close_state: "H" } as never);
    expect(closed.rows.map((found) => found.id)).toEqual([id]);
    await operate("sal_order", "unaudit", id);
    await operate("sal_order", "audit", id);
    await book("sal_out_bound", [row(goods, "1", source)]);
  });

  test("a void draft is neither edited nor audited until it is valid again", async () => {
    const goods = await material();
    const { ids } = await save("sal_order", [wanted(goods, "2")]);
    const [id = ""] = ids;
    await operate("sal_order", "invalid", id);
    expect(await detail("sal_order", id)).toMatchObject({ bill_status: "D" });
    expect(await refusalOf(save("sal_order", [wanted(goods, "1")], { id }))).toEqual([
      ["billVoid", "id"],
    ]);
    expect(await refusalOf(operate("sal_order", "audit", id))).toEqual([["billVoid", "ids[0]"]]);
    await operate("sal_order", "valid", id);
    await operate("sal_order", "audit", id);
    expect(await refusalOf(operate("sal_order", "invalid", id))).toEqual([
      ["billNotEditable", "ids[0]"],
    ]);
    expect(await refusalOf(operate("sal_out_bound", "close_donothing", id))).toEqual([
      ["operateTypeUnsupported", "operate_type"],
    ]);
  });

  test("lists: order, totals over all pages, states", async () => {
    const goods = await material();
    const head = { customer_id: (await demo().client.customer.save({ name: "合计" })).ids[0] };
    const rows = [wanted(goods, "2", { price: 10 })];
    for (const day of ["2026-05-02", "2026-05-01", "2026-05-03"]) {
      await save("sal_order", rows, { ...head, bill_date: day, bill_dis_amount: 1 });
    }
    const filters = { start_bill_date: "2026-05-01", end_bill_date: "2026-05-03" };
    const asked = {
      ...filters,
      order_by: "bill_date asc",
      page_size: 2,
      total_fields: "total_amount",
    };
    const list = (await demo().client.sal_order.list(asked as never)) as unknown as {
      rows: { bill_date: string; total_amount: string; io_status: string }[];
      headers: Fields;
    };
    expect(list.rows.map(({ bill_date }) => bill_date)).toEqual(["2026-05-01", "2026-05-02"]);
    expect(list.headers).toEqual({ total_amount: "57.00" });
    expect(list.rows[0]).toMatchObject({ total_amount: "19.00", io_status: "A" });
    const wrong = demo().client.sal_order.list({ order_by: "colour" } as never);
    expect(await refusalOf(wrong)).toEqual([["valueInvalid", "order_by"]]);
  });

  test("goods with a floating unit can be ordered by weight", async () => {
    const fields = { is_multi_unit: true, is_float: true, fix_unit_id1: PIECE, coefficient1: "" };
    const cloth = await material({ base_unit_id: KILOGRAM, ...fields });
    const order = await save("sal_order", [wanted(cloth, "2.5", { unit_id: KILOGRAM })]);
    await operate("sal_order", "audit", order.ids[0] ?? "");
    const shown = await detail("sal_order", order.ids[0] ?? "");
    expect(shown.material_entity).toMatchObject([{ qty: "2.5", unit_id: KILOGRAM }]);
  });

  test("an edit of a discount says it by its rate or by its amount", async () => {
    const goods = await material();
    const priceOf = async (of: string) =>
      (await detail("pur_order", of)).material_entity[0]?.act_tax_price;
    const sent = { price: "10", dis_rate: "10" };
    const { ids } = await save("pur_order", [wanted(goods, "2", sent)], { bill_dis_rate: "50" });
    const [id = ""] = ids;
    expect(await priceOf(id)).toBe("4.5");
    const [line] = (await detail("pur_order", id)).material_entity;
    const edited = [wanted(goods, "2", { id: line?.id, dis_amount: "5" })];
    await save("pur_order", edited, { id, bill_dis_amount: "1" });
    expect(await priceOf(id)).toBe("7");
    await save("pur_order", edited, { id, bill_dis_rate: "10" });
    expect(await priceOf(id)).toBe("6.75");
  });

  test("serials, batches and stores travel by the rules of every other bill", async () => {
    const phone = await material({ is_serial: true });
    await book("pur_inbound", [row(phone, "2", { price: 1, sn_list: "T1;T2" })]);
    const sale = await book("sal_out_bound", [row(phone, "1", { sn_list: "T2" })]);
    expect(
      await refusalOf(save("sal_order", [wanted(phone, "1")], CUSTOMER)).catch(() => "saved"),
    ).toBe("saved");
    const back = { sn_list: "T2", stock_id: OTHER_STORE, ...first(sale.sources) };
    await book("sal_in_bound", [row(phone, "1", back)]);
    expect(await stock(phone)).toEqual(["2", "0", "2"]);
    const batched = await material({ is_batch: true });
    expect(
      await refusalOf(save("pur_inbound", [row(batched, "1", { price: 1 })], SUPPLIER)),
    ).toEqual([["batchRequired", at("batch_no")]]);
    await book("pur_order", [wanted(batched, "1")], { bill_date: DAY });
  });
});

test("verify finds what a source row keeps otherwise than its bills say", async () => {
  const goods = await material();
  const { sources } = await book("pur_order", [wanted(goods, "5")]);
  const lines = [row(goods, "2", first(sources))];
  await book("pur_inbound", lines, { ignore_warn: true });
  const { database } = demo().server.system;
  expect(await findingsOf(database)).toEqual([]);
  const where = "where id = $1 and bill_type = 'pur_order'";
  const entry = first(sources).src_entry_id;
  const kept = await database.pool.query(`select data from bill_line ${where}`, [entry]);
  const change = `update bill_line set data = data - 'followers' ${where}`;
  await database.pool.query(change, [entry]);
  const [finding, ...others] = await findingsOf(database);
  expect(others).toEqual([]);
  expect(finding).toContain("what the source row keeps of the bills that continue it");
  await database.pool.query(`update bill_line set data = $2 ${where}`, [entry, kept.rows[0].data]);
});

const FEE = { pacct_type_id: "1", supplier_id: "1" };
