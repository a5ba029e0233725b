import { fromCents, isNegative, type Money, toCents } from "./money.ts";
import { isNegative as isNegativeQuantity, type Quantity, toScaled } from "./quantity.ts";

/**
 * Splits a total over rows by their weights (percents, base quantities; up to 10 decimals):
 * largest remainder in cents, ties to the earlier row (D32). The shares sum to the total exactly,
 * each is within one cent of its exact value, none has the other sign than the total, a row of
 * weight zero gets nothing, and the same input always gives the same shares. A negative total is
 * the mirror of the positive one.
 *
 * 150.00 by 33.33 / 66.67 is 50.00 / 100.00.
 *
 * Throws without rows, for a negative weight and when all weights are zero: the caller has to
 * choose weights (D34), there is no silent equal split.
 */
export function allocate(total: Money, weights: readonly Quantity[]): Money[] {
  if (weights.some(isNegativeQuantity)) throw new RangeError("A weight is negative");
  const scaled = weights.map(toScaled);
  const weightTotal = scaled.reduce((left, right) => left + right, 0n);
  if (weightTotal === 0n) throw new RangeError("No weight is above zero");
  const sign = isNegative(total) ? -1n : 1n;
  const cents = toCents(total) * sign;

  const shares = scaled.map((weight, row) => ({
    row,
    cents: (cents * weight) / weightTotal,
    remainder: (cents * weight) % weightTotal,
  }));
  let left = shares.reduce((rest, share) => rest - share.cents, cents);
  const byRemainder = [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.row - b.row : a.remainder > b.remainder ? -1 : 1,
  );
  for (const share of byRemainder) {
    if (left === 0n) break;
    share.cents += 1n;
    left -= 1n;
  }
  return shares.map((share) => fromCents(share.cents * sign));
}
