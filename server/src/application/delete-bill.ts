/** 删除 (D20): only a bill that is not audited; its ledger rows of former audits stay (D4). */
import type { BillType } from "./bill-type.ts";
import type { BillRecord, Caller, UnitOfWork } from "./ports.ts";
import { refuse } from "./refused.ts";

export async function deleteBill(
  unit: UnitOfWork,
  _caller: Caller,
  _type: BillType,
  record: BillRecord,
): Promise<void> {
  if (record.status === "C") {
    refuse("billNotEditable", "", { given: record.billNo, action: "删除" });
  }
  await unit.deleteBill(record);
}
