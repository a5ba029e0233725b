/**
 * 库存占用与释放 (D10–D15): a hold is opened, then consumed, released or expired, each part once. All or
 * nothing over the lines of a request; too much is refused, never clamped.
 */

import { isExpired } from "./batch.ts";
import { type Balance, type Book, type Hold, look, put } from "./book.ts";
import type { CalendarDate } from "./calendar-date.ts";
import * as counts from "./counts.ts";
import { availableOf, type Counts, countsOf, heldOf } from "./counts.ts";
import { fieldPath, type Line } from "./line.ts";
import * as quantity from "./quantity.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { checkRelease, releasedBy } from "./release-check.ts";
import { type HoldRef, holdRefText, type StockKey, serialText, stockKeyText } from "./stock-key.ts";
import { IN_TRANSIT, isInTransit } from "./transit.ts";

export interface HoldLine {
  readonly line: Line;
  readonly ref: HoldRef;
  /** Id for the hold, should a new one be opened. */
  readonly newId: string;
}

export interface HoldContext {
  readonly billNo: string;
  readonly clientId: string;
  /** Milliseconds since 1970 and the calendar date of the account. */
  readonly now: number;
  readonly today: CalendarDate;
  readonly allowExpired: boolean;
  /** When the holds of this request expire, 0 for never (D18). */
  readonly expiresAt: number;
}

export interface HoldOutcome {
  readonly refusals: readonly Refusal[];
  /** Ids of the holds, one for each line. */
  readonly holdIds: readonly string[];
}

/**
 * Opens one hold for each line, or refuses them all. Changes `book` only when nothing is refused.
 */
export function occupy(book: Book, lines: readonly HoldLine[], context: HoldContext): HoldOutcome {
  const repeated = repeatedEntries(lines);
  const fresh = lines.filter((item) => !isSameOpenHold(book, item));
  const refusals = [
    ...repeated,
    ...fresh.flatMap((item) => checkEntry(book, item, context)),
    ...checkAvailable(book, fresh),
  ];
  if (refusals.length > 0) return { refusals, holdIds: [] };
  for (const item of fresh) open(book, item, context);
  const holdIds = lines.map((item) => look(book, "holds", holdRefText(item.ref))?.id ?? "");
  return { refusals: [], holdIds };
}

function repeatedEntries(lines: readonly HoldLine[]): Refusal[] {
  const seen = new Set<string>();
  const refusals: Refusal[] = [];
  for (const { line, ref } of lines) {
    if (seen.has(ref.entryId)) {
      const path = fieldPath(line.draft, "entryId");
      refusals.push(refusal("holdEntryRepeated", path, { given: ref.entryId }));
    }
    seen.add(ref.entryId);
  }
  return refusals;
}

/** Everything that makes two requests for one entry "the same content" (D12). */
function contentOf(line: Line): string {
  const serials = line.serials.map((entry) => entry.serial).sort();
  const base = quantity.toText(line.baseQuantity);
  // The serials stand from the fifth part on (reports/explain-holds.ts), so both counts are one.
  const counted = line.float ? `${base} / ${quantity.toText(line.float.floatQuantity)}` : base;
  const amounts = [line.unit.id, quantity.toText(line.quantity), counted];
  return [stockKeyText(line.key), ...amounts, ...serials].join("\u001e");
}

export const isOpen = (hold: Hold) => quantity.isPositive(heldOf(hold).base);

function isSameOpenHold(book: Book, item: HoldLine): boolean {
  const hold = look(book, "holds", holdRefText(item.ref));
  return hold !== undefined && isOpen(hold) && hold.content === contentOf(item.line);
}

function checkEntry(book: Book, { line, ref }: HoldLine, context: HoldContext): Refusal[] {
  const refusals: Refusal[] = [];
  const existing = look(book, "holds", holdRefText(ref));
  if (existing !== undefined && isOpen(existing)) {
    const params = { given: ref.entryId, held: quantity.toText(heldOf(existing).base) };
    refusals.push(refusal("holdExists", fieldPath(line.draft, "entryId"), params));
  }
  if (!context.allowExpired && isExpired(line.validDate, context.today)) {
    const params = { given: line.key.batchNo, validDate: line.validDate };
    refusals.push(refusal("batchExpired", fieldPath(line.draft, "batchNo"), params));
  }
  for (const { serial } of line.serials) {
    const problem = serialProblem(book, line, serial, "");
    if (problem !== undefined) refusals.push(problem);
  }
  return refusals;
}

