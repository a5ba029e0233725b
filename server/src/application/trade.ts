/** 金额 of purchases and sales, from the records of their bills (`domain/trade-bill.ts`). */
import type { Line } from "../domain/line.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import { type TradeAnswer, type TradeRow, tradeAmounts } from "../domain/trade-bill.ts";
import type { RowDraft } from "../domain/trade-row.ts";
import type { BillType } from "./bill-type.ts";
import { textOf } from "./material-facts.ts";
import type { BillRecord, Data } from "./ports.ts";
import type { Reason } from "./refused.ts";

/** 1 and true mean the same: purchases and sales type the flag differently. */
const isFree = (data: Data) => ["1", "true"].includes(textOf(data, "is_free"));

/** By the numbers that the rows say; one without a quantity is not asked for its amounts. */
function amountsOf(record: BillRecord): { answer: TradeAnswer; ids: readonly string[] } {
  const rows: RowDraft[] = [];
  const ids: string[] = [];
  for (const [index, { id, data }] of record.lines.entries()) {
    const count = quantity.parseQuantity(textOf(data, "qty"));
    if (count === undefined || !quantity.isPositive(count)) continue;
    ids.push(id);
    rows.push({
      path: `material_entity[${index}]`,
      quantity: count,
      said: (field) => textOf(data, field),
    });
  }
  const { head } = record;
  const answer = tradeAmounts({
    rows,
    discount: textOf(head, "bill_dis_amount"),
    discountRate: textOf(head, "bill_dis_rate"),
    total: textOf(head, "total_amount"),
    exchangeRate: textOf(head, "exchange_rate"),
  });
  return { answer, ids };
}

const rowsById = ({ answer, ids }: ReturnType<typeof amountsOf>) =>
  new Map(ids.flatMap((id, index) => pair(id, answer.rows?.[index])));

const pair = (id: string, row: TradeRow | undefined): [string, TradeRow][] =>
  row === undefined ? [] : [[id, row]];

/** The lines with what they are bought or sold for. */
export function tradedLines(
  { rule }: BillType,
  record: BillRecord,
  lines: readonly Line[],
): { lines: readonly Line[]; reasons: readonly Reason[] } {
  if (rule.trade === undefined) return { lines, reasons: [] };
  const amounts = amountsOf(record);
  const rows = rowsById(amounts);
  const data = new Map(record.lines.map((line) => [line.id, line.data]));
  const traded = lines.map((line) => {
    const row = rows.get(line.id);
    if (row === undefined) return line;
    return { ...line, trade: { ...row, isFree: isFree(data.get(line.id) ?? {}) } };
  });
  return { lines: traded, reasons: amounts.answer.refusals };
}

/** Totals in the head, for lists; they are not what was said (`said` stays in its own keys). */
export function withTotals(type: BillType, record: BillRecord): BillRecord {
  if (type.rule.trade === undefined) return record;
  const { totals } = amountsOf(record).answer as { totals?: Record<string, money.Money> };
  if (totals === undefined) throw new Error("amounts were checked before");
  const computed = Object.fromEntries(
    Object.entries(totals).map(([key, amount]) => [key, money.toText(amount)]),
  );
  return { ...record, head: { ...record.head, totals: computed } };
}

/** What the head shows of them. */
export function totalsView({ head }: BillRecord): Data {
  const totals = (head.totals ?? {}) as Data;
  return {
    total_amount: totals.total,
    bill_dis_amount: totals.discount,
    bill_dis_before_amount: totals.before,
  };
}

/** What the rows show, by their ids. */
export function tradeRowViews(record: BillRecord): ReadonlyMap<string, Data> {
  return new Map(
    [...rowsById(amountsOf(record))].map(([id, row]) => [id, viewOf(row, record, id)]),
  );
}

function viewOf(row: TradeRow, record: BillRecord, id: string): Data {
  const { qty } = record.lines.find((line) => line.id === id)?.data ?? {};
  const count = quantity.quantity(String(qty));
  return {
    price: row.price,
    tax_price: row.taxPrice,
    dis_price: money.unitCost(row.amount, count),
    act_tax_price: money.unitCost(row.actualAll, count),
    pre_dis_amount: money.toText(row.gross),
    dis_amount: money.toText(row.discount),
    amount: money.toText(row.amount),
    tax_amount: money.toText(row.tax),
    all_amount: money.toText(row.all),
    bill_dis_before_amount: money.toText(row.all),
    bill_dis_distribution: money.toText(row.distribution),
    act_non_tax_amount: money.toText(row.actualAmount),
  };
}

const PRICES = ["price", "tax_price", "cess", "dis_rate", "qty", "unit_id"];
const AMOUNTS = [
  "discount",
  "dis_amount",
  "amount",
  "tax_amount",
  "all_amount",
  "bill_dis_distribution",
  "act_non_tax_amount",
];

/**
 * A row whose price, quantity or amount is edited keeps no amount that is not sent with it, and of
 * two prices only the one that is sent: they would contradict each other.
 */
export function amountsMadeVoid(before: Data, sent: Data): readonly string[] {
  const isNew = (key: string) => sent[key] !== undefined && !isSame(sent[key], before[key]);
  const voided = new Set<string>();
  if ([...PRICES, ...AMOUNTS].some(isNew)) for (const key of AMOUNTS) voided.add(key);
  if (isNew("dis_amount")) voided.add("dis_rate");
  if (isNew("price")) voided.add("tax_price");
  if (isNew("tax_price") || (isNew("cess") && textOf(before, "tax_price") !== "")) {
    voided.add("price");
  }
  return [...voided].filter((key) => sent[key] === undefined);
}

function isSame(one: unknown, other: unknown): boolean {
  if (String(one) === String(other)) return true;
  const [a, b] = [one, other].map((value) => quantity.parseQuantity(String(value ?? "")));
  return a !== undefined && b !== undefined && quantity.compare(a, b) === 0;
}

/** Totals that an edit does not say are computed anew; of a discount, rate or amount stays. */
export function totalsMadeVoid(head: Data, sent: Data): Data {
  const voided: Record<string, unknown> = {};
  if (sent.total_amount === undefined) voided.total_amount = "";
  if (sent.bill_dis_amount !== undefined && sent.bill_dis_rate === undefined) {
    voided.bill_dis_rate = "";
  }
  const hasRate = !["", "0"].includes(textOf(head, "bill_dis_rate"));
  if (hasRate && sent.bill_dis_amount === undefined) voided.bill_dis_amount = "";
  return voided;
}
