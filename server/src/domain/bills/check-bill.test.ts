import { describe, expect, test } from "vitest";
import { BIN, BIN_STORE, bill, facts, line, material } from "../../../../test/support/domain.ts";
import { createBook } from "../book.ts";
import { post } from "../ledger.ts";
import type { LineDraft } from "../line.ts";
import { resolveLine } from "../resolve-line.ts";
import { checkBill } from "./check-bill.ts";

const GOODS = material("1", { batchManaged: true });
const PHONE = material("2", { serialManaged: true });
const EMPTY = createBook(0);
const RULES = { allowExpired: false };

describe("盘点单", () => {
  test("moves nothing, whatever the books say", () => {
    const book = createBook(0);
    const rows = [line(GOODS, { batchNo: "A" }), line(GOODS, { batchNo: "B" })];
    expect(post(book, bill(rows, { billDate: "2001-01-01" as never }), checkBill, RULES)).toEqual(
      [],
    );
    expect(book.ledger).toEqual([]);
  });

  test.each([
    ["another batch", { batchNo: "B" }, []],
    ["another bin", { store: BIN_STORE.id, bin: BIN.id }, []],
    ["the same goods in the same place", {}, ["countRepeated"]],
  ] as const)("two rows, the second of %s", (_name, changes, keys) => {
    const rows = [line(GOODS, { batchNo: "A" }), line(GOODS, { batchNo: "A", ...changes })];
    const refusals = post(EMPTY, bill(rows), checkBill, RULES);
    expect(refusals.map(({ key }) => key)).toEqual(keys);
  });
});

describe("a row that counts", () => {
  const count = (goods: typeof GOODS, changes: Partial<LineDraft>, counting = true) => {
    const sent = line(goods, { batchNo: "A", serials: "a" }).draft;
    const question = { facts: facts([goods]), recalculate: false, hold: undefined, counting };
    return resolveLine({ ...sent, ...changes }, question).refusals.map(({ key }) => key);
  };

  test.each([
    ["nothing found", GOODS, { quantity: "0" }, []],
    ["not counted yet", GOODS, { quantity: "" }, []],
    ["no serial found", PHONE, { quantity: "0", serials: "" }, []],
    ["less than nothing", GOODS, { quantity: "-1" }, ["quantityNotPositive"]],
    [
      "a base quantity alone",
      GOODS,
      { quantity: "", baseQuantity: "5" },
      ["baseQuantityDisagrees"],
    ],
    ["serials alone", PHONE, { quantity: "", serials: "a" }, ["serialCountDiffers"]],
    ["a quantity without its serials", PHONE, { quantity: "1", serials: "" }, ["serialsRequired"]],
  ] as const)("%s", (_name, goods, changes, keys) => {
    expect(count(goods, changes)).toEqual(keys);
  });

  test("only a count may find nothing", () => {
    expect(count(GOODS, { quantity: "0" }, false)).toEqual(["quantityNotPositive"]);
    expect(count(GOODS, { quantity: "" }, false)).toEqual(["quantityNotPositive"]);
  });
});
