/** 其他出库单: goods leave at the pool's cost; a cost sent by the caller is ignored (D33). */
import type { BillRule } from "./rule.ts";

export const otherOut: BillRule = {
  conserves: false,
  check: () => [],
  outs: (bill) => bill.lines.map((line) => ({ line, key: line.key })),
  ins: () => [],
};
