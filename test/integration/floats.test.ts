/**
 * 浮动单位 over HTTP: cloth in kilograms beside rolls, each counted for itself, through every bill,
 * holds, reports and un-audits (D1, D3, D15).
 */
import { describe, expect, test } from "vitest";
import {
  auditedHead as head,
  KILO,
  otherHead as other,
  SHOP,
  typed,
  useCloth,
} from "../support/cloth.ts";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const [BOTTLE, MAIN, BIN] = ["1001", "2001", "3001"];
const { units, cloth, rolls, receive } = useCloth(demo);

const issue = (material_id: string, qty: string, aux: string, more: object = {}) =>
  demo().client.inv_other_out.save(
    typed({ ...other, material_entity: [{ material_id, ...rolls(qty, aux), ...more }] }),
  );

const holdRow = (material_id: string, qty: string, more: object) => ({
  material_id,
  unit: KILO,
  stock_id: SHOP,
  qty,
  ...more,
});

const occupy = (material_id: string, entry: string, qty: string, more: object, flags = {}) =>
  demo().client.stock.occupy(
    typed({
      bill_type_id: "isv_bill",
      bill_id: material_id,
      ...flags,
      material_entity: [{ bill_entry_id: entry, ...holdRow(material_id, qty, more) }],
    }),
  );

const release = (material_id: string, entry: string, qty: string, more: object) =>
  demo().client.stock.release(
    typed({
      src_bill_type_id: "isv_bill",
      src_inter_id: material_id,
      material_entity: [{ src_entry_id: entry, ...holdRow(material_id, qty, more) }],
    }),
  );

const unaudit = (entity_number: string, id: string) =>
  demo().client.system.commonOperate({ entity_number, operate_type: "unaudit", ids: [id] });

/** On hand and available of both counts, by store. */
async function stock(material_id: string, more: object = {}) {
  const { rows } = await demo().client.stock.inventory({ material_ids: [material_id], ...more });
  return rows.map((row) =>
    [row.stock_name, row.qty, row.valid_qty, row.aux_qty, row.valid_aux_qty]
      .map((text) => text.replace(/\.0+$/, ""))
      .join(" "),
  );
}

test("10 kg in 3 rolls: reports, detail and list of units show both counts", async () => {
  const goods = await cloth();
  const id = await receive(goods, "10", "3");
  const { rows } = await demo().client.stock.inventory({ material_ids: [goods] });
  expect(rows).toMatchObject([
    { qty: "10.0000000000", aux_qty: "3", valid_aux_qty: "3.0000000000" },
  ]);
  const { material_entity } = await demo().client.inv_other_in.detail({ id });
  expect(material_entity[0]).toMatchObject({
    qty: "10",
    base_qty: "10",
    aux_qty: "3",
    aux_unit_id: units.roll,
    aux_unit_name: "匹",
    aux_coefficient: "1",
    def_float_qty: "3",
  });
  const listed = await demo().client.material_unit.list({ material_id: [goods] });
  expect(listed.rows.map((row) => [row.unit_id, row.is_float, row.coefficient])).toEqual([
    [KILO, false, "1"],
    [units.roll, true, "0"],
    [units.pallet, true, "10"],
  ]);
  const moved = await demo().client.stock.invDetail({ filter_material_id: [goods] });
  expect(moved.rows).toMatchObject([{ in_base_qty: "10", in_aux_qty: "3", out_aux_qty: "0" }]);
});

test("a unit of ten rolls is booked in rolls and shown as it was given", async () => {
  const goods = await cloth();
  const id = await receive(goods, "300", "2", {});
  const more = { material_entity: [{ material_id: goods, ...rolls("300", "2") }] };
  const row = { ...more.material_entity[0], aux_unit_id: units.pallet };
  const saved = await demo().client.inv_other_in.save(typed({ ...other, material_entity: [row] }));
  const detail = await demo().client.inv_other_in.detail({ id: saved.ids[0] ?? "" });
  expect(detail.material_entity[0]).toMatchObject({
    aux_qty: "2",
    aux_coefficient: "10",
    def_float_qty: "20",
  });
  expect(await stock(goods)).toEqual(["门店仓 600 600 22 22"]);
  await unaudit("inv_other_bill_inbound", id);
  expect(await stock(goods)).toEqual(["门店仓 300 300 20 20"]);
});

