import { expect, test } from "vitest";
import {
  add,
  compare,
  fromCents,
  isNegative,
  isPositivePrice,
  isZero,
  localAmount,
  money,
  multiply,
  negate,
  parseMoney,
  parsePrice,
  price,
  priceText,
  roundMoney,
  subtract,
  sum,
  toCents,
  toText,
  toWireText,
  unitCost,
  ZERO,
} from "./money.ts";
import { quantity } from "./quantity.ts";

test.each([
  ["90", "90.00", "90"],
  ["90.5", "90.50", "90.5"],
  ["90.000", "90.00", "90"],
  ["-0.01", "-0.01", "-0.01"],
  ["-0.00", "0.00", "0"],
  ["99999999999999999999.99", "99999999999999999999.99", "99999999999999999999.99"],
  ["0.005", undefined, undefined],
  ["1e2", undefined, undefined],
  ["", undefined, undefined],
  ["¥1", undefined, undefined],
])("parseMoney(%j) is %j, on the wire %j", (text, expected, wire) => {
  const parsed = parseMoney(text);
  expect(parsed && toText(parsed)).toBe(expected);
  expect(parsed && toWireText(parsed)).toBe(wire);
  if (parsed) expect(fromCents(toCents(parsed))).toEqual(parsed);
});

test("sums, differences, order", () => {
  expect(toText(add(money("0.10"), money("0.20")))).toBe("0.30");
  expect(toText(subtract(money("0.10"), money("0.30")))).toBe("-0.20");
  expect(toText(sum([money("1.11"), money("2.22"), money("-3.33")]))).toBe("0.00");
  expect(sum([])).toBe(ZERO);
  expect(negate(ZERO)).toBe(ZERO);
  expect(isZero(subtract(money("5"), money("5.00")))).toBe(true);
  expect(isNegative(negate(money("0.01")))).toBe(true);
  expect(compare(money("9.99"), money("10"))).toBe(-1);
});

test.each([
  ["0.005", "0.01"],
  ["0.0049999999", "0.00"],
  ["-0.005", "-0.01"],
  ["-0.0049999999", "0.00"],
  ["2.675", "2.68"],
  ["1.005", "1.01"],
])("%s rounds to %s", (text, expected) => {
  expect(toText(roundMoney(price(text)))).toBe(expected);
});

test.each([
  ["0.33", "1.5", "0.50"],
  ["0.333", "1.5", "0.50"],
  ["0.33", "-1.5", "-0.50"],
  ["3.3333333333", "3", "10.00"],
  ["99999999999999999999.9999999999", "0.0000000001", "10000000000.00"],
  ["0", "7", "0.00"],
])("price %s × %s is %s", (unitPrice, count, expected) => {
  expect(toText(multiply(price(unitPrice), quantity(count)))).toBe(expected);
});

test.each([
  ["100", "1", "100.00"],
  ["100", "7.1234567", "712.35"],
  ["0.01", "0.5", "0.01"],
  ["-0.01", "0.5", "-0.01"],
])("%s at the rate %s is %s", (amount, rate, expected) => {
  expect(toText(localAmount(money(amount), price(rate)))).toBe(expected);
});

test.each([
  ["90", "3", "30"],
  ["10", "3", "3.3333333333"],
  ["20", "3", "6.6666666667"],
  ["-10", "3", "-3.3333333333"],
  ["0", "3", "0"],
  ["0.01", "99999999999999999999", "0"],
])("%s over %s costs %s each", (amount, count, expected) => {
  expect(unitCost(money(amount), quantity(count))).toBe(expected);
});

test.each([
  ["7.10", "7.1", true],
  ["0.0000000001", "0.0000000001", true],
  ["-0", "0", false],
  ["-1", "-1", false],
  ["0.00000000001", undefined, undefined],
  ["1e-7", undefined, undefined],
])("parsePrice(%j) is %j, positive %j", (text, expected, positive) => {
  const parsed = parsePrice(text);
  expect(parsed && priceText(parsed)).toBe(expected);
  expect(parsed && isPositivePrice(parsed)).toBe(positive);
});

test("throws for what is a bug", () => {
  expect(() => money("0.001")).toThrow("Not an amount");
  expect(() => price("x")).toThrow("Not a price");
  expect(() => unitCost(money("1"), quantity("0"))).toThrow("Division by zero");
});
