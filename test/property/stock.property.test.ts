/**
 * Random histories of receipts, issues, what comes back, moves, disassemblies, holds, releases and
 * un-audits, in any order of dates, against a reference model written apart from the engine: plain
 * numbers of pieces and the list of what was accepted. At the end all that stands is booked again
 * from nothing, in the order of dates: costs must come out the same (D35). A failure tells how to
 * replay it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { disassemble } from "../../server/src/domain/bills/disassemble.ts";
import { move } from "../../server/src/domain/bills/move.ts";
import { otherIn } from "../../server/src/domain/bills/other-in.ts";
import { otherOut } from "../../server/src/domain/bills/other-out.ts";
import { pick, pickReturn, productIn } from "../../server/src/domain/bills/production.ts";
import type { BillRule } from "../../server/src/domain/bills/rule.ts";
import { type Book, createBook, fork, look, merge } from "../../server/src/domain/book.ts";
import { calendarDate } from "../../server/src/domain/calendar-date.ts";
import { heldOf } from "../../server/src/domain/counts.ts";
import { occupy, release } from "../../server/src/domain/hold.ts";
import { post } from "../../server/src/domain/ledger.ts";
import type { Line } from "../../server/src/domain/line.ts";
import * as money from "../../server/src/domain/money.ts";
import { billText, type CostedBill } from "../../server/src/domain/replay.ts";
import { reverse } from "../../server/src/domain/reversal.ts";
import { holdRefText, stockKeyText } from "../../server/src/domain/stock-key.ts";
import { BIN, BIN_STORE, bill, line, material, q, qText } from "../support/domain.ts";
import { forAll, HISTORIES, SEED } from "../support/random.ts";
import { historyBefore, historyOf, lastDatesWithout, standing } from "../support/timeline.ts";

const COMMANDS = 200;
const GOODS = [
  material("1"),
  material("2", { costMethod: "fifo" }),
  material("3", { poolByStore: true }),
  material("4", { costMethod: "fifo", poolByStore: true }),
];
/** The second place is a bin of another store; holds are in the first one. */
const PLACES = [{}, { store: BIN_STORE.id, bin: BIN.id }] as const;

type Command =
  | { kind: "in"; goods: number; place: number; day: number; count: number; cents: number }
  | { kind: "back"; goods: number; place: number; day: number; count: number }
  | { kind: "out"; goods: number; day: number; count: number; entry: number }
  | { kind: "move"; goods: number; place: number; day: number; count: number }
  | { kind: "apart"; goods: number; day: number; count: number; cents: number; share: number }
  | { kind: "occupy" | "release"; goods: number; count: number; entry: number }
  | { kind: "undo"; pick: number };

const goods = fc.nat(GOODS.length - 1);
const place = fc.nat(PLACES.length - 1);
const day = fc.integer({ min: 1, max: 9 });
const count = fc.integer({ min: 1, max: 12 });
const entry = fc.nat(3);
const cents = fc.nat(100_000);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant("in" as const), goods, place, day, count, cents }),
  fc.record({ kind: fc.constant("back" as const), goods, place, day, count }),
  fc.record({ kind: fc.constant("out" as const), goods, day, count, entry }),
  fc.record({ kind: fc.constant("move" as const), goods, place, day, count }),
  fc.record({
    kind: fc.constant("apart" as const),
    goods,
    day,
    count,
    cents,
    // Above 100 there are no shares: the engine splits by what the parts are worth then.
    share: fc.integer({ min: 0, max: 120 }),
  }),
  fc.record({ kind: fc.constantFrom("occupy" as const, "release" as const), goods, count, entry }),
  fc.record({ kind: fc.constant("undo" as const), pick: fc.nat(1000) }),
);

/** Pieces that come (or go, below zero) by goods and place. */
type Moves = readonly (readonly [goods: number, place: number, pieces: number])[];

type Brought = Pick<Command & { kind: "back" }, "goods" | "place" | "day" | "count">;

interface ModelBill {
  id: string;
  day: number;
  moves: Moves;
  consumed: number;
  hold: string;
  goods: number;
}

/** The model: pieces held, and what each accepted bill moved, in the order of their audits. */
interface Model {
  held: Map<string, { goods: number; count: number }>;
  bills: ModelBill[];
}

