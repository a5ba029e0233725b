import { describe, expect, test } from "vitest";
import { bill, line, material, q, qText } from "../../../test/support/domain.ts";
import { otherIn } from "./bills/other-in.ts";
import { type Book, createBook, fork, look, merge } from "./book.ts";
import { calendarDate } from "./calendar-date.ts";
import { heldOf } from "./counts.ts";
import { expire, type HoldLine, isDue, occupy, release, releaseRest } from "./hold.ts";
import { post } from "./ledger.ts";
import type { LineDraft } from "./line.ts";
import type { Material } from "./master.ts";
import { holdRefText, stockKeyText } from "./stock-key.ts";

const GOODS = material("1");
const PHONE = material("2", { serialManaged: true });
const MILK = material("3", { batchManaged: true, shelfLife: true, kfPeriod: "1", kfType: "2" });

const CONTEXT = {
  billNo: "NO",
  clientId: "c1",
  now: 1,
  today: calendarDate("2026-01-15"),
  allowExpired: false,
  expiresAt: 0,
};
const BY = { clientId: "c2", reason: "" };

function stocked(...lines: ReturnType<typeof line>[]): Book {
  const book = createBook(0);
  expect(post(book, bill(lines), otherIn, { allowExpired: true })).toEqual([]);
  return book;
}

let ids = 0;
function item(
  entryId: string,
  quantity: string,
  changes: Partial<LineDraft> = {},
  goods: Material = GOODS,
): HoldLine {
  ids += 1;
  const ref = { billTypeId: "isv_bill", billId: "b1", entryId };
  return { line: line(goods, { quantity, entryId, ...changes }), ref, newId: `h${ids}` };
}

function take(book: Book, items: readonly HoldLine[]) {
  const changed = fork(book);
  const outcome = occupy(changed, items, CONTEXT);
  if (outcome.refusals.length === 0) merge(changed);
  return outcome.refusals.map(({ key, params }) => ({ key, params }));
}

function give(book: Book, items: readonly HoldLine[]) {
  const changed = fork(book);
  const refusals = release(changed, items, BY);
  if (refusals.length === 0) merge(changed);
  return refusals.map(({ key, params }) => ({ key, params }));
}

const occupied = (book: Book, goods: Material = GOODS) =>
  qText(look(book, "balances", stockKeyText(line(goods).key))?.occupied ?? q("0"));
const held = (book: Book, entryId: string) => {
  const ref = { billTypeId: "isv_bill", billId: "b1", entryId };
  const hold = look(book, "holds", holdRefText(ref));
  return hold && qText(heldOf(hold).base);
};

