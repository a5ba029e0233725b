import { quantity, toText } from "../domain/quantity.ts";
import { fromBase, invert, type Ratio } from "../domain/unit.ts";

const DECIMALS = 10;

/**
 * A unit ratio as the wire's `coefficient`: exact where it is a decimal of up to 10 places, else
 * rounded for showing.
 */
export function ratioText(ratio: Ratio | undefined): string {
  if (ratio === undefined) return "0";
  return toText(fromBase(quantity("1"), invert(ratio), DECIMALS).quantity);
}
