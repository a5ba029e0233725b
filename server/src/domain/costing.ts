import {
  add as addMoney,
  fromCents,
  isNegative as isNegativeMoney,
  isZero as isZeroMoney,
  type Money,
  subtract as subtractMoney,
  toCents,
  unitCost,
  ZERO as ZERO_MONEY,
} from "./money.ts";
import {
  add,
  compare,
  divideHalfUp,
  isNegative,
  isZero,
  type Quantity,
  subtract,
  toScaled,
  toText,
  ZERO,
} from "./quantity.ts";

/**
 * 成本池: what shares one moving weighted average (D30): the quantity on hand in base units and its
 * value in local currency. Neither is ever negative, and no quantity means no value.
 */
export interface Pool {
  readonly quantity: Quantity;
  readonly value: Money;
}

/** The pool before anything came in. */
export const EMPTY_POOL: Pool = { quantity: ZERO, value: ZERO_MONEY };

function checked(pool: Pool): Pool {
  const { quantity, value } = pool;
  if (isNegative(quantity) || isNegativeMoney(value) || (isZero(quantity) && !isZeroMoney(value))) {
    throw new RangeError(`Impossible cost pool: ${toText(quantity)} worth ${toCents(value)} cents`);
  }
  return pool;
}

/**
 * Takes goods out at the pool's average: amount = quantity × value ÷ on hand, to the cent, half up;
 * the out that empties the pool takes all that is left (D30). Never more than the pool's value.
 * Throws for a negative quantity and for more than the pool holds: that was refused before.
 */
export function takeOut(
  pool: Pool,
  quantity: Quantity,
): { readonly amount: Money; readonly pool: Pool } {
  checked(pool);
  if (isNegative(quantity) || compare(quantity, pool.quantity) > 0) {
    throw new RangeError(`${toText(quantity)} out of a pool of ${toText(pool.quantity)}`);
  }
  if (isZero(quantity)) return { amount: ZERO_MONEY, pool };
  if (compare(quantity, pool.quantity) === 0) return { amount: pool.value, pool: EMPTY_POOL };
  const cents = divideHalfUp(toCents(pool.value) * toScaled(quantity), toScaled(pool.quantity));
  const amount = fromCents(cents);
  const left = {
    quantity: subtract(pool.quantity, quantity),
    value: subtractMoney(pool.value, amount),
  };
  return { amount, pool: checked(left) };
}

/**
 * Puts goods in at their amount. A quantity of zero changes the value only, of a pool that holds
 * something. Throws for a negative quantity or amount, and for value without quantity.
 */
export function putIn(pool: Pool, quantity: Quantity, amount: Money): Pool {
  checked(pool);
  if (isNegative(quantity) || isNegativeMoney(amount)) {
    throw new RangeError(`${toText(quantity)} worth ${toCents(amount)} cents into a pool`);
  }
  return checked({
    quantity: add(pool.quantity, quantity),
    value: addMoney(pool.value, amount),
  });
}

/** 平均成本 per base unit for showing: up to 10 decimals, half up; "0" for an empty pool (D2). */
export function averageCost(pool: Pool): string {
  return isZero(pool.quantity) ? "0" : unitCost(pool.value, pool.quantity);
}
