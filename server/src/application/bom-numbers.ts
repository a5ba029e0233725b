/** Dosages and rates of a BOM单: exact decimals, refused when they disagree or are out of range. */
import { compare, isPositive, parseQuantity, quantity, toText } from "../domain/quantity.ts";
import { isNone } from "../domain/resolve-line.ts";
import { invert, multiply, ratioFromDecimal } from "../domain/unit.ts";
import { invalid } from "./master-rule.ts";
import { textOf } from "./material-facts.ts";
import type { Data } from "./ports.ts";
import { ratioText } from "./ratio-text.ts";
import type { Reason } from "./refused.ts";

export interface Dosage {
  readonly numerator: string;
  readonly denominator: string;
  readonly reasons: readonly Reason[];
}

/**
 * 用量 as 分子 ÷ 分母. A row may send 单位用量 alone, which is then the numerator; beside them it must
 * agree.
 */
export function bomDosage(sent: Data, before: Data, path: string): Dosage {
  const unitQuantity = textOf(sent, "unitqty");
  const sentNumerator = textOf(sent, "dosage_numerator");
  if (sentNumerator === "" && !isNone(unitQuantity)) {
    const reasons = positive(`${path}.unitqty`, "单位用量", unitQuantity);
    return { numerator: unitQuantity, denominator: "1", reasons };
  }
  const numerator = sentNumerator || textOf(before, "dosage_numerator");
  const denominator =
    textOf(sent, "dosage_denominator") || textOf(before, "dosage_denominator") || "1";
  const at = `${path}.dosage_numerator`;
  if (numerator === "") {
    const reasons: Reason[] = [{ key: "fieldRequired", path: at, params: { title: "用量分子" } }];
    return { numerator, denominator, reasons };
  }
  const reasons = [
    ...positive(at, "用量分子", numerator),
    ...positive(`${path}.dosage_denominator`, "用量分母", denominator),
  ];
  if (reasons.length > 0 || isNone(unitQuantity)) return { numerator, denominator, reasons };
  const expected = unitQuantityOf(numerator, denominator);
  if (compare(quantity(expected), quantity(unitQuantity)) !== 0) {
    const why = [
      `用量分子 ÷ 分母 = ${expected}`,
      `numerator ÷ denominator is ${expected}`,
    ] as const;
    reasons.push(invalid(`${path}.unitqty`, "单位用量", unitQuantity, why));
  }
  return { numerator, denominator, reasons };
}

function positive(path: string, title: string, given: string): Reason[] {
  const value = parseQuantity(given);
  if (value !== undefined && isPositive(value)) return [];
  return [{ key: "quantityNotPositive", path, params: { title, given } }];
}

/** 单位用量, to 10 decimals. */
export function unitQuantityOf(numerator: string, denominator: string): string {
  const [above, below] = [ratioFromDecimal(numerator), ratioFromDecimal(denominator)];
  if (above === undefined || below === undefined) return "0";
  return ratioText(multiply(above, invert(below)));
}

export interface Range {
  readonly above?: string;
  readonly from?: string;
  readonly through?: string;
  readonly below?: string;
}

/** 损耗率 of the whole part would leave nothing. */
export const ZERO_TO = [
  ["scrap", "损耗率", { from: "0", below: "100" }],
  ["fixed_loss", "固定损耗", { from: "0" }],
] as const satisfies readonly (readonly [string, string, Range])[];

export function checkRate(path: string, title: string, given: string, range: Range): Reason[] {
  const value = parseQuantity(given);
  const is = (limit: string | undefined, allowed: readonly number[]) =>
    limit === undefined ||
    (value !== undefined && allowed.includes(compare(value, quantity(limit))));
  const fits =
    is(range.above, [1]) &&
    is(range.from, [0, 1]) &&
    is(range.through, [-1, 0]) &&
    is(range.below, [-1]);
  if (fits) return [];
  const parts = [
    ["大于", "above", range.above],
    ["不小于", "at least", range.from],
    ["不大于", "at most", range.through],
    ["小于", "below", range.below],
  ].filter(([, , limit]) => limit !== undefined);
  const shown = (index: 0 | 1, join: string) =>
    parts.map((part) => `${part[index]} ${part[2]}`).join(join);
  const text = value === undefined ? given : toText(value);
  return [invalid(path, title, text, [`须${shown(0, "且")}`, `must be ${shown(1, " and ")}`])];
}
