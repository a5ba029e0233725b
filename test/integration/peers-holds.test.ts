/**
 * Mistakes of other systems around reservations, each as a test that this server does not make it:
 * parallel calls, leaks, batches, serials, variants, units. Others stand where they belong: stock
 * locked in master data in `materials.test.ts` and `locked-masters.test.ts` (Odoo 159444);
 * cancelled deliveries (Vendure 1250) and repeated packets (ERPNext 36825) in `holds.test.ts`;
 * holds that never existed in `bad-records.test.ts` (Vendure 1557); writes past the API in
 * `constraints.test.ts` (Medusa 16569); a box of 9 in `unit.test.ts` (ERPNext 52650).
 */
import { describe, expect, test } from "vitest";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";
import {
  BIN_STORE,
  BINS,
  BOX,
  type Fields,
  KILOGRAM,
  OTHER_STORE,
  STORE,
  warehouse,
} from "../support/warehouse.ts";

const demo = useDemoServer();
const { material, row, held, source, book, undo, occupy, release, explain, stock } =
  warehouse(demo);

/** New goods with this much of them on hand. */
async function goodsOf(qty: string, fields: Fields = {}, more: Fields = {}): Promise<string> {
  const goods = await material(fields);
  await book("inv_other_in", [row(goods, qty, { cost: "100", ...more })]);
  return goods;
}

const outcomes = async (calls: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).map(({ status }) => status);
const succeeded = (statuses: readonly string[]) =>
  statuses.filter((status) => status === "fulfilled").length;

describe("parallel calls", () => {
  test("two first holds of 8 on 10 at the same time: one wins (ERPNext 56905)", async () => {
    const goods = await goodsOf("10");
    const calls = ["first-a", "first-b"].map((bill) => occupy(bill, [held(goods, "8")]));
    expect((await outcomes(calls)).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await stock(goods)).toEqual(["10", "8", "2"]);
  });

  test("20 at once ask for one of 10: ten get one (Odoo 32857, Saleor 543)", async () => {
    const goods = await goodsOf("10");
    const calls = Array.from({ length: 20 }, (_, i) => occupy(`crowd-${i}`, [held(goods, "1")]));
    expect(succeeded(await outcomes(calls))).toBe(10);
    expect(await stock(goods)).toEqual(["10", "10", "0"]);
  });

  test("one serial asked for by ten at once is held once (Odoo 268942)", async () => {
    const phone = await goodsOf("2", { is_serial: true }, { sn_list: "S1;S2" });
    const line = held(phone, "1", { sn_list: "S1" });
    const calls = Array.from({ length: 10 }, (_, i) => occupy(`serial-${i}`, [line]));
    expect(succeeded(await outcomes(calls))).toBe(1);
    expect(await stock(phone)).toEqual(["2", "1", "1"]);
  });

  test("holds, issues and releases of two goods in opposite order all succeed (ERPNext 36825, Medusa 11403)", async () => {
    const [a, b] = [await goodsOf("100"), await goodsOf("100")];
    const pair = (turned: boolean) => (turned ? [b, a] : [a, b]);
    const lines = (turned: boolean) =>
      pair(turned).map((goods, index) => held(goods, "1", { bill_entry_id: `${index}` }));
    const first = Array.from({ length: 40 }, (_, i) => occupy(`turn-${i}`, lines(i % 2 === 0)));
    expect(succeeded(await outcomes(first))).toBe(40);
    const second = Array.from({ length: 60 }, (_, i) => {
      if (i < 20) return release(`turn-${i}`, lines(i % 2 === 0));
      if (i < 40) {
        const rows = lines(i % 2 === 0).map((line) =>
          row(String(line.material_id), "1", source(`turn-${i}`, String(line.bill_entry_id))),
        );
        return book("inv_other_out", rows);
      }
      return book(
        "inv_other_out",
        pair(i % 2 === 0).map((goods) => row(goods, "1")),
      );
    });
    expect(succeeded(await outcomes(second))).toBe(60);
    for (const goods of [a, b]) expect(await stock(goods)).toEqual(["60", "0", "60"]);
  });
});

