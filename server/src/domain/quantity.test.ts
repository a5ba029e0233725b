import { describe, expect, it, test } from "vitest";
import {
  add,
  compare,
  decimals,
  divideHalfUp,
  fitsPrecision,
  fromScaled,
  isNegative,
  isPositive,
  isZero,
  negate,
  parseQuantity,
  quantity,
  subtract,
  sum,
  toFixedText,
  toScaled,
  toText,
  ZERO,
} from "./quantity.ts";

const q = quantity;

test.each([
  ["0", "0"],
  ["-0", "0"],
  ["-0.00", "0"],
  ["007", "7"],
  ["1.50", "1.5"],
  ["-3.10", "-3.1"],
  ["0.0000000001", "0.0000000001"],
  ["99999999999999999999.9999999999", "99999999999999999999.9999999999"],
  ["100000000000000000000", undefined],
  ["0.00000000001", undefined],
  ["", undefined],
  [" 1", undefined],
  ["1\n", undefined],
  ["+1", undefined],
  ["1.", undefined],
  [".5", undefined],
  ["1e3", undefined],
  ["1,000", undefined],
  ["１", undefined],
  ["NaN", undefined],
  ["Infinity", undefined],
  ["0x10", undefined],
])("parseQuantity(%j) is %j", (text, expected) => {
  const parsed = parseQuantity(text);
  expect(parsed && toText(parsed)).toBe(expected);
});

test.each([
  ["0.1", "0.2", "0.3", "-0.1", 1],
  ["3140", "3106.40", "6246.4", "33.6", -1],
  ["-1", "1", "0", "-2", 1],
  ["99999999999999999999", "0.0000000001", "99999999999999999999.0000000001", undefined, -1],
])("%s and %s", (a, b, total, difference, order) => {
  expect(toText(add(q(a), q(b)))).toBe(total);
  expect(toText(sum([q(a), q(b)]))).toBe(total);
  if (difference) expect(toText(subtract(q(a), q(b)))).toBe(difference);
  expect(compare(q(b), q(a))).toBe(order);
});

test.each([
  ["0", true, false, false, 0],
  ["1.50", false, false, true, 1],
  ["-0.001", false, true, false, 3],
])("%s: zero %s, negative %s, positive %s, %i decimals", (text, zero, below, above, count) => {
  const value = q(text);
  expect([isZero(value), isNegative(value), isPositive(value)]).toEqual([zero, below, above]);
  expect(decimals(value)).toBe(count);
  expect(fitsPrecision(value, count)).toBe(true);
  expect(fitsPrecision(value, count - 1)).toBe(false);
  expect(fromScaled(toScaled(value))).toEqual(value);
});

test("there is one zero only", () => {
  expect(negate(ZERO)).toBe(ZERO);
  expect(subtract(q("1"), q("1.0"))).toBe(ZERO);
  expect(sum([])).toBe(ZERO);
});

test.each([
  [5n, 2n, 3n],
  [-5n, 2n, -3n],
  [5n, -2n, -3n],
  [4n, 3n, 1n],
  [-4n, 3n, -1n],
  [0n, 7n, 0n],
])("%s ÷ %s is %s, ties away from zero", (a, b, expected) => {
  expect(divideHalfUp(a, b)).toBe(expected);
});

describe("refusals", () => {
  it("throws for what is a bug", () => {
    expect(toFixedText(q("1.5"), 3)).toBe("1.500");
    expect(() => toFixedText(q("1.55"), 1)).toThrow("more than 1 decimals");
    expect(() => q("abc")).toThrow("Not a quantity");
    expect(() => divideHalfUp(1n, 0n)).toThrow("Division by zero");
    expect(() => fromScaled(10n ** 50n)).toThrow("Not a quantity");
  });
});