const heldOfGoods = (model: Model, index: number) =>
  [...model.held.values()].reduce((sum, hold) => sum + (hold.goods === index ? hold.count : 0), 0);

/** What is on hand after each bill in the order of dates; the last one is today. */
function levels(bills: readonly ModelBill[], goods: number, place: number): number[] {
  const inOrder = [...bills].sort((a, b) => a.day - b.day);
  let level = 0;
  return [0, ...inOrder.map((item) => (level += piecesOf(item.moves, goods, place)))];
}

const piecesOf = (moves: Moves, goods: number, place: number) =>
  moves.reduce((sum, [g, p, pieces]) => (g === goods && p === place ? sum + pieces : sum), 0);

const onHandOf = (model: Model, goods: number, place: number) =>
  levels(model.bills, goods, place).at(-1) ?? 0;

const isPossible = (bills: readonly ModelBill[]) =>
  GOODS.every((_, g) => PLACES.every((__, p) => levels(bills, g, p).every((level) => level >= 0)));

const refOf = (index: number, number: number) => ({
  billTypeId: "isv_bill",
  billId: "b",
  entryId: `${index}-${number}`,
});

function goodsAt(index: number) {
  const found = GOODS[index];
  if (found === undefined) throw new Error("no goods");
  return found;
}

class Machine {
  readonly book: Book = createBook(0);
  readonly model: Model = { held: new Map(), bills: [] };
  readonly documents = new Map<string, CostedBill>();
  private next = 0;

  private attempt(work: (book: Book) => readonly unknown[]): boolean {
    const changed = fork(this.book);
    const accepted = work(changed).length === 0;
    if (accepted) merge(changed);
    return accepted;
  }

  private bill(lines: readonly Line[], rule: BillRule, day: number, cents = 0): string | undefined {
    this.next += 1;
    const id = `bill-${this.next}`;
    const fees = [{ path: "", localAmount: money.fromCents(BigInt(cents)) }];
    const billDate = calendarDate(`2026-01-0${day}`);
    const document = bill(lines, { id, billNo: id, billDate, fees, ignoreWarn: true });
    const history = historyBefore(this.book, document, this.documents);
    const rules = { allowExpired: false, history };
    if (!this.attempt((book) => post(book, document, rule, rules))) return undefined;
    const text = billText({ billType: document.type, billId: id });
    this.documents.set(text, { bill: document, rule });
    return id;
  }

  run(command: Command): void {
    if (command.kind === "undo") this.undo(command.pick);
    else if (command.kind === "in") this.receive(command);
    else if (command.kind === "back") this.bringBack(command);
    else if (command.kind === "out") this.issue(command);
    else if (command.kind === "move") this.relocate(command);
    else if (command.kind === "apart") this.takeApart(command);
    else this.hold(command);
  }

  /** Whether the bill can be: enough is free today, and there was enough ever since its day. */
  private expected(item: ModelBill): boolean {
    const leaving = item.moves.filter(([, , pieces]) => pieces < 0);
    const isFree = leaving.every(([goods, place, pieces]) => {
      const held = place === 0 ? heldOfGoods(this.model, goods) : 0;
      return -pieces - item.consumed <= onHandOf(this.model, goods, place) - held;
    });
    // What a bill brings counts only after what it takes.
    return isFree && isPossible([...this.model.bills, { ...item, moves: leaving }]);
  }

  private receive({ goods, place, day, count, cents }: Command & { kind: "in" }): void {
    const cost = money.toText(money.fromCents(BigInt(cents)));
    const row = line(goodsAt(goods), { quantity: `${count}`, cost, ...PLACES[place] });
    this.brought(this.bill([row], cents % 2 === 0 ? otherIn : productIn, day), {
      goods,
      place,
      day,
      count,
    });
  }

  /** Without a cost of its own: worth what the others are on its day. */
  private bringBack({ goods, place, day, count }: Command & { kind: "back" }): void {
    const row = line(goodsAt(goods), { quantity: `${count}`, ...PLACES[place] });
    this.brought(this.bill([row], pickReturn, day), { goods, place, day, count });
  }

  private brought(id: string | undefined, { goods, place, day, count }: Brought): void {
    if (id === undefined) throw new Error("a receipt is never refused");
    this.record({ id, day, moves: [[goods, place, count]], consumed: 0, hold: "", goods });
  }