describe("what is checked", () => {
  test("two rows of one request for the same stock are checked together (Medusa 16502, InvenTree 7285)", async () => {
    const goods = await goodsOf("10");
    const rows = (first: string, second: string) => [
      held(goods, first),
      held(goods, second, { bill_entry_id: "2" }),
    ];
    expect(await refusalOf(occupy("twice", rows("6", "6")))).toEqual([
      ["stockShort", "material_entity[1].qty"],
    ]);
    expect(await stock(goods)).toEqual(["10", "0", "10"]);
    await occupy("twice", rows("4", "6"));
    expect(await stock(goods)).toEqual(["10", "10", "0"]);
  });

  test("every short row is named, and no other (Saleor names the first, others guess)", async () => {
    const goods = await Promise.all(["1", "5", "2", "9", "3"].map((qty) => goodsOf(qty)));
    const rows = goods.map((id, index) => held(id, "4", { bill_entry_id: `${index}` }));
    const call = occupy("short", rows);
    expect(await refusalOf(call)).toEqual([
      ["stockShort", "material_entity[0].qty"],
      ["stockShort", "material_entity[2].qty"],
      ["stockShort", "material_entity[4].qty"],
    ]);
    const { errors } = await expectClear(call);
    expect(
      errors.map(({ description }) => /可用 (\d+)，需要 (\d+)/.exec(description)?.[0]),
    ).toEqual(["可用 1，需要 4", "可用 2，需要 4", "可用 3，需要 4"]);
    for (const id of goods) expect((await stock(id))[1]).toBe("0");
  });

  test("100 with 80 held: 21 more are refused and change nothing, 20 fit (Saleor)", async () => {
    const goods = await goodsOf("100");
    await occupy("eighty", [held(goods, "80")]);
    expect(await refusalOf(occupy("more", [held(goods, "21")]))).toEqual([
      ["stockShort", "material_entity[0].qty"],
    ]);
    expect(await stock(goods)).toEqual(["100", "80", "20"]);
    await occupy("more", [held(goods, "20")]);
    expect(await stock(goods)).toEqual(["100", "100", "0"]);
  });

  test("what one store lacks is not taken from another (Saleor 17170)", async () => {
    const goods = await goodsOf("4");
    await book("inv_other_in", [row(goods, "3", { stock_id: OTHER_STORE, cost: "3" })]);
    expect(await refusalOf(occupy("stores", [held(goods, "5")]))).toEqual([
      ["stockShort", "material_entity[0].qty"],
    ]);
    await occupy("stores", [held(goods, "4")]);
    expect(await stock(goods, { stock_id: OTHER_STORE })).toEqual(["3", "0", "3"]);
  });

  test("58 in two bins with 29 held leave 29, ten more held leave 19 (Odoo test_quant)", async () => {
    const goods = await material();
    const at = (sp_id: string) => ({ stock_id: BIN_STORE, sp_id });
    await book("inv_other_in", [row(goods, "40", at(BINS[0])), row(goods, "18", at(BINS[1]))]);
    await occupy("bins", [
      held(goods, "20", at(BINS[0])),
      held(goods, "9", { ...at(BINS[1]), bill_entry_id: "2" }),
    ]);
    expect(await stock(goods)).toEqual(["58", "29", "29"]);
    await occupy("bins", [held(goods, "10", { ...at(BINS[0]), bill_entry_id: "3" })]);
    expect(await stock(goods)).toEqual(["58", "39", "19"]);
  });
});

