/**
 * 整单折扣 and totals of a purchase or sale, in its currency: the discount of the whole bill is shared
 * over its rows by what they cost with tax (decision 6, "Amounts of purchases and sales").
 */
import { allocate } from "./allocate.ts";
import type { Money } from "./money.ts";
import * as money from "./money.ts";
import * as quantity from "./quantity.ts";
import { invalidValue, type Refusal, refusal } from "./refusal.ts";
import {
  AMOUNT_FIELDS,
  disagreement,
  type RowAmounts,
  type RowDraft,
  rowAmounts,
  withoutTax,
} from "./trade-row.ts";

/** A row after the discount of the whole bill. */
export interface TradeRow extends RowAmounts {
  /** 整单折扣分摊额. */
  readonly distribution: Money;
  /** 实际含税, 实际不含税: what the goods are bought or sold for. */
  readonly actualAll: Money;
  readonly actualAmount: Money;
  /** Without tax in local currency, what is bought enters stock at it (D33). */
  readonly localAmount: Money;
}

export interface TradeDraft {
  readonly rows: readonly RowDraft[];
  /** What the head says, empty where it does not. */
  readonly discount: string;
  readonly discountRate: string;
  readonly total: string;
  readonly exchangeRate: string;
}

export interface TradeTotals {
  /** 折前价税合计, 整单折扣额 and what is left of it. */
  readonly before: Money;
  readonly discount: Money;
  readonly total: Money;
}

export type TradeAnswer =
  | {
      readonly rows: readonly TradeRow[];
      readonly totals: TradeTotals;
      readonly refusals: readonly [];
    }
  | { readonly rows?: undefined; readonly refusals: readonly Refusal[] };

const HUNDRED = quantity.quantity("100");

/** All amounts of a bill, or all refusals: those of the rows first. */
export function tradeAmounts(draft: TradeDraft): TradeAnswer {
  const answers = draft.rows.map(rowAmounts);
  const refusals = answers.flatMap((answer) => answer.refusals);
  const rows = answers.flatMap(({ amounts }) => (amounts === undefined ? [] : [amounts]));
  const rate = exchangeRateOf(draft, refusals);
  if (refusals.length > 0 || rate === undefined) return { refusals };
  const before = money.sum(rows.map(({ all }) => all));
  const shares = sharesOf(draft, rows, before, refusals);
  if (shares === undefined) return { refusals };
  const actual = rows.map((row, index) => actualOf(row, shares[index] ?? money.ZERO, rate));
  const discount = money.sum(shares);
  const total = money.subtract(before, discount);
  refusals.push(...actual.flatMap((row, index) => checkActual(draft.rows[index], row)));
  if (![before, ...actual.map(({ localAmount }) => localAmount)].every(money.isBookable)) {
    const params = { title: "合计金额", given: money.toText(before) };
    refusals.push(refusal("decimalTooLarge", "total_amount", params));
  }
  const said = amountOf(draft.total, "total_amount", "合计金额", refusals);
  if (said !== undefined && money.compare(said, total) !== 0) {
    refusals.push(disagreement("total_amount", "合计金额", said, total));
  }
  return refusals.length > 0
    ? { refusals }
    : { rows: actual, totals: { before, discount, total }, refusals: [] };
}

function amountOf(given: string, path: string, title: string, refusals: Refusal[]) {
  if (given === "") return undefined;
  const parsed = money.parseMoney(given);
  if (parsed !== undefined && !money.isNegative(parsed)) return parsed;
  refusals.push(refusal("amountInvalid", path, { title, given }));
  return undefined;
}

function exchangeRateOf(draft: TradeDraft, refusals: Refusal[]): money.Price | undefined {
  const given = draft.exchangeRate;
  const rate = money.parsePrice(given || "1");
  if (rate !== undefined && money.isPositivePrice(rate)) return rate;
  const params = { title: "汇率", given, reason: "须大于 0", reasonEn: "must be above 0" };
  refusals.push(invalidValue("exchange_rate", params));
  return undefined;
}

