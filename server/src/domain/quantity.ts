import { Decimal } from "decimal.js";

/**
 * Exact decimal arithmetic of the domain. 60 digits keep every sum of values below 10^40 with
 * 10 decimals exact; the exponent limits make sure that no text ever has an exponent.
 * Only `money.ts` shares it; everybody else works with `Quantity`, `Money` and `Price`.
 */
export const Exact = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

declare const quantityBrand: unique symbol;

/**
 * 数量: how much of a material, in some unit. Opaque and immutable, exact, at most 10 decimals.
 * Text from outside has at most 20 integer digits; a result of 40 or more is a bug and throws.
 * Two quantities are compared by `compare`, never by `===` or `<` (D2).
 */
export interface Quantity {
  readonly [quantityBrand]: "quantity";
}

/** Most decimals that a quantity, price or rate can have (D2). */
export const MAX_DECIMALS = 10;

/** Most integer digits in a quantity, price, rate or amount that comes from outside. */
export const MAX_INTEGER_DIGITS = 20;

/** Most integer digits of what is booked, in a row or in total: quantities and amounts alike. */
export const BOOKED_DIGITS = 15;

const BOOKED_LIMIT = new Exact(10).pow(BOOKED_DIGITS);

/** Whether it is small enough to be booked; `Money` and `Price` are asked by `money.ts`. */
export function isBookable(q: Quantity): boolean {
  return inner(q).abs().lessThan(BOOKED_LIMIT);
}

const SYNTAX = /^-?\d{1,20}(?:\.\d{1,10})?$/;

/** Plain decimal syntax: no exponent, no sign but "-", no bare point, no spaces. */
export function isDecimalText(text: string): boolean {
  return SYNTAX.test(text);
}

/** The decimal inside; for the exact types of this folder only. */
function inner(q: Quantity): Decimal {
  return q as unknown as Decimal;
}

function wrap(d: Decimal): Quantity {
  if (!d.isFinite() || d.e >= 40 || d.decimalPlaces() > MAX_DECIMALS) {
    throw new RangeError(`Not a quantity: ${d.toFixed()}`);
  }
  return (d.isZero() ? ZERO : d) as unknown as Quantity;
}

/** Nothing. There is no negative zero: every zero is this one. */
export const ZERO = new Exact(0) as unknown as Quantity;

/** Reads text from outside; `undefined` when it is no plain decimal within the limits. */
export function parseQuantity(text: string): Quantity | undefined {
  return isDecimalText(text) ? wrap(new Exact(text)) : undefined;
}

/** Reads text that is known to be right (a constant, a stored column). Throws otherwise. */
export function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (parsed === undefined) throw new RangeError(`Not a quantity: ${JSON.stringify(text)}`);
  return parsed;
}

export function add(a: Quantity, b: Quantity): Quantity {
  return wrap(inner(a).plus(inner(b)));
}

export function subtract(a: Quantity, b: Quantity): Quantity {
  return wrap(inner(a).minus(inner(b)));
}

export function negate(q: Quantity): Quantity {
  return wrap(inner(q).negated());
}

export function sum(quantities: Iterable<Quantity>): Quantity {
  let total = inner(ZERO);
  for (const q of quantities) total = total.plus(inner(q));
  return wrap(total);
}

/** q × numerator ÷ denominator, rounded once, half up, to so many decimals. */
export function timesRatio(
  q: Quantity,
  numerator: Quantity,
  denominator: Quantity,
  decimalCount: number,
): Quantity {
  const shift = 10n ** BigInt(MAX_DECIMALS - decimalCount);
  const scaled = divideHalfUp(toScaled(q) * toScaled(numerator), toScaled(denominator) * shift);
  return wrap(scaledToDecimal(scaled, decimalCount));
}

/** -1, 0 or 1, as `Array.sort` wants it. */
export function compare(a: Quantity, b: Quantity): -1 | 0 | 1 {
  return inner(a).comparedTo(inner(b)) as -1 | 0 | 1;
}

export function isZero(q: Quantity): boolean {
  return inner(q).isZero();
}

export function isNegative(q: Quantity): boolean {
  return inner(q).isNegative() && !inner(q).isZero();
}

export function isPositive(q: Quantity): boolean {
  return inner(q).greaterThan(0);
}

/** Canonical text: plain, no trailing zeros, no leading zeros, never "-0". */
export function toText(q: Quantity): string {
  return inner(q).toFixed();
}

/** Text with exactly so many decimals. Throws when that would drop a digit: nothing is rounded. */
export function toFixedText(q: Quantity, decimalCount: number): string {
  if (!fitsPrecision(q, decimalCount)) {
    throw new RangeError(`${toText(q)} has more than ${decimalCount} decimals`);
  }
  return inner(q).toFixed(decimalCount);
}

/** Count of decimals that the value needs: 1.50 has one. */
export function decimals(q: Quantity): number {
  return inner(q).decimalPlaces();
}

/** Whether the value needs no more decimals than the unit declares (D2). */
export function fitsPrecision(q: Quantity, precision: number): boolean {
  return decimals(q) <= precision;
}

/** The value as a whole number of 10^-10: the form in which products and quotients are exact. */
export function toScaled(q: Quantity): bigint {
  return decimalToScaled(inner(q), MAX_DECIMALS);
}

/** The inverse of `toScaled`. */
export function fromScaled(scaled: bigint): Quantity {
  return wrap(scaledToDecimal(scaled, MAX_DECIMALS));
}

/** A decimal as a whole number of 10^-scale. Throws when it is finer than that. */
export function decimalToScaled(d: Decimal, scale: number): bigint {
  if (d.decimalPlaces() > scale) throw new RangeError(`${d.toFixed()} is finer than 10^-${scale}`);
  return BigInt(d.toFixed(scale).replace(".", ""));
}

/** The inverse of `decimalToScaled`. */
export function scaledToDecimal(scaled: bigint, scale: number): Decimal {
  return new Exact(`${scaled}e-${scale}`);
}

/** a ÷ b to the nearest whole number, ties away from zero ("half up", D2), by integers alone. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new RangeError("Division by zero");
  const negative = a < 0n !== b < 0n;
  const numerator = a < 0n ? -a : a;
  const denominator = b < 0n ? -b : b;
  const rounded = (2n * numerator + denominator) / (2n * denominator);
  return negative ? -rounded : rounded;
}