describe("life of a hold", () => {
  test("release of 200 from a hold of 80 is refused, not cut to 80 (Saleor, Odoo 19, Vendure 4930)", async () => {
    const goods = await goodsOf("100");
    await occupy("clamp", [held(goods, "80")]);
    expect(await refusalOf(release("clamp", [held(goods, "200")]))).toEqual([
      ["holdExceeded", "material_entity[0].qty"],
    ]);
    expect(await stock(goods)).toEqual(["100", "80", "20"]);
    await release("clamp", [held(goods, "50")]);
    expect(await stock(goods)).toEqual(["100", "30", "70"]);
  });

  test("a hold moves to another store by release and occupy, and leaves nothing held behind (Medusa)", async () => {
    const goods = await goodsOf("10");
    await book("inv_other_in", [row(goods, "10", { stock_id: OTHER_STORE })]);
    const there = { stock_id: OTHER_STORE };
    await occupy("moving", [held(goods, "4")]);
    // The same entry in another place would be two holds of one row.
    expect(await refusalOf(occupy("moving", [held(goods, "4", there)]))).toEqual([
      ["holdExists", "material_entity[0].bill_entry_id"],
    ]);
    await release("moving", [held(goods, "4")]);
    await occupy("moving", [held(goods, "4", there)]);
    expect(await stock(goods, { stock_id: STORE })).toEqual(["10", "0", "10"]);
    expect(await stock(goods, there)).toEqual(["10", "4", "6"]);
  });

  test("a hold of 3 becomes one of all 10: release first, and it does not compete with itself (Medusa)", async () => {
    const goods = await goodsOf("10");
    await occupy("grow", [held(goods, "3")]);
    const refused = await expectClear(occupy("grow", [held(goods, "10")]));
    expect(refused.errors[0]).toMatchObject({ key: "holdExists" });
    expect(refused.errors[0]?.remedy).toContain("释放");
    expect(await stock(goods)).toEqual(["10", "3", "7"]);
    await release("grow", [held(goods, "3")]);
    await occupy("grow", [held(goods, "10")]);
    expect(await stock(goods)).toEqual(["10", "10", "0"]);
  });

  test("a hold does not stand in the way of its own delivery, but of others (ERPNext 46540, 50430)", async () => {
    const goods = await goodsOf("10");
    await occupy("own", [held(goods, "10")]);
    expect(await refusalOf(book("inv_other_out", [row(goods, "1")]))).toEqual([
      ["stockShort", "material_entity[0].qty"],
    ]);
    await book("inv_other_out", [row(goods, "10", source("own"))]);
    expect(await stock(goods)).toEqual(["0", "0", "0"]);
  });

  test("a foreign bill may count its rows from 0: its delivery consumes the hold of row 0 (D16)", async () => {
    const goods = await goodsOf("10");
    await occupy("zero", [held(goods, "4", { bill_entry_id: "0" })]);
    await book("inv_other_out", [row(goods, "4", source("zero", "0"))]);
    expect(await stock(goods)).toEqual(["6", "0", "6"]);
  });

  test("a batch of 2 held 1 and 1 by two orders: each delivery goes out (ERPNext 57159)", async () => {
    const batch = { batch_no: "SHARED" };
    const goods = await goodsOf("2", { is_batch: true }, batch);
    await occupy("order-1", [held(goods, "1", batch)]);
    await occupy("order-2", [held(goods, "1", batch)]);
    await book("inv_other_out", [row(goods, "1", { ...batch, ...source("order-1") })]);
    expect(await stock(goods)).toEqual(["1", "1", "0"]);
    await book("inv_other_out", [row(goods, "1", { ...batch, ...source("order-2") })]);
    expect(await stock(goods)).toEqual(["0", "0", "0"]);
  });

  test("the rest of a partly delivered hold is released, and comes back by un-audit only in part (ERPNext 52851, Medusa 11266)", async () => {
    const goods = await goodsOf("10");
    await occupy("rest", [held(goods, "8")]);
    const out = await book("inv_other_out", [row(goods, "5", source("rest"))]);
    expect(await stock(goods)).toEqual(["5", "3", "2"]);
    await release("rest", [held(goods, "3")]);
    expect(await stock(goods)).toEqual(["5", "0", "5"]);
    await undo("inv_other_out", out);
    expect(await stock(goods)).toEqual(["10", "5", "5"]);
  });
});

