/**
 * 其他出库单: goods leave at the pool's cost; a cost sent by the caller is ignored (D33). A row of a
 * 调拨差异 (业务类型 15) writes goods off that were lost in transit.
 */
import { inTransit, isDifference } from "../transit.ts";
import type { BillRule } from "./rule.ts";

export const otherOut: BillRule = {
  conserves: false,
  check: () => [],
  located: (line) =>
    isDifference(line) ? { ...line, key: inTransit(line.key, line.draft.sourceEntry) } : line,
  outs: (bill) => bill.lines.map((line) => ({ line, key: line.key })),
  ins: () => [],
};
