import { describe, expect, test } from "vitest";
import { averageCost, EMPTY_POOL, type Pool, putIn, takeOut } from "./costing.ts";
import { money, toText as moneyText } from "./money.ts";
import { quantity, toText } from "./quantity.ts";

const pool = (count: string, value: string): Pool => ({
  quantity: quantity(count),
  value: money(value),
});

test.each([
  ["3", "10.00", "1", "3.33", "2", "6.67"],
  ["2", "6.67", "1", "3.34", "1", "3.33"],
  ["1", "3.33", "1", "3.33", "0", "0.00"],
  ["3", "0.02", "1", "0.01", "2", "0.01"],
  ["3", "0.01", "1", "0.00", "2", "0.01"],
  ["3", "0.01", "2", "0.01", "1", "0.00"],
  ["1", "0.00", "0.5", "0.00", "0.5", "0.00"],
  ["5", "5.00", "0", "0.00", "5", "5.00"],
  ["0", "0.00", "0", "0.00", "0", "0.00"],
])("of %s worth %s, %s leave at %s: %s worth %s", (held, value, out, amount, left, rest) => {
  const taken = takeOut(pool(held, value), quantity(out));
  expect(moneyText(taken.amount)).toBe(amount);
  expect([toText(taken.pool.quantity), moneyText(taken.pool.value)]).toEqual([left, rest]);
});

test("the average moves (ERPNext: 50 at 100 and 10 at 200)", () => {
  const bought = putIn(
    putIn(EMPTY_POOL, quantity("50"), money("5000")),
    quantity("10"),
    money("2000"),
  );
  expect(averageCost(bought)).toBe("116.6666666667");
  expect(moneyText(takeOut(bought, quantity("10")).amount)).toBe("1166.67");
  expect(averageCost(EMPTY_POOL)).toBe("0");
});

test("value alone may come in where there is quantity", () => {
  expect(averageCost(putIn(pool("4", "1.00"), quantity("0"), money("1")))).toBe("0.5");
});

describe("refusals", () => {
  test.each([
    ["more than it holds", () => takeOut(pool("1", "1"), quantity("1.1"))],
    ["less than nothing out", () => takeOut(pool("1", "1"), quantity("-1"))],
    ["less than nothing in", () => putIn(pool("1", "1"), quantity("-1"), money("0"))],
    ["a negative amount", () => putIn(pool("1", "1"), quantity("1"), money("-1"))],
    ["value without quantity", () => putIn(EMPTY_POOL, quantity("0"), money("1"))],
    ["an impossible pool", () => takeOut(pool("0", "1"), quantity("0"))],
    ["a negative pool", () => takeOut(pool("-1", "0"), quantity("0"))],
  ])("throws for %s", (_name, act) => {
    expect(act).toThrow(RangeError);
  });
});
