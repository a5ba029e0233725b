/** 移仓单: each row leaves one place and enters another at the cost it left with. */
import { fieldPath } from "../line.ts";
import { refusal } from "../refusal.ts";
import { stockKeyText } from "../stock-key.ts";
import type { BillRule } from "./rule.ts";

export const move: BillRule = {
  conserves: true,
  check: (bill) =>
    bill.lines
      .filter(
        (line) => line.to !== undefined && stockKeyText(line.to.key) === stockKeyText(line.key),
      )
      .map((line) =>
        refusal("samePlace", fieldPath(line.draft, "toStore"), { given: line.store.name }),
      ),
  outs: (bill) => bill.lines.map((line) => ({ line, key: line.key, to: line.to?.key })),
  ins: (bill, costs) =>
    bill.lines.map((line) => ({
      line,
      key: line.to?.key ?? line.key,
      amount: costs.taken(line),
      costed: true,
    })),
};
