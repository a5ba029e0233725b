import { describe, expect, test } from "vitest";
import { compare, isZero, quantity, subtract, toText } from "./quantity.ts";
import {
  agreesWithinPrecision,
  baseQuantity,
  fromBase,
  invert,
  isSameRatio,
  multiply,
  ONE,
  packageText,
  type Ratio,
  ratio,
  ratioFromDecimal,
  ratioToBase,
  recalculatedBaseQuantity,
  toBase,
} from "./unit.ts";

const q = quantity;
const BOX = ratio(9n, 1n);
const THIRD = ratio(1n, 3n);
const POUND = ratioFromDecimal("0.453592292")!;

test.each([
  ["9", 9n, 1n],
  ["9.00", 9n, 1n],
  ["0.5", 1n, 2n],
  ["0.453592292", 113398073n, 250000000n],
  ["0", undefined, undefined],
  ["-2", undefined, undefined],
  ["1/3", undefined, undefined],
  ["", undefined, undefined],
])("ratioFromDecimal('%s') is %s/%s", (text, numerator, denominator) => {
  const expected = numerator === undefined ? undefined : { numerator, denominator };
  expect(ratioFromDecimal(text)).toEqual(expected);
});

test("ratios compose and are reduced", () => {
  expect(multiply(ratio(40n, 1n), BOX)).toEqual(ratio(360n, 1n));
  expect(multiply(THIRD, invert(THIRD))).toEqual(ONE);
  expect(isSameRatio(ratio(6n, 4n), ratio(3n, 2n))).toBe(true);
});

describe("ratioToBase", () => {
  const conversions = [
    { unitId: "pallet", coefficient: ratio(40n, 1n), conversionUnitId: "box" },
    { unitId: "box", coefficient: BOX, conversionUnitId: "piece" },
    { unitId: "loop", coefficient: BOX, conversionUnitId: "pool" },
    { unitId: "pool", coefficient: BOX, conversionUnitId: "loop" },
  ];
  test.each([
    ["piece", ONE],
    ["box", BOX],
    ["pallet", ratio(360n, 1n)],
    ["roll", undefined],
    ["loop", undefined],
  ] as [string, Ratio | undefined][])("of %s", (unitId, expected) => {
    expect(ratioToBase(unitId, "piece", conversions)).toEqual(expected);
  });
});

test.each([
  ["1", BOX, 0, "9", "9"],
  ["0.1", BOX, 1, "0.9", "0.9"],
  ["3", THIRD, 0, "1", "1"],
  ["-2", BOX, 0, "-18", "-18"],
  ["2138.484", POUND, 3, "too_fine", "970"],
  ["0.1", BOX, 0, "too_fine", "1"],
  ["1", THIRD, 10, "too_fine", "0.3333333333"],
  ["-0.5", ONE, 0, "too_fine", "-1"],
  ["0.4", ONE, 0, "too_fine", "0"],
  ["99999999999999999999", BOX, 0, "too_large", "too_large"],
])(
  "%s at %o with %i decimals is exactly %s, recalculated %s",
  (text, r, precision, exact, near) => {
    const strict = baseQuantity(q(text), r, precision);
    expect(strict.problem ?? toText(strict.quantity)).toBe(exact);
    const rounded = recalculatedBaseQuantity(q(text), r, precision);
    expect(rounded.problem ?? toText(rounded.quantity)).toBe(near);
  },
);

test.each([
  ["1", BOX, "9", 0, true],
  ["2138.484", POUND, "970", 3, true],
  ["2138.484", POUND, "970.000", 3, true],
  ["1", THIRD, "0.33", 2, true],
  ["2138.484", POUND, "970.872", 3, false],
  ["2138.484", POUND, "969.99985897", 3, false],
  ["1", THIRD, "0.333", 2, false],
  ["1", BOX, "10", 0, false],
])("%s at %o agrees with %s of %i decimals: %s", (text, r, base, precision, expected) => {
  expect(agreesWithinPrecision(q(text), r, q(base), precision)).toBe(expected);
});

test.each([
  ["18", BOX, 0, "2", true],
  ["9", BOX, 3, "1", true],
  ["1", BOX, 3, "0.111", false],
  ["1", BOX, 10, "0.1111111111", false],
  ["5", BOX, 0, "1", false],
  ["-4.5", BOX, 0, "-1", false],
  ["1", THIRD, 0, "3", true],
  ["970", POUND, 3, "2138.484", false],
])("%s base at %o with %i decimals is %s, exact %s", (base, r, precision, expected, exact) => {
  const counted = fromBase(q(base), r, precision);
  expect([toText(counted.quantity), counted.exact]).toEqual([expected, exact]);
});

test("one box in and nine pieces out leave nothing (ERPNext #52650)", () => {
  const left = subtract(toBase(q("1"), BOX)!, q("9"));
  expect(isZero(left)).toBe(true);
  expect(toBase(fromBase(q("9"), BOX, 3).quantity, BOX)).toEqual(q("9"));
});

test.each([
  ["2000", POUND, 3, 7],
  ["970", POUND, 3, 7],
  ["2000", THIRD, 0, 0],
  ["2000", BOX, 0, 10],
])("%s stays what it was through the unit and back (ERPNext #57862)", (text, r, base, unit) => {
  const there = fromBase(q(text), r, unit).quantity;
  const back = recalculatedBaseQuantity(there, r, base).quantity!;
  expect(compare(back, q(text))).toBe(0);
});

describe("packageText", () => {
  const units = [
    { name: "个", ratio: ONE },
    { name: "箱", ratio: BOX },
    { name: "托", ratio: ratio(360n, 1n) },
    { name: "打包", ratio: ratio(10n, 3n) },
    { name: "克", ratio: ratio(1n, 1000n) },
  ];
  test.each([
    ["21", "2箱3个"],
    ["18", "2箱"],
    ["3.5", "3.5个"],
    ["379.25", "1托2箱1.25个"],
    ["0", "0个"],
    ["-21", "-2箱3个"],
  ])("of %s is %s", (base, expected) => {
    expect(packageText(q(base), units)).toBe(expected);
  });
  test("of half-kilo packs", () => {
    const packs = [
      { name: "公斤", ratio: ONE },
      { name: "袋", ratio: ratio(5n, 2n) },
    ];
    expect(packageText(q("6.2"), packs)).toBe("2袋1.2公斤");
  });
});

test("throws for what is a bug", () => {
  expect(() => ratio(0n, 1n)).toThrow("Not a unit ratio");
  expect(() => ratio(1n, -1n)).toThrow("Not a unit ratio");
  expect(() => packageText(q("1"), [{ name: "箱", ratio: BOX }])).toThrow("base unit");
});
