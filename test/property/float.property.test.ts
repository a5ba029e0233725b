/**
 * Random histories of goods that are counted twice, against a reference model written apart from
 * the engine: plain pairs of numbers. A failure tells how to replay it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { otherIn } from "../../server/src/domain/bills/other-in.ts";
import { otherOut } from "../../server/src/domain/bills/other-out.ts";
import type { BillRule } from "../../server/src/domain/bills/rule.ts";
import { type Book, createBook, fork, look, merge } from "../../server/src/domain/book.ts";
import { calendarDate } from "../../server/src/domain/calendar-date.ts";
import { type Counts, heldOf, occupiedOf, onHandOf } from "../../server/src/domain/counts.ts";
import { occupy, release } from "../../server/src/domain/hold.ts";
import { post } from "../../server/src/domain/ledger.ts";
import type { Line } from "../../server/src/domain/line.ts";
import { reverse } from "../../server/src/domain/reversal.ts";
import { holdRefText, stockKeyText } from "../../server/src/domain/stock-key.ts";
import { bill, cloth, line, q, qText, ROLL } from "../support/domain.ts";
import { forAll, HISTORIES, SEED } from "../support/random.ts";
import { historyBefore, historyOf, lastDatesWithout, standing } from "../support/timeline.ts";

const COMMANDS = 100;
const CLOTH = cloth("1");

interface Pair {
  readonly kilos: number;
  readonly rolls: number;
}

interface Command extends Pair {
  readonly kind: "in" | "out" | "occupy" | "release" | "releaseRest" | "undo";
  readonly entry: number;
  readonly day: number;
  readonly pick: number;
}

const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.constantFrom("in", "out", "occupy", "release", "releaseRest", "undo"),
  kilos: fc.integer({ min: 1, max: 6 }),
  rolls: fc.nat(3),
  entry: fc.nat(2),
  day: fc.integer({ min: 1, max: 3 }),
  pick: fc.nat(1000),
});

const NONE: Pair = { kilos: 0, rolls: 0 };
const plus = (a: Pair, b: Pair): Pair => ({ kilos: a.kilos + b.kilos, rolls: a.rolls + b.rolls });
const minus = (a: Pair, b: Pair): Pair => ({ kilos: a.kilos - b.kilos, rolls: a.rolls - b.rolls });
const fits = (part: Pair, whole: Pair) => part.kilos <= whole.kilos && part.rolls <= whole.rolls;
const isLopsided = ({ kilos, rolls }: Pair) => (kilos === 0) !== (rolls === 0);
/** Rolls that are still held when nothing is held that they could weigh. */
const isLeft = ({ kilos, rolls }: Pair) => kilos === 0 && rolls > 0;

interface Posted {
  readonly id: string;
  readonly day: number;
  readonly moved: Pair;
  readonly entry: number;
  readonly consumed: Pair;
}

/** Whether on hand is never below zero, day by day and inside a day in the order of booking. */
function isNeverNegative(posted: readonly Pick<Posted, "day" | "moved">[]): boolean {
  let level = NONE;
  for (const { moved } of [...posted].sort((a, b) => a.day - b.day)) {
    level = plus(level, moved);
    if (!fits(NONE, level)) return false;
  }
  return true;
}

const refOf = (entry: number) => ({ billTypeId: "isv_bill", billId: "b", entryId: `${entry}` });

const lineOf = ({ kilos, rolls, entry }: Command): Line => {
  const sent = { quantity: `${kilos}`, auxQuantity: `${rolls}`, auxUnit: ROLL.id };
  return line(CLOTH, sent, refOf(entry));
};

class Machine {
  readonly book: Book = createBook(0);
  private onHand = NONE;
  private readonly held: Pair[] = [NONE, NONE, NONE];
  private posted: Posted[] = [];
  private next = 0;

  private attempt(work: (book: Book) => readonly unknown[]): boolean {
    const changed = fork(this.book);
    const accepted = work(changed).length === 0;
    if (accepted) merge(changed);
    return accepted;
  }

  private heldAt(entry: number): Pair {
    return this.held[entry] ?? NONE;
  }

  private free(): Pair {
    return minus(this.onHand, this.held.reduce(plus));
  }

  run(item: Command): void {
    this.next += 1;
    if (item.kind === "in") this.post(item, otherIn, item, NONE);
    else if (item.kind === "out") this.issue(item);
    else if (item.kind === "occupy") this.occupy(item);
    else if (item.kind === "undo") this.undo(item.pick);
    else this.release(item);
  }

  private post(item: Command, rule: BillRule, moved: Pair, consumed: Pair): boolean {
    const id = `bill-${this.next}`;
    const billDate = calendarDate(`2026-01-0${item.day}`);
    const document = bill([lineOf(item)], { id, billNo: id, billDate });
    const history = historyBefore(this.book, document, new Map());
    const accepted = this.attempt((book) =>
      post(book, document, rule, { allowExpired: false, history }),
    );
    const after = plus(this.onHand, moved);
    if (rule === otherIn) expect(accepted).toBe(!isLopsided(after));
    if (!accepted) return false;
    this.onHand = after;
    this.held[item.entry] = minus(this.heldAt(item.entry), consumed);
    this.posted.push({ id, day: item.day, moved, entry: item.entry, consumed });
    return true;
  }

