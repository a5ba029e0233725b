/** One import, whatever its kind: what the endpoint of a file does in the lane. */
import { type MasterName, OPENING_STOCK, type TableEndpoint } from "@xingcang/contract";
import { type ImportOutcome, importMasters } from "./import-masters.ts";
import { importOpening } from "./import-opening.ts";
import type { Caller, Data, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";
import type { Sheet } from "./table-ports.ts";

/** Writes all rows or nothing: a row that is wrong is told in the outcome, not thrown. */
export function importTable(
  unit: UnitOfWork,
  caller: Caller,
  { name, columns }: TableEndpoint,
  { sheet, input }: { sheet: Sheet; input: Data },
): Promise<ImportOutcome> {
  const options = { columns, ignoreWarn: input.ignore_warn === true };
  if (name !== OPENING_STOCK) {
    return importMasters(unit, caller, name as MasterName, sheet, options);
  }
  const billDate = typeof input.bill_date === "string" ? input.bill_date : "";
  return importOpening(unit, caller, sheet, { ...options, billDate });
}

/** Where a reason is in the file: the row as the program shows it, the place of the column. */
export function placeOfReason(
  { path }: Reason,
  { places }: ImportOutcome,
): { row: number; at: number | undefined; heading: string } {
  const [, index, key = ""] = /^rows\[(\d+)\](?:\.(\w+))?/.exec(path) ?? [];
  const found = [...places].find(([column]) => column.key === key);
  const row = index === undefined ? 0 : Number(index) + 1;
  return { row, at: found?.[1], heading: found?.[0].zh ?? "" };
}
