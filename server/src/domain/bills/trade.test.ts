/** 采购 and 销售: what enters, at which cost, and what leaves. */
import { describe, expect, test } from "vitest";
import { bill, line, material } from "../../../../test/support/domain.ts";
import { type Book, createBook, fork, look } from "../book.ts";
import { post } from "../ledger.ts";
import type { Bill, Line } from "../line.ts";
import { poolOf } from "../master.ts";
import * as money from "../money.ts";
import { quantity } from "../quantity.ts";
import { poolKeyText, stockKeyText } from "../stock-key.ts";
import { tradeAmounts } from "../trade-bill.ts";
import { otherIn } from "./other-in.ts";
import type { BillRule } from "./rule.ts";
import { purInbound, purOrder, purReturn, salInbound, salOrder, salOutbound } from "./trade.ts";

const GOODS = material("1");
const OTHER = material("2");
/** The second piece of three that left for 10.00. */
const RETURNED = {
  rowId: "sold",
  cost: money.money("10.00"),
  before: quantity("1"),
  after: quantity("2"),
  all: quantity("3"),
};
const RULES = { allowExpired: false };

/** A row at a price without tax. */
function priced(item: Line, price: string, isFree = false): Line {
  const said = (field: string) => (field === "price" ? price : field === "cess" ? "13" : "");
  const rows = [{ path: "material_entity[0]", quantity: item.quantity, said }];
  const head = { discount: "", discountRate: "", total: "", exchangeRate: "" };
  const [row] = tradeAmounts({ rows, ...head }).rows ?? [];
  if (row === undefined) throw new Error("no amounts");
  return { ...item, trade: { ...row, isFree } };
}

const fee = (amount: string) => ({ path: "fee", localAmount: money.money(amount) });

/** 10 pieces for 100.00. */
function stocked(): Book {
  const book = createBook(0);
  const lines = [line(GOODS, { quantity: "10", cost: "100.00" })];
  expect(post(book, bill(lines, { id: "in" }), otherIn, RULES)).toEqual([]);
  return book;
}

/** On hand and value of the goods after the bill, or its refusals. */
function after(rule: BillRule, lines: readonly Line[], changes: Partial<Bill> = {}) {
  const book = fork(stocked());
  const refusals = post(book, bill(lines, { id: "b", ...changes }), rule, RULES);
  if (refusals.length > 0) return refusals.map(({ key, path }) => `${key} ${path}`);
  return [GOODS, OTHER].map((goods) => {
    const { key } = line(goods);
    const count = look(book, "balances", stockKeyText(key))?.onHand ?? quantity("0");
    const pool = look(book, "pools", poolKeyText(poolOf(goods, key)));
    return `${count} ${money.toText(pool?.value ?? money.ZERO)}`;
  });
}

describe("purchases", () => {
  const two = [
    priced(line(GOODS, { quantity: "2" }), "30"),
    priced(line(OTHER, { quantity: "1" }), "20"),
  ];
  test.each([
    ["without tax", two, {}, ["12 160.00", "1 20.00"]],
    ["fees by price", two, { fees: [fee("10")] }, ["12 167.50", "1 22.50"]],
    ["fees by quantity", two, { fees: [fee("10")], allocateRule: "2" }, ["12 166.67", "1 23.33"]],
    ["a free row", [priced(line(GOODS), "0", true)], {}, ["11 100.00", "0 0.00"]],
    [
      "fees of free rows",
      [priced(line(GOODS), "0", true)],
      { fees: [fee("3")] },
      ["11 103.00", "0 0.00"],
    ],
    [
      "no price, and it is meant",
      [priced(line(GOODS), "0")],
      { ignoreWarn: true },
      ["11 100.00", "0 0.00"],
    ],
    ["no price", [priced(line(GOODS), "0")], {}, ["priceMissing material_entity[0].price"]],
  ] as const)("%s", (_name, lines, changes, expected) => {
    expect(after(purInbound, lines, changes)).toEqual(expected);
  });

  test.each([
    ["goes back at the cost of the pool", "4", ["6 60.00", "0 0.00"]],
    ["more than is there", "11", ["stockShort material_entity[0].qty"]],
  ] as const)("a return %s", (_name, count, expected) => {
    const lines = [priced(line(GOODS, { quantity: count }), "999")];
    expect(after(purReturn, lines)).toEqual(expected);
  });
});

describe("sales", () => {
  test.each([
    ["leaves at the cost of the pool", "4", ["6 60.00", "0 0.00"]],
    ["more than is there", "11", ["stockShort material_entity[0].qty"]],
  ] as const)("a sale %s", (_name, count, expected) => {
    const lines = [priced(line(GOODS, { quantity: count }), "999")];
    expect(after(salOutbound, lines)).toEqual(expected);
  });

  test.each([
    ["at its part of its source", { returned: RETURNED }, ["11 103.34", "0 0.00"]],
    ["at the current cost without one", {}, ["11 110.00", "0 0.00"]],
  ] as const)("what comes back enters %s", (_name, changes, expected) => {
    const lines = [{ ...priced(line(GOODS), "999"), ...changes }];
    expect(after(salInbound, lines)).toEqual(expected);
  });
});

test.each([
  ["purchase", purOrder],
  ["sales", salOrder],
])("a %s order moves nothing, whatever there is", (_name, rule) => {
  const lines = [priced(line(GOODS, { quantity: "1000" }), "1")];
  expect(after(rule, lines)).toEqual(["10 100.00", "0 0.00"]);
});
