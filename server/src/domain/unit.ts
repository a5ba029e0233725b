import {
  divideHalfUp,
  fitsPrecision,
  fromScaled,
  isDecimalText,
  isNegative,
  isZero,
  MAX_DECIMALS,
  MAX_INTEGER_DIGITS,
  negate,
  type Quantity,
  toScaled,
  toText,
} from "./quantity.ts";

/**
 * 换算率: how many of one unit make one of another, as a reduced fraction above zero, so that 1/3 is
 * exact as well (D2). A ratio "of a unit" is always to the base unit: 箱 = 9/1 means 1 箱 = 9 个.
 */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The ratio of the base unit to itself. */
export const ONE: Ratio = { numerator: 1n, denominator: 1n };

const SCALE = 10n ** BigInt(MAX_DECIMALS);
const LIMIT = 10n ** BigInt(MAX_DECIMALS + MAX_INTEGER_DIGITS);

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/** A reduced ratio of two whole numbers, both above zero. Throws otherwise. */
export function ratio(numerator: bigint, denominator: bigint): Ratio {
  if (numerator <= 0n || denominator <= 0n) {
    throw new RangeError(`Not a unit ratio: ${numerator}/${denominator}`);
  }
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** The ratio that a decimal text says, exactly; `undefined` when it is no decimal above zero. */
export function ratioFromDecimal(text: string): Ratio | undefined {
  if (!isDecimalText(text)) return undefined;
  const [whole = "", fraction = ""] = text.split(".");
  const numerator = BigInt(whole + fraction);
  return numerator > 0n ? ratio(numerator, 10n ** BigInt(fraction.length)) : undefined;
}

/** a of b: 1 托 = 40 箱 and 1 箱 = 9 个 make 1 托 = 360 个. */
export function multiply(a: Ratio, b: Ratio): Ratio {
  return ratio(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function invert(r: Ratio): Ratio {
  return { numerator: r.denominator, denominator: r.numerator };
}

export function isSameRatio(a: Ratio, b: Ratio): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

/** One row of a material's unit table: 1 of this unit = `coefficient` of the conversion unit. */
export interface UnitConversion {
  readonly unitId: string;
  readonly coefficient: Ratio;
  readonly conversionUnitId: string;
}

/**
 * The ratio of a unit to the base unit, composed along the material's unit table. `undefined` when
 * the table leads nowhere (unknown unit, floating unit, a circle): never taken for the base unit.
 */
export function ratioToBase(
  unitId: string,
  baseUnitId: string,
  conversions: readonly UnitConversion[],
): Ratio | undefined {
  let composed = ONE;
  let current = unitId;
  for (let steps = 0; steps <= conversions.length; steps += 1) {
    if (current === baseUnitId) return composed;
    const conversion = conversions.find((row) => row.unitId === current);
    if (conversion === undefined) return undefined;
    composed = multiply(composed, conversion.coefficient);
    current = conversion.conversionUnitId;
  }
  return undefined;
}

/** A converted quantity, or why there is none. */
export type Conversion =
  | { readonly quantity: Quantity; readonly problem?: undefined }
  | { readonly quantity?: undefined; readonly problem: "too_fine" | "too_large" };

function tooLarge(scaled: bigint): boolean {
  return scaled >= LIMIT || scaled <= -LIMIT;
}

/** quantity × ratio in whole 10^-decimals, half up away from zero, by integers alone. */
function multiplyScaled(q: Quantity, r: Ratio, decimalCount: number): bigint {
  const step = 10n ** BigInt(MAX_DECIMALS - decimalCount);
  return divideHalfUp(toScaled(q) * r.numerator, r.denominator * step) * step;
}

/** quantity × ratio, exactly; `undefined` when that is no decimal of at most 10 (and 20) digits. */
export function toBase(q: Quantity, r: Ratio): Quantity | undefined {
  const product = toScaled(q) * r.numerator;
  if (product % r.denominator !== 0n) return undefined;
  const scaled = product / r.denominator;
  return tooLarge(scaled) ? undefined : fromScaled(scaled);
}

/**
 * quantity × ratio, exactly, and refused as `too_fine` when the base unit's declared precision
 * cannot hold it (D2), `too_large` beyond 20 integer digits. Nothing is rounded.
 */
export function baseQuantity(q: Quantity, r: Ratio, basePrecision: number): Conversion {
  const product = toScaled(q) * r.numerator;
  if (tooLarge(product / r.denominator)) return { problem: "too_large" };
  const exact = toBase(q, r);
  if (exact === undefined || !fitsPrecision(exact, basePrecision)) return { problem: "too_fine" };
  return { quantity: exact };
}

/**
 * What `is_re_calc_qty` computes: quantity × ratio rounded half up (ties away from zero) to the
 * base unit's precision (D15). 2138.484 lb at 0.453592292 are 970 kg. Never answers `too_fine`.
 */
export function recalculatedBaseQuantity(q: Quantity, r: Ratio, basePrecision: number): Conversion {
  const scaled = multiplyScaled(q, r, basePrecision);
  return tooLarge(scaled) ? { problem: "too_large" } : { quantity: fromScaled(scaled) };
}

/**
 * Whether a base quantity sent by a caller is quantity × ratio within the base unit's precision
 * (D15): equal to the product rounded half up to that precision. A finer one never agrees.
 */
export function agreesWithinPrecision(
  q: Quantity,
  r: Ratio,
  givenBase: Quantity,
  basePrecision: number,
): boolean {
  return toScaled(givenBase) === multiplyScaled(q, r, basePrecision);
}

/**
 * A base quantity counted in another unit, half up to that unit's precision. `exact` says whether
 * anything was rounded; what is not exact is for showing and is never booked.
 */
export function fromBase(
  base: Quantity,
  r: Ratio,
  precision: number,
): { readonly quantity: Quantity; readonly exact: boolean } {
  const scaled = multiplyScaled(base, invert(r), precision);
  const exact = scaled * r.numerator === toScaled(base) * r.denominator;
  return { quantity: fromScaled(scaled), exact };
}

/** A unit as 整件散包 counts it: its printed name and its ratio to the base unit. */
export interface PackageUnit {
  readonly name: string;
  readonly ratio: Ratio;
}

/**
 * 整件散包: a base quantity as whole packages, largest first, and the rest in the base unit: "2箱3个".
 * Parts of zero are left out; zero is "0个". The base unit (ratio 1) must be among the units, else
 * it throws. Units smaller than the base unit and ratios without a finite decimal are not used.
 */
export function packageText(base: Quantity, units: readonly PackageUnit[]): string {
  const baseUnit = units.find((unit) => isSameRatio(unit.ratio, ONE));
  if (baseUnit === undefined) throw new RangeError("The base unit is not among the units");
  const packages = units
    .filter((unit) => unit.ratio.numerator > unit.ratio.denominator)
    .filter((unit) => SCALE % unit.ratio.denominator === 0n)
    .map((unit) => ({
      name: unit.name,
      size: (SCALE / unit.ratio.denominator) * unit.ratio.numerator,
    }))
    .sort((a, b) => (a.size === b.size ? 0 : a.size > b.size ? -1 : 1));
  let rest = toScaled(isNegative(base) ? negate(base) : base);
  let text = "";
  for (const { name, size } of packages) {
    const count = rest / size;
    rest -= count * size;
    if (count > 0n) text += `${count}${name}`;
  }
  const loose = fromScaled(rest);
  if (!isZero(loose) || text === "") text += `${toText(loose)}${baseUnit.name}`;
  return isNegative(base) ? `-${text}` : text;
}