  private issue({ goods, day, count, entry }: Command & { kind: "out" }): void {
    const ref = refOf(goods, entry);
    const hold = holdRefText(ref);
    const consumed = Math.min(this.model.held.get(hold)?.count ?? 0, count);
    const row = line(goodsAt(goods), { quantity: `${count}` }, ref);
    const id = this.bill([row], count % 2 === 0 ? otherOut : pick, day);
    this.decide({ id: id ?? "", day, moves: [[goods, 0, -count]], consumed, hold, goods });
  }

  private relocate({ goods, place, day, count }: Command & { kind: "move" }): void {
    const to = 1 - place;
    const target = to === 1 ? { toStore: BIN_STORE.id, toBin: BIN.id } : { toStore: "s1" };
    const row = line(goodsAt(goods), { quantity: `${count}`, ...PLACES[place], ...target });
    const id = this.bill([row], move, day);
    if (id !== undefined) this.checkConserved(id, 0);
    const moves: Moves = [
      [goods, place, -count],
      [goods, to, count],
    ];
    this.decide({ id: id ?? "", day, moves, consumed: 0, hold: "", goods });
  }

  private takeApart({ goods, day, count, cents, share }: Command & { kind: "apart" }): void {
    const parts = [(goods + 1) % GOODS.length, (goods + 2) % GOODS.length];
    const shares = share > 100 ? ["", ""] : [`${share}`, `${100 - share}`];
    const lines = [
      line(goodsAt(goods), { component: "M", quantity: `${count}` }),
      ...parts.map((part, index) =>
        line(goodsAt(part), { component: "S", quantity: "2", costShare: shares[index] ?? "" }),
      ),
    ];
    const id = this.bill(lines, disassemble, day, cents);
    if (id !== undefined) this.checkConserved(id, cents);
    const moves: Moves = [[goods, 0, -count], ...parts.map((part) => [part, 0, 2] as const)];
    this.decide({ id: id ?? "", day, moves, consumed: 0, hold: "", goods });
  }

  private decide(item: ModelBill): void {
    expect(item.id !== "").toBe(this.expected(item));
    if (item.id !== "") this.record(item);
  }

  private hold({ kind, goods, count, entry }: Command & { kind: "occupy" | "release" }): void {
    const ref = refOf(goods, entry);
    const text = holdRefText(ref);
    const item = { line: line(goodsAt(goods), { quantity: `${count}` }), ref, newId: "" };
    const held = this.model.held.get(text)?.count ?? 0;
    if (kind === "release") {
      const accepted = this.attempt((book) => release(book, [item], { clientId: "", reason: "" }));
      expect(accepted).toBe(held >= count);
      if (accepted) this.model.held.set(text, { goods, count: held - count });
      return;
    }
    this.next += 1;
    const before = look(this.book, "holds", text);
    const free = onHandOf(this.model, goods, 0) - heldOfGoods(this.model, goods);
    const accepted = this.attempt(
      (book) =>
        occupy(book, [{ ...item, newId: `hold-${this.next}` }], {
          billNo: "",
          clientId: "",
          now: 0,
          today: calendarDate("2026-01-01"),
          allowExpired: false,
          expiresAt: 0,
        }).refusals,
    );
    const repeated = held > 0 && before !== undefined && qText(before.opened) === `${count}`;
    expect(accepted).toBe(repeated || (held === 0 && count <= free));
    if (accepted && !repeated) this.model.held.set(text, { goods, count });
  }

  private undo(pick: number): void {
    const { bills } = this.model;
    const chosen = bills[pick % Math.max(1, bills.length)];
    if (chosen === undefined) return;
    const latest = chosen.hold === "" ? undefined : look(this.book, "holds", chosen.hold);
    const rows = standing(this.book).filter((row) => row.billId === chosen.id);
    const accepted = this.attempt((book) =>
      reverse(book, rows, {
        history: historyOf(this.book, rows, this.documents),
        lastDates: lastDatesWithout(this.book, chosen.id),
        nameOf: () => ({ material: "", store: "", floatUnit: "" }),
      }),
    );
    const others = bills.filter((item) => item !== chosen);
    const short = GOODS.some((_, index) => {
      const returned = index === chosen.goods ? chosen.consumed : 0;
      const left = levels(others, index, 0).at(-1) ?? 0;
      return left < heldOfGoods(this.model, index) + returned;
    });
    const replaced =
      chosen.consumed > 0 && !rows.some((row) => row.hold && row.hold.holdId === latest?.id);
    expect(accepted).toBe(isPossible(others) && !short && !replaced);
    if (!accepted) return;
    this.model.bills = others;
    if (chosen.consumed > 0) {
      const held = this.model.held.get(chosen.hold)?.count ?? 0;
      this.model.held.set(chosen.hold, { goods: chosen.goods, count: held + chosen.consumed });
    }
  }

