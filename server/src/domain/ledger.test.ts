import { describe, expect, test } from "vitest";
import { bill, line, material, q, qText } from "../../../test/support/domain.ts";
import {
  historyBefore,
  historyOf,
  lastDatesWithout,
  standing,
} from "../../../test/support/timeline.ts";
import { disassemble } from "./bills/disassemble.ts";
import { otherIn } from "./bills/other-in.ts";
import { otherOut } from "./bills/other-out.ts";
import type { BillRule } from "./bills/rule.ts";
import { type Book, createBook, fork, look, merge } from "./book.ts";
import { calendarDate } from "./calendar-date.ts";
import { occupy } from "./hold.ts";
import { post } from "./ledger.ts";
import type { Bill } from "./line.ts";
import { poolOf } from "./master.ts";
import * as money from "./money.ts";
import { reverse } from "./reversal.ts";
import { holdRefText, poolKeyText, stockKeyText } from "./stock-key.ts";

const GOODS = material("1");
const SET = material("9");
const PART_A = material("2");
const PART_B = material("3");
const RULES = { allowExpired: false };

function run(book: Book, document: Bill, rule: BillRule) {
  const changed = fork(book);
  const history = historyBefore(book, document, new Map());
  const refusals = post(changed, document, rule, { ...RULES, history });
  if (refusals.length === 0) merge(changed);
  return refusals;
}

function undo(book: Book, billId: string) {
  const rows = standing(book).filter((row) => row.billId === billId);
  const changed = fork(book);
  const refusals = reverse(changed, rows, {
    history: historyOf(book, rows, new Map()),
    lastDates: lastDatesWithout(book, billId),
    nameOf: (key) => ({ material: key.materialId, store: key.storeId, floatUnit: "" }),
  });
  if (refusals.length === 0) merge(changed);
  return refusals;
}

const state = (book: Book, goods = GOODS) => {
  const { key } = line({ ...goods, serialManaged: false });
  const balance = look(book, "balances", stockKeyText(key));
  const pool = look(book, "pools", poolKeyText(poolOf(goods, key)));
  return {
    onHand: qText(balance?.onHand ?? q("0")),
    occupied: qText(balance?.occupied ?? q("0")),
    value: money.toText(pool?.value ?? money.ZERO),
  };
};

const receipt = (
  goods: typeof GOODS,
  quantity: string,
  cost: string,
  changes: Partial<Bill> = {},
) => bill([line(goods, { quantity, cost })], { id: `in-${goods.id}-${cost}`, ...changes });

