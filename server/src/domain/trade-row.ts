/**
 * 单价、税率、税额、折扣 of one row of a purchase or sale, in the currency of the bill: what is not said is
 * computed, what is said must agree to the cent (decision 6, "Amounts of purchases and sales").
 */

import type { Money } from "./money.ts";
import * as money from "./money.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";
import { invalidValue, type Refusal, refusal } from "./refusal.ts";

/** What a row may say, by wire name; a text is empty where nothing is said. */
export type AmountField = keyof typeof AMOUNT_FIELDS;
export const AMOUNT_FIELDS = {
  price: "单价",
  tax_price: "含税单价",
  cess: "税率",
  dis_rate: "折扣率",
  dis_amount: "折扣额",
  discount: "折扣",
  amount: "金额",
  tax_amount: "税额",
  all_amount: "价税合计",
  bill_dis_distribution: "整单折扣分摊额",
  act_non_tax_amount: "实际不含税金额",
} as const;

export interface RowDraft {
  readonly path: string;
  readonly quantity: Quantity;
  said(field: AmountField): string;
}

export interface RowAmounts {
  /** As they show: those that were not said follow from the amounts. */
  readonly price: string;
  readonly taxPrice: string;
  /** 税率, in percent. */
  readonly rate: Quantity;
  /** 折前金额: price × quantity; with tax where the row is priced with tax. */
  readonly gross: Money;
  readonly discount: Money;
  /** Without tax, tax, and both, after the row's own discount. */
  readonly amount: Money;
  readonly tax: Money;
  readonly all: Money;
}

export interface RowAnswer {
  readonly amounts: RowAmounts | undefined;
  readonly refusals: readonly Refusal[];
}

const HUNDRED = quantity.quantity("100");

const PRICE = {
  reason: "不能为负，最多 10 位小数",
  reasonEn: "not negative, with at most 10 decimals",
};
const PERCENT = { reason: "须在 0 到 100 之间", reasonEn: "between 0 and 100" };

interface Said {
  readonly price: money.Price | undefined;
  readonly taxPrice: money.Price | undefined;
  readonly rate: Quantity;
  readonly discountRate: Quantity | undefined;
  readonly discount: Money | undefined;
  readonly amount: Money | undefined;
  readonly tax: Money | undefined;
  readonly all: Money | undefined;
}

/** How the amounts follow from one of the prices, or without any from an amount. */
interface Way {
  readonly gross: Money;
  readonly discount: Money;
  readonly amount: Money;
  readonly tax: Money;
  readonly all: Money;
}

export function rowAmounts(draft: RowDraft): RowAnswer {
  const refusals: Refusal[] = [];
  const said = read(draft, refusals);
  if (refusals.length > 0) return { amounts: undefined, refusals };
  refusals.push(...checkPrices(draft, said), ...checkDiscount(draft, said));
  const ways = waysOf(draft, said);
  const [first] = ways;
  if (first === undefined || refusals.length > 0) return { amounts: undefined, refusals };
  const way = ways.find((one) => disagreements(draft, said, one).length === 0) ?? first;
  refusals.push(...disagreements(draft, said, way), ...checkSize(draft, way));
  if (refusals.length > 0) return { amounts: undefined, refusals };
  return { refusals, amounts: { ...way, rate: said.rate, ...pricesOf(draft, said, way) } };
}

/** One price follows from the other, both without either from what the row costs. */
function pricesOf(draft: RowDraft, { price, taxPrice, rate }: Said, { gross }: Way) {
  const factor = quantity.add(HUNDRED, rate);
  const given = [price, taxPrice].map((one) => one && quantity.quantity(money.priceText(one)));
  const [without, withTax] = given;
  const paid = quantity.quantity(money.unitCost(gross, draft.quantity));
  const known = withTax && quantity.timesRatio(withTax, HUNDRED, factor, quantity.MAX_DECIMALS);
  const base = without ?? known ?? paid;
  const taxed = withTax ?? quantity.timesRatio(base, factor, HUNDRED, quantity.MAX_DECIMALS);
  return { price: quantity.toText(base), taxPrice: quantity.toText(taxed) };
}

function read(draft: RowDraft, refusals: Refusal[]): Said {
  const refuse = (field: AmountField, given: string): undefined => {
    const params = { title: AMOUNT_FIELDS[field], given };
    refusals.push(refusal("amountInvalid", `${draft.path}.${field}`, params));
  };
  const invalid = (field: AmountField, given: string, reason: typeof PRICE): undefined => {
    const params = { title: AMOUNT_FIELDS[field], given, ...reason };
    refusals.push(invalidValue(`${draft.path}.${field}`, params));
  };
  const amountOf = (field: AmountField): Money | undefined => {
    const given = draft.said(field);
    if (given === "") return undefined;
    const parsed = money.parseMoney(given);
    return parsed === undefined || money.isNegative(parsed) ? refuse(field, given) : parsed;
  };
  // A price of 0 says no more than none: forms send it for what is left open.
  const priceOf = (field: AmountField): money.Price | undefined => {
    const given = draft.said(field);
    const parsed = money.parsePrice(given || "0");
    if (parsed === undefined || given.startsWith("-")) return invalid(field, given, PRICE);
    return money.isPositivePrice(parsed) ? parsed : undefined;
  };
  const percentOf = (field: AmountField): Quantity | undefined => {
    const given = draft.said(field);
    if (given === "") return undefined;
    const parsed = quantity.parseQuantity(given);
    const isPercent =
      parsed !== undefined &&
      !quantity.isNegative(parsed) &&
      quantity.compare(parsed, HUNDRED) <= 0;
    return isPercent ? parsed : invalid(field, given, PERCENT);
  };
  return {
    price: priceOf("price"),
    taxPrice: priceOf("tax_price"),
    rate: percentOf("cess") ?? quantity.ZERO,
    discountRate: percentOf("dis_rate"),
    discount: amountOf("dis_amount"),
    amount: amountOf("amount"),
    tax: amountOf("tax_amount"),
    all: amountOf("all_amount"),
  };
}

