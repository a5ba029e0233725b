import { describe, expect, test } from "vitest";
import { cloth, draft, facts, KILO, PALLET, qText, ROLL } from "../../../test/support/domain.ts";
import type { LineDraft } from "./line.ts";
import type { Material } from "./master.ts";
import { resolveLine } from "./resolve-line.ts";

/** A roll usually weighs 4 kilograms; of the other it is not known. */
const CLOTH = cloth("1");
const FELT: Material = { ...CLOTH, float: { unit: ROLL, units: [ROLL], usualRatio: undefined } };

interface Flags {
  readonly recalculate?: boolean;
  readonly floatOfHold?: boolean;
}

function resolve(goods: Material, changes: Partial<LineDraft>, flags: Flags) {
  const sent = draft({ material: goods.id, unit: KILO.id, quantity: "10", ...changes });
  const { recalculate = false, floatOfHold = false } = flags;
  const question = { facts: facts([goods]), recalculate, floatOfHold, hold: undefined };
  return resolveLine(sent, question);
}

const AGAIN = { recalculate: true };
const RELEASE = { floatOfHold: true };

describe("the floating quantity of a line", () => {
  test.each([
    ["as given", FELT, { auxQuantity: "3", auxUnit: ROLL.id }, {}, "3 given"],
    ["without its unit", FELT, { auxQuantity: "3" }, {}, "3 given"],
    ["a unit of ten rolls", CLOTH, { auxQuantity: "2", auxUnit: PALLET.id }, {}, "20 given"],
    ["its own precision", FELT, { auxQuantity: "2.5" }, {}, "2.5 given"],
    ["none, said with its unit", FELT, { auxQuantity: "0", auxUnit: ROLL.id }, {}, "0 given"],
    ["in the default floating unit", FELT, { floatQuantity: "3" }, {}, "3 given"],
    ["0 is computed from aux_qty", FELT, { floatQuantity: "0", auxQuantity: "3" }, {}, "3 given"],
    ["both agree", CLOTH, { floatQuantity: "3", auxQuantity: "3" }, {}, "3 given"],
    ["both, computed anew", CLOTH, { floatQuantity: "9", auxQuantity: "3" }, AGAIN, "3 given"],
    ["0 is computed by the usual ratio", CLOTH, { floatQuantity: "0" }, {}, "2.5 computed"],
    ["recalculated by the usual ratio", CLOTH, { floatQuantity: "9" }, AGAIN, "2.5 computed"],
    ["rounded half up", CLOTH, { quantity: "10.2" }, AGAIN, "2.6 computed"],
    ["given where nothing can be computed", FELT, { floatQuantity: "9" }, AGAIN, "9 given"],
    ["a release leaves it to the hold", FELT, { floatQuantity: "0" }, RELEASE, "0 ofHold"],
    ["a release that says it", FELT, { auxQuantity: "3" }, RELEASE, "3 given"],
  ] as const)("%s", (_name, goods, changes, flags, expected) => {
    const { line, refusals } = resolve(goods, changes, flags);
    expect(refusals).toEqual([]);
    const float = line?.float;
    expect(float && `${qText(float.floatQuantity)} ${float.source}`).toBe(expected);
    const sent: Partial<LineDraft> = changes;
    expect(line && qText(line.baseQuantity)).toBe(sent.quantity ?? "10");
  });

  test("the unit in which it was given is kept beside what is booked", () => {
    const { line } = resolve(CLOTH, { auxQuantity: "2", auxUnit: PALLET.id }, {});
    expect(line?.float?.unit).toEqual(PALLET);
    expect(line?.float && qText(line.float.quantity)).toBe("2");
  });

  test("a material without a floating unit ignores whatever is sent", () => {
    const goods = { ...CLOTH, floating: false, float: undefined };
    const { line, refusals } = resolve(goods, { auxQuantity: "-3", auxUnit: "zz" }, {});
    expect(refusals).toEqual([]);
    expect(line?.float).toBeUndefined();
  });
});

describe("refusals", () => {
  test.each([
    ["nothing", CLOTH, {}, {}, "floatQuantityRequired", "aux_qty"],
    ["0 without its unit", CLOTH, { auxQuantity: "0" }, {}, "floatQuantityRequired", "aux_qty"],
    ["to be computed, no ratio", FELT, {}, AGAIN, "floatQuantityRequired", "aux_qty"],
    ["0, no ratio", FELT, { floatQuantity: "0" }, {}, "floatQuantityRequired", "aux_qty"],
    ["below zero", FELT, { auxQuantity: "-1" }, {}, "valueInvalid", "aux_qty"],
    ["below zero", FELT, { floatQuantity: "-1" }, {}, "valueInvalid", "def_float_qty"],
    ["too fine", FELT, { auxQuantity: "0.25" }, {}, "quantityTooFine", "aux_qty"],
    ["too fine", FELT, { floatQuantity: "0.25" }, {}, "quantityTooFine", "def_float_qty"],
    [
      "a cut pallet",
      CLOTH,
      { auxQuantity: "0.5", auxUnit: "u5" },
      {},
      "quantityTooFine",
      "aux_qty",
    ],
    ["too large", FELT, { auxQuantity: "1000000000000000" }, {}, "decimalTooLarge", "aux_qty"],
    [
      "too large in rolls",
      CLOTH,
      { auxQuantity: "100000000000000", auxUnit: PALLET.id },
      {},
      "decimalTooLarge",
      "aux_qty",
    ],
    [
      "not what aux_qty says",
      CLOTH,
      { auxQuantity: "3", floatQuantity: "4" },
      {},
      "baseQuantityDisagrees",
      "def_float_qty",
    ],
    ["a fixed unit", CLOTH, { auxUnit: KILO.id }, {}, "unitNotOfMaterial", "aux_unit_id"],
  ] as const)("%s", (_name, goods, changes, flags, key, field) => {
    const { refusals } = resolve(goods, changes, flags);
    const expected = [{ key, path: `material_entity[0].${field}` }];
    expect(refusals.map(({ key, path }) => ({ key, path }))).toEqual(expected);
  });

  test("the quantity itself is never in a floating unit: nothing would say its weight", () => {
    const { refusals } = resolve(CLOTH, { unit: ROLL.id, auxQuantity: "3" }, {});
    expect(refusals).toMatchObject([{ key: "unitNotOfMaterial", params: { choices: "千克(u3)" } }]);
  });
});
