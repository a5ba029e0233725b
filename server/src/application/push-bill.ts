/**
 * 单据下推 (contract section 7): 调拨出库单 to 调拨入库单 with all that is in transit, orders with all that is
 * left of them; other pairs are refused.
 */
import type { InputOf, systemEndpoints } from "@xingcang/contract";
import * as quantity from "../domain/quantity.ts";
import { TRANSFER_OUT_ENTITY } from "../domain/transit.ts";
import { billTypeOf } from "./bill-type.ts";
import { dayOf } from "./china-time.ts";
import { textOf } from "./material-facts.ts";
import type { Caller, Data, UnitOfWork } from "./ports.ts";
import { orderPushes, orderPushOf, pushOrders } from "./push-trade.ts";
import { refuse } from "./refused.ts";
import { saveBill } from "./save-bill.ts";
import { laterDay } from "./transfer-difference.ts";
import { transitRows } from "./transit.ts";
import { movedRow } from "./transit-row.ts";

type Input = InputOf<(typeof systemEndpoints)["system.billPush"]>;

const TARGET = billTypeOf("inv_tfin");
const PAIRS = [`${TRANSFER_OUT_ENTITY} → ${TARGET.entity}`, ...orderPushes];

/** The receipt is a draft: the receiver counts and audits it. */
export async function pushBill(unit: UnitOfWork, caller: Caller, input: Input) {
  const { id, source_bill: source, target_bill: target } = input;
  const push = orderPushOf(source, target);
  if (push !== undefined) {
    return pushOrders(unit, caller, push, { id, merge: input.merge_push === true });
  }
  if (source !== TRANSFER_OUT_ENTITY || target !== TARGET.entity) {
    const isSource = PAIRS.some((pair) => pair.startsWith(`${source} `));
    const path = isSource ? "target_bill" : "source_bill";
    const choices = PAIRS.join("、");
    return refuse("pushUnsupported", path, { given: `${source} → ${target}`, choices });
  }
  const bill = (await unit.bills("inv_tfout", [id])).get(id);
  if (bill === undefined) return refuse("recordUnknown", "id", { given: `${source} ${id}` });
  if (bill.status !== "C") return refuse("sourceNotAudited", "id", { given: bill.billNo });
  const open = (await transitRows(unit, [bill])).get(id) ?? [];
  const rows: Data[] = [];
  for (const row of open.filter(({ left }) => quantity.isPositive(left.base))) {
    const { store, bin, toStore, toBin } = row.draft;
    const place = { out_stock_id: store, out_sp_id: bin, in_stock_id: toStore, in_sp_id: toBin };
    rows.push(await movedRow(unit, row, { entity: source, bill }, place));
  }
  if (rows.length === 0) return refuse("transitEmpty", "id", { given: bill.billNo });
  const kept = ["dept_id", "out_dept_id", "trans_type"].map((key) => [key, textOf(bill.head, key)]);
  return saveBill(unit, caller, TARGET.name, {
    ...Object.fromEntries(kept),
    bill_date: laterDay(dayOf(unit.now), [bill]),
    material_entity: rows,
  });
}
