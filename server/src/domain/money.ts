import type { Decimal } from "decimal.js";
import {
  BOOKED_DIGITS,
  decimalToScaled,
  divideHalfUp,
  Exact,
  isDecimalText,
  MAX_DECIMALS,
  type Quantity,
  scaledToDecimal,
  toScaled,
} from "./quantity.ts";

declare const moneyBrand: unique symbol;
declare const priceBrand: unique symbol;

/**
 * 金额: an amount of money, exact to its 2 decimals (D2). Opaque and immutable; compared by
 * `compare`. Its canonical text has both decimals ("90.00"); on the wire it is "90".
 */
export interface Money {
  readonly [moneyBrand]: "money";
}

/**
 * 单价 / 汇率: money per one of something, exact, at most 10 decimals. An exchange rate is one too:
 * the price in local currency of one unit of foreign currency.
 */
export interface Price {
  readonly [priceBrand]: "price";
}

const CENT_DECIMALS = 2;
const CENT_SCALE = 10n ** BigInt(MAX_DECIMALS - CENT_DECIMALS);
const SCALE = 10n ** BigInt(MAX_DECIMALS);

function inner(m: Money | Price): Decimal {
  return m as unknown as Decimal;
}

function wrap(d: Decimal): Money {
  if (!d.isFinite() || d.decimalPlaces() > CENT_DECIMALS || d.e >= 50) {
    throw new RangeError(`Not an amount: ${d.toFixed()}`);
  }
  return (d.isZero() ? ZERO : d) as unknown as Money;
}

/** No money. Every zero is this one. */
export const ZERO = new Exact(0) as unknown as Money;

/**
 * Reads an amount from outside: plain decimal text whose value has at most 2 decimals ("90",
 * "90.000"). `undefined` otherwise: an amount is never rounded on the way in.
 */
export function parseMoney(text: string): Money | undefined {
  if (!isDecimalText(text)) return undefined;
  const d = new Exact(text);
  return d.decimalPlaces() > CENT_DECIMALS ? undefined : wrap(d);
}

/** Reads text that is known to be right (a constant, a stored column). Throws otherwise. */
export function money(text: string): Money {
  const parsed = parseMoney(text);
  if (parsed === undefined) throw new RangeError(`Not an amount: ${JSON.stringify(text)}`);
  return parsed;
}

export function add(a: Money, b: Money): Money {
  return wrap(inner(a).plus(inner(b)));
}

export function subtract(a: Money, b: Money): Money {
  return wrap(inner(a).minus(inner(b)));
}

export function negate(m: Money): Money {
  return wrap(inner(m).negated());
}

export function sum(amounts: Iterable<Money>): Money {
  let total = inner(ZERO);
  for (const m of amounts) total = total.plus(inner(m));
  return wrap(total);
}

/** -1, 0 or 1, as `Array.sort` wants it. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  return inner(a).comparedTo(inner(b)) as -1 | 0 | 1;
}

export function isZero(m: Money): boolean {
  return inner(m).isZero();
}

export function isNegative(m: Money): boolean {
  return inner(m).isNegative() && !inner(m).isZero();
}

const BOOKED_LIMIT = new Exact(10).pow(BOOKED_DIGITS);

/** Whether the amount is small enough to be booked. */
export function isBookable(m: Money): boolean {
  return inner(m).abs().lessThan(BOOKED_LIMIT);
}

/** Canonical text, always with 2 decimals: "90.00". For storage, logs, tests and print. */
export function toText(m: Money): string {
  return inner(m).toFixed(CENT_DECIMALS);
}

/** Text of a number on the wire, without trailing zeros: "90", "0.5". */
export function toWireText(m: Money): string {
  return inner(m).toFixed();
}

/** The amount in whole cents. */
export function toCents(m: Money): bigint {
  return decimalToScaled(inner(m), CENT_DECIMALS);
}

export function fromCents(cents: bigint): Money {
  return wrap(scaledToDecimal(cents, CENT_DECIMALS));
}

/** Reads a price or rate from outside: plain decimal text, at most 10 decimals. */
export function parsePrice(text: string): Price | undefined {
  if (!isDecimalText(text)) return undefined;
  const d = new Exact(text);
  return (d.isZero() ? ZERO : d) as unknown as Price;
}

/** Reads text that is known to be right. Throws otherwise. */
export function price(text: string): Price {
  const parsed = parsePrice(text);
  if (parsed === undefined) throw new RangeError(`Not a price: ${JSON.stringify(text)}`);
  return parsed;
}

/** Canonical text of a price: plain, no trailing zeros. */
export function priceText(p: Price): string {
  return inner(p).toFixed();
}

/** Whether a price or rate is above zero, as an exchange rate has to be. */
export function isPositivePrice(p: Price): boolean {
  return inner(p).greaterThan(0);
}

function priceScaled(p: Price): bigint {
  return decimalToScaled(inner(p), MAX_DECIMALS);
}

/** To the cent, half up; ties go away from zero, so 0.005 → 0.01 and -0.005 → -0.01 (D2). */
export function roundMoney(value: Price): Money {
  return fromCents(divideHalfUp(priceScaled(value), CENT_SCALE));
}

/** 金额 = 单价 × 数量, rounded once, to the cent, half up away from zero (D2). */
export function multiply(unitPrice: Price, quantity: Quantity): Money {
  return fromCents(divideHalfUp(priceScaled(unitPrice) * toScaled(quantity), SCALE * CENT_SCALE));
}

/** A part of an amount, amount × numerator ÷ denominator, rounded once, to the cent, half up. */
export function partOf(amount: Money, numerator: Quantity, denominator: Quantity): Money {
  return fromCents(divideHalfUp(toCents(amount) * toScaled(numerator), toScaled(denominator)));
}

/** 本位币金额: the amount in local currency, amount × exchange rate, to the cent, half up (D33). */
export function localAmount(amount: Money, exchangeRate: Price): Money {
  return fromCents(divideHalfUp(toCents(amount) * priceScaled(exchangeRate), SCALE));
}

/**
 * 单位成本: amount ÷ quantity for showing, half up to 10 decimals, no trailing zeros (D2). It is never
 * multiplied back into an amount. Throws for a quantity of zero: that has no unit cost.
 */
export function unitCost(amount: Money, quantity: Quantity): string {
  const scaled = divideHalfUp(toCents(amount) * SCALE * CENT_SCALE, toScaled(quantity));
  return scaledToDecimal(scaled, MAX_DECIMALS).toFixed();
}
