import { expect, test } from "vitest";
import { readRequest } from "../read.ts";
import { release } from "./release.ts";

/** The least that the engine needs. */
const least = {
  src_bill_type_id: "isv_bill",
  src_inter_id: "951372470512833536",
  material_entity: [
    {
      src_entry_id: "951372803272134656",
      material_id: "950505500796002304",
      qty: "1",
      unit: "95048862702712799988",
      stock_id: "150505500796002302",
    },
  ],
};

/** With everything that the seed's page marks as required. */
const complete = {
  ...least,
  bill_date: "2020-08-10 00:00:00",
  bill_no: "XF000202008050004.a",
  is_re_calc_qty: "true",
  material_entity: [
    {
      ...least.material_entity[0],
      base_qty: "1",
      base_unit: "95048862702712799980",
      def_float_qty: "0",
      material_name: "商品",
      material_number: "SP00009",
      stock_name: "仓库",
    },
  ],
};

test.each([
  ["the least, lenient", least, false, []],
  ["the seed's form, lenient", complete, false, []],
  ["the seed's form, strict", complete, true, []],
  [
    "the least, strict",
    least,
    true,
    [
      "material_entity[0].material_name",
      "material_entity[0].material_number",
      "material_entity[0].stock_name",
      "material_entity[0].base_unit",
      "material_entity[0].base_qty",
      "material_entity[0].def_float_qty",
      "bill_no",
      "bill_date",
    ],
  ],
])("release: %s", (_, body, strict, missing) => {
  const { faults } = readRequest(release.body, body, {
    strict,
  });
  expect(faults.map(({ key, path }) => (key === "fieldRequired" ? path : key))).toEqual(missing);
});
