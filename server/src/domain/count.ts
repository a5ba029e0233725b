/**
 * 盘点差异: what was counted against what the books said when it was counted. Movements after that
 * moment do not change the difference (decision 8).
 */
import type { Line } from "./line.ts";
import * as quantity from "./quantity.ts";
import type { SerialEntry } from "./serial.ts";

/** A row of a 盘点单 and what the books said of its stock key. */
export interface CountedLine {
  readonly line: Line;
  readonly book: quantity.Quantity;
  readonly bookSerials: readonly SerialEntry[];
}

export interface Difference {
  readonly line: Line;
  /** In base units, above zero. */
  readonly quantity: quantity.Quantity;
  readonly serials: readonly SerialEntry[];
}

export interface Differences {
  readonly gains: readonly Difference[];
  readonly losses: readonly Difference[];
}

/** Serial by serial where there are serials: one may be missing and another be there too much. */
export function differencesOf(lines: readonly CountedLine[]): Differences {
  const counted = lines.filter(({ line }) => line.draft.quantity !== "");
  const gains: Difference[] = [];
  const losses: Difference[] = [];
  for (const { line, book, bookSerials } of counted) {
    if (line.material.serialManaged) {
      gains.push(...bySerials(line, without(line.serials, bookSerials)));
      losses.push(...bySerials(line, without(bookSerials, line.serials)));
      continue;
    }
    const difference = quantity.subtract(line.baseQuantity, book);
    if (quantity.isPositive(difference)) gains.push({ line, quantity: difference, serials: [] });
    if (quantity.isNegative(difference)) {
      losses.push({ line, quantity: quantity.negate(difference), serials: [] });
    }
  }
  return { gains, losses };
}

function without(all: readonly SerialEntry[], others: readonly SerialEntry[]): SerialEntry[] {
  const known = new Set(others.map(({ serial }) => serial));
  return all.filter(({ serial }) => !known.has(serial));
}

function bySerials(line: Line, serials: readonly SerialEntry[]): Difference[] {
  if (serials.length === 0) return [];
  return [{ line, quantity: quantity.quantity(String(serials.length)), serials }];
}
