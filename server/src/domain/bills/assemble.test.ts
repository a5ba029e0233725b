import { describe, expect, test } from "vitest";
import { bill, line, material } from "../../../../test/support/domain.ts";
import { type Book, createBook, look } from "../book.ts";
import { post } from "../ledger.ts";
import type { Bill, Line } from "../line.ts";
import { poolOf } from "../master.ts";
import * as money from "../money.ts";
import { poolKeyText } from "../stock-key.ts";
import { assemble } from "./assemble.ts";
import { otherIn } from "./other-in.ts";

const SET = material("9");
const OTHER_SET = material("8");
const PART_A = material("2");
const PART_B = material("3");
const RULES = { allowExpired: false };

function stocked(): Book {
  const book = createBook(0);
  const lines = [line(PART_A, { quantity: "4", cost: "10.00" }), line(PART_B, { cost: "0.01" })];
  expect(post(book, bill(lines, { id: "in" }), otherIn, RULES)).toEqual([]);
  return book;
}

const worthOf = (book: Book, goods: typeof SET) => {
  const pool = look(book, "pools", poolKeyText(poolOf(goods, line(goods).key)));
  return money.toText(pool?.value ?? money.ZERO);
};

const PARTS = [
  line(PART_A, { component: "S", quantity: "3" }),
  line(PART_B, { component: "S", quantity: "1" }),
];
const product = (goods: typeof SET, costShare = "") =>
  line(goods, { component: "M", ...(costShare && { costShare }) });
const fee = (text: string) => ({ fees: [{ path: "", localAmount: money.money(text) }] });

describe("组装单 (D31)", () => {
  test.each([
    ["one product takes all the cost", [product(SET)], {}, ["7.51", "0.00"]],
    ["and the fees, without a share", [product(SET)], fee("2.00"), ["9.51", "0.00"]],
    ["two products share it", [product(SET, "60"), product(OTHER_SET, "40")], {}, ["4.51", "3.00"]],
  ] as const)("%s", (_name, products, changes: Partial<Bill>, values) => {
    const book = stocked();
    const lines: Line[] = [...products, ...PARTS];
    expect(post(book, bill(lines, { id: "a", ...changes }), assemble, RULES)).toEqual([]);
    expect([worthOf(book, SET), worthOf(book, OTHER_SET)]).toEqual(values);
    expect([worthOf(book, PART_A), worthOf(book, PART_B)]).toEqual(["2.50", "0.00"]);
  });

  test.each([
    ["no part", [product(SET)], {}, "billRowsMissing"],
    ["no product", PARTS, {}, "billRowsMissing"],
    ["a part equal to its product", [product(PART_A), ...PARTS], {}, "partEqualsProduct"],
    ["a share of 90", [product(SET, "90"), ...PARTS], {}, "shareTotalWrong"],
    [
      "a fee for two products without shares",
      [product(SET), product(OTHER_SET), ...PARTS],
      fee("1.00"),
      "shareMissing",
    ],
  ] as const)("%s is refused", (_name, lines, changes: Partial<Bill>, key) => {
    const refusals = post(stocked(), bill(lines, { id: "a", ...changes }), assemble, RULES);
    expect(refusals.map((refusal) => refusal.key)).toEqual([key]);
  });
});