/**
 * Why a serial cannot leave or be held from the line's key; the hold `ownHoldId` does not stand in
 * the way.
 */
export function serialProblem(
  book: Book,
  line: Line,
  serial: string,
  ownHoldId: string,
): Refusal | undefined {
  const path = fieldPath(line.draft, "serials");
  const place = look(book, "serials", serialText(line.material.id, serial));
  if (place?.key === undefined || stockKeyText(place.key) !== stockKeyText(line.key)) {
    return refusal("serialNotInStock", path, { given: serial });
  }
  if (place.holdId !== "" && place.holdId !== ownHoldId) {
    return refusal("serialHeld", path, { given: serial, by: place.holdId });
  }
  return undefined;
}

/**
 * Lines of one key share what is available, in the order of the rows; only rows that find too
 * little are named (D11).
 */
function checkAvailable(book: Book, lines: readonly HoldLine[]): Refusal[] {
  const left = new Map<string, Counts>();
  const refusals: Refusal[] = [];
  for (const { line } of lines) {
    const text = stockKeyText(line.key);
    const balance = look(book, "balances", text);
    const available = left.get(text) ?? availableOf(balance);
    const asked = countsOf(line);
    if (counts.isWithin(asked, available)) left.set(text, counts.subtract(available, asked));
    else refusals.push(...shortages(line, balance, available, asked));
  }
  return refusals;
}

/**
 * The refusals of a line that finds too little, one for each count that is short; `available` is
 * what the rows before it left.
 */
export function shortages(
  line: Line,
  balance: Balance | undefined,
  available: Counts,
  asked: Counts,
): Refusal[] {
  const about = {
    material: `${line.material.number} ${line.material.name}`,
    store: placeName(line),
    holders: "",
    holdersEn: "",
  };
  const onHand = counts.onHandOf(balance);
  const occupied = counts.occupiedOf(balance);
  const told = (count: keyof Counts) => ({
    ...about,
    onHand: quantity.toText(onHand[count]),
    occupied: quantity.toText(occupied[count]),
    available: quantity.toText(available[count]),
    asked: quantity.toText(asked[count]),
  });
  const refusals: Refusal[] = [];
  if (quantity.compare(asked.base, available.base) > 0) {
    const params = { ...told("base"), unit: line.material.baseUnit.name };
    const path = fieldPath(line.draft, "quantity");
    refusals.push(
      isInTransit(line.key)
        ? refusal("transitShort", path, { ...params, left: params.available })
        : refusal("stockShort", path, params),
    );
  }
  if (quantity.compare(asked.float, available.float) > 0) {
    const params = { ...told("float"), unit: line.material.float?.unit.name ?? "" };
    refusals.push(refusal("floatShort", fieldPath(line.draft, "auxQuantity"), params));
  }
  return refusals;
}

function placeName({ key, store, bin }: Line): string {
  if (isInTransit(key)) return IN_TRANSIT;
  return bin === undefined ? store.name : `${store.name}/${bin.name}`;
}

function open(book: Book, { line, ref, newId }: HoldLine, context: HoldContext): void {
  const serials = line.serials.map((entry) => entry.serial).sort();
  const opened = countsOf(line);
  const former = look(book, "holds", holdRefText(ref));
  if (former !== undefined) book.formerHolds.push(former);
  put(book, "holds", holdRefText(ref), {
    id: newId,
    ref,
    billNo: context.billNo,
    key: line.key,
    opened: opened.base,
    consumed: quantity.ZERO,
    released: quantity.ZERO,
    expired: quantity.ZERO,
    openedFloat: opened.float,
    consumedFloat: quantity.ZERO,
    releasedFloat: quantity.ZERO,
    expiredFloat: quantity.ZERO,
    serials,
    content: contentOf(line),
    clientId: context.clientId,
    openedAt: context.now,
    expiresAt: context.expiresAt,
  });
  changeOccupied(book, line.key, opened);
  markSerials(book, line.material.id, serials, newId);
  addEvent(book, newId, "opened", opened, { ...ref, clientId: context.clientId });
}

/**
 * Adds to what is occupied of a key; the result is never below zero nor above on hand, else it is a
 * bug.
 */
export function changeOccupied(book: Book, key: StockKey, change: Counts): void {
  const text = stockKeyText(key);
  const balance = look(book, "balances", text);
  if (balance === undefined) throw new Error("a hold on a key without a balance");
  const after = counts.add(counts.occupiedOf(balance), change);
  if (counts.isNegative(after) || !counts.isWithin(after, counts.onHandOf(balance))) {
    throw new RangeError(`occupied ${counts.toText(after)} is impossible`);
  }
  const { base: occupied, float: occupiedFloat } = after;
  put(book, "balances", text, { ...balance, occupied, occupiedFloat });
}