describe("occupy and release", () => {
  test("3 of 10, release 2, release 2 more is refused and changes nothing", () => {
    const book = stocked(line(GOODS, { quantity: "10" }));
    expect(take(book, [item("1", "3")])).toEqual([]);
    expect(occupied(book)).toBe("3");
    expect(give(book, [item("1", "2")])).toEqual([]);
    expect(give(book, [item("1", "2")])).toEqual([
      { key: "holdExceeded", params: { asked: "2", held: "1" } },
    ]);
    expect(occupied(book)).toBe("1");
    expect(held(book, "1")).toBe("1");
  });

  test("two first holds of 8 on 10: one succeeds (PEERS, ERPNext 56905)", () => {
    const book = stocked(line(GOODS, { quantity: "10" }));
    expect(take(book, [item("1", "8")])).toEqual([]);
    expect(take(book, [item("2", "8")])).toMatchObject([
      { key: "stockShort", params: { available: "2", asked: "8" } },
    ]);
  });

  test("two lines of one request share what is available; only the short one is named (D11)", () => {
    const book = stocked(line(GOODS, { quantity: "10" }));
    const refusals = take(book, [item("1", "8"), item("2", "8"), item("3", "2")]);
    expect(refusals).toMatchObject([{ key: "stockShort", params: { available: "2" } }]);
    expect(occupied(book)).toBe("0");
    expect(take(book, [item("1", "8"), item("3", "2")])).toEqual([]);
  });

  test("9 of 9 in a box of 9 leaves nothing (PEERS, ERPNext 52650)", () => {
    const book = stocked(line(GOODS, { unit: "u9", quantity: "1" }));
    expect(take(book, [item("1", "9")])).toEqual([]);
    expect(take(book, [item("2", "1")])).toMatchObject([{ params: { available: "0" } }]);
  });

  test("the same content again changes nothing; other content is refused; after closing it is new (D12)", () => {
    const book = stocked(line(GOODS, { quantity: "10" }));
    take(book, [item("1", "3")]);
    expect(take(book, [item("1", "3")])).toEqual([]);
    expect(occupied(book)).toBe("3");
    expect(take(book, [item("1", "4")])).toEqual([
      { key: "holdExists", params: { given: "1", held: "3" } },
    ]);
    expect(give(book, [item("1", "3")])).toEqual([]);
    expect(take(book, [item("1", "4")])).toEqual([]);
    expect(occupied(book)).toBe("4");
  });

  test("an entry twice in one request is refused", () => {
    const book = stocked(line(GOODS, { quantity: "10" }));
    const refusals = take(book, [item("1", "1"), item("1", "1")]);
    expect(refusals).toMatchObject([{ key: "holdEntryRepeated", params: { given: "1" } }]);
  });

  test("releasing what is unknown, or held in another place, reads the same (D13)", () => {
    const book = stocked(line(GOODS, { quantity: "10" }));
    take(book, [item("1", "3")]);
    const keys = [
      give(book, [item("9", "1")]),
      give(book, [item("1", "1", { store: "s2", bin: "b1" })]),
      give(book, [item("1", "1", {}, PHONE_PLAIN)]),
    ].map((refusals) => refusals.map((refusal) => refusal.key));
    expect(keys).toEqual([["holdUnknown"], ["holdUnknown"], ["holdUnknown"]]);
    expect(occupied(book)).toBe("3");
  });

  test("an expired batch cannot be held unless the account allows it (D17)", () => {
    const batch = { batchNo: "B", kfDate: "2025-12-01" };
    const book = stocked(line(MILK, { quantity: "5", ...batch }));
    expect(take(book, [item("1", "1", batch, MILK)])).toMatchObject([{ key: "batchExpired" }]);
    const allowed = occupy(fork(book), [item("1", "1", batch, MILK)], {
      ...CONTEXT,
      allowExpired: true,
    });
    expect(allowed.refusals).toEqual([]);
  });
});

const PHONE_PLAIN = material("9");

describe("serials", () => {
  const both = { serials: "a;b" };

  test("a serial is held once, and free again after its release", () => {
    const book = stocked(line(PHONE, { quantity: "2", ...both }));
    expect(take(book, [item("1", "1", { serials: "a" }, PHONE)])).toEqual([]);
    expect(take(book, [item("2", "1", { serials: "a" }, PHONE)])).toMatchObject([
      { key: "serialHeld" },
    ]);
    expect(take(book, [item("2", "1", { serials: "zz" }, PHONE)])).toMatchObject([
      { key: "serialNotInStock" },
    ]);
    expect(give(book, [item("1", "1", { serials: "b" }, PHONE)])).toMatchObject([
      { key: "holdUnknown" },
    ]);
    expect(give(book, [item("1", "1", { serials: "a" }, PHONE)])).toEqual([]);
    expect(take(book, [item("2", "2", both, PHONE)])).toEqual([]);
  });
});

