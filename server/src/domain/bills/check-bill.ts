/**
 * 盘点单: what was counted. It moves nothing; its differences are booked by 盘盈单 and 盘亏单 (decision 8).
 */
import { countsOf } from "../counts.ts";
import { floatMismatch } from "../float-balance.ts";
import { fieldPath, type Line } from "../line.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { stockKeyText } from "../stock-key.ts";
import type { BillRule } from "./rule.ts";

export const checkBill: BillRule = {
  conserves: false,
  counts: true,
  check(bill) {
    const seen = new Set<string>();
    const lopsided = bill.lines.flatMap(checkFloat);
    const repeated = bill.lines.flatMap((line) => {
      const text = stockKeyText(line.key);
      const isFirst = !seen.has(text);
      seen.add(text);
      if (isFirst) return [];
      const params = { given: `${line.material.number} ${line.material.name}` };
      return [refusal("countRepeated", fieldPath(line.draft, "material"), params)];
    });
    return [...repeated, ...lopsided];
  },
  outs: () => [],
  ins: () => [],
};

/** What was found cannot be kilograms without a roll; nothing that is kept is. */
function checkFloat(line: Line): Refusal[] {
  const { material, store, draft } = line;
  return floatMismatch(fieldPath(draft, "auxQuantity"), countsOf(line), {
    material: `${material.number} ${material.name}`,
    store: store.name,
    floatUnit: material.float?.unit.name ?? "",
  });
}