test("an edit keeps what it leaves out; another unit makes the count void", async () => {
  const goods = await cloth();
  const draft = { bill_date: "2026-01-05", trans_type_id: "12" };
  const row = { material_id: goods, ...rolls("10", "3") };
  const { inv_other_in } = demo().client;
  const id = (await inv_other_in.save(typed({ ...draft, material_entity: [row] }))).ids[0] ?? "";
  const line = (await inv_other_in.detail({ id })).material_entity[0]?.id;
  const short = { id: line, material_id: goods, unit_id: KILO, stock_id: SHOP, qty: "9" };
  await inv_other_in.save(typed({ ...draft, id, material_entity: [short] }));
  const kept = (await inv_other_in.detail({ id })).material_entity[0];
  expect(kept).toMatchObject({ qty: "9", aux_qty: "3", def_float_qty: "3" });
  const other = { ...short, aux_unit_id: units.pallet };
  expect(
    await refusalOf(inv_other_in.save(typed({ ...draft, id, material_entity: [other] }))),
  ).toEqual([["floatQuantityRequired", "material_entity[0].aux_qty"]]);
});

describe("shortage", () => {
  test("in rolls, though the kilograms are there: the holder's rolls are named", async () => {
    const goods = await cloth();
    await receive(goods, "10", "3");
    await occupy(goods, "1", "4", { aux_qty: "1", aux_unit_id: units.roll });
    expect(await stock(goods)).toEqual(["门店仓 10 6 3 2"]);
    const short = await expectClear(issue(goods, "4", "2.5"));
    expect(short.errors.map(({ key, field }) => [key, field])).toEqual([
      ["floatShort", "material_entity[0].aux_qty"],
    ]);
    expect(short.description).toContain("（单位 匹）：即时库存 3，已占用 1，可用 2，需要 2.5");
    expect(short.description).toMatch(/占用于 isv_bill \d+ \/ 1（1，自/);
    const both = refusalOf(occupy(goods, "2", "7", { aux_qty: "3", aux_unit_id: units.roll }));
    expect(await both).toEqual([
      ["stockShort", "material_entity[0].qty"],
      ["floatShort", "material_entity[0].aux_qty"],
    ]);
    expect(await stock(goods)).toEqual(["门店仓 10 6 3 2"]);
  });

  test("one count must not reach zero alone (为零不为零)", async () => {
    const goods = await cloth();
    await receive(goods, "10", "3");
    for (const [qty, aux] of [
      ["10", "2"],
      ["9", "3"],
    ] as const) {
      const refused = await expectClear(issue(goods, qty, aux));
      expect(refused.errors.map(({ key, field }) => [key, field])).toEqual([
        ["floatMismatch", "material_entity[0].aux_qty"],
      ]);
    }
    await issue(goods, "10", "3");
    expect(await stock(goods)).toEqual(["门店仓 0 0 0 0"]);
  });

  test("not given, not computable, in another unit, too fine, below zero", async () => {
    const goods = await cloth();
    const cases = [
      [{ aux_qty: "", aux_unit_id: "" }, "floatQuantityRequired", "aux_qty"],
      [{ aux_qty: "0", aux_unit_id: "" }, "floatQuantityRequired", "aux_qty"],
      [{ aux_unit_id: BOTTLE }, "unitNotOfMaterial", "aux_unit_id"],
      [{ aux_qty: "0.25" }, "quantityTooFine", "aux_qty"],
      [{ aux_qty: "-1" }, "valueInvalid", "aux_qty"],
      [{ unit_id: units.roll }, "unitNotOfMaterial", "unit_id"],
    ] as const;
    for (const [change, key, field] of cases) {
      const row = { material_id: goods, ...rolls("10", "3"), ...change };
      const refused = await expectClear(
        demo().client.inv_other_in.save(typed({ ...other, material_entity: [row] })),
      );
      const told = refused.errors.map((detail) => [detail.key, detail.field]);
      expect(told).toEqual([[key, `material_entity[0].${field}`]]);
    }
  });
});