/** With tax = without tax × (1 + rate), within the decimals of one of both. */
function checkPrices(draft: RowDraft, { price, taxPrice, rate }: Said): Refusal[] {
  if (price === undefined || taxPrice === undefined) return [];
  const texts = [money.priceText(price), money.priceText(taxPrice)] as const;
  const [without, withTax] = texts.map((text) => quantity.quantity(text));
  if (without === undefined || withTax === undefined) return [];
  const factor = quantity.add(HUNDRED, rate);
  const due = quantity.timesRatio(without, factor, HUNDRED, decimalsOf(withTax));
  const back = quantity.timesRatio(withTax, HUNDRED, factor, decimalsOf(without));
  if (quantity.compare(due, withTax) === 0 || quantity.compare(back, without) === 0) return [];
  const params = {
    title: AMOUNT_FIELDS.tax_price,
    given: texts[1],
    expected: quantity.toText(due),
  };
  return [refusal("amountsDisagree", `${draft.path}.tax_price`, params)];
}

const decimalsOf = (price: Quantity) => Math.max(2, quantity.decimals(price));

/**
 * The pages do not say whether `discount` is a percentage or an amount: it may repeat what one of
 * the others says, and says nothing alone.
 */
function checkDiscount(draft: RowDraft, { discountRate, discount }: Said): Refusal[] {
  const given = draft.said("discount");
  const parsed = quantity.parseQuantity(given || "0");
  const same = [discountRate, discount && quantity.quantity(money.toText(discount))];
  const isClear =
    parsed !== undefined &&
    (quantity.isZero(parsed) ||
      same.some((other) => other !== undefined && quantity.compare(other, parsed) === 0));
  if (isClear) return [];
  return [refusal("discountUnclear", `${draft.path}.discount`, { given })];
}

function waysOf(draft: RowDraft, said: Said): Way[] {
  const { price, taxPrice, rate, amount, all } = said;
  const ways: Way[] = [];
  if (taxPrice !== undefined) {
    const gross = money.multiply(taxPrice, draft.quantity);
    const discount = discountOf(said, gross);
    ways.push({ gross, discount, ...fromAll(money.subtract(gross, discount), rate) });
  }
  if (price !== undefined) {
    const gross = money.multiply(price, draft.quantity);
    const discount = discountOf(said, gross);
    ways.push({ gross, discount, ...fromAmount(money.subtract(gross, discount), rate) });
  }
  if (ways.length > 0) return ways;
  // Without a price a discount is what was taken off already.
  const discount = said.discount ?? money.ZERO;
  const own =
    amount === undefined && all !== undefined
      ? fromAll(all, rate)
      : fromAmount(amount ?? money.ZERO, rate);
  return [{ gross: money.add(own.amount, discount), discount, ...own }];
}

function discountOf({ discountRate, discount }: Said, gross: Money): Money {
  if (discountRate !== undefined && !quantity.isZero(discountRate)) {
    return money.partOf(gross, discountRate, HUNDRED);
  }
  return discount ?? money.ZERO;
}

function fromAmount(amount: Money, rate: Quantity) {
  const tax = money.partOf(amount, rate, HUNDRED);
  return { amount, tax, all: money.add(amount, tax) };
}

function fromAll(all: Money, rate: Quantity) {
  const amount = withoutTax(all, rate);
  return { amount, tax: money.subtract(all, amount), all };
}

/** What is in an amount with tax besides the tax. */
export const withoutTax = (all: Money, rate: Quantity): Money =>
  money.partOf(all, HUNDRED, quantity.add(HUNDRED, rate));

function disagreements(draft: RowDraft, said: Said, way: Way): Refusal[] {
  const pairs = [
    ["dis_amount", said.discount, way.discount],
    ["amount", said.amount, way.amount],
    ["tax_amount", said.tax, way.tax],
    ["all_amount", said.all, way.all],
  ] as const;
  return pairs.flatMap(([field, given, due]) => {
    if (given === undefined || money.compare(given, due) === 0) return [];
    return [disagreement(`${draft.path}.${field}`, AMOUNT_FIELDS[field], given, due)];
  });
}

export function disagreement(path: string, title: string, given: Money, due: Money): Refusal {
  const params = { title, given: money.toText(given), expected: money.toText(due) };
  return refusal("amountsDisagree", path, params);
}

function checkSize(draft: RowDraft, { gross, discount, amount, all }: Way): Refusal[] {
  if (money.isNegative(amount) || money.isNegative(all)) {
    const params = { title: AMOUNT_FIELDS.dis_amount, given: money.toText(discount) };
    return [refusal("amountInvalid", `${draft.path}.dis_amount`, params)];
  }
  if ([gross, all].every(money.isBookable)) return [];
  const params = { title: AMOUNT_FIELDS.all_amount, given: money.toText(all) };
  return [refusal("decimalTooLarge", `${draft.path}.all_amount`, params)];
}
