/** 调拨 and 盘点 of goods with a floating unit: both counts travel, and both are counted. */
import { expect, test } from "vitest";
import { auditedHead, KILO, SHOP, typed, useCloth } from "../support/cloth.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const { units, cloth, rolls, receive } = useCloth(demo);

/** On hand in kilograms and rolls, by store. */
async function stock(material_id: string) {
  const { rows } = await demo().client.stock.inventory({ material_ids: [material_id] });
  return rows.map((row) => [row.stock_id, Number(row.qty), Number(row.aux_qty)].join(" ")).sort();
}

const operate = (entity_number: string, operate_type: string, id: string) =>
  demo().client.system.commonOperate({ entity_number, operate_type, ids: [id] });

const send = async (id: string, qty: string, aux: string) => {
  const { stock_id: out_stock_id, ...row } = rolls(qty, aux, { material_id: id, in_stock_id: "1" });
  const bill = { ...auditedHead, material_entity: [{ ...row, out_stock_id }] };
  const sent = (await demo().client.inv_tfout.save(typed(bill))).ids[0] ?? "";
  const detail = await demo().client.inv_tfout.detail({ id: sent });
  return { id: sent, entry: detail.material_entity[0]?.id ?? "" };
};

test("a transfer is received in parts, pushed, and its rest written off", async () => {
  const id = await cloth();
  await receive(id, "100", "10");
  const sent = await send(id, "40", "5");
  expect(await stock(id)).toEqual([`${SHOP} 60 5`]);
  const take = (qty: string, aux: string) => {
    const { stock_id: out_stock_id, ...row } = rolls(qty, aux, {
      material_id: id,
      in_stock_id: "1",
      src_bill_type_id: "inv_tfout_bill_outbound",
      src_inter_id: sent.id,
      src_entry_id: sent.entry,
    });
    const bill = { ...auditedHead, material_entity: [{ ...row, out_stock_id }] };
    return demo().client.inv_tfin.save(typed(bill));
  };
  expect(await refusalOf(take("10", "6"))).toEqual([["floatShort", "material_entity[0].aux_qty"]]);
  await take("15", "2");
  const push = await demo().client.system.billPush({
    id: sent.id,
    source_bill: "inv_tfout_bill_outbound",
    target_bill: "inv_tfin_bill_inbound",
  });
  const draft = await demo().client.inv_tfin.detail({ id: push.ids[0] ?? "" });
  const [row] = draft.material_entity;
  expect([row?.qty, row?.aux_qty, row?.aux_unit_id]).toEqual(["25", "3", units.roll]);
  const data = [{ id: sent.id, entry_id: sent.entry }];
  const lost = (await demo().client.inv_tfdiff.draw({ type: "2", data })).ids;
  await operate("inv_other_bill_outbound", "audit", lost);
  expect(await stock(id)).toEqual(["1 15 2", `${SHOP} 60 5`]);
});

const count = async (id: string, row: object) => {
  const bill = {
    ...auditedHead,
    check_task_id: "0",
    material_entity: [{ material_id: id, unit_id: KILO, stock_id: SHOP, ...row }],
  };
  return (await demo().client.inv_check_bill.save(typed(bill))).ids[0] ?? "";
};

test.each([
  ["more of both", "60", "8", "1"],
  ["less of both", "30", "3", "2"],
  ["lighter rolls", "40", "5", "2"],
  ["heavier rolls", "60", "5", "1"],
  ["another number of rolls", "50", "6", "3"],
  ["more on fewer rolls", "55", "4", "3"],
  ["nothing left", "0", "0", "2"],
])("a count finds %s", async (_name, qty, aux_qty, type) => {
  const id = await cloth();
  await receive(id, "50", "5");
  const counted = await count(id, { qty, aux_qty, aux_unit_id: units.roll });
  const detail = await demo().client.inv_check_bill.detail({ id: counted });
  expect(detail.material_entity[0]).toMatchObject({ inv_qty: "50", aux_inv_qty: "5" });
  const reply = await demo().client.inv_check_bill.deal({ ids: [counted] });
  expect(reply.gain_loss_type).toBe(type);
  if (reply.loss_id !== "0") await operate("inv_check_loss_bill", "audit", reply.loss_id);
  if (reply.gain_id !== "0") await operate("inv_check_gain_bill", "audit", reply.gain_id);
  expect(await stock(id)).toEqual([`${SHOP} ${qty} ${aux_qty}`]);
});

test("a row that waits needs no rolls; kilograms without a roll are no count", async () => {
  const id = await cloth();
  await receive(id, "50", "5");
  await count(id, {});
  await count(id, { qty: "0" });
  expect(await refusalOf(count(id, { qty: "5" }))).toEqual([
    ["floatQuantityRequired", "material_entity[0].aux_qty"],
  ]);
  expect(await refusalOf(count(id, { qty: "5", aux_qty: "0", aux_unit_id: units.roll }))).toEqual([
    ["floatMismatch", "material_entity[0].aux_qty"],
  ]);
});
