/**
 * What takes and what gives back are inverse: after a hold is released, or a delivery of it
 * un-audited, the book is as it was, to the last digit and serial; and whatever was done, the rows
 * of the ledger and the events of the holds say what there is (D4, D10, D16).
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { disassemble } from "../../server/src/domain/bills/disassemble.ts";
import { otherIn } from "../../server/src/domain/bills/other-in.ts";
import { otherOut } from "../../server/src/domain/bills/other-out.ts";
import type { BillRule } from "../../server/src/domain/bills/rule.ts";
import { type Book, createBook, fork, merge } from "../../server/src/domain/book.ts";
import { calendarDate } from "../../server/src/domain/calendar-date.ts";
import { occupy, release } from "../../server/src/domain/hold.ts";
import { post } from "../../server/src/domain/ledger.ts";
import type { Line } from "../../server/src/domain/line.ts";
import * as money from "../../server/src/domain/money.ts";
import * as quantity from "../../server/src/domain/quantity.ts";
import { reverse } from "../../server/src/domain/reversal.ts";
import { poolKeyText, serialText, stockKeyText } from "../../server/src/domain/stock-key.ts";
import { bill, line, material } from "../support/domain.ts";
import { forAll, SEED } from "../support/random.ts";
import { historyBefore, historyOf, lastDatesWithout, standing } from "../support/timeline.ts";

const PHONE = material("1", { serialManaged: true });
const FIFO = material("2", { costMethod: "fifo" });
const REF = { billTypeId: "isv_bill", billId: "b", entryId: "1" };
const OTHER = { ...REF, entryId: "2" };

/** What is kept: all of it but the rows and events, which are only ever added. */
function kept(book: Book): string {
  const tables = ["balances", "pools", "holds", "serials", "batches"] as const;
  const rows = tables.flatMap((table) => [...book[table]].map(([text, value]) => [text, value]));
  return JSON.stringify(rows.sort(), plain);
}

/** Big numbers as text, and the keys of each object in one order. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function attempt(book: Book, work: (changed: Book) => readonly unknown[]): void {
  const changed = fork(book);
  expect(work(changed)).toEqual([]);
  merge(changed);
}

function book(on: Book, id: string, rule: BillRule, lines: readonly Line[], day = 1): void {
  const document = bill(lines, { id, billNo: id, billDate: calendarDate(`2026-01-0${day}`) });
  const history = historyBefore(on, document, new Map());
  attempt(on, (changed) => post(changed, document, rule, { allowExpired: false, history }));
}

function undo(on: Book, id: string): void {
  const rows = standing(on).filter((row) => row.billId === id);
  attempt(on, (changed) =>
    reverse(changed, rows, {
      history: historyOf(on, rows, new Map()),
      lastDates: lastDatesWithout(on, id),
      nameOf: () => ({ material: "", store: "", floatUnit: "" }),
    }),
  );
}

function hold(on: Book, row: Line, ref: typeof REF, newId: string): void {
  const context = { billNo: "", clientId: "", now: 0, allowExpired: false, expiresAt: 0 };
  const today = calendarDate("2026-01-01");
  attempt(
    on,
    (changed) => occupy(changed, [{ line: row, ref, newId }], { ...context, today }).refusals,
  );
}

const free = (on: Book, row: Line, ref: typeof REF) =>
  attempt(on, (changed) =>
    release(changed, [{ line: row, ref, newId: "" }], { clientId: "", reason: "" }),
  );

/** Sums of the rows are the balances and the pools; the serials are where they moved last. */
function checkReplay(on: Book): void {
  const onHand = new Map<string, quantity.Quantity>();
  const value = new Map<string, money.Money>();
  const places = new Map<string, string>();
  for (const row of on.ledger) {
    const key = stockKeyText(row.key);
    const pool = poolKeyText(row.pool);
    onHand.set(key, quantity.add(onHand.get(key) ?? quantity.ZERO, row.quantity));
    value.set(pool, money.add(value.get(pool) ?? money.ZERO, row.amount));
    const place = quantity.isPositive(row.quantity) ? key : "";
    for (const serial of row.serials) places.set(serialText(row.key.materialId, serial), place);
  }
  for (const [text, balance] of on.balances) expect(onHand.get(text)).toEqual(balance.onHand);
  for (const [text, pool] of on.pools) expect(value.get(text)).toEqual(pool.value);
  for (const [text, { key }] of on.serials) {
    expect(places.get(text)).toBe(key === undefined ? "" : stockKeyText(key));
  }
  const held = [...on.holds.values()].map((item) => {
    const events = on.holdEvents.filter(({ holdId }) => holdId === item.id);
    const isMore = new Set(["opened", "returned"]);
    return quantity.sum(
      events.map((event) =>
        isMore.has(event.kind) ? event.quantity : quantity.negate(event.quantity),
      ),
    );
  });
  const occupied = quantity.sum([...on.balances.values()].map((item) => item.occupied));
  expect(quantity.sum(held)).toEqual(occupied);
}

