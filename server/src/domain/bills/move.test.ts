import { describe, expect, test } from "vitest";
import { BIN, BIN_STORE, bill, line, material, qText } from "../../../../test/support/domain.ts";
import { historyOf } from "../../../../test/support/timeline.ts";
import { createBook, fork, look } from "../book.ts";
import { post } from "../ledger.ts";
import type { LineDraft } from "../line.ts";
import * as money from "../money.ts";
import { reverse } from "../reversal.ts";
import { serialText, stockKeyText } from "../stock-key.ts";
import { move } from "./move.ts";
import { otherIn } from "./other-in.ts";

const GOODS = material("1", { poolByStore: true });
const RULES = { allowExpired: false };
const TO_BIN: Partial<LineDraft> = { toStore: BIN_STORE.id, toBin: BIN.id };

function stocked() {
  const book = createBook(0);
  post(book, bill([line(GOODS, { quantity: "3", cost: "10.00" })], { id: "in" }), otherIn, RULES);
  return book;
}

describe("移仓单", () => {
  test("goods and their value go from one store's pool to the other's", () => {
    const book = stocked();
    const row = line(GOODS, { quantity: "2", ...TO_BIN });
    expect(post(book, bill([row], { id: "m" }), move, RULES)).toEqual([]);
    const onHand = [row.key, row.to?.key].map((key) => {
      const balance = key && look(book, "balances", stockKeyText(key));
      return balance && qText(balance.onHand);
    });
    expect(onHand).toEqual(["1", "2"]);
    const values = [...book.pools.values()].map((pool) => money.toText(pool.value));
    expect(values).toEqual(["3.33", "6.67"]);
  });

  test("un-audit brings serials back to where they were", () => {
    const phone = material("2", { serialManaged: true });
    const book = createBook(0);
    const serials = { quantity: "2", serials: "a;b" };
    post(book, bill([line(phone, serials)], { id: "in" }), otherIn, RULES);
    const row = line(phone, { ...serials, ...TO_BIN });
    expect(post(book, bill([row], { id: "m" }), move, RULES)).toEqual([]);
    const rows = book.ledger.filter((item) => item.billId === "m");
    const history = historyOf(book, rows, new Map());
    const nameOf = () => ({ material: "", store: "", floatUnit: "" });
    expect(reverse(book, rows, { history, lastDates: new Map(), nameOf })).toEqual([]);
    const places = ["a", "b"].map((serial) => look(book, "serials", serialText("2", serial))?.key);
    expect(places).toEqual([row.key, row.key]);
  });

  test.each([
    ["the same place", { toStore: "s1" }, "samePlace"],
    ["more than is there", { quantity: "4", ...TO_BIN }, "stockShort"],
  ] as const)("%s is refused and changes nothing", (_name, changes, key) => {
    const book = stocked();
    const changed = fork(book);
    const refusals = post(changed, bill([line(GOODS, changes)], { id: "m" }), move, RULES);
    expect(refusals.map((refusal) => refusal.key)).toEqual([key]);
    expect(changed.ledger).toEqual([]);
  });
});
