/** What a row of numbers comes to. Only for measured times and rates: no quantity of goods. */

/**
 * The one in the middle, or the mean of the two there.
 * @throws RangeError for no numbers
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("no values");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle]!;
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}

/**
 * The smallest of the values that at least `percent` of them do not exceed (nearest rank).
 * @throws RangeError for no numbers
 */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new RangeError("no values");
  const sorted = Float64Array.from(values).sort();
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1]!;
}

/** @throws RangeError for a divisor that is not positive: a side that did nothing has no ratio */
export function ratio(dividend: number, divisor: number): number {
  if (!(divisor > 0)) throw new RangeError(`nothing to divide by: ${divisor}`);
  return dividend / divisor;
}