/** 整单折扣分摊额 of each row: as the rows say it, else by what they cost with tax. */
function sharesOf(
  draft: TradeDraft,
  rows: readonly RowAmounts[],
  before: Money,
  refusals: Refusal[],
): readonly Money[] | undefined {
  const discount = billDiscountOf(draft, before, refusals);
  const said = draft.rows.map((row) => {
    const path = `${row.path}.bill_dis_distribution`;
    const title = AMOUNT_FIELDS.bill_dis_distribution;
    return amountOf(row.said("bill_dis_distribution"), path, title, refusals) ?? money.ZERO;
  });
  if (refusals.length > 0) return undefined;
  const given = money.sum(said);
  if (!money.isZero(given)) {
    if (discount !== undefined && money.compare(discount, given) !== 0) {
      refusals.push(disagreement("bill_dis_amount", "整单折扣额", discount, given));
    }
    return within(draft, rows, said, refusals);
  }
  if (discount === undefined || money.isZero(discount)) return said;
  if (money.compare(discount, before) > 0) {
    const params = { title: "整单折扣额", given: money.toText(discount) };
    refusals.push(refusal("amountInvalid", "bill_dis_amount", params));
    return undefined;
  }
  return allocate(
    discount,
    rows.map(({ all }) => quantity.quantity(money.toText(all))),
  );
}

function within(
  draft: TradeDraft,
  rows: readonly RowAmounts[],
  shares: readonly Money[],
  refusals: Refusal[],
): readonly Money[] | undefined {
  for (const [index, share] of shares.entries()) {
    if (money.compare(share, rows[index]?.all ?? money.ZERO) <= 0) continue;
    const path = `${draft.rows[index]?.path ?? ""}.bill_dis_distribution`;
    const params = { title: AMOUNT_FIELDS.bill_dis_distribution, given: money.toText(share) };
    refusals.push(refusal("amountInvalid", path, params));
  }
  return refusals.length > 0 ? undefined : shares;
}

function billDiscountOf(draft: TradeDraft, before: Money, refusals: Refusal[]): Money | undefined {
  const said = amountOf(draft.discount, "bill_dis_amount", "整单折扣额", refusals);
  const given = draft.discountRate;
  const rate = quantity.parseQuantity(given || "0");
  const isPercent =
    rate !== undefined && !quantity.isNegative(rate) && quantity.compare(rate, HUNDRED) <= 0;
  if (!isPercent) {
    const reason = { reason: "须在 0 到 100 之间", reasonEn: "between 0 and 100" };
    refusals.push(invalidValue("bill_dis_rate", { title: "整单折扣率", given, ...reason }));
    return undefined;
  }
  if (quantity.isZero(rate)) return said;
  const due = money.partOf(before, rate, HUNDRED);
  if (said !== undefined && money.compare(said, due) !== 0) {
    refusals.push(disagreement("bill_dis_amount", "整单折扣额", said, due));
  }
  return due;
}

function actualOf(row: RowAmounts, distribution: Money, rate: money.Price): TradeRow {
  const actualAll = money.subtract(row.all, distribution);
  const actualAmount = money.isZero(distribution) ? row.amount : withoutTax(actualAll, row.rate);
  const localAmount = money.localAmount(actualAmount, rate);
  return { ...row, distribution, actualAll, actualAmount, localAmount };
}

function checkActual(draft: RowDraft | undefined, row: TradeRow): Refusal[] {
  if (draft === undefined) return [];
  const refusals: Refusal[] = [];
  const path = `${draft.path}.act_non_tax_amount`;
  const title = AMOUNT_FIELDS.act_non_tax_amount;
  const said = amountOf(draft.said("act_non_tax_amount"), path, title, refusals);
  if (said === undefined || money.compare(said, row.actualAmount) === 0) return refusals;
  return [disagreement(path, title, said, row.actualAmount)];
}
