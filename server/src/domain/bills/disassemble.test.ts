import { describe, expect, test } from "vitest";
import { bill, line, material } from "../../../../test/support/domain.ts";
import { type Book, createBook, fork, look } from "../book.ts";
import { post } from "../ledger.ts";
import type { Bill, Line, LineDraft } from "../line.ts";
import { poolOf } from "../master.ts";
import * as money from "../money.ts";
import { poolKeyText } from "../stock-key.ts";
import { disassemble } from "./disassemble.ts";
import { otherIn } from "./other-in.ts";

const SET = material("9");
const OTHER_SET = material("8");
const PARTS = [material("2"), material("3"), material("4")] as const;
const RULES = { allowExpired: false };

/** Two sets worth 100.00 and one worth 0.01; of the first part one at 30.00. */
function stocked(): Book {
  const book = createBook(0);
  const lines = [
    line(SET, { quantity: "2", cost: "100.00" }),
    line(OTHER_SET, { cost: "0.01" }),
    line(PARTS[0], { cost: "30.00" }),
  ];
  expect(post(book, bill(lines, { id: "in" }), otherIn, RULES)).toEqual([]);
  return book;
}

const worthOf = (book: Book, goods: typeof SET) => {
  const pool = look(book, "pools", poolKeyText(poolOf(goods, line(goods).key)));
  return money.toText(pool?.value ?? money.ZERO);
};

const product = (goods = SET, changes: Partial<LineDraft> = {}) =>
  line(goods, { component: "M", ...changes });
/** A part, with its share if there is one. */
const part = (index: 0 | 1 | 2, costShare = "", changes: Partial<LineDraft> = {}) =>
  line(PARTS[index], { component: "S", costShare, ...changes });
const fee = (...amounts: string[]) => ({
  fees: amounts.map((text) => ({ path: "", localAmount: money.money(text) })),
});

type Case = [name: string, lines: Line[], changes: Partial<Bill>, expected: string[]];

describe("拆卸单 (D31–D34)", () => {
  const accepted: Case[] = [
    ["one part takes all", [product(), part(1, "100")], {}, ["50.00"]],
    ["also without a share, when there is no fee", [product(), part(1)], {}, ["50.00"]],
    [
      "shares of 8 decimals",
      [product(), part(1, "33.33333333"), part(2, "66.66666667")],
      {},
      ["16.67", "33.33"],
    ],
    ["a share of 0", [product(), part(1, "0"), part(2, "100")], {}, ["0.00", "50.00"]],
    [
      "several products are one sum",
      [product(), product(OTHER_SET), part(1, "50"), part(2, "50")],
      {},
      ["25.01", "25.00"],
    ],
    [
      "a fee by share, rounded apart from the goods",
      [product(), part(1, "50"), part(2, "50")],
      fee("0.01", "0.02"),
      ["25.02", "25.01"],
    ],
    [
      "a fee by quantity",
      [product(), part(1, "50", { quantity: "2" }), part(2, "50")],
      { ...fee("3.00"), allocateRule: "2" },
      ["27.00", "26.00"],
    ],
    [
      "no shares, a fee, ignore_warn: goods and fee by the costs given",
      [product(), part(1, "", { cost: "4" }), part(2, "", { cost: "1" })],
      { ...fee("1.00"), ignoreWarn: true },
      ["40.80", "10.20"],
    ],
    [
      "costs given as 0 are none: by base quantity",
      [product(), part(1, "", { cost: "0", quantity: "3" }), part(2, "", { cost: "0" })],
      {},
      ["37.50", "12.50"],
    ],
    [
      "a cost on some rows only does not count",
      [product(), part(1, "", { cost: "9" }), part(2)],
      {},
      ["25.00", "25.00"],
    ],
  ];

  test.each(accepted)("%s", (_name, lines, changes, values) => {
    const book = stocked();
    const before = total(book);
    const document = bill(lines, { id: "d", ...changes });
    expect(post(book, document, disassemble, RULES)).toEqual([]);
    const parts = lines.filter(({ component }) => component === "S");
    expect(parts.map(({ material: goods }) => worthOf(book, goods))).toEqual(values);
    const fees = money.sum(document.fees.map(({ localAmount }) => localAmount));
    expect(money.toText(money.subtract(total(book), before))).toBe(money.toText(fees));
  });

  const total = (book: Book) => money.sum([...book.pools.values()].map(({ value }) => value));

  const refused: Case[] = [
    ["no product", [part(1, "100")], {}, ["billRowsMissing material_entity"]],
    ["no part", [product()], {}, ["billRowsMissing material_entity"]],
    [
      "a part equal to any of the products",
      [product(), product(OTHER_SET), line(OTHER_SET, { component: "S", costShare: "100" })],
      {},
      ["partEqualsProduct material_entity[2].material_id"],
    ],
    [
      "shares of 99.99999999",
      [product(), part(1, "49.99999999"), part(2, "50")],
      {},
      ["shareTotalWrong material_entity"],
    ],
    [
      "one part with a share of 99",
      [product(), part(1, "99")],
      {},
      ["shareTotalWrong material_entity"],
    ],
    [
      "a share below 0",
      [product(), part(1, "-1"), part(2, "101")],
      {},
      [
        "shareInvalid material_entity[1].cost_share_percent",
        "shareInvalid material_entity[2].cost_share_percent",
      ],
    ],
    [
      "a share of 9 decimals",
      [product(), part(1, "0.000000001"), part(2, "100")],
      {},
      ["shareInvalid material_entity[1].cost_share_percent"],
    ],
    [
      "a share on some rows only",
      [product(), part(1, "50"), part(2)],
      {},
      ["sharePartial material_entity[2].cost_share_percent"],
    ],
    [
      "a fee and no shares",
      [product(), part(1), part(2)],
      fee("1.00"),
      ["shareMissing material_entity[1].cost_share_percent"],
    ],
    [
      "a fee and no share of one part",
      [product(), part(1)],
      fee("1.00"),
      ["shareMissing material_entity[1].cost_share_percent"],
    ],
    [
      "more sets than there are",
      [product(SET, { quantity: "3" }), part(1, "100")],
      {},
      ["stockShort material_entity[0].qty"],
    ],
    [
      "two faults at once",
      [product(SET, { quantity: "3" }), part(1, "99")],
      {},
      ["shareTotalWrong material_entity", "stockShort material_entity[0].qty"],
    ],
  ];

  test.each(refused)("%s is refused and changes nothing", (_name, lines, changes, expected) => {
    const book = fork(stocked());
    const refusals = post(book, bill(lines, { id: "d", ...changes }), disassemble, RULES);
    expect(refusals.map(({ key, path }) => `${key} ${path}`)).toEqual(expected);
    expect(book.ledger).toEqual([]);
  });
});
