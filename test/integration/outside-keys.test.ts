/** `outside_pk_id`: the key that a bill has in the system of its caller (contract section 6). */
import { expect, test } from "vitest";
import { useDemoServer } from "../support/running-server.ts";
import { warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const { material, row } = warehouse(demo);

test("the caller's key names one bill of a type, whichever way it is saved", async () => {
  const goods = await material();
  const { client } = demo();
  const bill = { bill_date: "2026-03-01", supplier_id: "1", outside_pk_id: "ERP-77" };
  const order = (more: object) =>
    client.pur_order.save({ ...bill, material_entity: [row(goods, "1")], ...more } as never);
  const { ids } = await order({});
  const [id = ""] = ids;
  const { bill_no } = await client.pur_order.detail({ id });
  const again = await order({}).catch((error) => error);
  expect(again.errors).toMatchObject([{ key: "outsideKeyTaken", field: "outside_pk_id" }]);
  expect(again.errors[0].description).toContain(`${bill_no}（id ${id}）`);
  await order({ id, remark: "改" });
  const other = await order({ outside_pk_id: "ERP-78" });
  const taken = await order({ id: other.ids[0], outside_pk_id: "ERP-77" }).catch((error) => error);
  expect(taken.errors).toMatchObject([{ key: "outsideKeyTaken" }]);
  // Another type has keys of its own; several bills have none.
  const receipt = { ...bill, ignore_warn: true, material_entity: [row(goods, "1")] };
  await client.pur_inbound.save(receipt as never);
  for (const outside_pk_id of ["", ""]) await order({ outside_pk_id });
});
