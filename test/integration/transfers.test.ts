/** 调拨出库单 and 调拨入库单 over HTTP: in transit, received in parts (decision 7). */
import { describe, expect, test } from "vitest";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";
import { FROM, IN, OUT, PIECE, TO, today, transfersOf } from "../support/transfers.ts";

const demo = useDemoServer();
const { from, material, operate, receive, route, send, stateOf, stores, take } = transfersOf(demo);

describe("调拨出库单 and 调拨入库单", () => {
  test("received in parts; no store and no report has what is on the way", async () => {
    const goods = await material({ cost_method: "1", inv_mgr_type: "1", store_entity: [] });
    await receive(goods, { qty: "10", cost: "33.33" });
    const sent = await send([route(goods, { qty: "9" })]);
    expect(await stateOf(sent.id)).toBe("1");
    expect(await stores(goods)).toEqual({ [FROM]: "1" });
    const both = { material_id: goods, is_show_zero_im_qty: true };
    const shown = await demo().client.stock.inventoryStock(both);
    expect(shown.rows.map((row) => row.inv_im_qty).filter((qty) => qty !== "0")).toEqual(["1"]);
    await take([{ ...route(goods, { qty: "4" }), ...from(sent) }]);
    expect(await stateOf(sent.id)).toBe("2");
    const rest = await take([{ ...route(goods, { qty: "5" }), ...from(sent) }]);
    expect(await stateOf(sent.id)).toBe("3");
    expect(await stores(goods)).toEqual({ [FROM]: "1", [TO]: "9" });
    const detail = await demo().client.inv_tfin.detail({ id: rest.ids[0] ?? "" });
    expect(detail).toMatchObject({ trans_fer_status: "3", bill_status: "C" });
    const [row] = detail.material_entity;
    expect(row).toMatchObject({ src_bill_type_name: "调拨出库单", src_seq: "1", cost: "16.67" });
    const moves = await demo().client.stock.invDetail({ filter_material_id: [goods] });
    expect(moves.rows.map((move) => [move.stock_id, move.in_qty, move.out_qty])).toEqual([
      [FROM, "10", "0"],
      [FROM, "0", "9"],
      [TO, "4", "0"],
      [TO, "5", "0"],
    ]);
  });

  test("un-audit goes back the same way, the receipt first", async () => {
    const goods = await material();
    await receive(goods, { qty: "3", cost: "9" });
    const sent = await send([route(goods, { qty: "3" })]);
    const { ids } = await take([{ ...route(goods, { qty: "2" }), ...from(sent) }]);
    const refused = await expectClear(operate(OUT, "unaudit", [sent.id]));
    expect(refused.errors.map(({ key }) => key)).toContain("stockUsed");
    await operate(IN, "unaudit", [...ids]);
    expect(await stateOf(sent.id)).toBe("1");
    await operate(OUT, "unaudit", [sent.id]);
    expect(await stateOf(sent.id)).toBe("0");
    expect((await stores(goods))[FROM]).toBe("3");
    expect(await refusalOf(operate(IN, "audit", [...ids]))).toEqual([
      ["sourceNotAudited", "ids[0].material_entity[0].src_inter_id"],
    ]);
    await operate(IN, "delete", [...ids]);
    await operate(OUT, "delete", [sent.id]);
  });

  test("batches, bins and serials travel along", async () => {
    const batched = await material({ is_batch: true });
    const phone = await material({ is_serial: true });
    await receive(batched, { qty: "5", batch_no: "B-1" });
    await receive(phone, { qty: "3", sn_list: "P1;P2:刮花;P3" });
    const sent = await send([
      route(batched, { qty: "5", batch_no: "B-1" }),
      route(phone, { qty: "2", sn_list: "P1;P2" }),
    ]);
    const wrong = take([{ ...route(phone, { sn_list: "P3" }), ...from(sent, 1) }]);
    expect((await refusalOf(wrong))[0]).toEqual(["serialNotInStock", "material_entity[0].sn_list"]);
    const other = take([{ ...route(batched, { batch_no: "B-2" }), ...from(sent) }]);
    expect(await refusalOf(other)).toEqual([["transitShort", "material_entity[0].qty"]]);
    await take([
      { ...route(batched, { qty: "5", batch_no: "B-1" }), ...from(sent) },
      { ...route(phone, { qty: "2", sn_list: "P2;P1" }), ...from(sent, 1) },
    ]);
    expect(await stateOf(sent.id)).toBe("3");
    const again = send([route(phone, { out_stock_id: TO, in_stock_id: FROM, sn_list: "P2" })]);
    expect((await again).entries.length).toBe(1);
  });

  test("a fee of either bill becomes part of what the goods are worth", async () => {
    const goods = await material({ inv_mgr_type: "1", store_entity: [] });
    await receive(goods, { qty: "2", cost: "10" });
    const sent = await send([route(goods, { qty: "2" })], { cost_fee: "3" });
    await take([{ ...route(goods, { qty: "2" }), ...from(sent) }], { cost_fee: "1.50" });
    const moves = await demo().client.stock.invDetail({ filter_material_id: [goods] });
    expect(moves.rows.map((row) => row.in_cost)).toEqual(["10", "0", "14.5"]);
    const bad = send([route(goods, {})], { cost_fee: "-1" });
    expect(await refusalOf(bad)).toEqual([["amountInvalid", "cost_fee"]]);
    const large = send([route(goods, {})], { cost_fee: "9".repeat(25) });
    expect((await refusalOf(large))[0]?.[1]).toBe("cost_fee");
  });

  test.each([
    ["1", "moving average"],
    ["3", "FIFO"],
  ])("what is dated before is costed through transit (cost_method %s, %s)", async (cost_method) => {
    const goods = await material({ cost_method });
    const byStore = await material({ cost_method, inv_mgr_type: "1", store_entity: [] });
    for (const id of [goods, byStore]) {
      await receive(id, { qty: "2", cost: "20" });
      const sent = await send([route(id, { qty: "2" })], { cost_fee: "1" });
      await take([{ ...route(id, { qty: "1" }), ...from(sent) }], { cost_fee: "2" });
      const draw = { type: "2", data: [{ id: sent.id, entry_id: sent.entries[0] ?? "" }] };
      const lost = (await demo().client.inv_tfdiff.draw(draw)).ids;
      await operate("inv_other_bill_outbound", "audit", [lost]);
      await demo().client.inv_other_in.save({
        bill_date: "2026-01-02",
        trans_type_id: "12",
        operation_key: "audit",
        material_entity: [
          { material_id: id, unit_id: PIECE, stock_id: FROM, qty: "2", cost: "10" },
        ],
      });
    }
    const { rows } = await demo().client.stock.invDetail({ filter_material_id: [byStore] });
    const arrived = rows.find((row) => row.stock_id === TO);
    // Two of four leave: worth 15 by average, the cheaper two first; half of that and the fees.
    expect(arrived?.in_cost).toBe(cost_method === "1" ? "10" : "7.5");
  });

  test("refusals name the row and what to do", async () => {
    const goods = await material();
    const other = await material();
    await receive(goods, { qty: "5" });
    const sent = await send([route(goods, { qty: "2" })]);
    const row = "material_entity[0]";
    const cases: readonly [object, [string, string][]][] = [
      [{ src_bill_type_id: "" }, [["transferSourceRequired", `${row}.src_bill_type_id`]]],
      [{ src_entry_id: "404" }, [["sourceUnknown", `${row}.src_inter_id`]]],
      [{ material_id: other }, [["sourceMismatch", `${row}.material_id`]]],
      [{ qty: "3" }, [["transitShort", `${row}.qty`]]],
      [{ in_stock_id: FROM }, [["sourcePlaceDiffers", `${row}.in_stock_id`]]],
    ];
    for (const [change, keys] of cases) {
      const line = { ...route(goods, { qty: "2" }), ...from(sent), ...change };
      expect(await refusalOf(take([line]))).toEqual(keys);
    }
    await expectClear(take([{ ...route(goods, { qty: "3" }), ...from(sent) }]));
    const priced = send([route(goods, {})], { trans_type: "2" });
    expect(await refusalOf(priced)).toEqual([["transferPriceUnsupported", "trans_type"]]);
    const draft = await demo().client.inv_tfout.save({
      bill_date: today(),
      material_entity: [route(goods, {})],
    });
    const detail = await demo().client.inv_tfout.detail({ id: draft.ids[0] ?? "" });
    const entry = { id: draft.ids[0] ?? "", entries: [detail.material_entity[0]?.id ?? ""] };
    expect(await refusalOf(take([{ ...route(goods, {}), ...from(entry) }]))).toEqual([
      ["sourceNotAudited", `${row}.src_inter_id`],
    ]);
  });

  test("nothing in transit can be held", async () => {
    const goods = await material();
    await receive(goods, { qty: "2" });
    const sent = await send([route(goods, { qty: "2" })]);
    const hold = demo().client.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: `hold-${goods}`,
      material_entity: [
        {
          bill_entry_id: "1",
          material_id: goods,
          material_name: "商品",
          material_number: "商品",
          qty: "1",
          unit: PIECE,
          base_unit: PIECE,
          stock_id: `transit:${sent.entries[0]}`,
          stock_name: "在途",
        },
      ],
    });
    expect((await refusalOf(hold))[0]?.[0]).toBe("referenceUnknown");
  });

  test("the list finds transfers by their state", async () => {
    const goods = await material();
    await receive(goods, { qty: "9" });
    const [none, some, all] = [
      await send([route(goods, { qty: "2" })]),
      await send([route(goods, { qty: "2" })]),
      await send([route(goods, { qty: "2" })]),
    ];
    await take([
      { ...route(goods, {}), ...from(some) },
      { ...route(goods, { qty: "2" }), ...from(all) },
    ]);
    const idsIn = async (trans_fer_status: string) => {
      const name = (await demo().client.material.detail({ id: goods })).name;
      const filters = { trans_fer_status, material_name: name };
      const { rows } = await demo().client.inv_tfout.list(filters);
      return rows.map((row) => [row.id, row.trans_fer_status]);
    };
    expect(await idsIn("0")).toEqual([]);
    expect(await idsIn("1")).toEqual([[none.id, "1"]]);
    expect(await idsIn("2")).toEqual([[some.id, "2"]]);
    expect(await idsIn("3")).toEqual([[all.id, "3"]]);
  });
});