  private record(item: ModelBill): void {
    const before = this.model.held.get(item.hold);
    if (item.consumed > 0 && before) {
      const count = before.count - item.consumed;
      this.model.held.set(item.hold, { goods: item.goods, count });
    }
    this.model.bills.push(item);
  }

  /** Value is neither made nor lost by a bill but for its fee (P5). */
  private checkConserved(id: string, cents: number): void {
    const rows = standing(this.book).filter((row) => row.billId === id);
    expect(rows.reduce((sum, row) => sum + money.toCents(row.amount), 0n)).toBe(BigInt(cents));
  }

  /**
   * Balance = Σ ledger for quantity and value, occupied = Σ held, and the model agrees (P2, P3,
   * P4).
   */
  check(): void {
    for (const [index, item] of GOODS.entries()) {
      for (const [place, at] of PLACES.entries()) {
        const balance = look(this.book, "balances", stockKeyText(line(item, at).key));
        const onHand = onHandOf(this.model, index, place);
        expect(qText(balance?.onHand ?? q("0"))).toBe(`${onHand}`);
        const held = place === 0 ? heldOfGoods(this.model, index) : 0;
        expect(qText(balance?.occupied ?? q("0"))).toBe(`${held}`);
      }
      const rows = this.book.ledger.filter((row) => row.key.materialId === item.id);
      const value = rows.reduce((sum, row) => sum + money.toCents(row.amount), 0n);
      const pools = [...this.book.pools.values()].filter((p) => p.key.materialId === item.id);
      const inPools = pools.reduce((sum, pool) => sum + money.toCents(pool.value), 0n);
      expect(inPools).toBe(value);
      for (const pool of pools) {
        if (qText(pool.quantity) === "0") expect(money.toText(pool.value)).toBe("0.00");
      }
    }
    for (const hold of this.book.holds.values()) {
      const model = this.model.held.get(holdRefText(hold.ref));
      expect(qText(heldOf(hold).base)).toBe(`${model?.count ?? 0}`);
    }
  }

  /** Everything that stands, booked again from nothing in the order of dates. */
  recomputed(): Book {
    const fresh = createBook(0);
    const inOrder = [...this.model.bills].sort((a, b) => a.day - b.day);
    for (const { id } of inOrder) {
      const document = this.documents.get(billText({ billType: "inv_other_in", billId: id }));
      if (document === undefined) throw new Error("no document");
      const lines = document.bill.lines.map((item) => ({ ...item, hold: undefined }));
      const again = { ...document.bill, lines };
      expect(post(fresh, again, document.rule, { allowExpired: false })).toEqual([]);
    }
    return fresh;
  }
}

/** What every row is worth by now and what every pool holds, in the order of dates. */
function costsOf(book: Book) {
  const rows = standing(book).map(
    (row) => `${row.billId}/${row.lineId} ${qText(row.quantity)} ${money.toText(row.amount)}`,
  );
  const pools = [...book.pools.values()]
    .map(({ key, quantity, value, layers }) => {
      const left = layers.map((item) => [item.quantity, item.taken].map(qText).join("-"));
      return [key.materialId, key.storeId, qText(quantity), money.toText(value), left].join(" ");
    })
    .filter((text) => !text.includes(" 0 0.00 "))
    .sort();
  return { rows, pools };
}

test(`${HISTORIES} random histories of up to ${COMMANDS} commands, seed ${SEED}`, {
  timeout: 3_600_000,
}, async () => {
  await forAll(
    fc.property(fc.array(command, { maxLength: COMMANDS, size: "max" }), (commands) => {
      const machine = new Machine();
      for (const item of commands) {
        machine.run(item);
        machine.check();
      }
      expect(costsOf(machine.book)).toEqual(costsOf(machine.recomputed()));
    }),
    1000,
  );
});
