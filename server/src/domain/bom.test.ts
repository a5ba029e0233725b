import { expect, test } from "vitest";
import { partsMadeOf } from "./bom.ts";

const BELOW = new Map([
  ["wheel", ["rim", "tyre"]],
  ["tyre", ["rubber"]],
  ["kit", ["wheel", "bike"]],
  ["box", ["kit"]],
  // Somebody else's circle, which does not reach the product.
  ["a", ["b"]],
  ["b", ["a"]],
]);

test.each([
  ["no parts", [], []],
  ["parts made of others", ["wheel", "bell"], []],
  ["one that is in a circle without it", ["a", "wheel"], []],
  ["the product itself", ["wheel", "bike"], ["bike"]],
  ["one that contains it", ["kit", "wheel"], ["kit"]],
  ["one that contains it further down, and the product", ["box", "bike"], ["box", "bike"]],
])("%s", (_name, parts, found) => {
  expect([...partsMadeOf("bike", parts, BELOW)]).toEqual(found);
});