describe("posting", () => {
  test("what comes in at a cost leaves at the average; the last one takes the rest (D30)", () => {
    const book = createBook(0);
    run(book, receipt(GOODS, "3", "10.00"), otherIn);
    for (const [id, left] of [
      ["o1", "6.67"],
      ["o2", "3.33"],
      ["o3", "0.00"],
    ] as const) {
      expect(run(book, bill([line(GOODS)], { id }), otherOut)).toEqual([]);
      expect(state(book).value).toBe(left);
    }
    expect(state(book)).toEqual({ onHand: "0", occupied: "0", value: "0.00" });
  });

  test("more than is available is refused, with the rows that find too little", () => {
    const book = createBook(0);
    run(book, receipt(GOODS, "10", "10.00"), otherIn);
    const lines = ["8", "8", "2"].map((quantity) => line(GOODS, { quantity }));
    const refusals = run(book, bill(lines, { id: "o" }), otherOut);
    expect(refusals.map(({ key, path }) => ({ key, path }))).toEqual([
      { key: "stockShort", path: "material_entity[1].qty" },
    ]);
    expect(state(book).onHand).toBe("10");
  });

  test("held stock cannot be taken by others, but by the bill that names the hold (D16)", () => {
    const book = createBook(0);
    run(book, receipt(GOODS, "10", "100.00"), otherIn);
    const ref = { billTypeId: "isv_bill", billId: "b", entryId: "1" };
    const held = { line: line(GOODS, { quantity: "8" }), ref, newId: "h1" };
    occupy(book, [held], {
      billNo: "",
      clientId: "",
      now: 0,
      today: calendarDate("2026-01-01"),
      allowExpired: false,
      expiresAt: 0,
    });
    const wanted = bill([line(GOODS, { quantity: "9" })], { id: "o" });
    expect(run(book, wanted, otherOut)).toMatchObject([
      { key: "stockShort", params: { available: "2", asked: "9" } },
    ]);
    const named = bill([line(GOODS, { quantity: "9" }, ref)], { id: "o" });
    expect(run(book, named, otherOut)).toEqual([]);
    expect(state(book)).toEqual({ onHand: "1", occupied: "0", value: "10.00" });
    expect(undo(book, "o")).toEqual([]);
    expect(state(book)).toEqual({ onHand: "10", occupied: "8", value: "100.00" });
    expect(look(book, "holds", holdRefText(ref))).toMatchObject({ consumed: q("0") });
  });

  test.each([
    ["before the receipt", "2025-12-31", "negativeAtDate"],
    ["on the same day", "2026-01-01", undefined],
  ] as const)("an issue dated %s", (_name, date, key) => {
    const book = createBook(0);
    run(book, receipt(GOODS, "10", "10.00"), otherIn);
    const document = bill([line(GOODS)], { id: "o", billDate: calendarDate(date) });
    expect(run(book, document, otherOut).map((refusal) => refusal.key)).toEqual(key ? [key] : []);
  });

  test("a costing method that is not kept is refused, never done as another one", () => {
    const monthly = material("4", { costMethod: undefined });
    const refusals = run(createBook(0), bill([line(monthly)]), otherIn);
    expect(refusals).toMatchObject([{ key: "costMethodUnsupported" }]);
  });

  test("a serial cannot come in twice, nor a batch with other dates", () => {
    const book = createBook(0);
    const phone = material("5", { serialManaged: true });
    const twice = bill([line(phone, { serials: "a" }), line(phone, { serials: "a" })]);
    expect(run(book, twice, otherIn)).toMatchObject([
      { key: "serialInStock", path: "material_entity[1].sn_list" },
    ]);
    const milk = material("6", { batchManaged: true, shelfLife: true, kfPeriod: "1", kfType: "1" });
    const batches = ["2026-01-01", "2026-01-02"].map((kfDate) =>
      line(milk, { batchNo: "B", kfDate }),
    );
    expect(run(book, bill(batches), otherIn)).toMatchObject([
      { key: "batchDatesDiffer", path: "material_entity[1].kf_date" },
      { key: "batchDatesDiffer", path: "material_entity[1].valid_date" },
    ]);
  });
});

