/**
 * 成本分摊比例 (D31, D34): percent with up to 8 decimals, on all receiving rows or on none, 100 in total.
 */
import { type Bill, fieldPath, type Line } from "../line.ts";
import * as money from "../money.ts";
import * as quantity from "../quantity.ts";
import { type Refusal, refusal } from "../refusal.ts";

const HUNDRED = quantity.quantity("100");
const SHARE_DECIMALS = 8;

export function checkShares(bill: Bill, receiving: readonly Line[]): Refusal[] {
  const given = checkGivenShares(receiving);
  const isWithout = receiving.every((line) => line.costShare === undefined);
  return isWithout && receiving.length > 0 ? withoutShares(bill, receiving) : given;
}

/** Shares as they are given: on every row or on none, each a percent, 100 together. */
export function checkGivenShares(receiving: readonly Line[]): Refusal[] {
  const refusals: Refusal[] = [];
  const given = receiving.filter((line) => line.costShare !== undefined);
  for (const line of given) {
    const share = line.costShare ?? quantity.ZERO;
    const tooFine = quantity.decimals(share) > SHARE_DECIMALS;
    if (tooFine || quantity.isNegative(share) || quantity.compare(share, HUNDRED) > 0) {
      const params = { given: quantity.toText(share) };
      refusals.push(refusal("shareInvalid", fieldPath(line.draft, "costShare"), params));
    }
  }
  if (refusals.length > 0 || given.length === 0) return refusals;
  if (given.length < receiving.length) {
    return receiving
      .filter((line) => line.costShare === undefined)
      .map((line) => refusal("sharePartial", fieldPath(line.draft, "costShare"), {}));
  }
  const total = quantity.sum(given.map((line) => line.costShare ?? quantity.ZERO));
  if (quantity.compare(total, HUNDRED) === 0) return [];
  return [refusal("shareTotalWrong", "material_entity", { given: quantity.toText(total) })];
}

/** A fee by cost share needs shares, unless the caller accepts the default split (D34). */
function withoutShares(bill: Bill, receiving: readonly Line[]): Refusal[] {
  const fees = money.sum(bill.fees.map((fee) => fee.localAmount));
  if (money.isZero(fees) || bill.ignoreWarn) return [];
  return receiving
    .slice(0, 1)
    .map((line) => refusal("shareMissing", fieldPath(line.draft, "costShare"), {}));
}
