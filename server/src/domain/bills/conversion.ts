/**
 * What 组装单 and 拆卸单 share (D31–D34): the rows of one kind leave at their cost, the rows of the other
 * receive the sum of it by cost share and the fees by the allocation rule. Both are split
 * separately and to the cent, so value is neither made nor lost.
 */
import { allocate } from "../allocate.ts";
import { type Bill, fieldPath, type Line } from "../line.ts";
import * as money from "../money.ts";
import * as quantity from "../quantity.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { BillRule, Costs } from "./rule.ts";
import { checkShares } from "./shares.ts";

export type Component = "M" | "S";

const KINDS = {
  M: { kind: "组件（M）", kindEn: "product (M)" },
  S: { kind: "子件（S）", kindEn: "part (S)" },
} as const;

const rowsOf = (bill: Bill, component: Component) =>
  bill.lines.filter((line) => line.component === component);

export interface ConversionOptions {
  /** Which rows leave; the others receive. */
  readonly leaving: Component;
  /** Whether a fee asks for cost shares even when only one row receives (D34). */
  readonly sharesOfOne: boolean;
}

export function conversion({ leaving, sharesOfOne }: ConversionOptions): BillRule {
  const receiving: Component = leaving === "M" ? "S" : "M";
  return {
    conserves: true,
    check(bill) {
      const rows = rowsOf(bill, receiving);
      const isTrivial = rows.length === 1 && !sharesOfOne && rows[0]?.costShare === undefined;
      return [...checkComponents(bill), ...(isTrivial ? [] : checkShares(bill, rows))];
    },
    outs: (bill) => rowsOf(bill, leaving).map((line) => ({ line, key: line.key })),
    ins(bill, costs) {
      const rows = rowsOf(bill, receiving);
      const taken = money.sum(rowsOf(bill, leaving).map(costs.taken));
      const fees = money.sum(bill.fees.map((fee) => fee.localAmount));
      const byCost = goodsWeights(rows, costs);
      const byQuantity = rows.map((line) => line.baseQuantity);
      const ofGoods = allocate(taken, byCost);
      const ofFees = allocate(fees, bill.allocateRule === "2" ? byQuantity : byCost);
      return rows.map((line, index) => ({
        line,
        key: line.key,
        amount: money.add(ofGoods[index] ?? money.ZERO, ofFees[index] ?? money.ZERO),
        costed: true,
      }));
    },
  };
}

/** A product and its parts, none of which is the product. */
export const checkComponents = (bill: Bill): Refusal[] => [
  ...checkPresent(bill, "M"),
  ...checkPresent(bill, "S"),
  ...checkDistinct(bill),
];

function checkPresent(bill: Bill, component: Component): Refusal[] {
  if (rowsOf(bill, component).length > 0) return [];
  const params = { title: "商品分录", ...KINDS[component] };
  return [refusal("billRowsMissing", "material_entity", params)];
}

function checkDistinct(bill: Bill): Refusal[] {
  const products = new Set(rowsOf(bill, "M").map((line) => line.material.id));
  return rowsOf(bill, "S")
    .filter((line) => products.has(line.material.id))
    .map((line) => {
      const given = line.material.number;
      return refusal("partEqualsProduct", fieldPath(line.draft, "material"), { given });
    });
}

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
