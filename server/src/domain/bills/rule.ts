import type { Bill, Line, LineDraft } from "../line.ts";
import type { Money } from "../money.ts";
import type { Refusal } from "../refusal.ts";
import type { StockKey } from "../stock-key.ts";

/** Goods that leave; their cost is decided by the pool. */
export interface OutMovement {
  readonly line: Line;
  readonly key: StockKey;
  /** Where the same goods go, at the cost at which they leave; absent when they leave the books. */
  readonly to?: StockKey | undefined;
}

/** Goods that enter at a cost that the bill gives or that follows from what left. */
export interface InMovement extends Pick<OutMovement, "line" | "key"> {
  readonly amount: Money;
  /** The amount follows from the cost of other goods, so re-costing may change it (D35). */
  readonly costed: boolean;
}

/**
 * The rule of one bill type: which of its lines leave, which enter, and at what cost. Pure; the
 * ledger does the rest (`ledger.ts`): sums, shortage, batches, serials, pools, rows and balances.
 */
export interface BillRule {
  /** Whether what enters is worth what left and the fees, to the cent (P5). `verify` checks it. */
  readonly conserves: boolean;
  /** 盘点: the bill says what is there and moves nothing. Default false. */
  readonly counts?: boolean;
  /** Whether goods past their date may leave: nothing is shipped by it. Default false (D17). */
  readonly takesExpired?: boolean;
  /** 订单: the bill says what is wanted and moves nothing. Default false. */
  readonly orders?: boolean;
  /** Of purchases and sales: with whom. */
  readonly trade?: Trade;
  /**
   * `entity_number` of the only one of our own bill types that its rows may name as their source.
   * What they take of a row of it is kept there and never more than the row has.
   */
  readonly draws?: string;
  /** Whether goods come back at the cost with which the source row sent them. Default false. */
  readonly returnsCost?: boolean;
  /** Refusals that depend on the bill alone. */
  check(bill: Bill): Refusal[];
  /** What a row must share with the row of our own bill that it names as its source. */
  checkSource?(line: LineDraft, source: LineDraft): Refusal[];
  /** The row with where its goods are, when its stores do not say it: they may be in transit. */
  located?(line: Line): Line;
  outs(bill: Bill): OutMovement[];
  /** What enters, given what each line that left did cost. */
  ins(bill: Bill, costs: Costs): InMovement[];
}

/** 采购 or 销售: a bill with prices, of a supplier or a customer. */
export interface Trade {
  readonly party: "supplier" | "customer";
}

/** What a rule may know of costs while it decides what enters. */
export interface Costs {
  /** What the line took out of its pool; zero for a line that did not leave. */
  taken(line: Line): Money;
  /** The line's base quantity at the current average of its pool; zero while the pool is empty. */
  currentValue(line: Line): Money;
  /** What a row of an earlier bill left with, where it was costed anew since it was read (D35). */
  leftWith(rowId: string): Money | undefined;
}
