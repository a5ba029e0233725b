/**
 * 费用 of 组装单 and 拆卸单 (D33): their amounts must agree, and what enters cost is without tax in local
 * currency.
 */
import type { Fee } from "../domain/line.ts";
import * as money from "../domain/money.ts";
import { isNone } from "../domain/resolve-line.ts";
import { rowsOf, textOf } from "./material-facts.ts";
import type { Data } from "./ports.ts";
import type { Reason } from "./refused.ts";

export const FEES_PATH = "cost_fee_entity.fee_records";

export function feeRecordsOf(head: Data): readonly Data[] {
  return rowsOf((head.cost_fee_entity ?? {}) as Data, "fee_records");
}

/** Fees as the rules read them; what disagrees is refused with the field that is wrong. */
export function feesOf(
  head: Data,
  pathOf: (record: Data, index: number) => string = (_, index) => `${FEES_PATH}[${index}]`,
): { fees: Fee[]; reasons: Reason[] } {
  const fees: Fee[] = [];
  const reasons: Reason[] = [];
  for (const [index, record] of feeRecordsOf(head).entries()) {
    const path = pathOf(record, index);
    const found = checkFee(record, path);
    reasons.push(...found.reasons);
    if (found.localAmount !== undefined) fees.push({ path, localAmount: found.localAmount });
  }
  return { fees, reasons };
}

/** 调拨费用: one amount of the head, in local currency. */
export function headFeeOf(head: Data): { fees: Fee[]; reasons: Reason[] } {
  const given = textOf(head, "cost_fee");
  if (given === "") return { fees: [], reasons: [] };
  const localAmount = money.parseMoney(given);
  if (localAmount !== undefined && !money.isNegative(localAmount)) {
    if (money.isBookable(localAmount)) {
      return { fees: [{ path: "cost_fee", localAmount }], reasons: [] };
    }
    const params = { title: "调拨费用", given };
    return { fees: [], reasons: [{ key: "decimalTooLarge", path: "cost_fee", params }] };
  }
  const params = { title: "调拨费用", given };
  return { fees: [], reasons: [{ key: "amountInvalid", path: "cost_fee", params }] };
}

const AMOUNTS = {
  amount: "不含税金额",
  tax_amount: "税额",
  all_amount: "应付金额",
  amount_for: "不含税金额本位币",
  all_amount_for: "应付金额本位币",
} as const;

function checkFee(record: Data, path: string) {
  const reasons: Reason[] = [];
  const amountOf = (key: keyof typeof AMOUNTS): money.Money | undefined => {
    const given = textOf(record, key);
    if (given === "") return undefined;
    const parsed = money.parseMoney(given);
    if (parsed !== undefined && !money.isNegative(parsed)) return parsed;
    const params = { title: AMOUNTS[key], given };
    reasons.push({ key: "amountInvalid", path: `${path}.${key}`, params });
    return undefined;
  };
  const agree = (key: keyof typeof AMOUNTS, given: money.Money | undefined, due: money.Money) => {
    if (given === undefined || money.compare(given, due) === 0) return;
    const expected = money.toText(due);
    const params = { title: AMOUNTS[key], given: money.toText(given), expected };
    reasons.push({ key: "feeAmountsDisagree", path: `${path}.${key}`, params });
  };
  const rate = money.parsePrice(textOf(record, "exchange_rate") || "1");
  if (rate === undefined || !money.isPositivePrice(rate)) {
    const given = textOf(record, "exchange_rate");
    const params = { title: "汇率", given, reason: "须大于 0", reasonEn: "must be above 0" };
    reasons.push({ key: "valueInvalid", path: `${path}.exchange_rate`, params });
  }
  const amount = amountOf("amount");
  const tax = amountOf("tax_amount") ?? money.ZERO;
  const all = amountOf("all_amount");
  const localAmount = amountOf("amount_for");
  const localAll = amountOf("all_amount_for");
  if (amount === undefined || rate === undefined || reasons.length > 0) return { reasons };
  const local = money.localAmount(money.add(amount, tax), rate);
  if (!money.isBookable(local)) {
    const params = { title: AMOUNTS.all_amount_for, given: money.toText(local) };
    return { reasons: [{ key: "decimalTooLarge" as const, path: `${path}.amount`, params }] };
  }
  agree("all_amount", all, money.add(amount, tax));
  agree("amount_for", localAmount, money.localAmount(amount, rate));
  agree("all_amount_for", localAll, money.localAmount(money.add(amount, tax), rate));
  reasons.push(...checkPayee(record, path, money.add(amount, tax)));
  return { reasons, localAmount: money.localAmount(amount, rate) };
}

/** A fee that is paid in full at once needs no supplier (contract section 9). */
function checkPayee(record: Data, path: string, due: money.Money): Reason[] {
  const payments = rowsOf(record, "receive_info_entity");
  const wrong = payments.flatMap((payment, index) => {
    const given = textOf(payment, "receive_amount");
    const parsed = money.parseMoney(given || "0");
    if (parsed !== undefined && !money.isNegative(parsed)) return [];
    const params = { title: "付款金额", given };
    const at = `${path}.receive_info_entity[${index}].receive_amount`;
    return [{ key: "amountInvalid" as const, path: at, params }];
  });
  if (wrong.length > 0 || !isNone(textOf(record, "supplier_id"))) return wrong;
  const paid = payments.map((payment) => money.parseMoney(textOf(payment, "receive_amount")));
  const total = money.sum(paid.map((amount) => amount ?? money.ZERO));
  if (payments.length > 0 && money.compare(total, due) === 0) return [];
  return [{ key: "fieldRequired", path: `${path}.supplier_id`, params: { title: "供应商id" } }];
}

/** An amount with its two decimals; what is no amount stays, for the check to refuse. */
function shown(value: unknown): unknown {
  const amount = money.parseMoney(String(value));
  return amount === undefined ? value : money.toText(amount);
}

/**
 * A fee record with what it leaves out worked out from the rest; what is given stays, and is
 * checked by `feesOf`.
 */
export function completeFee(record: Data): Data {
  const amount = money.parseMoney(textOf(record, "amount"));
  const rate = money.parsePrice(textOf(record, "exchange_rate") || "1");
  const tax = money.parseMoney(textOf(record, "tax_amount") || "0");
  if (amount === undefined || rate === undefined || tax === undefined) return record;
  if (money.isNegative(amount) || money.isNegative(tax)) return record;
  const all = money.add(amount, tax);
  if (!money.isBookable(money.localAmount(all, rate))) return record;
  const computed: Data = {
    exchange_rate: "1",
    tax_amount: "0",
    all_amount: money.toText(all),
    amount_for: money.toText(money.localAmount(amount, rate)),
    all_amount_for: money.toText(money.localAmount(all, rate)),
  };
  const given = Object.entries(record).filter(([, value]) => value !== "");
  const amounts = given.map(([key, value]) => [key, key in AMOUNTS ? shown(value) : value]);
  return { ...computed, ...Object.fromEntries(amounts) };
}
