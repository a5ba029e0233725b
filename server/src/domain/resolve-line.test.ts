import { describe, expect, test } from "vitest";
import {
  BIN,
  BIN_STORE,
  BOX,
  draft,
  facts,
  GRAM,
  material,
  OTHER_BIN,
  q,
} from "../../../test/support/domain.ts";
import { calendarDate } from "./calendar-date.ts";
import type { LineDraft } from "./line.ts";
import type { Material } from "./master.ts";
import { toText as moneyText } from "./money.ts";
import { toText } from "./quantity.ts";
import { resolveLine } from "./resolve-line.ts";

const PLAIN = material("1");
const WEIGHED = material("2", { baseUnit: GRAM, units: [GRAM] });
const BATCHED = material("3", { batchManaged: true });
const FRESH = material("4", { batchManaged: true, shelfLife: true, kfPeriod: "6", kfType: "2" });
const SERIAL = material("5", { serialManaged: true });
const COLOURED = material("6", {
  auxManaged: true,
  auxProps: [
    { id: "sku1", number: "01", name: "红", valueIds: ["red", "big"], enabled: true },
    { id: "sku2", number: "02", name: "蓝", valueIds: ["blue"], enabled: false },
  ],
});
const ALL = [PLAIN, WEIGHED, BATCHED, FRESH, SERIAL, COLOURED];

function resolve(goods: Material, changes: Partial<LineDraft>, recalculate = false) {
  const sent = draft({ material: goods.id, unit: goods.baseUnit.id, ...changes });
  return resolveLine(sent, { facts: facts(ALL), recalculate, hold: undefined });
}

describe("lines that are right", () => {
  test.each([
    ["a box is nine pieces", PLAIN, { unit: BOX.id, quantity: "2" }, { base: "18" }],
    ["a base quantity that agrees", PLAIN, { unit: BOX.id, baseQuantity: "9" }, { base: "9" }],
    ["three decimals of a gram", WEIGHED, { quantity: "0.125" }, { base: "0.125" }],
    ["a bin where the store has bins", PLAIN, { store: BIN_STORE.id, bin: BIN.id }, { bin: "b1" }],
    ["a bin is ignored where it has none", PLAIN, { bin: BIN.id }, { bin: "" }],
    ["0 means no bin", PLAIN, { bin: "0" }, { bin: "" }],
    ["a batch", BATCHED, { batchNo: "B1" }, { batch: "B1" }],
    ["a batch is ignored for others", PLAIN, { batchNo: "2222" }, { batch: "" }],
    [
      "the material's shelf life",
      FRESH,
      { batchNo: "B", kfDate: "2026-08-31" },
      { valid: "2027-02-28" },
    ],
    ["serials", SERIAL, { quantity: "2", serials: "a:x;b" }, { serials: "a,b" }],
    ["serials are ignored for others", PLAIN, { serials: "）分隔）" }, { serials: "" }],
    ["an aux property by id", COLOURED, { auxProp: "sku1" }, { aux: "sku1" }],
    ["an aux property by values", COLOURED, { auxValues: ["big", "", "red"] }, { aux: "sku1" }],
    ["cost from unit cost", PLAIN, { quantity: "3", unitCost: "0.335" }, { cost: "1.01" }],
    ["cost wins over unit cost", PLAIN, { cost: "5", unitCost: "9" }, { cost: "5.00" }],
  ] as const)("%s", (_name, goods, changes, expected) => {
    const { line, refusals } = resolve(goods, changes);
    expect(refusals).toEqual([]);
    if (line === undefined) throw new Error("no line");
    const actual = {
      base: toText(line.baseQuantity),
      bin: line.key.binId,
      batch: line.key.batchNo,
      valid: line.validDate,
      serials: line.serials.map((entry) => entry.serial).join(),
      aux: line.key.auxPropId,
      cost: line.givenCost && moneyText(line.givenCost),
    };
    expect(actual).toMatchObject(expected);
  });

  test("is_re_calc_qty computes what was sent wrongly (D15)", () => {
    const { line } = resolve(PLAIN, { unit: BOX.id, quantity: "2", baseQuantity: "7" }, true);
    expect(line && toText(line.baseQuantity)).toBe("18");
  });

  test("an existing batch lends its dates (D5)", () => {
    const batch = () => ({
      productionDate: calendarDate("2026-01-01"),
      validDate: calendarDate("2026-07-01"),
    });
    const sent = draft({ material: "4", batchNo: "B" });
    const question = { facts: facts(ALL, { batch }), recalculate: false, hold: undefined };
    expect(resolveLine(sent, question).line?.validDate).toBe("2026-07-01");
    const other = draft({ material: "4", batchNo: "B", kfDate: "2026-01-02" });
    expect(resolveLine(other, question).refusals[0]).toMatchObject({
      key: "batchDatesDiffer",
      path: "material_entity[0].kf_date",
    });
  });
});

