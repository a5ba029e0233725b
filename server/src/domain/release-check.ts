/** What a release asks of its hold (D13), in both counts (D1). */
import { type Book, type Hold, look } from "./book.ts";
import * as counts from "./counts.ts";
import { type Counts, countsOf, heldOf } from "./counts.ts";
import type { HoldLine } from "./hold.ts";
import { fieldPath, type Line, type LineField } from "./line.ts";
import * as quantity from "./quantity.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { holdRefText, stockKeyText } from "./stock-key.ts";

/**
 * Unknown, closed and "held with another content" read the same, so that nothing can be inferred
 * (D13).
 */
export function checkRelease(book: Book, { line, ref }: Pick<HoldLine, "line" | "ref">): Refusal[] {
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
  const asked = releasedBy(line, hold);
  const refusals: Refusal[] = [];
  const refuseExceeded = (count: keyof Counts, field: LineField, unit: string) => {
    const told = ({ [count]: amount }: Counts) => `${quantity.toText(amount)}${unit}`;
    const params = { asked: told(asked), held: told(held) };
    refusals.push(refusal("holdExceeded", fieldPath(line.draft, field), params));
  };
  if (quantity.compare(asked.base, held.base) > 0) refuseExceeded("base", "quantity", "");
  const { float: count } = line.material;
  if (count === undefined) return refusals;
  if (quantity.compare(asked.float, held.float) > 0) {
    refuseExceeded("float", "auxQuantity", ` ${count.unit.name}`);
  }
  const leftToHold = line.float?.source === "ofHold" && quantity.isPositive(held.float);
  if (leftToHold && quantity.compare(asked.base, held.base) < 0) {
    const params = { given: line.material.number, unit: count.unit.name };
    refusals.push(refusal("floatQuantityRequired", fieldPath(line.draft, "auxQuantity"), params));
  }
  return [...refusals, ...floatLeft(line, counts.subtract(held, asked))];
}

/**
 * What a line releases. The rest of a hold is released with all its floating units, unless the
 * caller says how many.
 */
export function releasedBy(line: Line, hold: Hold): Counts {
  const asked = countsOf(line);
  const held = heldOf(hold);
  const isRest = quantity.compare(asked.base, held.base) === 0;
  return isRest && line.float?.source !== "given" ? held : asked;
}

/** A hold that is closed in base units must not keep floating units, which nobody could free. */
export function floatLeft(line: Line, left: Counts): Refusal[] {
  if (!quantity.isZero(left.base) || !quantity.isPositive(left.float)) return [];
  const held = quantity.toText(left.float);
  const params = { held, unit: line.material.float?.unit.name ?? "" };
  return [refusal("holdFloatLeft", fieldPath(line.draft, "auxQuantity"), params)];
}
