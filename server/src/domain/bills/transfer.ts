/**
 * 调拨 at the same price: an audited 调拨出库单 puts goods in transit at the cost with which they left;
 * each row of a 调拨入库单 takes what its source row sent into the store that it was sent to. A fee of
 * either bill is shared over its rows and adds to what their goods are worth.
 */
import { allocate } from "../allocate.ts";
import { type Bill, fieldPath, type Line, type LineDraft, type LineField } from "../line.ts";
import * as money from "../money.ts";
import * as quantity from "../quantity.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { inTransit, TRANSFER_OUT_ENTITY } from "../transit.ts";
import type { BillRule, Costs } from "./rule.ts";
import { checkGivenShares } from "./shares.ts";

const transfer = {
  conserves: true,
  // With a fee the goods are worth more afterwards: they are not the same in their pool.
  outs: (bill) =>
    bill.lines.map((line) => {
      const to = bill.fees.length === 0 ? line.to?.key : undefined;
      return { line, key: line.key, to };
    }),
  ins(bill, costs) {
    const fees = feeShares(bill, costs);
    return bill.lines.map((line, index) => ({
      line,
      key: line.to?.key ?? line.key,
      amount: money.add(costs.taken(line), fees[index] ?? money.ZERO),
      costed: true,
    }));
  },
} as const satisfies Pick<BillRule, "conserves" | "outs" | "ins">;

export const transferOut: BillRule = {
  ...transfer,
  check: (bill) => [...checkHead(bill), ...checkPlaces(bill)],
  located: (line) =>
    line.to === undefined
      ? line
      : { ...line, to: { ...line.to, key: inTransit(line.key, line.id) } },
};

export const transferIn: BillRule = {
  ...transfer,
  check: (bill) => [...checkHead(bill), ...bill.lines.flatMap(checkSourceGiven)],
  checkSource: checkSourcePlaces,
  located: (line) => ({ ...line, key: inTransit(line.key, line.draft.sourceEntry) }),
};

function checkHead(bill: Bill): Refusal[] {
  const price =
    bill.transType === "2" ? [refusal("transferPriceUnsupported", "trans_type", {})] : [];
  return [...price, ...checkGivenShares(bill.lines)];
}

function checkPlaces(bill: Bill): Refusal[] {
  const isSame = ({ draft, store }: Line) =>
    draft.store === draft.toStore &&
    (!store.usesBins || placeOf(draft, "bin") === placeOf(draft, "toBin"));
  return bill.lines
    .filter(isSame)
    .map((line) =>
      refusal("samePlace", fieldPath(line.draft, "toStore"), { given: line.store.name }),
    );
}

function checkSourceGiven({ draft }: Line): Refusal[] {
  if (draft.sourceType === TRANSFER_OUT_ENTITY) return [];
  const params = { expected: TRANSFER_OUT_ENTITY };
  return [refusal("transferSourceRequired", fieldPath(draft, "sourceType"), params)];
}

/** What was sent to a store is received there; the bin is the receiver's choice. */
function checkSourcePlaces(line: LineDraft, source: LineDraft): Refusal[] {
  const places: readonly [LineField, string][] = [
    ["store", "调出仓库"],
    ["bin", "调出仓位"],
    ["toStore", "调入仓库"],
  ];
  return places
    .filter(([field]) => placeOf(line, field) !== placeOf(source, field))
    .map(([field, title]) => {
      const given = placeOf(line, field);
      const params = { title, given, expected: placeOf(source, field) };
      return refusal("sourcePlaceDiffers", fieldPath(line, field), params);
    });
}

const placeOf = (draft: LineDraft, field: LineField): string => {
  const id = draft[field as "store"];
  return id === "0" ? "" : id;
};

/**
 * By the shares that the rows give; else by `allocate_rule`: 1 by the cost of the goods, which is
 * their total at the same price, 2 by base quantity. Goods without cost share by quantity.
 */
function feeShares(bill: Bill, costs: Costs): readonly money.Money[] {
  const total = money.sum(bill.fees.map((fee) => fee.localAmount));
  if (money.isZero(total)) return [];
  const { lines } = bill;
  const given = lines.map((line) => line.costShare ?? quantity.ZERO);
  if (given.some(quantity.isPositive)) return allocate(total, given);
  const byCost = lines.map((line) => quantity.quantity(money.toText(costs.taken(line))));
  const isWorth = byCost.some(quantity.isPositive);
  if (bill.allocateRule !== "2" && isWorth) return allocate(total, byCost);
  return allocate(
    total,
    lines.map((line) => line.baseQuantity),
  );
}
