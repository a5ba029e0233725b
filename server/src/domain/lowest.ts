/**
 * There may be enough today and not on a day in between (D3): what a bill that is dated before
 * others leaves at the lowest point of its keys, in both counts.
 */
import { type Counts, countsOf } from "./counts.ts";
import type { KeyNames } from "./float-balance.ts";
import type { History, Lowest } from "./history.ts";
import { type Bill, fieldPath, type Line } from "./line.ts";
import * as quantity from "./quantity.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { type StockKey, stockKeyText } from "./stock-key.ts";

const COUNTS = ["base", "float"] as const;

/** What is left at the lowest points, while the rows of a bill are looked at. */
export type LowestLeft = Readonly<Record<keyof Counts, Map<string, Lowest>>>;

export const lowestOf = (history: History | undefined): LowestLeft => ({
  base: new Map(history?.lowest.base),
  float: new Map(history?.lowest.float),
});

/** Takes what leaves by a row; the refusals tell what would be below zero, and when. */
export function takeFromLowest(lowest: LowestLeft, line: Line, { billDate }: Bill): Refusal[] {
  const text = stockKeyText(line.key);
  const names: KeyNames = {
    material: `${line.material.number} ${line.material.name}`,
    store: line.store.name,
    floatUnit: line.material.float?.unit.name ?? "",
  };
  return COUNTS.flatMap((count) => {
    const low = lowest[count].get(text);
    if (low === undefined) return [];
    const after = { ...low, onHand: quantity.subtract(low.onHand, countsOf(line)[count]) };
    lowest[count].set(text, after);
    const path = fieldPath(line.draft, count === "base" ? "quantity" : "auxQuantity");
    return negativeAtDate(path, count, after, { names, billDate });
  });
}

/** What an un-audit leaves of a key that it takes from; its bill is not in the lowest points. */
export function lowestWithout(
  history: History,
  key: StockKey,
  change: Counts,
  told: Told,
): Refusal[] {
  const text = stockKeyText(key);
  return COUNTS.flatMap((count) => {
    const low = history.lowest[count].get(text);
    if (low === undefined || !quantity.isNegative(change[count])) return [];
    return negativeAtDate("", count, low, told);
  });
}

interface Told {
  readonly names: KeyNames;
  readonly billDate: string;
}

function negativeAtDate(
  path: string,
  count: keyof Counts,
  { onHand, date, billNo: by }: Lowest,
  { names, billDate: given }: Told,
): Refusal[] {
  if (!quantity.isNegative(onHand)) return [];
  const { floatUnit, ...about } = names;
  const unit = count === "float" ? ` ${floatUnit}` : "";
  const params = { ...about, given, date, by, onHand: `${quantity.toText(onHand)}${unit}` };
  return [refusal("negativeAtDate", path, params)];
}
