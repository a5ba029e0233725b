/** What purchases and sales show beyond what was sent: totals, states, what came of their rows. */
import * as quantity from "../domain/quantity.ts";
import type { BillType } from "./bill-type.ts";
import { rowsOf, textOf } from "./material-facts.ts";
import type { BillLineRecord, BillRecord, Data, Reader } from "./ports.ts";
import { drawnOf, leftOf } from "./source-links.ts";
import { totalsView, tradeRowViews } from "./trade.ts";

/** Heads of purchases or sales, by bill id. */
export async function tradeHeads(
  reader: Reader,
  bills: readonly BillRecord[],
): Promise<ReadonlyMap<string, Data>> {
  const materials = await reader.masters(
    "material",
    bills.flatMap((bill) => bill.lines.map((line) => line.materialId)),
  );
  const nameOf = (line: BillLineRecord) => materials.get(line.materialId)?.name ?? "";
  return new Map(bills.map((bill) => [bill.id, headOf(bill, nameOf)]));
}

function headOf(bill: BillRecord, nameOf: (line: BillLineRecord) => string): Data {
  const { head, lines } = bill;
  const files = attachmentsOf(head);
  const kinds = new Set(lines.map((line) => line.materialId)).size;
  return {
    ...totalsView(bill),
    exchange_rate: textOf(head, "exchange_rate") || "1",
    ...statesOf(bill),
    attachments: files.length,
    attachments_url: files,
    payment_entry: rowsOf(head, "payment_entry").map((row, index) => ({ ...row, seq: index + 1 })),
    material_qty: quantity.toText(quantity.sum(lines.map(countOf))),
    material_group: bill.type === "sal_order" ? lines.map(nameOf).join("、") : String(kinds),
    delivery_type: textOf(head, "delivery_type_id"),
    recevice_delivery: textOf(head, "delivery_type_id"),
  };
}

const countOf = ({ data }: BillLineRecord) =>
  quantity.parseQuantity(textOf(data, "qty")) ?? quantity.ZERO;

/** An order that nothing continued yet is open; other bills are through when they are audited. */
function statesOf({ type, status, head }: BillRecord): Data {
  const isOrder = type.endsWith("_order");
  const own = status === "C" && !isOrder ? "C" : "A";
  const io = isOrder ? textOf(head, "io_status") || own : own;
  const close = isOrder ? textOf(head, "bill_close_state") || "C" : "";
  return { io_status: io, real_io_status: io, bill_close_state: close };
}

/** Some saves take addresses, others objects. */
function attachmentsOf(head: Data): readonly Data[] {
  const given = Array.isArray(head.attachments_url) ? head.attachments_url : [];
  return given.map((file: unknown) => (typeof file === "string" ? { url: file } : (file as Data)));
}

/** By id of the row. */
export function tradeLineViews(
  { rule }: BillType,
  bill: BillRecord,
): ReadonlyMap<string, Data> | undefined {
  if (rule.trade === undefined) return undefined;
  const amounts = tradeRowViews(bill);
  return new Map(
    bill.lines.map((line) => [
      line.id,
      { ...amounts.get(line.id), ...flowOf(bill, line), is_free: isFree(line.data) },
    ]),
  );
}

const isFree = (data: Data) => ["1", "true"].includes(textOf(data, "is_free"));

/** In the unit of the row: what came in of an order, what went back or can still go back. */
function flowOf({ type }: BillRecord, line: BillLineRecord): Data {
  const base = quantity.quantity(textOf(line.data, "base_qty") || "0");
  const inUnit = (count: quantity.Quantity) =>
    quantity.isZero(base)
      ? "0"
      : quantity.toText(quantity.timesRatio(count, countOf(line), base, quantity.MAX_DECIMALS));
  const drawn = drawnOf(line);
  if (type === "pur_order") return { in_qty: inUnit(drawn) };
  if (type === "pur_inbound") return { returnable_qty: inUnit(leftOf(line)) };
  if (type !== "sal_out_bound") return {};
  return { return_qty_unit: inUnit(drawn), return_qty: quantity.toText(drawn) };
}
