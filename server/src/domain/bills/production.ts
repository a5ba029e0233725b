/**
 * 生产领料单 and 产品退库单: goods leave for production at the pool's cost. 产品入库单: products enter at the
 * cost given, as on an 其他入库单. 生产退料单: materials come back at the cost with which their row of a
 * 生产领料单 left; without one at the cost given, else at what the rest of them is worth. Decision 6.
 */
import * as money from "../money.ts";
import { partBack } from "./part-back.ts";
import type { BillRule } from "./rule.ts";

export const pick: BillRule = {
  conserves: false,
  check: () => [],
  outs: (bill) => bill.lines.map((line) => ({ line, key: line.key })),
  ins: () => [],
};

export const productReturn: BillRule = { ...pick, draws: "inv_product_bill" };

export const productIn: BillRule = {
  conserves: false,
  check: () => [],
  outs: () => [],
  ins: (bill) =>
    bill.lines.map((line) => ({
      line,
      key: line.key,
      amount: line.givenCost ?? money.ZERO,
      costed: false,
    })),
};

export const pickReturn: BillRule = {
  ...productIn,
  draws: "inv_pick_bill",
  returnsCost: true,
  ins: (bill, costs) =>
    bill.lines.map((line) => ({
      line,
      key: line.key,
      amount: line.returned
        ? partBack(line.returned, costs)
        : (line.givenCost ?? costs.currentValue(line)),
      costed: line.returned !== undefined || line.givenCost === undefined,
    })),
};
