/** The worked numbers of the guide to costs, recomputed by the rules themselves. */
import { describe, expect, test } from "vitest";
import { disassemble } from "../../server/src/domain/bills/disassemble.ts";
import { otherIn } from "../../server/src/domain/bills/other-in.ts";
import { otherOut } from "../../server/src/domain/bills/other-out.ts";
import { createBook } from "../../server/src/domain/book.ts";
import { calendarDate } from "../../server/src/domain/calendar-date.ts";
import { takeFromLayers } from "../../server/src/domain/fifo.ts";
import { post } from "../../server/src/domain/ledger.ts";
import type { Line } from "../../server/src/domain/line.ts";
import * as money from "../../server/src/domain/money.ts";
import { readDocument } from "../support/documents.ts";
import { bill, line, material, q } from "../support/domain.ts";
import { historyBefore, standing } from "../support/timeline.ts";

describe("docs/guide/costing.md", () => {
  const guide = readDocument("docs/guide/costing.md");
  const [goods, set, partA, partB] = ["1", "9", "2", "3"].map((id) => material(id)) as [
    ReturnType<typeof material>,
    ReturnType<typeof material>,
    ReturnType<typeof material>,
    ReturnType<typeof material>,
  ];
  const rules = { allowExpired: false };

  /** Receives goods at a cost into a new book. */
  function received(what: typeof goods, quantity: string, cost: string) {
    const book = createBook(0);
    post(book, bill([line(what, { quantity, cost })], { id: "in" }), otherIn, rules);
    return book;
  }

  test("three at 10.00 leave one by one", () => {
    const book = received(goods, "3", "10.00");
    const rows = ["1", "2", "3"].map((id) => {
      const before = book.ledger.length;
      post(book, bill([line(goods)], { id: `out-${id}` }), otherOut, rules);
      const amount = book.ledger.slice(before).map((row) => money.toText(row.amount));
      const [left] = [...book.pools.values()].map((pool) => money.toText(pool.value));
      return `| ${id} | ${amount[0]?.replace("-", "")} | ${left} |`;
    });
    expect(guide).toContain(rows.join("\n"));
  });

  const on = (day: string) => ({ billDate: calendarDate(`2026-${day}`) });

  test("FIFO takes the oldest first", () => {
    const fifo = material("4", { costMethod: "fifo" });
    const book = createBook(0);
    for (const [id, day, cost] of [
      ["i1", "05-01", "10.00"],
      ["i2", "05-03", "20.00"],
    ] as const) {
      post(book, bill([line(fifo, { quantity: "10", cost })], { id, ...on(day) }), otherIn, rules);
    }
    const [before] = [...book.pools.values()].map((pool) => pool.layers);
    const out = bill([line(fifo, { quantity: "15" })], { id: "o", ...on("05-04") });
    expect(post(book, out, otherOut, rules)).toEqual([]);
    const taken = (quantity: string) =>
      money.toText(takeFromLayers(before ?? [], q(quantity)).amount);
    const rest = money.subtract(money.money(taken("15")), money.money(taken("10")));
    const total = money.toText(money.negate(book.ledger.at(-1)?.amount ?? money.ZERO));
    expect(guide).toContain(
      `| 5 月 1 日 | 10 | ${taken("10")} |\n| 5 月 3 日 | 5 | ${money.toText(rest)} |\n` +
        `| 出库合计 | 15 | **${total}** |`,
    );
  });

  test("a receipt booked afterwards costs the issue anew", () => {
    const book = createBook(0);
    const receipt = (id: string, day: string, cost: string) =>
      bill([line(goods, { quantity: "10", cost })], { id, ...on(day) });
    const worth = (id: string) => {
      const row = standing(book).find(({ billId }) => billId === id);
      return row === undefined ? "" : money.toText(row.amount).replace("-", "");
    };
    post(book, receipt("first", "05-01", "100.00"), otherIn, rules);
    const issue = bill([line(goods, { quantity: "5" })], { id: "out", ...on("05-03") });
    post(book, issue, otherOut, rules);
    const before = ["first", "late", "out"].map(worth);
    const late = receipt("late", "05-02", "200.00");
    const history = historyBefore(book, late, new Map());
    expect(post(book, late, otherIn, { ...rules, history })).toEqual([]);
    const after = ["first", "late", "out"].map(worth);
    expect(guide).toContain(
      [
        `| 05-01 | 入库 | 10 | ${before[0]} | ${after[0]} |`,
        `| 05-02 | 补录的入库 | 10 | ${before[1]}| ${after[1]} |`,
        `| 05-03 | 出库 | 5 | ${before[2]} | **${after[2]}** |`,
      ].join("\n"),
    );
  });

  test.each([
    ["1", ["33.33", "66.67"], ["1", "1"], "120.00"],
    ["2", ["50", "50"], ["3", "1"], "4.00"],
  ] as const)("拆卸单 by allocate_rule %s", (allocateRule, shares, quantities, fee) => {
    const split = (amount: string): string[] => {
      const book = received(set, "1", "150.00");
      const parts = [partA, partB].map((part, index) =>
        line(part, {
          component: "S",
          costShare: shares[index] ?? "",
          quantity: quantities[index] ?? "",
        }),
      ) as [Line, Line];
      const lines = [line(set, { component: "M" }), ...parts];
      const fees = [{ path: "", localAmount: money.money(amount) }];
      const refusals = post(book, bill(lines, { id: "d", fees, allocateRule }), disassemble, rules);
      expect(refusals).toEqual([]);
      return book.ledger.slice(-2).map((row) => money.toText(row.amount));
    };
    const [without, withFee] = [split("0"), split(fee)];
    for (const [index, name] of ["A", "B"].entries()) {
      const [cost, total] = [without[index] ?? "", withFee[index] ?? ""];
      const extra = money.toText(money.subtract(money.money(total), money.money(cost)));
      const cells = [name, shares[index], quantities[index], cost, extra, `**${total}**`];
      expect(guide).toContain(`| ${cells.join(" | ")} |`);
    }
  });
});
