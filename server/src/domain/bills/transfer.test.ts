import { describe, expect, test } from "vitest";
import { BIN, BIN_STORE, bill, line, material, qText } from "../../../../test/support/domain.ts";
import { historyOf } from "../../../../test/support/timeline.ts";
import { type Book, createBook, fork, look } from "../book.ts";
import { post } from "../ledger.ts";
import type { Bill, Line, LineDraft } from "../line.ts";
import * as money from "../money.ts";
import { reverse } from "../reversal.ts";
import { serialText, stockKeyText } from "../stock-key.ts";
import { inTransit, TRANSFER_DIFFERENCE_ENTITY, TRANSFER_OUT_ENTITY } from "../transit.ts";
import { otherIn } from "./other-in.ts";
import { otherOut } from "./other-out.ts";
import type { BillRule } from "./rule.ts";
import { transferIn, transferOut } from "./transfer.ts";

const GOODS = material("1", { poolByStore: true });
const PHONE = material("2", { serialManaged: true });
const RULES = { allowExpired: false };
const ROUTE: Partial<LineDraft> = { toStore: BIN_STORE.id, toBin: BIN.id };
const FROM_OUT = { sourceType: TRANSFER_OUT_ENTITY, sourceBill: "out", sourceEntry: "1" };
const DIFFERENCE = { ...FROM_OUT, sourceType: TRANSFER_DIFFERENCE_ENTITY };

/** Posts as the application does: rows with where their goods are. */
function run(book: Book, rule: BillRule, lines: readonly Line[], changes: Partial<Bill>): string[] {
  const made = bill(lines, changes);
  const located = made.lines.map((item) => rule.located?.(item) ?? item);
  return post(book, { ...made, lines: located }, rule, RULES).map(({ key }) => key);
}

function stocked(): Book {
  const book = createBook(0);
  const lines = [
    line(GOODS, { quantity: "3", cost: "10.00" }),
    line(PHONE, { quantity: "2", serials: "a;b", cost: "8.00" }),
  ];
  expect(run(book, otherIn, lines, { id: "in" })).toEqual([]);
  return book;
}

function sent(changes: Partial<Bill> = {}): Book {
  const book = stocked();
  const lines = [line(GOODS, { quantity: "3", ...ROUTE })];
  expect(run(book, transferOut, lines, { id: "out", ...changes })).toEqual([]);
  return book;
}

const received = (quantity: string, changes: Partial<LineDraft> = {}) =>
  line(GOODS, { quantity, ...ROUTE, ...FROM_OUT, ...changes });

const onHand = (book: Book, key: Line["key"]) => {
  const balance = look(book, "balances", stockKeyText(key));
  return balance === undefined ? "" : qText(balance.onHand);
};
const FROM = line(GOODS).key;
const ON_ROAD = inTransit(FROM, "1");
const TO = { ...FROM, storeId: BIN_STORE.id, binId: BIN.id };
const values = (book: Book) => [...book.pools.values()].map((pool) => money.toText(pool.value));

