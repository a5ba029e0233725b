/**
 * Decimals as text, exact to the last digit: what the wire brings is shown and added without a
 * JavaScript number.
 */

interface Decimal {
  /** Value times 10 to the power of `scale`. */
  digits: bigint;
  scale: number;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Undefined for a text that is no plain decimal. */
function parse(text: string): Decimal | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

function textOf({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const all = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
  const at = all.length - scale;
  return `${sign}${all.slice(0, at)}${scale === 0 ? "" : `.${all.slice(at)}`}`;
}

const raised = ({ digits, scale }: Decimal, to: number) => digits * 10n ** BigInt(to - scale);

function combine(texts: readonly string[], signs: readonly bigint[]): string {
  const values = texts.map(parse);
  const scale = Math.max(0, ...values.map((value) => value?.scale ?? 0));
  let digits = 0n;
  for (const [at, value] of values.entries()) {
    // What is no decimal must not turn into a wrong total.
    if (value === undefined) return "";
    digits += raised(value, scale) * (signs[at] ?? 1n);
  }
  return textOf({ digits, scale });
}

/**
 * The exact sum; empty when one of them is no decimal.
 * @example sumOf(["0.1", "0.20"]) // "0.30"
 */
export const sumOf = (texts: readonly string[]): string => combine(texts, []);

/**
 * The exact difference; empty when one of them is no decimal.
 * @example minus("100.0000000000", "1") // "99.0000000000"
 */
export const minus = (left: string, right: string): string => combine([left, right], [1n, -1n]);

/**
 * Whether both are the same number; false when one is no decimal.
 * @example isSame("90", "90.00") // true
 */
export const isSame = (left: string, right: string): boolean => isZero(minus(left, right));

/**
 * Whether it is nothing.
 * @example isZero("0.00") // true
 */
export const isZero = (text: string): boolean => /^-?0+(\.0+)?$/.test(text);

/**
 * For reading: thousands apart, no zeros at the end but so many decimals at least. What is no
 * decimal stays as it is.
 * @example show("1234.5000000000", 0) // "1,234.5"
 * @example show("90", 2) // "90.00"
 */
export function show(text: string, decimalsMin: number): string {
  if (!DECIMAL.test(text)) return text;
  const [whole = "", fraction = ""] = text.split(".");
  const decimals = fraction.replace(/0+$/, "").padEnd(decimalsMin, "0");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === "" ? grouped : `${grouped}.${decimals}`;
}

/** A quantity: as many decimals as it has. */
export const showQuantity = (text: string): string => show(text, 0);

/** An amount or price: two decimals at least, none cut. */
export const showMoney = (text: string): string => show(text, 2);