describe("refusals", () => {
  test.each([
    ["no quantity", PLAIN, { quantity: "" }, "quantityNotPositive", "qty"],
    ["zero", PLAIN, { quantity: "0" }, "quantityNotPositive", "qty"],
    ["a negative", PLAIN, { quantity: "-1" }, "quantityNotPositive", "qty"],
    ["no number", PLAIN, { quantity: "abc" }, "quantityNotPositive", "qty"],
    ["finer than the unit", PLAIN, { quantity: "0.5" }, "quantityTooFine", "qty"],
    ["a unit of another material", WEIGHED, { unit: BOX.id }, "unitNotOfMaterial", "unit_id"],
    [
      "a wrong base quantity",
      PLAIN,
      { unit: BOX.id, baseQuantity: "8" },
      "baseQuantityDisagrees",
      "base_qty",
    ],
    ["no bin", PLAIN, { store: BIN_STORE.id }, "binRequired", "sp_id"],
    ["an unknown bin", PLAIN, { store: BIN_STORE.id, bin: "zz" }, "referenceUnknown", "sp_id"],
    [
      "a bin of another store",
      PLAIN,
      { store: BIN_STORE.id, bin: OTHER_BIN.id },
      "binNotOfStore",
      "sp_id",
    ],
    ["no batch", BATCHED, {}, "batchRequired", "batch_no"],
    ["no production date", FRESH, { batchNo: "B" }, "shelfLifeRequired", "kf_date"],
    [
      "a wrong valid date",
      FRESH,
      { batchNo: "B", kfDate: "2026-08-31", kfPeriod: "6", kfType: "2", validDate: "2027-03-01" },
      "validDateDisagrees",
      "valid_date",
    ],
    ["no serials", SERIAL, {}, "serialsRequired", "sn_list"],
    ["too few serials", SERIAL, { quantity: "2", serials: "a" }, "serialCountDiffers", "sn_list"],
    ["a serial twice", SERIAL, { quantity: "2", serials: "a;a" }, "serialRepeated", "sn_list"],
    ["no aux property", COLOURED, {}, "auxPropRequired", "aux_prop_id"],
    ["an unknown aux property", COLOURED, { auxProp: "zz" }, "auxPropUnknown", "aux_prop_id"],
    ["a disabled aux property", COLOURED, { auxProp: "sku2" }, "auxPropUnknown", "aux_prop_id"],
    ["a negative cost", PLAIN, { cost: "-1" }, "amountInvalid", "cost"],
    ["a cost of a tenth of a cent", PLAIN, { cost: "1.001" }, "amountInvalid", "cost"],
    ["a negative unit cost", PLAIN, { unitCost: "-1" }, "amountInvalid", "unit_cost"],
  ] as const)("%s", (_name, goods, changes, key, field) => {
    const { refusals } = resolve(goods, changes);
    expect(refusals.map(({ key, path }) => ({ key, path }))).toEqual([
      { key, path: `material_entity[0].${field}` },
    ]);
  });

  test.each([
    ["a service", material("7", { stocked: false }), "notStocked"],
    ["a floating unit that is not named", material("8", { floating: true }), "floatUnitMissing"],
  ] as const)("%s", (_name, goods, key) => {
    const question = { facts: facts([goods]), recalculate: false, hold: undefined };
    const { refusals } = resolveLine(draft({ material: goods.id }), question);
    expect(refusals).toMatchObject([{ key, path: "material_entity[0].material_id" }]);
  });

  test("all faults of a line are told together, in the order of the checks", () => {
    const { refusals } = resolve(FRESH, { quantity: "0", unit: "zz", cost: "x" });
    expect(refusals.map((item) => item.key)).toEqual([
      "unitNotOfMaterial",
      "quantityNotPositive",
      "batchRequired",
      "shelfLifeRequired",
      "amountInvalid",
    ]);
  });

  test("quantities stay exact beyond what a binary float holds", () => {
    const { line } = resolve(WEIGHED, { quantity: "123456789012345.678" });
    expect(line?.baseQuantity).toEqual(q("123456789012345.678"));
  });
});