describe("拆卸单", () => {
  const shares = (first: string, second: string) => [
    line(SET, { component: "M" }),
    line(PART_A, { component: "S", costShare: first }),
    line(PART_B, { component: "S", costShare: second }),
  ];
  const fee = (text: string) => [{ path: "", localAmount: money.money(text) }];
  const withSet = () => {
    const book = createBook(0);
    run(book, receipt(SET, "1", "150.00"), otherIn);
    return book;
  };

  test("150.00 into 33.33/66.67 with a fee of 120.00: 90.00 and 180.00; un-audit: 150.00 back", () => {
    const book = withSet();
    const document = bill(shares("33.33", "66.67"), { id: "d", fees: fee("120.00") });
    expect(run(book, document, disassemble)).toEqual([]);
    expect([state(book, PART_A).value, state(book, PART_B).value]).toEqual(["90.00", "180.00"]);
    expect(state(book, SET)).toEqual({ onHand: "0", occupied: "0", value: "0.00" });
    expect(undo(book, "d")).toEqual([]);
    expect([PART_A, PART_B, SET].map((goods) => state(book, goods).value)).toEqual([
      "0.00",
      "0.00",
      "150.00",
    ]);
  });

  test("fees by quantity (allocate_rule 2)", () => {
    const book = withSet();
    const lines = [
      line(SET, { component: "M" }),
      line(PART_A, { component: "S", quantity: "3", costShare: "50" }),
      line(PART_B, { component: "S", quantity: "1", costShare: "50" }),
    ];
    run(book, bill(lines, { fees: fee("4.00"), allocateRule: "2" }), disassemble);
    expect([state(book, PART_A).value, state(book, PART_B).value]).toEqual(["78.00", "76.00"]);
  });

  test("the fee is added once with several M rows (PEERS, GoodERP)", () => {
    const book = createBook(0);
    run(book, receipt(SET, "2", "300.00"), otherIn);
    const [product, ...parts] = shares("50", "50");
    if (product === undefined) throw new Error("no product");
    const document = bill([product, product, ...parts], { id: "d", fees: fee("10.00") });
    expect(run(book, document, disassemble)).toEqual([]);
    expect([state(book, PART_A).value, state(book, PART_B).value]).toEqual(["155.00", "155.00"]);
  });

  test("0.02 over four rows: no negative share", () => {
    const book = createBook(0);
    run(book, receipt(SET, "1", "0.02"), otherIn);
    const parts = ["a", "b", "c", "d"].map((id) => material(id));
    const rows = parts.map((goods) => line(goods, { component: "S", costShare: "25" }));
    run(book, bill([line(SET, { component: "M" }), ...rows], { id: "d" }), disassemble);
    const values = parts.map((goods) => state(book, goods).value);
    expect(values).toEqual(["0.01", "0.01", "0.00", "0.00"]);
  });

  test.each([
    ["no shares: by the costs given", { cost: "1" }, { cost: "2" }, ["50.00", "100.00"]],
    [
      "no shares, no costs: by base quantity",
      { quantity: "4" },
      { quantity: "1" },
      ["120.00", "30.00"],
    ],
  ] as const)("%s (D34)", (_name, first, second, values) => {
    const book = withSet();
    const lines = [
      line(SET, { component: "M" }),
      line(PART_A, { component: "S", ...first }),
      line(PART_B, { component: "S", ...second }),
    ];
    expect(run(book, bill(lines, { id: "d" }), disassemble)).toEqual([]);
    expect([state(book, PART_A).value, state(book, PART_B).value]).toEqual(values);
  });

  test("no shares, parts in stock: by their current value (D34)", () => {
    const book = withSet();
    run(book, receipt(PART_A, "1", "10.00"), otherIn);
    run(book, receipt(PART_B, "1", "40.00"), otherIn);
    const lines = [
      line(SET, { component: "M" }),
      line(PART_A, { component: "S" }),
      line(PART_B, { component: "S" }),
    ];
    run(book, bill(lines, { id: "d" }), disassemble);
    expect([state(book, PART_A).value, state(book, PART_B).value]).toEqual(["40.00", "160.00"]);
  });

  test.each([
    ["no M row", shares("50", "50").slice(1), {}, ["billRowsMissing"]],
    ["no S row", shares("50", "50").slice(0, 1), {}, ["billRowsMissing"]],
    ["a total of 99", shares("50", "49"), {}, ["shareTotalWrong"]],
    ["nine decimals", shares("50.000000001", "49.999999999"), {}, ["shareInvalid", "shareInvalid"]],
    ["shares on some rows", shares("100", ""), {}, ["sharePartial"]],
    ["a fee without shares", shares("", ""), { fees: fee("1.00") }, ["shareMissing"]],
    [
      "a part equal to its product",
      [...shares("50", "50"), line(SET, { component: "S", costShare: "0" })],
      {},
      ["partEqualsProduct"],
    ],
  ] as const)("%s is refused", (_name, lines, changes, keys) => {
    const refusals = run(withSet(), bill(lines, { id: "d", ...changes }), disassemble);
    expect(refusals.map((refusal) => refusal.key)).toEqual(keys);
  });

  test("ignore_warn shares a fee by the default rule (D34)", () => {
    const book = withSet();
    const document = bill(shares("", ""), { id: "d", fees: fee("1.00"), ignoreWarn: true });
    expect(run(book, document, disassemble)).toEqual([]);
  });
});

describe("un-audit", () => {
  test("what was used later cannot be taken back", () => {
    const book = createBook(0);
    run(book, receipt(GOODS, "10", "10.00"), otherIn);
    run(book, bill([line(GOODS, { quantity: "4" })], { id: "o" }), otherOut);
    const refusals = undo(book, "in-1-10.00");
    expect(refusals).toMatchObject([{ key: "stockUsed", params: { onHand: "-4" } }]);
  });

  test("a serial that has moved on stands in the way; free ones come back", () => {
    const phone = material("5", { serialManaged: true });
    const book = createBook(0);
    run(book, bill([line(phone, { quantity: "2", serials: "a;b" })], { id: "in" }), otherIn);
    run(book, bill([line(phone, { serials: "a" })], { id: "out" }), otherOut);
    expect(undo(book, "in").map((refusal) => refusal.key)).toEqual([
      "stockUsed",
      "serialMovedLater",
    ]);
    run(book, bill([line(phone, { serials: "a" })], { id: "back" }), otherIn);
    expect(undo(book, "out")).toMatchObject([{ key: "serialMovedLater", params: { given: "a" } }]);
    expect(undo(book, "back")).toEqual([]);
    expect(undo(book, "out")).toEqual([]);
    expect(undo(book, "in")).toEqual([]);
    expect(state(book, phone)).toEqual({ onHand: "0", occupied: "0", value: "0.00" });
  });
});
