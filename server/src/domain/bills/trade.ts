/**
 * 采购 and 销售: orders move nothing; what is bought enters at its price without tax and its share
 * of the fees, what is sold or sent back leaves at the cost of its pool, and what a customer brings
 * back enters at the cost with which it left.
 */
import { allocate } from "../allocate.ts";
import type { Bill, Line } from "../line.ts";
import * as money from "../money.ts";
import * as quantity from "../quantity.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { partBack } from "./part-back.ts";
import type { BillRule } from "./rule.ts";

const nothingMoves = {
  conserves: false,
  orders: true,
  check: () => [],
  outs: () => [],
  ins: () => [],
};

export const purOrder: BillRule = { ...nothingMoves, trade: { party: "supplier" } };

export const salOrder: BillRule = { ...nothingMoves, trade: { party: "customer" } };

export const purInbound: BillRule = {
  conserves: false,
  trade: { party: "supplier" },
  draws: "pur_bill_order",
  check: checkPriced,
  outs: () => [],
  ins(bill) {
    const fees = feeShares(bill);
    return bill.lines.map((line, index) => ({
      line,
      key: line.key,
      amount: money.add(line.trade?.localAmount ?? money.ZERO, fees[index] ?? money.ZERO),
      costed: false,
    }));
  },
};

const leaving: Pick<BillRule, "conserves" | "check" | "outs" | "ins"> = {
  conserves: false,
  check: () => [],
  outs: (bill) => bill.lines.map((line) => ({ line, key: line.key })),
  ins: () => [],
};

/** Goods that go back may be past their date. */
export const purReturn: BillRule = {
  ...leaving,
  takesExpired: true,
  trade: { party: "supplier" },
  draws: "pur_bill_inbound",
};

export const salOutbound: BillRule = {
  ...leaving,
  trade: { party: "customer" },
  draws: "sal_bill_order",
};

/** Without a source row the goods are worth what their pool's are on that day. */
export const salInbound: BillRule = {
  conserves: false,
  trade: { party: "customer" },
  draws: "sal_bill_outbound",
  returnsCost: true,
  check: () => [],
  outs: () => [],
  ins: (bill, costs) =>
    bill.lines.map((line) => ({
      line,
      key: line.key,
      amount: line.returned ? partBack(line.returned, costs) : costs.currentValue(line),
      costed: true,
    })),
};

/** A purchase without a price enters at zero cost: the caller has to say that this is meant. */
function checkPriced(bill: Bill): Refusal[] {
  if (bill.ignoreWarn) return [];
  const isUnpriced = ({ trade }: Line) =>
    trade !== undefined && !trade.isFree && money.isZero(trade.all);
  return bill.lines
    .filter(isUnpriced)
    .map((line) => refusal("priceMissing", `${line.path}.price`, { given: line.material.number }));
}

/** By `allocate_rule`: 1 by what the rows cost with tax, 2 by base quantity (section 9). */
export function feeShares({ fees, lines, allocateRule }: Bill): readonly money.Money[] {
  const total = money.sum(fees.map((fee) => fee.localAmount));
  if (money.isZero(total)) return [];
  const byPrice = lines.map(({ trade }) =>
    quantity.quantity(money.toText(trade?.actualAll ?? money.ZERO)),
  );
  const isPriced = byPrice.some(quantity.isPositive);
  if (allocateRule !== "2" && isPriced) return allocate(total, byPrice);
  return allocate(
    total,
    lines.map((line) => line.baseQuantity),
  );
}
