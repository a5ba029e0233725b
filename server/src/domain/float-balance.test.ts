/** Two counts side by side: every rule looks at both, neither follows from the other (D1, D3). */
import { describe, expect, test } from "vitest";
import {
  BIN_STORE,
  bill,
  cloth,
  KILO,
  line,
  material,
  qText,
  ROLL,
} from "../../../test/support/domain.ts";
import {
  historyBefore,
  historyOf,
  lastDatesWithout,
  standing,
} from "../../../test/support/timeline.ts";
import { assemble } from "./bills/assemble.ts";
import { checkGain } from "./bills/check-gain.ts";
import { checkLoss } from "./bills/check-loss.ts";
import { disassemble } from "./bills/disassemble.ts";
import { move } from "./bills/move.ts";
import { otherIn } from "./bills/other-in.ts";
import { otherOut } from "./bills/other-out.ts";
import type { BillRule } from "./bills/rule.ts";
import { type Book, createBook, fork, look, merge } from "./book.ts";
import { calendarDate } from "./calendar-date.ts";
import { heldOf, NOTHING, onHandOf, toText } from "./counts.ts";
import { expire, occupy, release, releaseRest } from "./hold.ts";
import { post } from "./ledger.ts";
import type { Line, LineDraft } from "./line.ts";
import type { Refusal } from "./refusal.ts";
import { reverse } from "./reversal.ts";
import { type HoldRef, holdRefText, stockKeyText } from "./stock-key.ts";

const CLOTH = cloth("1");
const SUIT = material("2", { baseUnit: KILO, units: [KILO] });
const REF = { billTypeId: "isv_bill", billId: "b", entryId: "1" };

/** `[kilograms, rolls]`; without rolls nothing is said of them. */
type Amount = readonly [string, string?];

function row([kilograms, rolls]: Amount, changes: Partial<LineDraft> = {}, hold?: HoldRef): Line {
  const aux = rolls === undefined ? {} : { auxQuantity: rolls, auxUnit: ROLL.id };
  return line(CLOTH, { quantity: kilograms, ...aux, ...changes }, hold);
}

const tell = (refusals: readonly Refusal[]) => refusals.map(({ key, path }) => `${key} ${path}`);

function attempt(book: Book, work: (changed: Book) => readonly Refusal[]): string[] {
  const changed = fork(book);
  const refusals = work(changed);
  if (refusals.length === 0) merge(changed);
  return tell(refusals);
}

const run = (book: Book, id: string, rule: BillRule, lines: readonly Line[], day = "01") =>
  attempt(book, (changed) => {
    const document = bill(lines, { id, billNo: id, billDate: calendarDate(`2026-01-${day}`) });
    const history = historyBefore(book, document, new Map());
    return post(changed, document, rule, { allowExpired: false, history });
  });

const undo = (book: Book, id: string) =>
  attempt(book, (changed) => {
    const rows = standing(book).filter((item) => item.billId === id);
    return reverse(changed, rows, {
      history: historyOf(book, rows, new Map()),
      lastDates: lastDatesWithout(book, id),
      nameOf: () => ({ material: "", store: "", floatUnit: ROLL.name }),
    });
  });

const CONTEXT = {
  billNo: "",
  clientId: "",
  now: 0,
  today: calendarDate("2026-01-01"),
  allowExpired: false,
  expiresAt: 0,
};

const BY = { clientId: "c1", reason: "" };

let ids = 0;
const hold = (book: Book, amount: Amount, ref: HoldRef = REF, expiresAt = 0) =>
  attempt(book, (changed) => {
    ids += 1;
    const wanted = { line: row(amount), ref, newId: `h${ids}` };
    return occupy(changed, [wanted], { ...CONTEXT, expiresAt }).refusals;
  });

