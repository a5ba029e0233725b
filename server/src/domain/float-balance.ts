/**
 * 为零不为零 (contract section 8, 库存异常检查): of a material with a floating unit a key holds some of both
 * counts or none of either. Kilograms without a roll, or a roll that weighs nothing, are refused.
 */
import { type Book, look } from "./book.ts";
import { type Counts, onHandOf } from "./counts.ts";
import { type Bill, fieldPath, type Line } from "./line.ts";
import * as quantity from "./quantity.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { stockKeyText } from "./stock-key.ts";

export interface KeyNames {
  readonly material: string;
  readonly store: string;
  /** Name of the default floating unit, empty for a material without one. */
  readonly floatUnit: string;
}

/** What `onHand` of the key would be refused for. */
export function floatMismatch(path: string, onHand: Counts, names: KeyNames): Refusal[] {
  const isLopsided = quantity.isZero(onHand.base) !== quantity.isZero(onHand.float);
  if (names.floatUnit === "" || !isLopsided) return [];
  const told = { onHand: quantity.toText(onHand.base), float: quantity.toText(onHand.float) };
  return [refusal("floatMismatch", path, { ...names, ...told })];
}

/** The keys of a posted bill, each told once, at the last row that moved it. */
export function checkFloats(book: Book, bill: Bill): Refusal[] {
  const found = new Map<string, Refusal[]>();
  for (const line of bill.lines) {
    const places = [{ key: line.key, store: line.store }, ...(line.to ? [line.to] : [])];
    for (const { key, store } of places) {
      const text = stockKeyText(key);
      const path = fieldPath(line.draft, "auxQuantity");
      const onHand = onHandOf(look(book, "balances", text));
      const mismatch = floatMismatch(path, onHand, namesOf(line, store.name));
      found.set(text, [...mismatch, ...tooLarge(path, onHand)]);
    }
  }
  return [...found.values()].flat();
}

/** Base quantities are checked by cost pool; floating ones have none. */
function tooLarge(path: string, { float }: Counts): Refusal[] {
  if (quantity.isBookable(float)) return [];
  return [
    refusal("decimalTooLarge", path, { title: "库存浮动数量", given: quantity.toText(float) }),
  ];
}

const namesOf = ({ material }: Line, store: string): KeyNames => ({
  material: `${material.number} ${material.name}`,
  store,
  floatUnit: material.float?.unit.name ?? "",
});
