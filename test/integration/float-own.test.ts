/** 浮动单位 where holds and stock are explained, and released in bulk (D18). */
import { expect, test } from "vitest";
import { KILO, SHOP, typed, useCloth } from "../support/cloth.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const { units, cloth, rolls, receive } = useCloth(demo);

test("both counts of keys, holds, events and movements; the rest is released in both", async () => {
  const { client } = demo();
  const goods = await cloth();
  await receive(goods, "10", "3");
  const wanted = { material_id: goods, unit: KILO, stock_id: SHOP, qty: "4", aux_qty: "2" };
  const row = { bill_entry_id: "1", ...wanted, aux_unit_id: units.roll };
  const order = { bill_type_id: "isv_bill", bill_id: goods };
  await client.stock.occupy(typed({ ...order, material_entity: [row] }));
  const source = { src_bill_type_id: "isv_bill", src_inter_id: goods, src_entry_id: "1" };
  const out = { material_id: goods, ...rolls("1", "1"), ...source };
  const head = { bill_date: "2026-01-05", trans_type_id: "13", operation_key: "audit" };
  await client.inv_other_out.save(typed({ ...head, material_entity: [out] }));
  const told = await client.xingcang.explain({ material_id: goods });
  const counts = { aux_on_hand: "2", aux_occupied: "1", aux_available: "1" };
  expect(told).toMatchObject({ aux_unit_name: "匹", ...counts });
  expect(told.keys).toMatchObject([counts]);
  expect(told.holds).toMatchObject([
    { aux_unit_name: "匹", opened_aux_qty: "2", held_aux_qty: "1", consumed_aux_qty: "1" },
  ]);
  expect(told.hold_events.map((event) => [event.kind, event.aux_qty])).toEqual([
    ["consumed", "1"],
    ["opened", "2"],
  ]);
  expect(
    told.rows.map((item) => [item.in_aux_qty, item.out_aux_qty, item.aux_on_hand_after]),
  ).toEqual([
    ["0", "1", "2"],
    ["3", "0", "3"],
  ]);
  expect(told.rows[0]?.hold_aux_qty).toBe("1");
  const released = await client.xingcang.releaseHolds({ reason: "盘点", material_id: goods });
  expect(released.rows).toMatchObject([{ released_qty: "3", released_aux_qty: "1" }]);
  const listed = await client.xingcang.holds({ material_id: goods, open_only: false });
  expect(listed.rows).toMatchObject([{ held_aux_qty: "0", released_aux_qty: "1" }]);
  const { rows } = await client.stock.inventory({ material_ids: [goods] });
  expect(rows).toMatchObject([{ aux_qty: "2", valid_aux_qty: "2.0000000000" }]);
});