function give(book: Book, [kilograms, rolls]: Amount): string[] {
  // A release may leave its rolls to the hold: only the application asks so, as here.
  const said = row([kilograms, rolls ?? "0"]);
  const line = rolls === undefined ? leftToHold(said) : said;
  return attempt(book, (changed) => release(changed, [{ line, ref: REF, newId: "" }], BY));
}

const leftToHold = (item: Line): Line => ({
  ...item,
  float: item.float && { ...item.float, source: "ofHold" },
});

function stocked(...amounts: Amount[]): Book {
  const book = createBook(0);
  expect(
    run(
      book,
      "in",
      otherIn,
      amounts.map((amount) => row(amount)),
    ),
  ).toEqual([]);
  return book;
}

/** On hand and held, each `kilograms / rolls`. */
function state(book: Book): string {
  const balance = look(book, "balances", stockKeyText(row(["1", "1"]).key));
  const held = look(book, "holds", holdRefText(REF));
  return `${toText(onHandOf(balance))}, ${toText(held ? heldOf(held) : NOTHING)}`;
}

describe("bills", () => {
  test("10 kg in 3 rolls come in; 4 kg and 1 roll leave; the row tells both", () => {
    const book = stocked(["10", "3"]);
    expect(run(book, "out", otherOut, [row(["4", "1"])])).toEqual([]);
    expect(state(book)).toBe("6 / 2, 0 / 0");
    const moved = book.ledger.map((item) => [qText(item.quantity), qText(item.floatQuantity)]);
    expect(moved).toEqual([
      ["10", "3"],
      ["-4", "-1"],
    ]);
  });

  test.each([
    [
      "rolls, though the kilograms are there",
      ["4", "4"],
      ["floatShort material_entity[0].aux_qty"],
    ],
    ["kilograms, though the rolls are there", ["11", "1"], ["stockShort material_entity[0].qty"]],
    [
      "both",
      ["11", "4"],
      ["stockShort material_entity[0].qty", "floatShort material_entity[0].aux_qty"],
    ],
    ["rolls that nothing would weigh", ["10", "2"], ["floatMismatch material_entity[0].aux_qty"]],
    ["weight without a roll", ["9", "3"], ["floatMismatch material_entity[0].aux_qty"]],
  ] as const)("%s: refused, nothing changes", (_name, amount, expected) => {
    const book = stocked(["10", "3"]);
    expect(run(book, "out", otherOut, [row(amount)])).toEqual(expected);
    expect(state(book)).toBe("10 / 3, 0 / 0");
  });

  test("rows of one bill share what is there of both", () => {
    const book = stocked(["10", "3"]);
    const rows = [row(["1", "2"]), row(["1", "2"])];
    expect(run(book, "out", otherOut, rows)).toEqual(["floatShort material_entity[1].aux_qty"]);
    const all = [row(["1", "2"]), row(["9", "1"])];
    expect(run(book, "out", otherOut, all)).toEqual([]);
    expect(state(book)).toBe("0 / 0, 0 / 0");
  });

  test("a cut takes kilograms and no roll", () => {
    const book = stocked(["10", "3"]);
    expect(run(book, "out", otherOut, [row(["2.5", "0"])])).toEqual([]);
    expect(state(book)).toBe("7.5 / 3, 0 / 0");
  });

  test("not even rolls that are there today may be missing on a day before (D3)", () => {
    const book = createBook(0);
    run(book, "first", otherIn, [row(["10", "3"])], "01");
    run(book, "gone", otherOut, [row(["1", "2"])], "03");
    run(book, "more", otherIn, [row(["10", "3"])], "05");
    const out = [row(["2", "2"])];
    expect(run(book, "o", otherOut, out, "02")).toEqual([
      "negativeAtDate material_entity[0].aux_qty",
    ]);
    expect(run(book, "o", otherOut, [row(["10", "0"])], "02")).toEqual([
      "negativeAtDate material_entity[0].qty",
    ]);
    expect(run(book, "o", otherOut, out, "05")).toEqual([]);
    expect(undo(book, "first")).toEqual(["stockUsed "]);
    expect(undo(book, "o")).toEqual([]);
    expect(undo(book, "first")).toEqual(["negativeAtDate ", "negativeAtDate "]);
  });

  test("more rolls than can be booked are refused", () => {
    const book = stocked(["10", "900000000000000"]);
    const refusals = run(book, "in-2", otherIn, [row(["10", "100000000000000"])]);
    expect(refusals).toEqual(["decimalTooLarge material_entity[0].aux_qty"]);
  });

  test.each([
    ["gain", checkGain, "12 / 4, 0 / 0"],
    ["loss", checkLoss, "8 / 2, 0 / 0"],
  ] as const)("stock-take %s counts both", (_name, rule, expected) => {
    const book = stocked(["10", "3"]);
    expect(run(book, "b", rule, [row(["2", "1"])])).toEqual([]);
    expect(state(book)).toBe(expected);
  });

  test("a move takes both out of one place and brings both to the other", () => {
    const book = stocked(["10", "3"]);
    const to = { toStore: BIN_STORE.id, toBin: "b1" };
    const moved = row(["4", "1"], to);
    expect(run(book, "m", move, [moved])).toEqual([]);
    const there = look(book, "balances", stockKeyText(moved.to?.key ?? moved.key));
    expect(`${state(book)}, ${toText(onHandOf(there))}`).toBe("6 / 2, 0 / 0, 4 / 1");
    const lopsided = row(["1", "2"], to);
    expect(run(book, "n", move, [lopsided])).toEqual(["floatMismatch material_entity[0].aux_qty"]);
  });

  test("taken apart and put together: the cloth is counted twice, the suit once", () => {
    const book = stocked(["10", "3"]);
    const suit = (component: string) => line(SUIT, { quantity: "2", component, costShare: "100" });
    const made = [suit("M"), row(["4", "1"], { component: "S" })];
    expect(run(book, "made", assemble, made)).toEqual([]);
    expect(state(book)).toBe("6 / 2, 0 / 0");
    const apart = [
      line(SUIT, { quantity: "2", component: "M" }),
      row(["3", "2"], { component: "S", costShare: "100" }),
    ];
    expect(run(book, "apart", disassemble, apart)).toEqual([]);
    expect(state(book)).toBe("9 / 4, 0 / 0");
  });
});

