/**
 * 其他入库单 and 其他出库单, and what follows the same rules: 盘盈单 and 盘亏单, 产品入库单, 生产领料单 and
 * 产品退库单.
 */
import { describe, expect, test } from "vitest";
import { bill, line, material } from "../../../../test/support/domain.ts";
import { type Book, createBook, fork, look } from "../book.ts";
import { calendarDate } from "../calendar-date.ts";
import { occupy } from "../hold.ts";
import { post } from "../ledger.ts";
import type { Line } from "../line.ts";
import { poolOf } from "../master.ts";
import * as money from "../money.ts";
import { poolKeyText } from "../stock-key.ts";
import { checkGain } from "./check-gain.ts";
import { checkLoss } from "./check-loss.ts";
import { otherIn } from "./other-in.ts";
import { otherOut } from "./other-out.ts";
import { pick, productIn, productReturn } from "./production.ts";

const GOODS = material("1");
const PHONE = material("2", { serialManaged: true });
const MILK = material("3", { batchManaged: true, shelfLife: true, kfPeriod: "1", kfType: "2" });
const OLD = { batchNo: "B", kfDate: "2025-11-30" };
const RULES = { allowExpired: false };

/** 10 pieces for 100.00, 4 of them held; phones a, b and c, of which c is held; an old batch. */
function stocked(): Book {
  const book = createBook(0);
  const lines = [
    line(GOODS, { quantity: "10", cost: "100.00" }),
    line(PHONE, { quantity: "3", cost: "30.00", serials: "a;b;c" }),
    line(MILK, { quantity: "5", cost: "5.00", ...OLD }),
  ];
  expect(post(book, bill(lines, { id: "in" }), otherIn, RULES)).toEqual([]);
  const holds = [line(GOODS, { quantity: "4" }), line(PHONE, { serials: "c" })].map(
    (item, index) => ({
      line: item,
      ref: { billTypeId: "isv_bill", billId: "b", entryId: `${index}` },
      newId: `h${index}`,
    }),
  );
  const context = { billNo: "", clientId: "", now: 0, expiresAt: 0, allowExpired: false };
  const today = calendarDate("2026-01-01");
  expect(occupy(book, holds, { ...context, today }).refusals).toEqual([]);
  return book;
}

const worthOf = (book: Book, goods: typeof GOODS) => {
  const pool = look(book, "pools", poolKeyText(poolOf(goods, line(goods).key)));
  return money.toText(pool?.value ?? money.ZERO);
};

const tell = (book: Book, lines: readonly Line[], rule: typeof otherIn) =>
  post(book, bill(lines, { id: "o" }), rule, RULES).map(({ key, path }) => `${key} ${path}`);

type Refused = [name: string, lines: Line[], expected: string[]];

describe.each([
  ["其他入库单", otherIn],
  ["盘盈单", checkGain],
  ["产品入库单", productIn],
])("%s", (_title, rule) => {
  test.each([
    ["at the cost given", { cost: "7.77" }, "107.77"],
    ["at unit cost times quantity", { unitCost: "1.115", quantity: "3" }, "103.35"],
    ["at no cost", {}, "100.00"],
  ])("goods enter %s", (_name, changes, value) => {
    const book = stocked();
    expect(tell(book, [line(GOODS, changes)], rule)).toEqual([]);
    expect(worthOf(book, GOODS)).toBe(value);
  });

  const refused: Refused[] = [
    [
      "a serial that is there",
      [line(PHONE, { serials: "a" })],
      ["serialInStock material_entity[0].sn_list"],
    ],
    [
      "a serial on two rows",
      [line(PHONE, { serials: "x" }), line(PHONE, { serials: "x" })],
      ["serialInStock material_entity[1].sn_list"],
    ],
    [
      "other dates of a batch",
      [line(MILK, { batchNo: "B", kfDate: "2025-12-01" })],
      [
        "batchDatesDiffer material_entity[0].kf_date",
        "batchDatesDiffer material_entity[0].valid_date",
      ],
    ],
    [
      "more than can be counted",
      [line(GOODS, { quantity: "999999999999999" })],
      ["decimalTooLarge material_entity[0].qty"],
    ],
    [
      "more than can be paid",
      [line(GOODS, { cost: "999999999999999.99" })],
      ["decimalTooLarge material_entity[0].cost"],
    ],
    [
      "a method that is not kept",
      [line({ ...GOODS, costMethod: undefined })],
      ["costMethodUnsupported material_entity[0].material_id"],
    ],
  ];

  test.each(refused)("%s is refused and changes nothing", (_name, lines, expected) => {
    const book = fork(stocked());
    expect(tell(book, lines, rule)).toEqual(expected);
  });
});

describe.each([
  ["其他出库单", otherOut],
  ["盘亏单", checkLoss],
  ["生产领料单", pick],
  ["产品退库单", productReturn],
])("%s", (_title, rule) => {
  test("goods leave at the pool's cost, whatever cost is sent (D33)", () => {
    const book = stocked();
    expect(tell(book, [line(GOODS, { quantity: "3", cost: "9999" })], rule)).toEqual([]);
    expect(worthOf(book, GOODS)).toBe("70.00");
  });

  const refused: Refused[] = [
    [
      "more than is free of holds",
      [line(GOODS, { quantity: "7" })],
      ["stockShort material_entity[0].qty"],
    ],
    [
      "too much on two rows",
      [line(GOODS, { quantity: "5" }), line(GOODS, { quantity: "2" }), line(GOODS)],
      ["stockShort material_entity[1].qty"],
    ],
    [
      "a serial that is not there, one that is held, one twice",
      [
        line(PHONE, { serials: "z" }),
        line(PHONE, { serials: "c" }),
        line(PHONE, { serials: "a" }),
        line(PHONE, { serials: "a" }),
      ],
      [
        "serialNotInStock material_entity[0].sn_list",
        "serialHeld material_entity[1].sn_list",
        "stockShort material_entity[2].qty",
        "serialRepeated material_entity[3].sn_list",
        "stockShort material_entity[3].qty",
      ],
    ],
  ];

  test.each(refused)("%s is refused and changes nothing", (_name, lines, expected) => {
    const book = fork(stocked());
    expect(tell(book, lines, rule)).toEqual(expected);
    expect(book.ledger).toEqual([]);
  });
});

test("an expired batch is not issued, but what is lost of it is lost (D17)", () => {
  const lines = [line(MILK, OLD)];
  for (const rule of [otherOut, pick, productReturn]) {
    expect(tell(fork(stocked()), lines, rule)).toEqual([
      "batchExpired material_entity[0].batch_no",
    ]);
  }
  expect(tell(fork(stocked()), lines, checkLoss)).toEqual([]);
});
