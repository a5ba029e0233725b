/**
 * 拆卸单 (D31–D34): the M rows leave at their cost; the S rows receive the sum of it by cost share,
 * and the fees by the allocation rule. Both are split separately and to the cent, so value is
 * neither made nor lost.
 */
import { allocate } from "../allocate.ts";
import { type Bill, fieldPath, type Line } from "../line.ts";
import * as money from "../money.ts";
import * as quantity from "../quantity.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { BillRule, Costs } from "./rule.ts";
import { checkShares } from "./shares.ts";

const products = (bill: Bill) => bill.lines.filter((line) => line.component === "M");
const parts = (bill: Bill) => bill.lines.filter((line) => line.component === "S");

export const disassemble: BillRule = {
  check(bill) {
    const refusals: Refusal[] = [];
    if (products(bill).length === 0) {
      refusals.push(
        refusal("billRowsMissing", "material_entity", {
          title: "商品分录",
          kind: "组件（M）",
          kindEn: "product (M)",
        }),
      );
    }
    if (parts(bill).length === 0) {
      refusals.push(
        refusal("billRowsMissing", "material_entity", {
          title: "商品分录",
          kind: "子件（S）",
          kindEn: "part (S)",
        }),
      );
    }
    const apart = new Set(products(bill).map((line) => line.material.id));
    for (const line of parts(bill)) {
      if (apart.has(line.material.id)) {
        const given = line.material.number;
        refusals.push(refusal("partEqualsProduct", fieldPath(line.draft, "material"), { given }));
      }
    }
    return [...refusals, ...checkShares(bill, parts(bill))];
  },
  outs: (bill) => products(bill).map((line) => ({ line, key: line.key })),
  ins(bill, costs) {
    const rows = parts(bill);
    const taken = money.sum(products(bill).map(costs.taken));
    const fees = money.sum(bill.fees.map((fee) => fee.localAmount));
    const byCost = goodsWeights(rows, costs);
    const byQuantity = rows.map((line) => line.baseQuantity);
    const ofGoods = allocate(taken, byCost);
    const ofFees = allocate(fees, bill.allocateRule === "2" ? byQuantity : byCost);
    return rows.map((line, index) => ({
      line,
      key: line.key,
      amount: money.add(ofGoods[index] ?? money.ZERO, ofFees[index] ?? money.ZERO),
    }));
  },
};

/**
 * Shares where given; else the costs given on every row; else the current values; else base
 * quantity (D34).
 */
function goodsWeights(rows: readonly Line[], costs: Costs): quantity.Quantity[] {
  if (rows.every((line) => line.costShare !== undefined)) {
    return rows.map((line) => line.costShare ?? quantity.ZERO);
  }
  const given = rows.map((line) => line.givenCost ?? money.ZERO);
  if (rows.every((line) => line.givenCost !== undefined) && given.some(isWorth)) {
    return given.map(asWeight);
  }
  const current = rows.map(costs.currentValue);
  // A value beyond what can be booked is no weight; it comes of a pool with a trace of quantity.
  const isUsable = (amount: money.Money) => isWorth(amount) && money.isBookable(amount);
  if (current.every(isUsable)) return current.map(asWeight);
  return rows.map((line) => line.baseQuantity);
}

const isWorth = (amount: money.Money) => !money.isZero(amount);
const asWeight = (amount: money.Money) => quantity.quantity(money.toText(amount));
