/**
 * Opening stock of another account: what its 商品库存 shows by batch, at the cost that its
 * 商品收发明细 ends with, as 其他入库单 of one day.
 */
import { rowOf } from "@xingcang/contract";
import { billTypeOf } from "../application/bill-type.ts";
import { flagOf, textOf } from "../application/material-facts.ts";
import type { Data, MasterRecord, UnitOfWork } from "../application/ports.ts";
import { saveBill } from "../application/save-bill.ts";
import * as quantity from "../domain/quantity.ts";
import { costsOf } from "./costs.ts";
import { serialsOf } from "./serials.ts";
import type { Source } from "./source.ts";
import { type StockRow, stockRowOf } from "./stock-row.ts";
import { checked, type Problem, refusalOf, type Target } from "./target.ts";

export interface StockOutcome {
  /** Bills that were made; none when they were there already. */
  readonly billNumbers: readonly string[];
  readonly rows: number;
  /** Materials for which no cost was told: their stock has the value 0. */
  readonly withoutCost: readonly string[];
  readonly problems: readonly Problem[];
}

const RECEIPT = "inv_other_in";
const OTHER_RECEIPT = "12";
const ROWS_OF_A_BILL = 500;
const numberOf = (index: number) => `QC-${String(index + 1).padStart(5, "0")}`;

const NOTHING: StockOutcome = { billNumbers: [], rows: 0, withoutCost: [], problems: [] };

/** All of it or nothing, in one transaction. */
export async function pullStock(
  source: Source,
  target: Target,
  { today, onProgress }: { today: string; onProgress: (rows: number) => void },
): Promise<StockOutcome> {
  const isThere = await target.inAccount(
    async (unit) => (await unit.billsByNumber(RECEIPT, [numberOf(0)])).size > 0,
  );
  if (isThere) return NOTHING;
  const rows: StockRow[] = [];
  for await (const view of source.rows("stock.inventory", { include_batch_kf_period: true })) {
    const row = stockRowOf(view);
    if (!quantity.isZero(row.quantity)) rows.push(row);
    onProgress(rows.length);
  }
  const materials = await target.inAccount((unit) =>
    unit.masters("material", [...new Set(rows.map(({ materialId }) => materialId))]),
  );
  const costs = await costsOf(source, rows, (id) => isByStore(materials.get(id)));
  const isSerial = (id: string) => flagOf(materials.get(id)?.data ?? {}, "is_serial");
  const serials = await serialsOf(source, rows, isSerial);
  const lines = rows.map((row, index) => ({
    ...row.line,
    unit_id: textOf(materials.get(row.materialId)?.data ?? {}, "base_unit_id"),
    ...(serials[index] && { sn_list: serials[index] }),
    ...(costs.shares[index] && { cost: costs.shares[index] }),
  }));
  const problems: Problem[] = [];
  const billNumbers: string[] = [];
  // What is refused rolls the others back.
  await target
    .inAccount(async (unit) => {
      for (let from = 0; from < lines.length; from += ROWS_OF_A_BILL) {
        const number = numberOf(billNumbers.length);
        const chunk = lines.slice(from, from + ROWS_OF_A_BILL);
        const reasons = await refusalOf(() => receive(unit, target, number, today, chunk));
        problems.push(...problemsOf(number, rows.slice(from), reasons));
        billNumbers.push(number);
      }
      if (problems.length > 0) throw new Unfinished();
    })
    .catch((error) => {
      if (!(error instanceof Unfinished)) throw error;
    });
  const made = problems.length > 0 ? [] : billNumbers;
  return { billNumbers: made, rows: rows.length, withoutCost: costs.missing, problems };
}

/** Ends a transaction of which nothing shall stay. */
class Unfinished extends Error {}

const isByStore = (material: MasterRecord | undefined) =>
  textOf(material?.data ?? {}, "inv_mgr_type") === "1";

async function receive(
  unit: UnitOfWork,
  { caller }: Target,
  billNo: string,
  billDate: string,
  lines: readonly Data[],
): Promise<void> {
  const input = checked(billTypeOf(RECEIPT).save, {
    bill_no: billNo,
    bill_date: billDate,
    trans_type_id: OTHER_RECEIPT,
    remark: "期初库存",
    operation_key: "audit",
    material_entity: lines,
  });
  await saveBill(unit, caller, RECEIPT, input);
}

/** Each by the good that it is about; what is about none, by the bill. */
const problemsOf = (
  number: string,
  rows: readonly StockRow[],
  reasons: Problem["reasons"],
): Problem[] =>
  reasons.map((reason) => {
    const row = rows[(rowOf(reason.path) ?? 0) - 1];
    const [id, title] = row === undefined ? ["", number] : [row.materialId, row.title];
    return { kind: "期初库存", id, title, reasons: [reason] };
  });