  private issue(item: Command): void {
    const held = this.heldAt(item.entry);
    const kilos = Math.min(held.kilos, item.kilos);
    const consumed = { kilos, rolls: kilos === 0 ? 0 : Math.min(held.rolls, item.rolls) };
    const moved = minus(NONE, item);
    const expected =
      fits(minus(item, consumed), this.free()) &&
      isNeverNegative([...this.posted, { day: item.day, moved }]) &&
      !isLeft(minus(held, consumed)) &&
      !isLopsided(minus(this.onHand, item));
    expect(this.post(item, otherOut, moved, consumed)).toBe(expected);
  }

  private occupy(item: Command): void {
    const ref = refOf(item.entry);
    const before = look(this.book, "holds", holdRefText(ref));
    const held = this.heldAt(item.entry);
    const wanted = { line: lineOf(item), ref, newId: `hold-${this.next}` };
    const context = { billNo: "", clientId: "", now: 0, allowExpired: false, expiresAt: 0 };
    const today = calendarDate("2026-01-01");
    const accepted = this.attempt((book) => occupy(book, [wanted], { ...context, today }).refusals);
    const repeated =
      held.kilos > 0 &&
      before !== undefined &&
      isSame({ base: before.opened, float: before.openedFloat }, item);
    expect(accepted).toBe(repeated || (held.kilos === 0 && fits(item, this.free())));
    if (accepted && !repeated) this.held[item.entry] = { kilos: item.kilos, rolls: item.rolls };
  }

  private release(item: Command): void {
    const held = this.heldAt(item.entry);
    const said = lineOf(item);
    const isToHold = item.kind === "releaseRest";
    const asked = isToHold && said.float ? { ...said.float, floatQuantity: q("0") } : said.float;
    const float = asked && { ...asked, source: isToHold ? ("ofHold" as const) : asked.source };
    const wanted = { line: { ...said, float }, ref: refOf(item.entry), newId: "" };
    const accepted = this.attempt((book) => release(book, [wanted], { clientId: "", reason: "" }));
    const isRest = item.kilos === held.kilos;
    const rolls = isToHold ? (isRest ? held.rolls : 0) : item.rolls;
    const freed = { kilos: item.kilos, rolls };
    const isUnsaid = isToHold && !isRest && held.rolls > 0;
    expect(accepted).toBe(fits(freed, held) && !isUnsaid && !isLeft(minus(held, freed)));
    if (accepted) this.held[item.entry] = minus(held, freed);
  }

  private undo(pick: number): void {
    const chosen = this.posted[pick % Math.max(1, this.posted.length)];
    if (chosen === undefined) return;
    const rows = standing(this.book).filter((row) => row.billId === chosen.id);
    const latest = look(this.book, "holds", holdRefText(refOf(chosen.entry)));
    const replaced = rows.some((row) => row.hold !== undefined && row.hold.holdId !== latest?.id);
    const accepted = this.attempt((book) =>
      reverse(book, rows, {
        history: historyOf(this.book, rows, new Map()),
        lastDates: lastDatesWithout(this.book, chosen.id),
        nameOf: () => ({ material: "", store: "", floatUnit: ROLL.name }),
      }),
    );
    const after = minus(this.onHand, chosen.moved);
    const occupied = plus(this.held.reduce(plus), chosen.consumed);
    const others = this.posted.filter((item) => item !== chosen);
    const stands = isNeverNegative(others) && fits(occupied, after) && !isLopsided(after);
    expect(accepted).toBe(stands && !replaced);
    if (!accepted) return;
    this.onHand = after;
    this.held[chosen.entry] = plus(this.heldAt(chosen.entry), chosen.consumed);
    this.posted = others;
  }

  /** Balance = Σ ledger, occupied = Σ held = Σ events, in both counts, and the model agrees. */
  check(): void {
    const balance = look(
      this.book,
      "balances",
      stockKeyText(line(CLOTH, { auxQuantity: "1" }).key),
    );
    const held = this.held.reduce(plus);
    expect(pairOf(onHandOf(balance))).toEqual(this.onHand);
    expect(pairOf(occupiedOf(balance))).toEqual(held);
    const moved = this.book.ledger.map((row) => pairOf(asCounts(row)));
    expect(moved.reduce(plus, NONE)).toEqual(this.onHand);
    const events = this.book.holdEvents.map((event) => {
      const amount = pairOf(asCounts(event));
      const isIn = event.kind === "opened" || event.kind === "returned";
      return isIn ? amount : minus(NONE, amount);
    });
    expect(events.reduce(plus, NONE)).toEqual(held);
    for (const hold of this.book.holds.values()) {
      expect(pairOf(heldOf(hold))).toEqual(this.heldAt(Number(hold.ref.entryId)));
    }
  }
}

const asCounts = (row: { quantity: Counts["base"]; floatQuantity: Counts["float"] }): Counts => ({
  base: row.quantity,
  float: row.floatQuantity,
});
// `+ 0` makes one zero of 0 and -0.
const pairOf = ({ base, float }: Counts): Pair => ({
  kilos: Number(qText(base)) + 0,
  rolls: Number(qText(float)) + 0,
});
const isSame = (counts: Counts, { kilos, rolls }: Pair) =>
  pairOf(counts).kilos === kilos && pairOf(counts).rolls === rolls;

test(`${HISTORIES} random histories of goods counted twice, seed ${SEED}`, {
  timeout: 3_600_000,
}, async () => {
  await forAll(
    fc.property(fc.array(command, { maxLength: COMMANDS, size: "max" }), (commands) => {
      const machine = new Machine();
      for (const item of commands) {
        machine.run(item);
        machine.check();
      }
    }),
    1000,
  );
});
