/** 其他入库单: goods enter at the cost that the caller gives; without one they enter at zero cost. */
import { ZERO } from "../money.ts";
import type { BillRule } from "./rule.ts";

export const otherIn: BillRule = {
  conserves: false,
  check: () => [],
  outs: () => [],
  ins: (bill) =>
    bill.lines.map((line) => ({
      line,
      key: line.key,
      amount: line.givenCost ?? ZERO,
      costed: false,
    })),
};
