/** 在途 of 调拨出库单: what of each row is still on the way, and how far a transfer is. */
import { look } from "../domain/book.ts";
import { type Counts, onHandOf } from "../domain/counts.ts";
import type { LineDraft } from "../domain/line.ts";
import * as quantity from "../domain/quantity.ts";
import { stockKeyText } from "../domain/stock-key.ts";
import { inTransit, TRANSFER_OUT_ENTITY } from "../domain/transit.ts";
import { keyOf } from "./bill-key.ts";
import { billTypeOf } from "./bill-type.ts";
import { lineDraftOf } from "./line-draft.ts";
import { textOf } from "./material-facts.ts";
import type { BillLineRecord, BillRecord, Data, Reader, UnitOfWork } from "./ports.ts";

export interface TransitRow {
  readonly line: BillLineRecord;
  readonly draft: LineDraft;
  readonly left: Counts;
}

/** The rows of audited 调拨出库单, by bill id; a draft has sent nothing. */
export async function transitRows(
  reader: Pick<Reader | UnitOfWork, "book" | "loadStock">,
  bills: readonly BillRecord[],
): Promise<ReadonlyMap<string, readonly TransitRow[]>> {
  const type = billTypeOf("inv_tfout");
  const items = bills.flatMap((bill) =>
    bill.lines.map((line) => {
      const draft = lineDraftOf(type.line, line.data, "");
      return { bill, line, draft, key: inTransit(keyOf(draft), line.id) };
    }),
  );
  const keys = items.map(({ key }) => key);
  await reader.loadStock({ keys, pools: [], holds: [], serials: [], batches: [] });
  const rows = new Map<string, TransitRow[]>(bills.map((bill) => [bill.id, []]));
  for (const { bill, line, draft, key } of items) {
    const balance = look(reader.book, "balances", stockKeyText(key));
    rows.get(bill.id)?.push({ line, draft, left: onHandOf(balance) });
  }
  return rows;
}

/** 调拨状态: 0 not sent, 1 nothing received, 2 partly received, 3 nothing left in transit. */
export async function transferStates(
  reader: Pick<Reader, "book" | "loadStock">,
  bills: readonly BillRecord[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await transitRows(reader, bills);
  return new Map(
    bills.map((bill) => [bill.id, bill.status === "Z" ? "0" : stateOf(rows.get(bill.id) ?? [])]),
  );
}

function stateOf(rows: readonly TransitRow[]): string {
  if (rows.every(({ left }) => quantity.isZero(left.base))) return "3";
  const isWhole = ({ left, line }: TransitRow) =>
    quantity.compare(left.base, quantity.quantity(textOf(line.data, "base_qty"))) === 0;
  return rows.every(isWhole) ? "1" : "2";
}

/** Ids of the 调拨出库单 that the rows of a 调拨入库单 receive. */
const sentBy = (bill: BillRecord): string[] =>
  bill.lines
    .filter((line) => textOf(line.data, "src_bill_type_id") === TRANSFER_OUT_ENTITY)
    .map((line) => textOf(line.data, "src_inter_id"));

/** The state of the transfers that a 调拨入库单 receives: that of the one that is furthest behind. */
export async function receivedStates(
  reader: Reader,
  bills: readonly BillRecord[],
): Promise<ReadonlyMap<string, Data>> {
  const sources = await reader.bills("inv_tfout", [...new Set(bills.flatMap(sentBy))]);
  const states = await transferStates(reader, [...sources.values()]);
  return new Map(
    bills.map((bill) => {
      const own = sentBy(bill).map((id) => states.get(id) ?? "0");
      return [bill.id, { trans_fer_status: own.sort()[0] ?? "0" }];
    }),
  );
}
