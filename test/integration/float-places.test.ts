/** 浮动单位 in transit and in stock-takings: both counts go the whole way. */
import { expect, test } from "vitest";
import { KILO, SHOP, typed, useCloth } from "../support/cloth.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const { units, cloth, receive } = useCloth(demo);
const TO = "1";
const OUT = "inv_tfout_bill_outbound";
const AUDITED = { bill_date: "2026-01-05", operation_key: "audit" };

const counts = async (material_id: string) => {
  const { rows } = await demo().client.stock.inventory({ material_ids: [material_id] });
  const told = rows.map((row) => `${row.stock_name} ${Number(row.qty)}/${Number(row.aux_qty)}`);
  return told.sort();
};

const audit = (entity_number: string, id: string) =>
  demo().client.system.commonOperate({ entity_number, operate_type: "audit", ids: [id] });

test("调拨: pushed, received in parts and dealt with in both counts", async () => {
  const { client } = demo();
  const goods = await cloth();
  await receive(goods, "10", "3");
  const route = { material_id: goods, unit_id: KILO, out_stock_id: SHOP, in_stock_id: TO };
  const row = { ...route, qty: "8", aux_qty: "2", aux_unit_id: units.roll };
  const out = await client.inv_tfout.save(typed({ ...AUDITED, material_entity: [row] }));
  const id = out.ids[0] ?? "";
  const push = async () => {
    const input = { id, source_bill: OUT, target_bill: "inv_tfin_bill_inbound" };
    const pushed = await client.system.billPush(typed(input));
    return client.inv_tfin.detail({ id: pushed.ids[0] ?? "" });
  };
  const whole = await push();
  const [entry] = whole.material_entity;
  expect(entry).toMatchObject({ qty: "8", aux_qty: "2", def_float_qty: "2" });
  const source = { src_bill_type_id: OUT, src_inter_id: id, src_entry_id: entry?.src_entry_id };
  const part = { ...row, ...source, qty: "3", aux_qty: "1" };
  const late = { bill_date: "2026-01-06", operation_key: "audit" };
  const lopsided = { ...late, material_entity: [{ ...part, qty: "8" }] };
  expect(await refusalOf(client.inv_tfin.save(typed(lopsided)))).toContainEqual([
    "floatMismatch",
    "material_entity[0].aux_qty",
  ]);
  await client.inv_tfin.save(typed({ ...late, material_entity: [part] }));
  const rest = await push();
  expect(rest.material_entity[0]).toMatchObject({ qty: "5", aux_qty: "1" });
  const data = [{ id, entry_id: entry?.src_entry_id ?? "" }];
  const drawn = await client.inv_tfdiff.draw(typed({ type: "1", data }));
  const back = await client.inv_other_in.detail({ id: String(drawn.ids) });
  expect(back.material_entity[0]).toMatchObject({ qty: "5", aux_qty: "1" });
  await audit("inv_other_bill_inbound", back.id);
  expect(await counts(goods)).toEqual(["仓库A 3/1", "门店仓 7/2"]);
});

async function counted(material_id: string, line: object): Promise<string> {
  const row = { material_id, unit_id: KILO, stock_id: SHOP, aux_unit_id: units.roll, ...line };
  const saved = await demo().client.inv_check_bill.save(
    typed({ ...AUDITED, check_task_id: "0", material_entity: [row] }),
  );
  return saved.ids[0] ?? "";
}

test("盘点: differences of both counts become a 盘亏单", async () => {
  const { client } = demo();
  const goods = await cloth();
  await receive(goods, "10", "3");
  const id = await counted(goods, { qty: "7", aux_qty: "2" });
  const { material_entity } = await client.inv_check_bill.detail({ id });
  expect(material_entity).toMatchObject([{ inv_qty: "10", aux_inv_qty: "3", aux_qty: "2" }]);
  const dealt = await client.inv_check_bill.deal({ ids: [id] });
  const loss = await client.inv_check_loss_bill.detail({ id: dealt.loss_id });
  expect(loss.material_entity).toMatchObject([{ qty: "3", aux_qty: "1", def_float_qty: "1" }]);
  await audit("inv_check_loss_bill", dealt.loss_id);
  expect(await counts(goods)).toEqual(["门店仓 7/2"]);
  // On the day of the count the books still said 10 in 3: the loss has the date of today.
});

test("盘点: not counted and nothing found need no rolls; anything found does", async () => {
  const { client } = demo();
  const goods = await cloth();
  await receive(goods, "7", "2");
  const waiting = await counted(goods, { aux_unit_id: "" });
  const { material_entity } = await client.inv_check_bill.detail({ id: waiting });
  expect(material_entity).toMatchObject([{ aux_inv_qty: "2", aux_qty: "0" }]);
  const unsaid = counted(goods, { qty: "5", aux_unit_id: "" });
  expect(await refusalOf(unsaid)).toEqual([
    ["floatQuantityRequired", "material_entity[0].aux_qty"],
  ]);
  const stale = counted(goods, { qty: "5", aux_qty: "1", aux_inv_qty: "3" });
  expect(await refusalOf(stale)).toEqual([["countBookDiffers", "material_entity[0].aux_inv_qty"]]);
  const none = await counted(goods, { qty: "0", aux_unit_id: "" });
  const gone = await client.inv_check_bill.deal({ ids: [none] });
  const all = await client.inv_check_loss_bill.detail({ id: gone.loss_id });
  expect(all.material_entity).toMatchObject([{ qty: "7", aux_qty: "2" }]);
});
