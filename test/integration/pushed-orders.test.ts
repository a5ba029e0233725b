/** 下推 of orders: what is left of them becomes the next bill (contract section 7). */
import { expect, test } from "vitest";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { tradingOf } from "../support/trading.ts";
import { BOX, type Fields, PIECE, warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const { save, book, operate, detail } = tradingOf(demo);
const { material, row } = warehouse(demo);

const BUY = { source_bill: "pur_bill_order", target_bill: "pur_bill_inbound" };
const SELL = { source_bill: "sal_bill_order", target_bill: "sal_bill_outbound" };
const push = (id: string, pair: Fields, more: Fields = {}) =>
  demo().client.system.billPush({ id, ...pair, ...more } as never);
const wanted = (goods: string, qty: string, more: Fields = {}): Fields => ({
  ...row(goods, qty),
  ...more,
});

test("a purchase order becomes receipts until nothing is left", async () => {
  const goods = await material();
  const priced = { price: "10", cess: "13", dis_amount: "5" };
  const order = await book("pur_order", [wanted(goods, "10", priced)], { bill_dis_amount: "7.35" });
  const [source = {}] = order.sources;
  await book("pur_inbound", [row(goods, "4", { price: 10, ...source })]);
  const { ids } = await push(order.id, BUY);
  const pushed = await detail("pur_inbound", ids[0] ?? "");
  expect(pushed).toMatchObject({ bill_status: "Z", supplier_id: "1" });
  // 60.00 - 3.00 = 57.00, with tax 64.41, less 4.41 of the discount of the whole bill.
  expect(pushed).toMatchObject({ total_amount: "60" });
  expect(pushed.material_entity).toMatchObject([
    { qty: "6", price: "10", cess: "13", all_amount: "64.41", src_bill_type_id: BUY.source_bill },
  ]);
  await operate("pur_inbound", "audit", ids[0] ?? "");
  expect(await detail("pur_order", order.id)).toMatchObject({ bill_close_state: "S" });
  expect(await refusalOf(push(order.id, BUY))).toEqual([["sourceEmpty", "id"]]);
});

test.each([
  ["24", "1", BOX, "120"],
  ["18", "6", PIECE, "10"],
] as const)("of 24 pieces in boxes %s are left: %s of %s", async (_left, qty, unit_id, price) => {
  const goods = await material({ is_multi_unit: true, fix_unit_id1: BOX, coefficient1: "12" });
  const boxes = wanted(goods, "2", { unit_id: BOX, price: "120" });
  const order = await book("pur_order", [boxes]);
  const [source = {}] = order.sources;
  const taken = qty === "1" ? "12" : "18";
  await book("pur_inbound", [row(goods, taken, { price: 10, ...source })]);
  const { ids } = await push(order.id, BUY);
  const { material_entity } = await detail("pur_inbound", ids[0] ?? "");
  expect(material_entity).toMatchObject([{ qty, unit_id, price }]);
});

test("an amount without a price is pushed by its part", async () => {
  const goods = await material();
  const order = await book("pur_order", [wanted(goods, "3", { amount: "10" })]);
  const [source = {}] = order.sources;
  await book("pur_inbound", [row(goods, "1", { price: 3, ...source })]);
  const { ids } = await push(order.id, BUY);
  expect(await detail("pur_inbound", ids[0] ?? "")).toMatchObject({ total_amount: "6.67" });
});

test("sales orders of one customer become one sale", async () => {
  const goods = await material();
  await book("pur_inbound", [row(goods, "9", { price: 1 })]);
  const one = await book("sal_order", [wanted(goods, "2", { price: 5 })]);
  const two = await book("sal_order", [wanted(goods, "3", { price: 6, is_free: false })]);
  const both = `${one.id},${two.id}`;
  expect(await refusalOf(push(both, SELL))).toEqual([["valueInvalid", "id"]]);
  const { ids } = await push(both, SELL, { merge_push: true });
  expect(await detail("sal_out_bound", ids[0] ?? "")).toMatchObject({ total_amount: "28" });
  const other = await demo().client.customer.save({ name: "另一客户" });
  const party = { customer_id: other.ids[0] ?? "" };
  const three = await book("sal_order", [wanted(goods, "1")], party);
  const mixed = push(`${one.id},${three.id}`, SELL, { merge_push: true });
  expect(await refusalOf(mixed)).toEqual([["valueInvalid", "id"]]);
});

test("an order that cannot be continued is not pushed", async () => {
  const goods = await material();
  const { ids } = await save("sal_order", [wanted(goods, "2")]);
  const [id = ""] = ids;
  expect(await refusalOf(push(id, SELL))).toEqual([["sourceNotAudited", "id"]]);
  expect(await refusalOf(push("404", SELL))).toEqual([["recordUnknown", "id"]]);
  await operate("sal_order", "audit", id);
  await operate("sal_order", "close_donothing", id);
  expect(await refusalOf(push(id, SELL))).toEqual([["sourceClosed", "id"]]);
  const { stock_id: _, ...nowhere } = wanted(goods, "1");
  const open = await book("sal_order", [nowhere]);
  expect(await refusalOf(push(open.id, SELL))).toEqual([["orderWithoutStore", "id"]]);
  const pay = { ...BUY, target_bill: "ap_paybill" };
  expect(await refusalOf(push(open.id, pay))).toEqual([["pushUnsupported", "target_bill"]]);
});
