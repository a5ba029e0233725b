/** What goods are worth that come back of an earlier bill. Decision 6. */
import type { Returned } from "../line.ts";
import * as money from "../money.ts";
import type { Quantity } from "../quantity.ts";
import type { Costs } from "./rule.ts";

/**
 * The part up to and with what comes back less the part before it: all parts together are the whole
 * to the cent.
 */
export function partBack({ rowId, cost, before, after, all }: Returned, costs: Costs): money.Money {
  const whole = costs.leftWith(rowId) ?? cost;
  const upTo = (count: Quantity) => money.partOf(whole, count, all);
  return money.subtract(upTo(after), upTo(before));
}
