/**
 * 库存占用与释放 (D10–D15): a hold is opened, then consumed, released or expired, each part once. All or
 * nothing over the lines of a request; too much is refused, never clamped.
 */

import { isExpired } from "./batch.ts";
import { type Balance, type Book, type Hold, look, put } from "./book.ts";
import type { CalendarDate } from "./calendar-date.ts";
import { fieldPath, type Line } from "./line.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { type HoldRef, holdRefText, type StockKey, serialText, stockKeyText } from "./stock-key.ts";
import { isInTransit } from "./transit.ts";

/** What is still held: opened − consumed − released − expired. */
export function heldOf(hold: Hold): Quantity {
  const closed = quantity.sum([hold.consumed, hold.released, hold.expired]);
  return quantity.subtract(hold.opened, closed);
}

/** Available 可用 = on hand − occupied; nothing is known of a key that was never used. */
export function availableOf(balance: Balance | undefined): Quantity {
  return balance === undefined
    ? quantity.ZERO
    : quantity.subtract(balance.onHand, balance.occupied);
}

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
  const amounts = [line.unit.id, line.quantity, line.baseQuantity].map((part) =>
    typeof part === "string" ? part : quantity.toText(part),
  );
  return [stockKeyText(line.key), ...amounts, ...serials].join("\u001e");
}

export const isOpen = (hold: Hold) => quantity.isPositive(heldOf(hold));

function isSameOpenHold(book: Book, item: HoldLine): boolean {
  const hold = look(book, "holds", holdRefText(item.ref));
  return hold !== undefined && isOpen(hold) && hold.content === contentOf(item.line);
}

function checkEntry(book: Book, { line, ref }: HoldLine, context: HoldContext): Refusal[] {
  const refusals: Refusal[] = [];
  const existing = look(book, "holds", holdRefText(ref));
  if (existing !== undefined && isOpen(existing)) {
    const params = { given: ref.entryId, held: quantity.toText(heldOf(existing)) };
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
  const left = new Map<string, Quantity>();
  const refusals: Refusal[] = [];
  for (const { line } of lines) {
    const text = stockKeyText(line.key);
    const balance = look(book, "balances", text);
    const available = left.get(text) ?? availableOf(balance);
    if (quantity.compare(line.baseQuantity, available) > 0) {
      refusals.push(shortage(line, balance, available, line.baseQuantity));
    } else {
      left.set(text, quantity.subtract(available, line.baseQuantity));
    }
  }
  return refusals;
}

/** The refusal of a line that finds too little; `available` is what the rows before it left. */
export function shortage(
  line: Line,
  balance: Balance | undefined,
  available: Quantity,
  asked: Quantity,
): Refusal {
  const path = fieldPath(line.draft, "quantity");
  if (isInTransit(line.key)) {
    const params = { left: quantity.toText(available), asked: quantity.toText(asked) };
    const material = `${line.material.number} ${line.material.name}`;
    return refusal("transitShort", path, { material, ...params });
  }
  return refusal("stockShort", path, {
    material: `${line.material.number} ${line.material.name}`,
    store: line.bin === undefined ? line.store.name : `${line.store.name}/${line.bin.name}`,
    onHand: quantity.toText(balance?.onHand ?? quantity.ZERO),
    occupied: quantity.toText(balance?.occupied ?? quantity.ZERO),
    available: quantity.toText(available),
    asked: quantity.toText(asked),
    unit: line.material.baseUnit.name,
    holders: "",
    holdersEn: "",
  });
}

function open(book: Book, { line, ref, newId }: HoldLine, context: HoldContext): void {
  const serials = line.serials.map((entry) => entry.serial);
  const former = look(book, "holds", holdRefText(ref));
  if (former !== undefined) book.formerHolds.push(former);
  put(book, "holds", holdRefText(ref), {
    id: newId,
    ref,
    billNo: context.billNo,
    key: line.key,
    opened: line.baseQuantity,
    consumed: quantity.ZERO,
    released: quantity.ZERO,
    expired: quantity.ZERO,
    serials,
    content: contentOf(line),
    clientId: context.clientId,
    openedAt: context.now,
    expiresAt: context.expiresAt,
  });
  changeOccupied(book, line.key, line.baseQuantity);
  markSerials(book, line.material.id, serials, newId);
  const by = { ...ref, clientId: context.clientId };
  addEvent(book, newId, "opened", line.baseQuantity, by);
}

/**
 * Adds to what is occupied of a key; the result is never below zero nor above on hand, else it is a
 * bug.
 */
export function changeOccupied(book: Book, key: StockKey, change: Quantity): void {
  const text = stockKeyText(key);
  const balance = look(book, "balances", text);
  if (balance === undefined) throw new Error("a hold on a key without a balance");
  const occupied = quantity.add(balance.occupied, change);
  if (quantity.isNegative(occupied) || quantity.compare(occupied, balance.onHand) > 0) {
    throw new RangeError(`occupied ${quantity.toText(occupied)} is impossible`);
  }
  put(book, "balances", text, { ...balance, occupied });
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
  amount: Quantity,
  by: { billTypeId: string; billId: string; clientId?: string; reason?: string },
): void {
  const { billTypeId: billType, billId, clientId = "", reason = "" } = by;
  book.holdEvents.push({ holdId, kind, quantity: amount, billType, billId, clientId, reason });
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
    giveBack(book, hold, { kind: "released", amount: line.baseQuantity, serials, ...by });
  }
  return [];
}

interface GivenBack extends Releaser {
  readonly kind: "released" | "expired";
  readonly amount: Quantity;
  readonly serials: readonly string[];
}

/** What is given back is available again, and its serials are free. */
function giveBack(book: Book, hold: Hold, { kind, amount, serials, ...by }: GivenBack): void {
  const freed = new Set(serials);
  put(book, "holds", holdRefText(hold.ref), {
    ...hold,
    [kind]: quantity.add(hold[kind], amount),
    serials: hold.serials.filter((serial) => !freed.has(serial)),
  });
  changeOccupied(book, hold.key, quantity.negate(amount));
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

/**
 * Unknown, closed and "held with another content" read the same, so that nothing can be inferred
 * (D13).
 */
function checkRelease(book: Book, { line, ref }: HoldLine): Refusal[] {
  const hold = look(book, "holds", holdRefText(ref));
  const serials = new Set(hold?.serials);
  const known =
    hold !== undefined &&
    stockKeyText(hold.key) === stockKeyText(line.key) &&
    line.serials.every(({ serial }) => serials.has(serial));
  if (!known) {
    const given = `${ref.billTypeId} ${ref.billId} / ${ref.entryId}`;
    return [refusal("holdUnknown", fieldPath(line.draft, "entryId"), { given })];
  }
  const held = heldOf(hold);
  if (quantity.compare(line.baseQuantity, held) <= 0) return [];
  const params = { asked: quantity.toText(line.baseQuantity), held: quantity.toText(held) };
  return [refusal("holdExceeded", fieldPath(line.draft, "quantity"), params)];
}
