/**
 * 盘点差异: what was counted against what the books said when it was counted. Movements after that
 * moment do not change the difference (decision 8).
 */
import { type Counts, countsOf, negate, subtract } from "./counts.ts";
import type { Line } from "./line.ts";
import * as quantity from "./quantity.ts";
import type { SerialEntry } from "./serial.ts";

/** A row of a 盘点单 and what the books said of its stock key. */
export interface CountedLine {
  readonly line: Line;
  readonly book: Counts;
  readonly bookSerials: readonly SerialEntry[];
}

export interface Difference {
  readonly line: Line;
  /** Above zero in base units; zero or more in the floating unit. */
  readonly counts: Counts;
  readonly serials: readonly SerialEntry[];
}

export interface Differences {
  readonly gains: readonly Difference[];
  readonly losses: readonly Difference[];
}

/** Serial by serial where there are serials: one may be missing and another be there too much. */
export function differencesOf(lines: readonly CountedLine[]): Differences {
  const gains: Difference[] = [];
  const losses: Difference[] = [];
  for (const row of lines.filter(({ line }) => line.draft.quantity !== "")) {
    const found = row.line.material.serialManaged ? bySerials(row) : byCounts(row);
    gains.push(...found.gains);
    losses.push(...found.losses);
  }
  return { gains, losses };
}

/**
 * A material with a floating unit may have more kilograms on fewer rolls: what the books have is
 * then exchanged for what was counted.
 */
function byCounts({ line, book }: CountedLine): Differences {
  const counted = countsOf(line);
  const more = subtract(counted, book);
  const part = (counts: Counts): Difference => ({ line, counts, serials: [] });
  if (isNothing(more)) return NO_DIFFERENCE;
  if (isGain(more)) return { gains: [part(more)], losses: [] };
  if (isGain(negate(more))) return { gains: [], losses: [part(negate(more))] };
  return { gains: [part(counted)], losses: [part(book)] };
}

const NO_DIFFERENCE: Differences = { gains: [], losses: [] };

const isNothing = ({ base, float }: Counts) => quantity.isZero(base) && quantity.isZero(float);
const isGain = ({ base, float }: Counts) =>
  quantity.isPositive(base) && !quantity.isNegative(float);

/** Floating units go with the serials that came or went; without such they are exchanged, too. */
function bySerials({ line, book, bookSerials }: CountedLine): Differences {
  const part = (serials: readonly SerialEntry[], float: quantity.Quantity): Difference[] => {
    const base = quantity.quantity(String(serials.length));
    return serials.length === 0 ? [] : [{ line, counts: { base, float }, serials }];
  };
  const counted = countsOf(line).float;
  const more = orNothing(quantity.subtract(counted, book.float));
  const less = orNothing(quantity.subtract(book.float, counted));
  const gains = part(without(line.serials, bookSerials), more);
  const losses = part(without(bookSerials, line.serials), less);
  const isUnsaid =
    (gains.length === 0 && !quantity.isZero(more)) ||
    (losses.length === 0 && !quantity.isZero(less));
  if (!isUnsaid) return { gains, losses };
  return { gains: part(line.serials, counted), losses: part(bookSerials, book.float) };
}

const orNothing = (count: quantity.Quantity) =>
  quantity.isPositive(count) ? count : quantity.ZERO;

function without(all: readonly SerialEntry[], others: readonly SerialEntry[]): SerialEntry[] {
  const known = new Set(others.map(({ serial }) => serial));
  return all.filter(({ serial }) => !known.has(serial));
}
