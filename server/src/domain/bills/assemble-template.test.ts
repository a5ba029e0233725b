import { expect, test } from "vitest";
import { bill, line, material } from "../../../../test/support/domain.ts";
import { createBook } from "../book.ts";
import { post } from "../ledger.ts";
import { assembleTemplate } from "./assemble-template.ts";

const SET = material("1");
const PART = material("2");

test.each([
  ["a product and its part", ["M", "S"], [SET, PART], []],
  ["no part", ["M"], [SET], ["billRowsMissing"]],
  ["no product", ["S"], [PART], ["billRowsMissing"]],
  ["a part that is the product", ["M", "S"], [SET, SET], ["partEqualsProduct"]],
] as const)("%s: nothing is moved", (_name, kinds, goods, expected) => {
  const lines = kinds.map((component, index) => line(goods[index] ?? SET, { component }));
  const book = createBook(0);
  const refusals = post(book, bill(lines), assembleTemplate, { allowExpired: false });
  expect(refusals.map(({ key }) => key)).toEqual(expected);
  expect(book.ledger).toEqual([]);
});