describe("holds", () => {
  test("the seed's forms: aux_qty, def_float_qty, computed", async () => {
    const goods = await cloth({ coefficient1: "4", aux_unit_id: units.roll });
    await receive(goods, "100", "30");
    await occupy(goods, "1", "4", { aux_qty: "1", aux_unit_id: units.roll, def_float_qty: "0" });
    await occupy(goods, "2", "4", { def_float_qty: "2" });
    await occupy(goods, "3", "10", { def_float_qty: "0" }, { is_re_calc_qty: "true" });
    expect(await stock(goods)).toEqual(["门店仓 100 82 30 24.5000000000"]);
    const disagrees = occupy(goods, "4", "4", { aux_qty: "1", def_float_qty: "2" });
    expect(await refusalOf(disagrees)).toEqual([
      ["baseQuantityDisagrees", "material_entity[0].def_float_qty"],
    ]);
    expect(await refusalOf(occupy(goods, "4", "4", {}))).toEqual([
      ["floatQuantityRequired", "material_entity[0].aux_qty"],
    ]);
  });

  test("0 releases the rest with all its rolls; rolls left behind are refused", async () => {
    const goods = await cloth();
    await receive(goods, "10", "3");
    await occupy(goods, "1", "4", { aux_qty: "2", aux_unit_id: units.roll });
    const left = await expectClear(release(goods, "1", "4", { aux_qty: "1" }));
    expect(left.errors.map(({ key, field }) => [key, field])).toEqual([
      ["holdFloatLeft", "material_entity[0].aux_qty"],
    ]);
    const over = release(goods, "1", "1", { def_float_qty: "3" });
    expect(await refusalOf(over)).toEqual([["holdExceeded", "material_entity[0].aux_qty"]]);
    const part = release(goods, "1", "1", { def_float_qty: "0" });
    expect(await refusalOf(part)).toEqual([
      ["floatQuantityRequired", "material_entity[0].aux_qty"],
    ]);
    await release(goods, "1", "1", { aux_qty: "1" });
    await release(goods, "1", "3", { def_float_qty: "0" });
    expect(await stock(goods)).toEqual(["门店仓 10 10 3 3"]);
  });

  test("an out consumes both counts and gives both back (D16)", async () => {
    const goods = await cloth();
    await receive(goods, "10", "3");
    await occupy(goods, "1", "4", { aux_qty: "2", aux_unit_id: units.roll });
    const source = { src_bill_type_id: "isv_bill", src_inter_id: goods, src_entry_id: "1" };
    expect(await refusalOf(issue(goods, "4", "1", source))).toEqual([
      ["holdFloatLeft", "material_entity[0].aux_qty"],
    ]);
    const { ids } = await issue(goods, "5", "2", source);
    expect(await stock(goods)).toEqual(["门店仓 5 5 1 1"]);
    await unaudit("inv_other_bill_outbound", ids[0] ?? "");
    expect(await stock(goods)).toEqual(["门店仓 10 6 3 1"]);
  });
});