describe("holds", () => {
  test("both counts are held and released; too much of one is named", () => {
    const book = stocked(["10", "3"]);
    expect(hold(book, ["4", "2"])).toEqual([]);
    expect(state(book)).toBe("10 / 3, 4 / 2");
    const other = { ...REF, entryId: "2" };
    expect(hold(book, ["5", "2"], other)).toEqual(["floatShort material_entity[0].aux_qty"]);
    expect(hold(book, ["7", "1"], other)).toEqual(["stockShort material_entity[0].qty"]);
    expect(give(book, ["1", "3"])).toEqual(["holdExceeded material_entity[0].aux_qty"]);
    expect(give(book, ["1", "1"])).toEqual([]);
    expect(state(book)).toBe("10 / 3, 3 / 1");
  });

  test("other rolls are other content (D12)", () => {
    const book = stocked(["10", "3"]);
    hold(book, ["4", "2"]);
    expect(hold(book, ["4", "2"])).toEqual([]);
    expect(hold(book, ["4", "1"])).toEqual(["holdExists material_entity[0].bill_entry_id"]);
  });

  test("the last kilogram is released with the last roll", () => {
    const book = stocked(["10", "3"]);
    hold(book, ["4", "2"]);
    expect(give(book, ["4", "1"])).toEqual(["holdFloatLeft material_entity[0].aux_qty"]);
    expect(give(book, ["1"])).toEqual(["floatQuantityRequired material_entity[0].aux_qty"]);
    expect(give(book, ["4"])).toEqual([]);
    expect(state(book)).toBe("10 / 3, 0 / 0");
  });

  test("rolls may go before the kilograms: what is left is cut goods", () => {
    const book = stocked(["10", "3"]);
    hold(book, ["4", "2"]);
    expect(give(book, ["1", "2"])).toEqual([]);
    expect(give(book, ["1"])).toEqual([]);
    expect(give(book, ["2", "0"])).toEqual([]);
    expect(state(book)).toBe("10 / 3, 0 / 0");
  });

  test("what time or a bulk release closes gives back both counts (D18)", () => {
    const book = stocked(["10", "3"]);
    const other = { ...REF, entryId: "2" };
    hold(book, ["4", "2"], REF, 5);
    hold(book, ["3", "1"], other);
    const changed = fork(book);
    expire(changed, REF, 6);
    const rest = { hold: look(book, "holds", holdRefText(other)), path: "", given: "" };
    expect(releaseRest(changed, [rest], BY)).toEqual([]);
    merge(changed);
    expect(state(book)).toBe("10 / 3, 0 / 0");
    const kinds = book.holdEvents.map((event) => `${event.kind} ${qText(event.floatQuantity)}`);
    expect(kinds).toEqual(["opened 2", "opened 1", "expired 2", "released 1"]);
  });

  test("an out takes each count from the hold first, then from what is available (D16)", () => {
    const book = stocked(["10", "3"]);
    hold(book, ["4", "1"]);
    expect(run(book, "o", otherOut, [row(["6", "3"], {}, REF)])).toEqual([
      "floatMismatch material_entity[0].aux_qty",
    ]);
    expect(run(book, "o", otherOut, [row(["6", "2"], {}, REF)])).toEqual([]);
    expect(state(book)).toBe("4 / 1, 0 / 0");
    const taken = book.ledger.at(-1)?.hold;
    expect(taken && [qText(taken.quantity), qText(taken.floatQuantity)]).toEqual(["4", "1"]);
    expect(undo(book, "o")).toEqual([]);
    expect(state(book)).toBe("10 / 3, 4 / 1");
    const kinds = book.holdEvents.map((event) => `${event.kind} ${qText(event.floatQuantity)}`);
    expect(kinds).toEqual(["opened 1", "consumed 1", "returned 1"]);
  });

  test("an out that would leave rolls held without weight is refused", () => {
    const book = stocked(["10", "3"]);
    hold(book, ["4", "2"]);
    const short = [row(["2", "1"], {}, REF), row(["2", "0"], {}, REF)];
    expect(run(book, "o", otherOut, short)).toEqual(["holdFloatLeft material_entity[1].aux_qty"]);
    const part = [row(["3", "1"], {}, REF)];
    expect(run(book, "o", otherOut, part)).toEqual([]);
    expect(state(book)).toBe("7 / 2, 1 / 1");
  });
});

describe("un-audit", () => {
  test.each([
    ["rolls that went on", otherOut, ["2", "3"], ["stockUsed "]],
    ["kilograms that went on", otherOut, ["7", "1"], ["stockUsed "]],
    ["what would leave a roll without weight", otherOut, ["6", "1"], ["floatMismatch "]],
  ] as const)("%s: refused", (_name, rule, amount, expected) => {
    const book = stocked(["6", "2"]);
    expect(run(book, "in-2", otherIn, [row(["4", "2"])])).toEqual([]);
    expect(run(book, "out", rule, [row(amount)])).toEqual([]);
    expect(undo(book, "in-2")).toEqual(expected);
  });

  test("rolls that are held meanwhile", () => {
    const book = stocked(["6", "2"]);
    run(book, "in-2", otherIn, [row(["4", "1"])]);
    hold(book, ["1", "3"]);
    expect(undo(book, "in-2")).toEqual(["stockUsed "]);
  });

  test("both counts come back", () => {
    const book = stocked(["10", "3"]);
    run(book, "out", otherOut, [row(["10", "3"])]);
    expect(undo(book, "out")).toEqual([]);
    expect(state(book)).toBe("10 / 3, 0 / 0");
  });
});
