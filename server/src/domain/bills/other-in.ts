/**
 * 其他入库单: goods enter at the cost that the caller gives; without one they enter at zero cost. A row
 * of a 调拨差异 (业务类型 14) brings goods back that were in transit, at the cost with which they left.
 */
import { ZERO } from "../money.ts";
import { inTransit, isDifference } from "../transit.ts";
import type { BillRule } from "./rule.ts";

export const otherIn: BillRule = {
  conserves: false,
  check: () => [],
  located(line) {
    if (!isDifference(line)) return line;
    const to = { store: line.store, key: line.key };
    return { ...line, key: inTransit(line.key, line.draft.sourceEntry), to };
  },
  outs: (bill) =>
    bill.lines
      .filter((line) => line.to !== undefined)
      .map((line) => ({ line, key: line.key, to: line.to?.key })),
  ins: (bill, costs) =>
    bill.lines.map((line) => ({
      line,
      key: line.to?.key ?? line.key,
      amount: line.to === undefined ? (line.givenCost ?? ZERO) : costs.taken(line),
      costed: line.to !== undefined,
    })),
};
