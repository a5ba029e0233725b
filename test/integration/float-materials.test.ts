/** Which unit of a material floats, and what stock locks of it (D1). */
import { expect, test } from "vitest";
import { FLOATING, KILO, typed, useCloth } from "../support/cloth.ts";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const { units, cloth, receive } = useCloth(demo);

let made = 0;
const save = (fields: object) => {
  made += 1;
  return demo().client.material.save(typed({ name: `料${made}`, ...FLOATING, ...fields }));
};

test.each([
  ["no unit floats", () => ({})],
  ["no other unit is used", () => ({ is_multi_unit: false, fix_unit_id1: units.roll })],
  ["two without a coefficient", () => ({ fix_unit_id1: units.roll, fix_unit_id2: units.pallet })],
  [
    "two with one, none named",
    () => ({
      fix_unit_id1: units.roll,
      coefficient1: "4",
      fix_unit_id2: units.pallet,
      coefficient2: "40",
    }),
  ],
])("%s: refused", async (_name, fields) => {
  expect(await refusalOf(save(fields()))).toEqual([["valueInvalid", "is_float"]]);
});

test("without is_float a coefficient is required as ever", async () => {
  const fields = { is_float: false, fix_unit_id1: units.roll };
  expect(await refusalOf(save(fields))).toEqual([["valueInvalid", "coefficient1"]]);
});

test("units that lead round in a circle away from the base unit", async () => {
  const fields = { fix_unit_id1: units.roll, coefficient1: "4", aux_unit_id: units.roll };
  const circle = {
    conversion_unit1_id: units.pallet,
    fix_unit_id2: units.pallet,
    coefficient2: "10",
  };
  const faults = refusalOf(save({ ...fields, ...circle, conversion_unit_id2: units.roll }));
  expect(await faults).toEqual([["valueInvalid", "conversion_unit1_id"]]);
});

test("stock locks which unit floats, not what a units.roll usually weighs", async () => {
  const rows = { fix_unit_id1: units.roll, fix_unit_id2: units.pallet, coefficient2: "40" };
  const goods = await cloth({ ...rows, conversion_unit_id2: KILO });
  await receive(goods, "10", "3");
  const edit = (fields: object) => {
    const kept = { ...FLOATING, ...rows, conversion_unit_id2: KILO };
    const input = { id: goods, name: `布料${goods}`, ...kept, ...fields };
    return demo().client.material.save(typed(input));
  };
  expect(await refusalOf(edit({ is_float: false, coefficient1: "4" }))).toContainEqual([
    "fieldLocked",
    "is_float",
  ]);
  const other = { coefficient1: "4", aux_unit_id: units.pallet };
  expect(await refusalOf(edit(other))).toContainEqual(["fieldLocked", "is_float"]);
  await edit({ coefficient1: "4", aux_unit_id: units.roll });
  await edit({ coefficient1: "5", aux_unit_id: units.roll });
});

test("one that was saved before it had to name its unit is refused in a row", async () => {
  const goods = await cloth();
  const { server } = demo();
  await server.system.database.pool.query(
    `update master set data = data - 'fix_unit_id1' - 'fix_unit_id2'
     where account_id = $1 and kind = 'material' and id = $2`,
    [server.provisioned.grant.accountId, goods],
  );
  // As every change of a master does.
  await server.system.database.pool.query("update lane set master_seq = master_seq + 1");
  const refused = await expectClear(receive(goods, "10", "3"));
  expect(refused.errors.map(({ key, field }) => [key, field])).toEqual([
    ["floatUnitMissing", "material_entity[0].material_id"],
  ]);
});
