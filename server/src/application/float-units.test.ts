import { describe, expect, test } from "vitest";
import { floatUnitsOf } from "./float-units.ts";
import { fixedUnitsOf, materialOf } from "./material-facts.ts";
import type { MasterRecord } from "./ports.ts";

const KILO = { base_unit_id: "kg", is_multi_unit: true, is_float: true };
const ROLL = { fix_unit_id1: "roll" };
const BALE = { fix_unit_id2: "bale", coefficient2: "100", conversion_unit_id2: "kg" };
const PALLET = { fix_unit_id3: "pallet", coefficient3: "10", conversion_unit_id3: "roll" };

const floatsOf = (data: Record<string, unknown>) =>
  floatUnitsOf(fixedUnitsOf(data), String(data.aux_unit_id ?? ""));

describe("which unit floats", () => {
  test.each([
    ["the one without a coefficient", { ...KILO, ...ROLL, ...BALE }, ["roll"]],
    ["0 is no coefficient", { ...KILO, ...ROLL, coefficient1: "0.00", ...BALE }, ["roll"]],
    ["units that convert to it float with it", { ...KILO, ...ROLL, ...PALLET }, ["roll", "pallet"]],
    ["the only one, with what is usual", { ...KILO, ...ROLL, coefficient1: "4" }, ["roll"]],
    [
      "the one that aux_unit_id names",
      { ...KILO, ...ROLL, coefficient1: "4", ...BALE, aux_unit_id: "bale" },
      ["bale"],
    ],
    [
      "an empty coefficient says more than aux_unit_id",
      { ...KILO, ...ROLL, ...BALE, aux_unit_id: "bale" },
      ["roll"],
    ],
  ] as const)("%s", (_name, data, unitIds) => {
    expect(floatsOf(data)).toMatchObject({ unitId: unitIds[0], unitIds });
  });

  test.each([
    ["no other unit", KILO],
    ["one unit only", { ...KILO, ...ROLL, is_multi_unit: false }],
    ["two without a coefficient", { ...KILO, ...ROLL, fix_unit_id2: "bale" }],
    ["two with one, and none named", { ...KILO, ...ROLL, coefficient1: "4", ...BALE }],
    [
      "two with one, and another named",
      { ...KILO, ...ROLL, coefficient1: "4", ...BALE, aux_unit_id: "kg" },
    ],
  ])("%s: nothing says so", (_name, data) => {
    expect(floatsOf(data)).toBeUndefined();
  });
});

test("a material's fixed units are apart from those that float", () => {
  const unit = (id: string, precision: string) =>
    [id, { id, name: id, data: { precision } } as unknown as MasterRecord] as const;
  const units = new Map([
    unit("kg", "3"),
    unit("roll", "1"),
    unit("pallet", "0"),
    unit("bale", "0"),
  ]);
  const data = { ...KILO, ...ROLL, coefficient1: "4", ...BALE, ...PALLET, aux_unit_id: "roll" };
  const material = materialOf({ id: "m", data } as unknown as MasterRecord, units);
  expect(material.units.map(({ id }) => id)).toEqual(["kg", "bale"]);
  expect(material.float).toMatchObject({
    unit: { id: "roll", precision: 1, ratio: { numerator: 1n, denominator: 1n } },
    units: [{ id: "roll" }, { id: "pallet", ratio: { numerator: 10n, denominator: 1n } }],
    usualRatio: { numerator: 4n, denominator: 1n },
  });
  const plain = materialOf({ id: "m", data: { ...data, is_float: false } } as never, units);
  expect(plain.units.map(({ id }) => id)).toEqual(["kg", "roll", "bale", "pallet"]);
  expect(plain.float).toBeUndefined();
});
