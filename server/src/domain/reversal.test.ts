import { describe, expect, test } from "vitest";
import { bill, line, material } from "../../../test/support/domain.ts";
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
import { type Book, createBook, fork, merge } from "./book.ts";
import { calendarDate } from "./calendar-date.ts";
import { occupy, release } from "./hold.ts";
import { post } from "./ledger.ts";
import type { Line } from "./line.ts";
import { reverse } from "./reversal.ts";

const GOODS = material("1");
const PART = material("2");
const PHONE = material("3", { serialManaged: true });

const REF = { billTypeId: "isv_bill", billId: "b", entryId: "1" };
const CONTEXT = {
  billNo: "",
  clientId: "",
  now: 0,
  today: calendarDate("2026-01-01"),
  allowExpired: false,
  expiresAt: 0,
};

/** One step of a story; it must be accepted. */
type Step = (book: Book) => readonly unknown[];

/** The book that was forked: the steps until now. */
const before = (book: Book) => book.parent ?? book;

const booked =
  (id: string, day: string, rule: BillRule, ...lines: Line[]): Step =>
  (book) => {
    const document = bill(lines, { id, billNo: id, billDate: calendarDate(`2026-01-${day}`) });
    const history = historyBefore(before(book), document, new Map());
    return post(book, document, rule, { allowExpired: false, history });
  };
const held =
  (row: Line, id = "h"): Step =>
  (book) =>
    occupy(book, [{ line: row, ref: REF, newId: id }], CONTEXT).refusals;
const freed =
  (row: Line): Step =>
  (book) =>
    release(book, [{ line: row, ref: REF, newId: "" }], { clientId: "", reason: "" });
const undone =
  (id: string): Step =>
  (book) => {
    const rows = standing(before(book)).filter((row) => row.billId === id);
    return reverse(book, rows, {
      history: historyOf(before(book), rows, new Map()),
      lastDates: lastDatesWithout(before(book), id),
      nameOf: (key) => ({ material: key.materialId, store: key.storeId, floatUnit: "" }),
    });
  };

function tell(steps: readonly Step[], last: Step): string[] {
  const book = createBook(0);
  for (const step of steps) {
    const changed = fork(book);
    expect(step(changed)).toEqual([]);
    merge(changed);
  }
  const changed = fork(book);
  const refusals = last(changed) as { key: string; params: Record<string, string> }[];
  if (refusals.length > 0) expect(changed.ledger).toEqual([]);
  return refusals.map(({ key, params }) => `${key} ${params.onHand ?? params.given ?? ""}`.trim());
}

const goods = (quantity: string, hold?: typeof REF) => line(GOODS, { quantity }, hold);
const phones = (serials: string) =>
  line(PHONE, { quantity: String(serials.split(";").length), serials });
const apart = [
  line(GOODS, { component: "M" }),
  line(PART, { component: "S", quantity: "2", costShare: "100" }),
];

const receipt = booked("in", "01", otherIn, goods("10"));

describe("un-audit (D4, D35)", () => {
  const refused: [name: string, steps: Step[], undo: string, expected: string[]][] = [
    [
      "what was used later",
      [receipt, booked("out", "01", otherOut, goods("4"))],
      "in",
      ["stockUsed -4"],
    ],
    ["what is held", [receipt, held(goods("4"))], "in", ["stockUsed 0"]],
    [
      "a product that was taken apart",
      [receipt, booked("apart", "02", disassemble, ...apart)],
      "in",
      ["stockUsed -1"],
    ],
    [
      "taking apart when a part is gone",
      [
        receipt,
        booked("apart", "02", disassemble, ...apart),
        booked("out", "03", otherOut, line(PART)),
      ],
      "apart",
      ["stockUsed -1"],
    ],
    [
      "what a day in between needed",
      [
        receipt,
        booked("out", "02", otherOut, goods("10")),
        booked("in2", "03", otherIn, goods("20")),
      ],
      "in",
      ["negativeAtDate -10"],
    ],
    [
      "a serial that moved on",
      [
        booked("in", "01", otherIn, phones("a;b")),
        booked("out", "02", otherOut, phones("a")),
        booked("back", "03", otherIn, phones("a")),
      ],
      "out",
      ["serialMovedLater a"],
    ],
    [
      "a serial that is held",
      [booked("in", "01", otherIn, phones("a;b")), held(phones("b"))],
      "in",
      ["stockUsed 0", "serialHeld b"],
    ],
    [
      "a delivery whose row is held anew",
      [
        receipt,
        held(goods("3")),
        booked("out", "02", otherOut, goods("3", REF)),
        held(goods("5"), "h2"),
      ],
      "out",
      ["holdExists 1"],
    ],
  ];

  test.each(refused)("of %s is refused and changes nothing", (_name, steps, undo, expected) => {
    expect(tell(steps, undone(undo))).toEqual(expected);
  });

  const accepted: [name: string, steps: Step[], undo: string][] = [
    ["a receipt nobody used", [receipt], "in"],
    ["a receipt whose hold was released", [receipt, held(goods("4")), freed(goods("4"))], "in"],
    [
      "a delivery of which the rest was released",
      [
        receipt,
        held(goods("8")),
        booked("out", "02", otherOut, goods("5", REF)),
        freed(goods("3")),
      ],
      "out",
    ],
    [
      "a receipt of serials that came back",
      [
        booked("in", "01", otherIn, phones("a;b")),
        booked("out", "02", otherOut, phones("a")),
        undone("out"),
      ],
      "in",
    ],
  ];

  test.each(accepted)("of %s is done", (_name, steps, undo) => {
    expect(tell(steps, undone(undo))).toEqual([]);
  });
});