describe("what time and bulk release close (D18)", () => {
  const refOf = (entryId: string) => ({ billTypeId: "isv_bill", billId: "b1", entryId });
  const holdOf = (book: Book, entryId: string) => look(book, "holds", holdRefText(refOf(entryId)));
  const eventsOf = (book: Book) =>
    book.holdEvents.map(({ kind, quantity, clientId, reason }) => [
      kind,
      qText(quantity),
      clientId,
      reason,
    ]);

  /** Ten pieces, of which an entry holds six until 100. */
  function held6(): Book {
    const book = stocked(line(GOODS, { quantity: "10" }));
    expect(occupy(book, [item("1", "6")], { ...CONTEXT, expiresAt: 100 }).refusals).toEqual([]);
    return book;
  }

  test.each([
    ["before its moment", 99, "6", "6"],
    ["at its moment", 100, "0", "0"],
    ["later", 101, "0", "0"],
  ] as const)("%s", (_, now, left, taken) => {
    const book = held6();
    expire(book, refOf("1"), now);
    expect([held(book, "1"), occupied(book)]).toEqual([left, taken]);
  });

  test("what is left expires, once; the parts sum", () => {
    const book = held6();
    expect(give(book, [item("1", "2")])).toEqual([]);
    expire(book, refOf("1"), 100);
    expire(book, refOf("1"), 100);
    const hold = holdOf(book, "1");
    expect(
      [hold?.opened, hold?.released, hold?.expired].map((part) => part && qText(part)),
    ).toEqual(["6", "2", "4"]);
    expect(eventsOf(book)).toEqual([
      ["opened", "6", "c1", ""],
      ["released", "2", "c2", ""],
      ["expired", "4", "", ""],
    ]);
  });

  test("a hold without an expiry, a closed one and an unknown one stay as they are", () => {
    const book = stocked(line(GOODS, { quantity: "10" }));
    take(book, [item("1", "6")]);
    expire(book, refOf("1"), Number.MAX_SAFE_INTEGER);
    expire(book, refOf("2"), 100);
    expect(held(book, "1")).toBe("6");
    const due = held6();
    give(due, [item("1", "6")]);
    const closed = holdOf(due, "1");
    expect(closed && isDue(closed, 1000)).toBe(false);
    expire(due, refOf("1"), 1000);
    expect(eventsOf(due)).toHaveLength(2);
  });

  test("expired serials are free", () => {
    const phones = line(PHONE, { quantity: "2", serials: "A;B" });
    const book = stocked(phones);
    const wanted = item("1", "1", { serials: "A" }, PHONE);
    occupy(book, [wanted], { ...CONTEXT, expiresAt: 100 });
    expire(book, refOf("1"), 100);
    expect(take(book, [item("2", "1", { serials: "A" }, PHONE)])).toEqual([]);
  });

  test("an entry that is held anew keeps what closed its former hold", () => {
    const book = held6();
    const former = holdOf(book, "1");
    expire(book, refOf("1"), 100);
    take(book, [item("1", "3")]);
    expect(book.formerHolds).toMatchObject([{ id: former?.id }]);
    expect(book.formerHolds.map((hold) => qText(hold.expired))).toEqual(["6"]);
    expect(held(book, "1")).toBe("3");
  });

  test("bulk release gives back all that is held, with the reason", () => {
    const book = held6();
    take(book, [item("2", "3")]);
    give(book, [item("1", "2")]);
    const wanted = ["1", "2"].map((id) => ({ hold: holdOf(book, id), path: "", given: id }));
    expect(releaseRest(book, wanted, { clientId: "c9", reason: "old" })).toEqual([]);
    expect([held(book, "1"), held(book, "2"), occupied(book)]).toEqual(["0", "0", "0"]);
    expect(eventsOf(book).slice(-2)).toEqual([
      ["released", "4", "c9", "old"],
      ["released", "3", "c9", "old"],
    ]);
  });

  test("bulk release is refused as a whole for one that is closed or unknown", () => {
    const book = held6();
    take(book, [item("2", "3")]);
    give(book, [item("2", "3")]);
    const wanted = ["1", "2", "3"].map((id) => ({
      hold: holdOf(book, id),
      path: `hold_ids[${Number(id) - 1}]`,
      given: id,
    }));
    expect(releaseRest(book, wanted, BY).map(({ key, path }) => [key, path])).toEqual([
      ["holdUnknown", "hold_ids[1]"],
      ["holdUnknown", "hold_ids[2]"],
    ]);
    expect(held(book, "1")).toBe("6");
  });
});
