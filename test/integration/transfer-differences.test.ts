/** 调拨差异 and 单据下推 over HTTP: what is still in transit (decision 7). */
import { describe, expect, test } from "vitest";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { DIFFERENCE, FROM, IN, OUT, PIECE, TO, today, transfersOf } from "../support/transfers.ts";

const demo = useDemoServer();
const { from, material, operate, receive, route, send, stateOf, stores, take } = transfersOf(demo);

describe("调拨差异", () => {
  const differenceOf = async (id: string) => {
    const { rows } = await demo().client.inv_tfdiff.list({ page_size: 100 });
    return rows.find((row) => row.id === id);
  };

  test("what did not arrive is listed, and leaves transit as lost or found", async () => {
    const goods = await material();
    const phone = await material({ is_serial: true });
    await receive(goods, { qty: "10", cost: "10" });
    await receive(phone, { qty: "2", sn_list: "D1;D2" });
    const sent = await send([
      route(goods, { qty: "10" }),
      route(phone, { qty: "2", sn_list: "D1;D2" }),
    ]);
    await take([{ ...route(goods, { qty: "8" }), ...from(sent) }]);
    const found = await differenceOf(sent.id);
    expect(found).toMatchObject({ transfer_status: "2", trans_type: "1", diff_status: "1" });
    expect(found?.material_entity.map((row) => [row.id, row.qty, row.diff_qty])).toEqual([
      [sent.entries[0], "10", "2"],
      [sent.entries[1], "2", "2"],
    ]);
    const draw = (type: string, entry: string | undefined) =>
      demo().client.inv_tfdiff.draw({ type, data: [{ id: sent.id, entry_id: entry ?? "" }] });
    const lost = (await draw("2", sent.entries[0])).ids;
    const lostBill = await demo().client.inv_other_out.detail({ id: lost });
    expect(lostBill).toMatchObject({ bill_status: "Z", trans_type_id: "15" });
    expect(lostBill.material_entity[0]).toMatchObject({
      qty: "2",
      src_bill_type_id: DIFFERENCE,
      src_inter_id: sent.id,
      src_entry_id: sent.entries[0],
    });
    await operate("inv_other_bill_outbound", "audit", [lost]);
    const back = (await draw("1", sent.entries[1])).ids;
    expect(await demo().client.inv_other_in.detail({ id: back })).toMatchObject({
      trans_type_id: "14",
    });
    await operate("inv_other_bill_inbound", "audit", [back]);
    expect(await differenceOf(sent.id)).toBeUndefined();
    expect(await stores(goods)).toEqual({ [FROM]: "0", [TO]: "8" });
    expect(await stores(phone)).toEqual({ [FROM]: "2" });
    expect(await refusalOf(draw("2", sent.entries[0]))).toEqual([
      ["transitEmpty", "data[0].entry_id"],
    ]);
    await operate("inv_other_bill_outbound", "unaudit", [lost]);
    expect((await differenceOf(sent.id))?.material_entity.map((row) => row.diff_qty)).toEqual([
      "2",
    ]);
  });

  test("unknown rows and rows named twice are refused together, and nothing is made", async () => {
    const goods = await material();
    await receive(goods, { qty: "2" });
    const sent = await send([route(goods, { qty: "2" })]);
    const before = (await demo().client.inv_other_out.list({})).count;
    const entry = { id: sent.id, entry_id: sent.entries[0] ?? "" };
    const call = demo().client.inv_tfdiff.draw({
      type: "2",
      data: [entry, entry, { id: sent.id, entry_id: "404" }, { id: "404", entry_id: "1" }],
    });
    expect(await refusalOf(call)).toEqual([
      ["billRowRepeated", "data[1].entry_id"],
      ["sourceUnknown", "data[2].entry_id"],
      ["sourceUnknown", "data[3].entry_id"],
    ]);
    expect((await demo().client.inv_other_out.list({})).count).toBe(before);
    const foreign = demo().other.inv_tfdiff.draw({ type: "2", data: [entry] });
    expect(await refusalOf(foreign)).toEqual([["sourceUnknown", "data[0].entry_id"]]);
  });

  test("filters of the list", async () => {
    const goods = await material();
    await receive(goods, { qty: "2" });
    const sent = await send([route(goods, { qty: "2" })]);
    const has = async (filters: object) => {
      const { rows } = await demo().client.inv_tfdiff.list({ page_size: 100, ...filters });
      return rows.some((row) => row.id === sent.id);
    };
    expect(await has({ transfer_status: "1", trans_type: "1", bill_status: "C" })).toBe(true);
    expect(await has({ transfer_status: "2" })).toBe(false);
    expect(await has({ trans_type: "2" })).toBe(false);
    expect(await has({ bill_status: "Z" })).toBe(false);
  });
});

describe("bill_push", () => {
  const push = (id: string, target_bill = IN, source_bill = OUT) =>
    demo().client.system.billPush({ id, source_bill, target_bill });

  test("makes the receipt of all that is in transit; the next one is of the rest", async () => {
    const box = await material({
      is_multi_unit: true,
      fix_unit_id1: "1003",
      coefficient1: "12",
      is_serial: false,
    });
    const phone = await material({ is_serial: true });
    await receive(box, { qty: "24" });
    await receive(phone, { qty: "2", sn_list: "Q1;Q2:红" });
    const sent = await send([
      route(box, { qty: "2", unit_id: "1003" }),
      route(phone, { qty: "2", sn_list: "Q1;Q2:红" }),
    ]);
    const { ids } = await push(sent.id);
    const draft = await demo().client.inv_tfin.detail({ id: ids[0] ?? "" });
    expect(draft.bill_status).toBe("Z");
    const rows = draft.material_entity.map((row) => [row.qty, row.unit_id, row.in_stock_id]);
    expect(rows).toEqual([
      ["2", "1003", TO],
      ["2", PIECE, TO],
    ]);
    expect(draft.material_entity[1]?.sn).toBe("Q1;Q2:红");
    await take([{ ...route(box, { qty: "5" }), ...from(sent) }]);
    expect(await refusalOf(operate(IN, "audit", [...ids]))).toEqual([
      ["transitShort", "ids[0].material_entity[0].qty"],
    ]);
    const rest = (await push(sent.id)).ids;
    const [first] = (await demo().client.inv_tfin.detail({ id: rest[0] ?? "" })).material_entity;
    expect([first?.qty, first?.unit_id]).toEqual(["19", PIECE]);
    await operate(IN, "audit", [...rest]);
    expect(await stateOf(sent.id)).toBe("3");
    expect(await refusalOf(push(sent.id))).toEqual([["transitEmpty", "id"]]);
  });

  test("other pairs, unknown bills and drafts are refused", async () => {
    expect(await refusalOf(push("404"))).toEqual([["recordUnknown", "id"]]);
    expect(await refusalOf(push("404", "ap_paybill"))).toEqual([
      ["pushUnsupported", "target_bill"],
    ]);
    expect(await refusalOf(push("404", IN, "pur_bill_request"))).toEqual([
      ["pushUnsupported", "source_bill"],
    ]);
    const goods = await material();
    const draft = await demo().client.inv_tfout.save({
      bill_date: today(),
      material_entity: [route(goods, {})],
    });
    expect(await refusalOf(push(draft.ids[0] ?? ""))).toEqual([["sourceNotAudited", "id"]]);
  });
});