/** Notes which hold holds these serials; the empty id frees them. */
export function markSerials(
  book: Book,
  materialId: string,
  serials: readonly string[],
  holdId: string,
): void {
  for (const serial of serials) {
    const text = serialText(materialId, serial);
    const place = look(book, "serials", text);
    if (place === undefined) throw new Error(`serial ${serial} is not known`);
    put(book, "serials", text, { ...place, holdId });
  }
}

export function addEvent(
  book: Book,
  holdId: string,
  kind: "opened" | "released" | "consumed" | "returned" | "expired",
  amount: Counts,
  by: { billTypeId: string; billId: string; clientId?: string; reason?: string },
): void {
  const { billTypeId: billType, billId, clientId = "", reason = "" } = by;
  const { base, float: floatQuantity } = amount;
  const bill = { billType, billId };
  book.holdEvents.push({ holdId, kind, quantity: base, floatQuantity, ...bill, clientId, reason });
}

/** Who releases, and why; a reason is only asked for in bulk. */
export interface Releaser {
  readonly clientId: string;
  readonly reason: string;
}

/**
 * Releases part or all of the named holds, or refuses them all (D13). Changes `book` only when
 * nothing is refused.
 */
export function release(book: Book, lines: readonly HoldLine[], by: Releaser): Refusal[] {
  const refusals = [
    ...repeatedEntries(lines),
    ...lines.flatMap((item) => checkRelease(book, item)),
  ];
  if (refusals.length > 0) return refusals;
  for (const { line, ref } of lines) {
    const text = holdRefText(ref);
    const hold = look(book, "holds", text);
    if (hold === undefined) throw new Error("a checked hold is gone");
    const serials = line.serials.map((entry) => entry.serial);
    giveBack(book, hold, { kind: "released", amount: releasedBy(line, hold), serials, ...by });
  }
  return [];
}

interface GivenBack extends Releaser {
  readonly kind: "released" | "expired";
  readonly amount: Counts;
  readonly serials: readonly string[];
}

/** What is given back is available again, and its serials are free. */
function giveBack(book: Book, hold: Hold, { kind, amount, serials, ...by }: GivenBack): void {
  const freed = new Set(serials);
  put(book, "holds", holdRefText(hold.ref), {
    ...hold,
    [kind]: quantity.add(hold[kind], amount.base),
    [`${kind}Float`]: quantity.add(hold[`${kind}Float`], amount.float),
    serials: hold.serials.filter((serial) => !freed.has(serial)),
  });
  changeOccupied(book, hold.key, counts.negate(amount));
  markSerials(book, hold.key.materialId, [...freed], "");
  addEvent(book, hold.id, kind, amount, { ...hold.ref, ...by });
}

/**
 * Releases all that these holds still hold, or refuses (D18): a hold that is closed, or that a
 * newer one of its entry has followed, reads as unknown (D13). `paths` point at what named them.
 */
export function releaseRest(
  book: Book,
  wanted: readonly { readonly hold: Hold | undefined; readonly path: string; given: string }[],
  by: Releaser,
): Refusal[] {
  const refusals = wanted
    .filter(({ hold }) => hold === undefined || !isOpen(hold))
    .map(({ path, given }) => refusal("holdUnknown", path, { given }));
  if (refusals.length > 0) return refusals;
  for (const { hold } of wanted) {
    if (hold === undefined) throw new Error("a checked hold is gone");
    const { serials } = hold;
    giveBack(book, hold, { kind: "released", amount: heldOf(hold), serials, ...by });
  }
  return [];
}

/** Whether time has closed the hold: what it still holds is nobody's any more (D18). */
export const isDue = (hold: Hold, now: number): boolean =>
  hold.expiresAt !== 0 && hold.expiresAt <= now && isOpen(hold);

/** Expires all that a hold still holds when it is due; does nothing otherwise (D18). */
export function expire(book: Book, ref: HoldRef, now: number): void {
  const hold = look(book, "holds", holdRefText(ref));
  if (hold === undefined || !isDue(hold, now)) return;
  const { serials } = hold;
  const amount = heldOf(hold);
  giveBack(book, hold, { kind: "expired", amount, serials, clientId: "", reason: "" });
}
