import { expect, test } from "vitest";
import { allocate } from "./allocate.ts";
import { money, toText } from "./money.ts";
import { quantity } from "./quantity.ts";

test.each([
  ["150.00", ["33.33", "66.67"], ["50.00", "100.00"]],
  ["120.00", ["33.33", "66.67"], ["40.00", "80.00"]],
  ["0.02", ["25", "25", "25", "25"], ["0.01", "0.01", "0.00", "0.00"]],
  ["0.01", ["1", "2", "3"], ["0.00", "0.00", "0.01"]],
  ["100.00", ["1", "1", "1"], ["33.34", "33.33", "33.33"]],
  ["100.00", ["0", "1", "0", "2"], ["0.00", "33.33", "0.00", "66.67"]],
  ["100.00", ["33.33333333", "33.33333333", "33.33333334"], ["33.33", "33.33", "33.34"]],
  ["0.00", ["1", "2"], ["0.00", "0.00"]],
  ["7.77", ["0.0000000001"], ["7.77"]],
  ["-0.02", ["1", "1", "1", "1"], ["-0.01", "-0.01", "0.00", "0.00"]],
  ["-150.00", ["33.33", "66.67"], ["-50.00", "-100.00"]],
])("%s by %j is %j", (total, weights, expected) => {
  const shares = allocate(money(total), weights.map(quantity));
  expect(shares.map(toText)).toEqual(expected);
});

test.each([
  [[], "No weight"],
  [["0", "0"], "No weight"],
  [["2", "-1"], "negative"],
])("weights %j throw", (weights, message) => {
  expect(() => allocate(money("1"), weights.map(quantity))).toThrow(message);
});