describe("bills", () => {
  test("disassemble brings rolls, move takes them on, gain and loss count them", async () => {
    const { client } = demo();
    const goods = await cloth();
    const suit = (await client.material.save({ name: "套装布", base_unit_id: KILO as string }))
      .ids[0] as string;
    await client.inv_other_in.save(
      typed({
        ...other,
        material_entity: [
          { material_id: suit, unit_id: KILO, stock_id: SHOP, qty: "2", cost: "80" },
        ],
      }),
    );
    const apart = [
      { material_type: "M", material_id: suit, unit_id: KILO, stock_id: SHOP, qty: "2" },
      { material_type: "S", material_id: goods, ...rolls("8", "4"), cost_share_percent: "100" },
    ];
    await client.inv_disassemble.save(typed({ ...head, material_entity: apart }));
    expect(await stock(goods)).toEqual(["门店仓 8 8 4 4"]);
    const { stock_id: _, ...moving } = rolls("3", "1");
    const place = { out_stock_id: SHOP, in_stock_id: MAIN, in_sp_id: BIN };
    const moved = await client.inv_tfmove.save(
      typed({ ...head, material_entity: [{ material_id: goods, ...moving, ...place }] }),
    );
    expect(await stock(goods)).toEqual(["门店仓 5 5 3 3", "主仓 3 3 1 1"]);
    const detail = await client.inv_tfmove.detail({ id: moved.ids[0] ?? "" });
    expect(detail.material_entity[0]).toMatchObject({ def_float_qty: "1", in_def_float_qty: "1" });
    const row = { material_id: goods, ...rolls("1", "1") };
    const gain = { ...head, material_entity: [row] };
    const gained = await client.inv_check_gail_bill.save(typed(gain));
    const loss = { ...head, material_entity: [row, row] };
    const lost = await client.inv_check_loss_bill.save(typed(loss));
    expect(await stock(goods)).toEqual(["门店仓 4 4 2 2", "主仓 3 3 1 1"]);
    const back = [
      { material_type: "S", material_id: goods, ...rolls("1", "1") },
      { material_type: "M", material_id: suit, unit_id: KILO, stock_id: SHOP, qty: "1" },
    ].map((item) => ({ ...item, cost_share_percent: item.material_type === "M" ? "100" : "" }));
    const together = await client.inv_assemble.save(typed({ ...head, material_entity: back }));
    expect(await stock(goods)).toEqual(["门店仓 3 3 1 1", "主仓 3 3 1 1"]);
    for (const [entity, { ids }] of [
      ["inv_assemble_bill", together],
      ["inv_check_loss_bill", lost],
      ["inv_check_gain_bill", gained],
      ["inv_tfmove_bill_order", moved],
    ] as const) {
      await unaudit(entity, ids[0] ?? "");
    }
    expect(await stock(goods)).toEqual(["门店仓 8 8 4 4", "主仓 0 0 0 0"]);
  });

  test("un-audit is refused when rolls went on, and when a units.roll would be left without weight", async () => {
    const goods = await cloth();
    await receive(goods, "6", "2");
    const id = await receive(goods, "4", "1");
    await occupy(goods, "1", "1", { aux_qty: "3" });
    const entity = "inv_other_bill_inbound";
    expect(await refusalOf(unaudit(entity, id))).toEqual([["stockUsed", "ids[0]"]]);
    await release(goods, "1", "1", { aux_qty: "3" });
    const { ids } = await issue(goods, "6", "1");
    expect(await refusalOf(unaudit(entity, id))).toContainEqual(["floatMismatch", "ids[0]"]);
    await unaudit("inv_other_bill_outbound", ids[0] ?? "");
    await occupy(goods, "2", "6", { aux_qty: "2" });
    await unaudit(entity, id);
    expect(await stock(goods)).toEqual(["门店仓 6 0 2 0"]);
  });

  test("a back-dated out that finds too few rolls on a day in between is refused (D3)", async () => {
    const goods = await cloth();
    const first = await receive(goods, "10", "3", { bill_date: "2026-01-02" });
    await issue(goods, "1", "2");
    await receive(goods, "10", "3", { bill_date: "2026-01-08" });
    const row = { material_id: goods, ...rolls("2", "2") };
    const early = { ...other, bill_date: "2026-01-03", material_entity: [row] };
    const refused = await expectClear(demo().client.inv_other_out.save(typed(early)));
    expect(refused.errors.map(({ key, field }) => [key, field])).toEqual([
      ["negativeAtDate", "material_entity[0].aux_qty"],
    ]);
    expect(refused.description).toContain("的结存为 -1 匹");
    expect(await refusalOf(unaudit("inv_other_bill_inbound", first))).toEqual([
      ["negativeAtDate", "ids[0]"],
      ["negativeAtDate", "ids[0]"],
    ]);
    const cut = { ...early, material_entity: [{ ...row, aux_qty: "1" }] };
    await demo().client.inv_other_out.save(typed(cut));
    expect(await stock(goods)).toEqual(["门店仓 17 17 3 3"]);
  });

  test("on a past day by the ledger, both counts (point_date)", async () => {
    const goods = await cloth();
    await receive(goods, "10", "3", { bill_date: "2026-01-02" });
    const late = { ...other, bill_date: "2026-01-04" };
    const row = { material_id: goods, ...rolls("4", "2") };
    await demo().client.inv_other_out.save(typed({ ...late, material_entity: [row] }));
    expect(await stock(goods, { point_date: "2026-01-03" })).toEqual(["门店仓 10 10 3 3"]);
    expect(await stock(goods, { point_date: "2026-01-04" })).toEqual(["门店仓 6 6 1 1"]);
    const byBatch = { include_batch_kf_period: true };
    expect(await stock(goods, byBatch)).toEqual(["门店仓 6 6 1 1"]);
  });
});

test("a dry run tells both counts", async () => {
  const goods = await cloth();
  await receive(goods, "10", "3");
  const reply = await demo().client.call("POST", "/jdy/v2/scm/inv_occupy", {
    body: {
      bill_type_id: "isv_bill",
      bill_id: "DRY",
      material_entity: [{ bill_entry_id: "1", ...holdRow(goods, "4", { aux_qty: "1" }) }],
    },
    headers: { "X-Xingcang-Dry-Run": "1" },
  });
  expect(JSON.parse(reply.body).dry_run).toMatchObject({
    balances: [{ on_hand: "10", on_hand_float: "3", occupied_float: "1", available_float: "2" }],
    holds: [{ held: "4", held_float: "1" }],
  });
});