describe("调拨出库单 and 调拨入库单", () => {
  test("goods go into transit and on, in parts, each at the cost with which they left", () => {
    const book = sent();
    expect([FROM, ON_ROAD, TO].map((key) => onHand(book, key))).toEqual(["0", "3", ""]);
    expect(run(book, transferIn, [received("1")], { id: "first" })).toEqual([]);
    expect([ON_ROAD, TO].map((key) => onHand(book, key))).toEqual(["2", "1"]);
    expect(run(book, transferIn, [received("2")], { id: "rest" })).toEqual([]);
    expect([ON_ROAD, TO].map((key) => onHand(book, key))).toEqual(["0", "3"]);
    // Pools: the source, the phones, transit, the target.
    expect(values(book)).toEqual(["0.00", "8.00", "0.00", "10.00"]);
  });

  test("serials travel, and are not in either store on the way", () => {
    const book = stocked();
    const out = line(PHONE, { quantity: "2", serials: "a;b", ...ROUTE });
    expect(run(book, transferOut, [out], { id: "out" })).toEqual([]);
    const place = () => look(book, "serials", serialText("2", "a"))?.key;
    expect(place()).toEqual(inTransit(out.key, "1"));
    const one = line(PHONE, { serials: "a", ...ROUTE, ...FROM_OUT });
    expect(run(book, transferIn, [one], { id: "first" })).toEqual([]);
    expect(place()).toEqual(one.to?.key);
    expect(run(book, transferIn, [one], { id: "again" })).toEqual(["serialNotInStock"]);
  });

  test("an expired batch is received, though it could not be sent", () => {
    const milk = material("3", { batchManaged: true, shelfLife: true, kfPeriod: "1", kfType: "1" });
    const batch = { batchNo: "B1", kfDate: "2026-01-01" };
    const book = createBook(0);
    expect(run(book, otherIn, [line(milk, batch)], { id: "in" })).toEqual([]);
    const out = line(milk, { ...batch, ...ROUTE });
    expect(run(book, transferOut, [out], { id: "out" })).toEqual([]);
    const late = { billDate: "2026-03-01" as Bill["billDate"] };
    const back = line(milk, { ...batch, ...ROUTE, ...FROM_OUT });
    expect(run(book, transferIn, [back], { id: "r", ...late })).toEqual([]);
    const on = line(milk, { ...batch, store: BIN_STORE.id, bin: BIN.id, toStore: "s1" });
    expect(run(fork(book), transferOut, [on], { id: "on", ...late })).toEqual(["batchExpired"]);
  });

  test("what was received keeps its 调拨出库单 from being un-audited", () => {
    const book = sent();
    run(book, transferIn, [received("1")], { id: "first" });
    const rows = book.ledger.filter((row) => row.billId === "out");
    const history = historyOf(book, rows, new Map());
    const nameOf = () => ({ material: "", store: "", floatUnit: "" });
    const refusals = reverse(fork(book), rows, { history, lastDates: new Map(), nameOf });
    expect(refusals.map(({ key }) => key)).toEqual(["stockUsed"]);
  });

  const fee = (text: string) => ({ fees: [{ path: "cost_fee", localAmount: money.money(text) }] });
  const twoRows = (shares: readonly string[] = ["", ""]) => [
    line(GOODS, { quantity: "3", costShare: shares[0] ?? "", ...ROUTE }),
    line(PHONE, { serials: "a", costShare: shares[1] ?? "", ...ROUTE }),
  ];
  test.each([
    ["by the cost of the goods", twoRows(), {}, ["10.71", "4.29"]],
    ["by quantity", twoRows(), { allocateRule: "2" }, ["10.75", "4.25"]],
    ["by given shares", twoRows(["10", "90"]), {}, ["10.10", "4.90"]],
  ] as const)("a fee is shared %s", (_name, lines, changes, worth) => {
    const book = stocked();
    expect(run(book, transferOut, lines, { id: "out", ...fee("1.00"), ...changes })).toEqual([]);
    const entered = book.ledger.filter(({ billId, amount }) => {
      return billId === "out" && !money.isNegative(amount);
    });
    expect(entered.map(({ amount }) => money.toText(amount))).toEqual(worth);
  });

  test("goods without cost share a fee by quantity", () => {
    const book = createBook(0);
    expect(run(book, otherIn, [line(GOODS, { quantity: "3" })], { id: "in" })).toEqual([]);
    const lines = ["1", "2"].map((count) => line(GOODS, { quantity: count, ...ROUTE }));
    expect(run(book, transferOut, lines, { id: "out", ...fee("9.00") })).toEqual([]);
    expect(values(book)).toEqual(["0.00", "3.00", "6.00"]);
  });

  test.each([
    ["more than is there", [line(GOODS, { quantity: "4", ...ROUTE })], {}, ["stockShort"]],
    ["the same place", [line(GOODS, { toStore: "s1" })], {}, ["samePlace"]],
    ["another price", [line(GOODS, ROUTE)], { transType: "2" }, ["transferPriceUnsupported"]],
    ["shares of 90", twoRows(["10", "80"]), {}, ["shareTotalWrong"]],
    ["one share", twoRows(["100", ""]), {}, ["sharePartial"]],
  ] as const)("调拨出库单: %s is refused", (_name, lines, changes, keys) => {
    expect(run(stocked(), transferOut, lines, { id: "out", ...changes })).toEqual(keys);
  });

  test.each([
    ["no source", { sourceType: "" }, ["transferSourceRequired"]],
    ["another kind of source", { sourceType: "isv_bill" }, ["transferSourceRequired"]],
    ["more than was sent", { quantity: "4" }, ["transitShort"]],
    ["a row that sent nothing", { sourceEntry: "7" }, ["transitShort"]],
  ] as const)("调拨入库单: %s is refused and changes nothing", (_name, changes, keys) => {
    const book = fork(sent());
    const found = run(book, transferIn, [received("3", changes)], { id: "r" });
    expect(found.slice(0, 1)).toEqual(keys);
    expect(book.ledger).toEqual([]);
  });

  test.each([
    ["the same places", {}, []],
    ["another target bin", { toBin: "b7" }, []],
    ["no bin, said in two ways", { bin: "0" }, []],
    ["another source store", { store: "s3" }, ["out_stock_id"]],
    ["another target store", { toStore: "s1", bin: "b1" }, ["out_sp_id", "in_stock_id"]],
  ] as const)("its row and its source: %s", (_name, changes, fields) => {
    const names = { store: "out_stock_id", bin: "out_sp_id", toStore: "in_stock_id" };
    const { draft } = received("1");
    const refusals = transferIn.checkSource?.({ ...draft, names, ...changes }, draft) ?? [];
    expect(refusals.map(({ path }) => path)).toEqual(
      fields.map((field) => `material_entity[0].${field}`),
    );
    expect(refusals.every(({ key }) => key === "sourcePlaceDiffers")).toBe(true);
  });
});

describe("调拨差异", () => {
  test("其他出库单 writes off what was lost on the way", () => {
    const book = sent();
    const lost = line(GOODS, { quantity: "2", ...DIFFERENCE });
    expect(run(book, otherOut, [lost], { id: "lost" })).toEqual([]);
    expect([onHand(book, FROM), onHand(book, ON_ROAD)]).toEqual(["0", "1"]);
    expect(values(book)).toEqual(["0.00", "8.00", "3.33"]);
  });

  test("其他入库单 brings it back at the cost with which it left; a cost sent is no matter", () => {
    const book = sent();
    const back = line(GOODS, { quantity: "2", cost: "99", ...DIFFERENCE });
    expect(run(book, otherIn, [back], { id: "back" })).toEqual([]);
    expect([onHand(book, FROM), onHand(book, ON_ROAD)]).toEqual(["2", "1"]);
    expect(values(book)).toEqual(["6.67", "8.00", "3.33"]);
  });

  test.each([
    ["其他入库单", otherIn],
    ["其他出库单", otherOut],
  ] as const)("more than is in transit is refused on a %s", (_name, rule) => {
    const row = line(GOODS, { quantity: "4", ...DIFFERENCE });
    expect(run(sent(), rule, [row], { id: "d" })).toEqual(["transitShort"]);
  });
});
