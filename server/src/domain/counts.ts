/**
 * 双计量: how much of a material, counted twice: in base units and, for a material with a floating
 * unit 浮动单位, in that one. Neither follows from the other, so every rule looks at both (D1).
 */
import type { Balance, Hold } from "./book.ts";
import type { Line } from "./line.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";

export interface Counts {
  /** In base units. */
  readonly base: Quantity;
  /** In the floating unit; zero for a material without one. */
  readonly float: Quantity;
}

export const NOTHING: Counts = { base: quantity.ZERO, float: quantity.ZERO };

export const countsOf = (line: Line): Counts => ({
  base: line.baseQuantity,
  float: line.float?.floatQuantity ?? quantity.ZERO,
});

export const onHandOf = (balance: Balance | undefined): Counts => ({
  base: balance?.onHand ?? quantity.ZERO,
  float: balance?.onHandFloat ?? quantity.ZERO,
});

export const occupiedOf = (balance: Balance | undefined): Counts => ({
  base: balance?.occupied ?? quantity.ZERO,
  float: balance?.occupiedFloat ?? quantity.ZERO,
});

/** Available 可用 = on hand − occupied; nothing is known of a key that was never used. */
export const availableOf = (balance: Balance | undefined): Counts =>
  subtract(onHandOf(balance), occupiedOf(balance));

/** What is still held: opened − consumed − released − expired. */
export const heldOf = (hold: Hold): Counts => ({
  base: quantity.subtract(hold.opened, quantity.sum([hold.consumed, hold.released, hold.expired])),
  float: quantity.subtract(
    hold.openedFloat,
    quantity.sum([hold.consumedFloat, hold.releasedFloat, hold.expiredFloat]),
  ),
});

/** Of a ledger row, or of what it took out of a hold. */
export const movedBy = (row: { quantity: Quantity; floatQuantity: Quantity }): Counts => ({
  base: row.quantity,
  float: row.floatQuantity,
});

export const add = (a: Counts, b: Counts): Counts => ({
  base: quantity.add(a.base, b.base),
  float: quantity.add(a.float, b.float),
});

export const negate = (counts: Counts): Counts => ({
  base: quantity.negate(counts.base),
  float: quantity.negate(counts.float),
});

export const subtract = (a: Counts, b: Counts): Counts => add(a, negate(b));

export const least = (a: Quantity, b: Quantity): Quantity => (quantity.compare(a, b) <= 0 ? a : b);

/** Whether each count of `part` is at most that of `whole`. */
export const isWithin = (part: Counts, whole: Counts): boolean =>
  quantity.compare(part.base, whole.base) <= 0 && quantity.compare(part.float, whole.float) <= 0;

export const isNegative = ({ base, float }: Counts): boolean =>
  quantity.isNegative(base) || quantity.isNegative(float);

/** Both counts, for the message of a bug. */
export const toText = ({ base, float }: Counts): string =>
  `${quantity.toText(base)} / ${quantity.toText(float)}`;