const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9]{1,4}$/), {
  minLength: 3,
  maxLength: 12,
});

const sizes = fc.record({
  first: fc.nat(),
  second: fc.nat(),
  taken: fc.nat(),
  turned: fc.boolean(),
});

test(`serials: hold and release, and delivery and un-audit, are inverse (seed ${SEED})`, async () => {
  await forAll(
    fc.property(names, sizes, (serials, { first, second, taken, turned }) => {
      const of = (list: readonly string[], ref?: typeof REF) =>
        line(PHONE, { quantity: `${list.length}`, serials: list.join(";") }, ref);
      const on = createBook(0);
      book(on, "in", otherIn, [of(serials)]);
      const mine = serials.slice(0, 1 + (first % (serials.length - 1)));
      const rest = serials.slice(mine.length);
      const others = rest.slice(0, second % (rest.length + 1));
      if (others.length > 0) hold(on, of(others), OTHER, "h2");
      const unheld = kept(on);
      hold(on, of(mine), REF, "h1");
      const held = kept(on);
      const part = mine.slice(0, 1 + (taken % mine.length));
      book(on, "out", otherOut, [of(turned ? part.toReversed() : part, REF)], 2);
      checkReplay(on);
      undo(on, "out");
      expect(kept(on)).toBe(held);
      free(on, of(part), REF);
      if (part.length < mine.length) free(on, of(mine.slice(part.length)), REF);
      on.holds.delete([...on.holds.keys()].find((text) => on.holds.get(text)?.id === "h1") ?? "");
      expect(kept(on)).toBe(unheld);
      checkReplay(on);
    }),
    300,
  );
});

const receipts = fc.array(
  fc.record({ count: fc.integer({ min: 1, max: 9 }), cents: fc.nat(10_000) }),
  { minLength: 1, maxLength: 5 },
);
const amounts = fc.record({
  held: fc.nat(),
  taken: fc.nat(),
  apart: fc.nat(),
  average: fc.boolean(),
});

test(`pieces: a delivery from a hold and beyond, a disassembly, and back (seed ${SEED})`, async () => {
  await forAll(
    fc.property(receipts, amounts, (received, pick) => {
      const goods = pick.average ? material("3") : FIFO;
      const on = createBook(0);
      received.forEach(({ count, cents }, index) => {
        const cost = money.toText(money.fromCents(BigInt(cents)));
        const row = line(goods, { quantity: `${count}`, cost });
        book(on, `in-${index}`, otherIn, [row], index + 1);
      });
      const all = received.reduce((sum, { count }) => sum + count, 0);
      const count = 1 + (pick.held % all);
      hold(on, line(goods, { quantity: `${count}` }), REF, "h1");
      const held = kept(on);
      const taken = 1 + (pick.taken % all);
      const issue = line(goods, { quantity: `${taken}` }, REF);
      const unheld = all - count;
      const lines = taken - Math.min(taken, count) <= unheld ? [issue] : [];
      if (lines.length > 0) book(on, "out", otherOut, lines, 9);
      checkReplay(on);
      const left = all - taken - (count - Math.min(taken, count));
      if (left > 0) {
        const rows = [
          line(goods, { component: "M", quantity: `${1 + (pick.apart % left)}` }),
          line(PHONE, { component: "S", costShare: "100", serials: "P1" }),
        ];
        const before = kept(on);
        book(on, "apart", disassemble, rows, 9);
        checkReplay(on);
        undo(on, "apart");
        // The part's own place is known from now on, and empty.
        const empty = (table: "balances" | "pools" | "serials") => {
          for (const [text, value] of on[table]) {
            const id = "materialId" in value ? value.materialId : value.key.materialId;
            if (id === PHONE.id) on[table].delete(text);
          }
        };
        for (const table of ["balances", "pools", "serials"] as const) empty(table);
        expect(kept(on)).toBe(before);
      }
      if (lines.length > 0) undo(on, "out");
      expect(kept(on)).toBe(held);
      checkReplay(on);
    }),
    300,
  );
});
