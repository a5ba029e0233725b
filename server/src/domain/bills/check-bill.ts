/**
 * 盘点单: what was counted. It moves nothing; its differences are booked by 盘盈单 and 盘亏单 (decision 8).
 */
import { fieldPath } from "../line.ts";
import { refusal } from "../refusal.ts";
import { stockKeyText } from "../stock-key.ts";
import type { BillRule } from "./rule.ts";

export const checkBill: BillRule = {
  conserves: false,
  counts: true,
  check(bill) {
    const seen = new Set<string>();
    return bill.lines.flatMap((line) => {
      const text = stockKeyText(line.key);
      const isFirst = !seen.has(text);
      seen.add(text);
      if (isFirst) return [];
      const params = { given: `${line.material.number} ${line.material.name}` };
      return [refusal("countRepeated", fieldPath(line.draft, "material"), params)];
    });
  },
  outs: () => [],
  ins: () => [],
};