describe("batches, serials and variants", () => {
  test("an expired batch is on hand, and nothing of it is available (Odoo)", async () => {
    const expired = { batch_no: "OLD", kf_date: "2026-01-01" };
    const shelf = { is_batch: true, is_kf_period: true, kf_period: "1", kf_period_type: "2" };
    const goods = await goodsOf("5", shelf, { ...expired, qty: "5" });
    expect(await stock(goods)).toEqual(["5", "0", "0"]);
    const listed = await demo().client.stock.inventory({ material_ids: [goods] });
    expect(listed.rows[0]).toMatchObject({ qty: "5.0000000000", valid_qty: "0.0000000000" });
    expect(await refusalOf(occupy("old", [held(goods, "1", expired)]))).toEqual([
      ["batchExpired", "material_entity[0].batch_no"],
    ]);
    const out = book("inv_other_out", [row(goods, "1", expired)]);
    expect(await refusalOf(out)).toEqual([["batchExpired", "material_entity[0].batch_no"]]);
  });

  test.each([
    ["no serials", "1", "", "serialsRequired", "sn_list"],
    ["one serial too few", "2", "S1", "serialCountDiffers", "sn_list"],
    ["a serial that is not there", "1", "S9", "serialNotInStock", "sn_list"],
    ["1.1 pieces", "1.1", "S1", "quantityTooFine", "qty"],
  ])(
    "goods with serials and %s: refused, no silent success (InvenTree take_stock, Odoo test_quant)",
    async (_name, qty, sn_list, key, field) => {
      const phone = await goodsOf("2", { is_serial: true }, { sn_list: "S1;S2" });
      const refused = [[key, `material_entity[0].${field}`]];
      const sent = { sn_list };
      expect(await refusalOf(occupy(`sn-${key}`, [held(phone, qty, sent)]))).toEqual(refused);
      expect(await refusalOf(book("inv_other_out", [row(phone, qty, sent)]))).toEqual(refused);
      expect(await stock(phone)).toEqual(["2", "0", "2"]);
    },
  );

  test("two colours of one article are two stocks (jshERP 38)", async () => {
    const aux_entity = [{ aux_id1: "5101" }, { aux_id1: "5102" }];
    const shirt = await material({ is_asst_attr: true, aux_entity });
    const detail = await demo().client.material.detail({ id: shirt });
    const [red, blue] = detail.aux_entity.map(({ sku_id }) => ({ aux_prop_id: sku_id }));
    await book("inv_other_in", [row(shirt, "3", red), row(shirt, "7", blue)]);
    expect(await refusalOf(occupy("red", [held(shirt, "4", red)]))).toEqual([
      ["stockShort", "material_entity[0].qty"],
    ]);
    await occupy("red", [held(shirt, "3", red)]);
    expect(await stock(shirt, blue)).toEqual(["7", "0", "7"]);
    await book("inv_other_out", [row(shirt, "7", blue)]);
    expect(await stock(shirt, red)).toEqual(["3", "3", "0"]);
  });
});

describe("units", () => {
  test("2138.484 lb are 970 kg by is_re_calc_qty, and the last gram can be held (ERPNext 57674, 57862)", async () => {
    const { client } = demo();
    const { ids } = await client.measure_unit.save({ name: "磅", precision: "3" });
    const [pound = ""] = ids;
    const goods = await material({
      base_unit_id: KILOGRAM,
      is_multi_unit: true,
      fix_unit_id1: pound,
      coefficient1: "0.453592292",
    });
    await book("inv_other_in", [row(goods, "970", { unit_id: KILOGRAM })]);
    await occupy("pounds", [held(goods, "2138.484", { unit: pound, base_qty: "970.872" })]);
    expect(await stock(goods)).toEqual(["970", "970", "0"]);
    const wrong = [held(goods, "2138.484", { unit: pound, base_qty: "970.872" })];
    const sent = occupy("pounds-2", wrong, { is_re_calc_qty: false });
    expect(await refusalOf(sent)).toEqual([
      ["baseQuantityDisagrees", "material_entity[0].base_qty"],
    ]);
  });

  test("3140 less 3106.40 leave 33.60, and 33.60 can be held (Odoo 65453)", async () => {
    const goods = await goodsOf("3140", { base_unit_id: KILOGRAM }, { unit_id: KILOGRAM });
    await book("inv_other_out", [row(goods, "3106.40", { unit_id: KILOGRAM })]);
    await occupy("rounding", [held(goods, "33.60", { unit: KILOGRAM })]);
    expect(await stock(goods)).toEqual(["33.6", "33.6", "0"]);
  });

  test("one piece of a dozen is one, not 0.96, and eleven are left (Odoo 46686)", async () => {
    const dozen = { is_multi_unit: true, fix_unit_id1: BOX, coefficient1: "12" };
    const goods = await goodsOf("1", dozen, { unit_id: BOX });
    await occupy("dozen", [held(goods, "1")]);
    expect(await stock(goods)).toEqual(["12", "1", "11"]);
    await release("dozen", [held(goods, "1")]);
    await occupy("dozen", [held(goods, "1", { unit: BOX })]);
    expect((await explain(goods)).holds.map((hold) => hold.held_qty)).toEqual(["12"]);
  });
});
