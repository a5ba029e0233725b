/** 生产退料单; the other bills of production are told of in `other.test.ts`. */
import { describe, expect, test } from "vitest";
import { bill, line, material } from "../../../../test/support/domain.ts";
import { type Book, createBook, fork, look } from "../book.ts";
import { post } from "../ledger.ts";
import type { Line } from "../line.ts";
import { poolOf } from "../master.ts";
import * as money from "../money.ts";
import { quantity } from "../quantity.ts";
import { poolKeyText } from "../stock-key.ts";
import { otherIn } from "./other-in.ts";
import { pick, pickReturn } from "./production.ts";

const GOODS = material("1");
const NEVER = material("2");
const PHONE = material("3", { serialManaged: true });
/** The second piece of three that left for 10.00. */
const RETURNED = {
  rowId: "picked",
  cost: money.money("10.00"),
  before: quantity("1"),
  after: quantity("2"),
  all: quantity("3"),
};
const RULES = { allowExpired: false };

/** 3 of 10 pieces for 100.00 were picked, and a phone stayed. */
function picked(): Book {
  const book = createBook(0);
  const rows = [
    line(GOODS, { quantity: "10", cost: "100.00" }),
    line(PHONE, { quantity: "1", cost: "5.00", serials: "a" }),
  ];
  expect(post(book, bill(rows, { id: "in" }), otherIn, RULES)).toEqual([]);
  const out = bill([line(GOODS, { quantity: "3" })], { id: "pick" });
  expect(post(book, out, pick, RULES)).toEqual([]);
  return book;
}

const worthOf = (book: Book, goods: typeof GOODS) => {
  const pool = look(book, "pools", poolKeyText(poolOf(goods, line(goods).key)));
  return money.toText(pool?.value ?? money.ZERO);
};

const tell = (book: Book, lines: readonly Line[]) =>
  post(book, bill(lines, { id: "r" }), pickReturn, RULES).map(({ key, path }) => `${key} ${path}`);

describe("生产退料单", () => {
  test.each([
    ["at what the rest is worth", GOODS, { quantity: "2" }, "90.00"],
    ["at the cost given", GOODS, { quantity: "2", cost: "7.77" }, "77.77"],
    ["at the unit cost given", GOODS, { quantity: "3", unitCost: "1.115" }, "73.35"],
    ["at no cost where there is nothing to go by", NEVER, { quantity: "2" }, "0.00"],
  ])("materials come back %s", (_name, goods, changes, value) => {
    const book = picked();
    expect(tell(book, [line(goods, changes)])).toEqual([]);
    expect(worthOf(book, goods)).toBe(value);
  });

  test("of a row of a pick they come back at their part of what it left with", () => {
    const book = picked();
    const row = { ...line(GOODS, { cost: "99" }), returned: RETURNED };
    expect(tell(book, [row])).toEqual([]);
    expect(worthOf(book, GOODS)).toBe("73.34");
    expect(book.ledger.at(-1)?.costed).toBe(true);
  });

  test("only a cost that follows from others is costed anew (D35)", () => {
    const book = picked();
    expect(tell(book, [line(GOODS), line(GOODS, { cost: "1" })])).toEqual([]);
    expect(book.ledger.slice(-2).map((row) => row.costed)).toEqual([true, false]);
  });

  test.each([
    ["a serial that is there", line(PHONE, { serials: "a" }), "serialInStock", "sn_list"],
    [
      "more than can be counted",
      line(GOODS, { quantity: "999999999999999", cost: "1" }),
      "decimalTooLarge",
      "qty",
    ],
  ])("%s is refused and changes nothing", (_name, row, key, field) => {
    const book = fork(picked());
    expect(tell(book, [row])).toEqual([`${key} material_entity[0].${field}`]);
    expect(book.ledger).toEqual([]);
  });
});
