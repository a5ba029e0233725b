/**
 * Costs by `verify`: everything that stands is costed again from nothing, pool after pool in the
 * order of dates (D30, D35), and every issue must be worth what the ledger says.
 */
import type { PoolState } from "../domain/book.ts";
import { enter, leave } from "../domain/cost-pool.ts";
import { EMPTY_POOL } from "../domain/costing.ts";
import type { CostMethod } from "../domain/master.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import type { Finding } from "./verify-finding.ts";

/** A movement that stands. Decimals are texts as stored, what leaves is below zero. */
export interface CostFacts {
  readonly id: string;
  readonly poolId: string;
  readonly subject: string;
  readonly method: CostMethod;
  readonly bill: string;
  readonly billDate: string;
  readonly seq: string;
  readonly quantity: string;
  readonly amount: string;
  readonly within: boolean;
}

/** A FIFO layer: taken, received and amount, by the ledger and as stored; empty for none. */
export interface LayerFacts {
  readonly id: string;
  readonly subject: string;
  readonly bill: string;
  readonly expected: string;
  readonly actual: string;
}

/** A pool is left at its first wrong issue: what follows it would be told again and again. */
export function costFindings(): (facts: CostFacts) => Finding[] {
  let poolId = "";
  let pool: PoolState | undefined;
  return (facts) => {
    if (facts.poolId !== poolId) {
      poolId = facts.poolId;
      pool = emptyPool(facts.method);
    }
    if (pool === undefined) return [];
    const moved = quantity.quantity(facts.quantity);
    const amount = money.money(facts.amount);
    if (!quantity.isNegative(moved)) {
      const at = { billDate: facts.billDate, seq: Number(facts.seq) };
      if (!facts.within) pool = enter(pool, moved, amount, at);
      return [];
    }
    const asked = quantity.negate(moved);
    // Less than nothing is another finding, of the key that it happens to.
    const isThere = quantity.compare(asked, pool.quantity) <= 0;
    const taken = isThere ? leave(pool, asked) : undefined;
    const expected = taken && money.toText(money.negate(taken.amount));
    const actual = money.toText(amount);
    pool = expected === actual ? (facts.within ? pool : taken?.pool) : undefined;
    if (expected === undefined || expected === actual) return [];
    const { subject, bill } = facts;
    return [{ check: "outCost", record: `ledger ${facts.id}`, subject, expected, actual, bill }];
  };
}

const emptyPool = (method: CostMethod): PoolState => ({
  ...EMPTY_POOL,
  id: "",
  key: { materialId: "", auxPropId: "", batchNo: "", storeId: "" },
  lastDate: "",
  method,
  layers: [],
  staleFrom: "",
});

export function layerFindings(facts: LayerFacts): Finding[] {
  const { subject, bill, expected, actual } = facts;
  if (expected === actual) return [];
  return [{ check: "layer", record: `cost_layer ${facts.id}`, subject, expected, actual, bill }];
}
