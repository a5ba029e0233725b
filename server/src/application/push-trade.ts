/**
 * 下推 of orders (contract section 7): what is left of 采购订单 becomes a 采购入库单, of 销售订单 a 销售出库单, each
 * a draft. Several 销售订单 of one customer may become one.
 */
import * as money from "../domain/money.ts";
import type { Quantity } from "../domain/quantity.ts";
import * as quantity from "../domain/quantity.ts";
import { isNone } from "../domain/resolve-line.ts";
import { type BillType, billTypeOf } from "./bill-type.ts";
import { dayOf } from "./china-time.ts";
import { textOf } from "./material-facts.ts";
import type { BillLineRecord, BillRecord, Caller, Data, UnitOfWork } from "./ports.ts";
import { refuse } from "./refused.ts";
import { readMaterials } from "./resolve-lines.ts";
import { saveBill } from "./save-bill.ts";
import { leftOf, refuseIfClosed } from "./source-links.ts";
import { tradeRowViews } from "./trade.ts";
import { laterDay } from "./transfer-difference.ts";

export interface OrderPush {
  readonly source: BillType;
  readonly target: BillType;
  readonly merges: boolean;
}

const PUSHES: readonly OrderPush[] = [
  { source: billTypeOf("pur_order"), target: billTypeOf("pur_inbound"), merges: false },
  { source: billTypeOf("sal_order"), target: billTypeOf("sal_out_bound"), merges: true },
];

export const orderPushes = PUSHES.map(
  ({ source, target }) => `${source.entity} → ${target.entity}`,
);

export const orderPushOf = (source: string, target: string): OrderPush | undefined =>
  PUSHES.find((push) => push.source.entity === source && push.target.entity === target);

export async function pushOrders(
  unit: UnitOfWork,
  caller: Caller,
  push: OrderPush,
  { id, merge }: { id: string; merge: boolean },
) {
  const ids = [...new Set(id.split(",").map((one) => one.trim()))];
  if (ids.length > 1 && !(merge && push.merges)) refuseSeveral(id);
  const known = await unit.bills(push.source.name, ids);
  const orders = ids.map((one) => orderOf(push, known.get(one), one));
  const [first, other] = new Set(orders.map(({ head }) => textOf(head, "customer_id")));
  if (other !== undefined) {
    const reason = { reason: "须为同一客户", reasonEn: "all of one customer" };
    refuse("valueInvalid", "id", { title: "源单id", given: `${first}、${other}`, ...reason });
  }
  return saveBill(unit, caller, push.target.name, await bodyOf(unit, push, orders));
}

function refuseSeveral(given: string): never {
  const reason = {
    reason: "多个源单只能是销售订单，且 merge_push 为 true",
    reasonEn: "several sources are sales orders, with merge_push true",
  };
  return refuse("valueInvalid", "id", { title: "源单id", given, ...reason });
}

function orderOf({ source }: OrderPush, order: BillRecord | undefined, id: string): BillRecord {
  if (order === undefined) {
    return refuse("recordUnknown", "id", { given: `${source.entity} ${id}` });
  }
  if (order.status !== "C") return refuse("sourceNotAudited", "id", { given: order.billNo });
  refuseIfClosed(order, "id");
  if (order.lines.every((line) => !quantity.isPositive(leftOf(line)))) {
    refuse("sourceEmpty", "id", { given: order.billNo });
  }
  return order;
}

/** What the next bill has of its order; of several orders the first one says it. */
const HEAD = [
  "supplier_id",
  "customer_id",
  "emp_id",
  "dept_id",
  "delivery_type_id",
  "contact_linkman",
  "contact_phone",
  "contact_country_id",
  "contact_province_id",
  "contact_city_id",
  "contact_district_id",
  "contact_address",
];
const ROW = ["material_id", "stock_id", "sp_id", "aux_prop_id", "batch_no", "barcode", "cess"];

const carried = (from: Data, keys: readonly string[]): Data =>
  Object.fromEntries(keys.filter((key) => textOf(from, key) !== "").map((key) => [key, from[key]]));

async function bodyOf(
  unit: UnitOfWork,
  { source }: OrderPush,
  orders: readonly BillRecord[],
): Promise<Data> {
  const rows: Data[] = [];
  for (const order of orders) {
    const amounts = tradeRowViews(order);
    for (const line of order.lines.filter((one) => quantity.isPositive(leftOf(one)))) {
      const link = {
        src_bill_type_id: source.entity,
        src_inter_id: order.id,
        src_entry_id: line.id,
      };
      refuseWithoutStore(order, line);
      rows.push({ ...(await rowOf(unit, line, amounts.get(line.id) ?? {})), ...link });
    }
  }
  return {
    ...carried(orders[0]?.head ?? {}, HEAD),
    bill_date: laterDay(dayOf(unit.now), orders),
    material_entity: rows,
  };
}

/** An order may leave it open where its goods are; the bill that moves them may not. */
function refuseWithoutStore(order: BillRecord, line: BillLineRecord): void {
  if (!isNone(textOf(line.data, "stock_id"))) return;
  refuse("orderWithoutStore", "id", { given: order.billNo, row: String(line.seq) });
}

/** What is left, in the unit of the row where that can say it, else in the base unit. */
async function rowOf(unit: UnitOfWork, line: BillLineRecord, amounts: Data): Promise<Data> {
  const { data } = line;
  const material = (await readMaterials(unit, [line.materialId])).get(line.materialId);
  const [left, all] = [leftOf(line), quantity.quantity(textOf(data, "base_qty"))];
  const count = quantity.quantity(textOf(data, "qty"));
  const own = material?.units.find(({ id }) => id === textOf(data, "unit_id"));
  const inUnit = quantity.timesRatio(left, count, all, quantity.MAX_DECIMALS);
  const isExact = quantity.compare(quantity.timesRatio(inUnit, all, count, 10), left) === 0;
  const fits = own !== undefined && isExact && quantity.fitsPrecision(inUnit, own.precision);
  const per = fits ? undefined : { count, all };
  return {
    ...carried(data, ROW),
    qty: quantity.toText(fits ? inUnit : left),
    unit_id: fits ? textOf(data, "unit_id") : textOf(data, "base_unit_id"),
    ...pricesOf(data, per),
    ...partsOf(data, amounts, left, all),
    ...(textOf(data, "is_free") !== "" && { is_free: data.is_free }),
  };
}

/** Of one unit, or where the base unit is used of one base unit. */
function pricesOf(data: Data, per: { count: Quantity; all: Quantity } | undefined): Data {
  const prices = ["price", "tax_price"].flatMap((key) => {
    const given = quantity.parseQuantity(textOf(data, key) || "0");
    if (given === undefined || quantity.isZero(given)) return [];
    const price = per ? quantity.timesRatio(given, per.count, per.all, 10) : given;
    return [[key, quantity.toText(price)]];
  });
  return Object.fromEntries(prices);
}

/** The left part of what was taken off, and without a price of the amount. */
function partsOf(data: Data, amounts: Data, left: Quantity, all: Quantity): Data {
  const part = (key: string) =>
    money.toText(money.partOf(money.money(textOf(amounts, key) || "0"), left, all));
  const isPriced = ["price", "tax_price"].some((key) => !isNone(textOf(data, key)));
  const rate = textOf(data, "dis_rate");
  return {
    ...(isPriced && !isNone(rate) ? { dis_rate: rate } : { dis_amount: part("dis_amount") }),
    ...(!isPriced && { amount: part("amount") }),
    bill_dis_distribution: part("bill_dis_distribution"),
  };
}
