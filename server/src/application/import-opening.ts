/**
 * 导入期初库存: all rows of a file are one 其他入库单, saved and audited: the stock, its batches, serials
 * and costs are there as if they had come in on that day.
 */
import { bills, readRequest, type SheetColumn, type TSchema } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { dayOf } from "./china-time.ts";
import type { ImportOptions, ImportOutcome } from "./import-masters.ts";
import { primeReferences, resolvedReferences } from "./import-references.ts";
import { rowsOf, textOf } from "./material-facts.ts";
import { pendingMasters } from "./pending-masters.ts";
import type { Caller, Data, MasterRecord, UnitOfWork } from "./ports.ts";
import { type Reason, Refused } from "./refused.ts";
import { prepareBill, saveBill } from "./save-bill.ts";
import { cellPath, type InputRow, readSheet } from "./sheet-rows.ts";
import type { Sheet } from "./table-ports.ts";

const BILL = "inv_other_in";
/** 业务类型 其他入库 (contract section 6). */
const OTHER_IN = "12";
const REMARK = "期初库存";

interface LineRow {
  readonly row: number;
  readonly line: Data;
}

export interface OpeningOptions extends ImportOptions {
  /** Day of the bill; empty: today. */
  readonly billDate: string;
}

const lineSchema = (
  bills[BILL].endpoints.save.body as unknown as {
    properties: { material_entity: { items: TSchema } };
  }
).properties.material_entity.items;

export async function importOpening(
  unit: UnitOfWork,
  caller: Caller,
  sheet: Sheet,
  options: OpeningOptions,
): Promise<ImportOutcome> {
  const { columns } = options;
  const read = readSheet(sheet, columns);
  const pending = pendingMasters(unit);
  await primeReferences(pending, read.rows);
  const lines: LineRow[] = [];
  const reasons = [...read.reasons];
  for (const row of read.rows) {
    const { found, reasons: unknown } = await resolvedReferences(pending, row);
    const { line, faults } = lineOf(columns, row, found, unknown);
    if (faults.length > 0) reasons.push(...faults);
    else lines.push({ row: row.row, line });
  }
  const { ignored, places } = read;
  const rows = sheet.rows.length;
  const told = { rows, ignored, places, created: [], changed: [], unchanged: [] };
  const bill = {
    bill_date: options.billDate || dayOf(unit.now),
    trans_type_id: OTHER_IN,
    remark: REMARK,
    material_entity: lines.map(({ line }) => line),
  };
  try {
    if (reasons.length === 0) {
      const saved = await saveBill(unit, caller, BILL, { ...bill, operation_key: "audit" });
      return { ...told, created: saved.ids, reasons };
    }
    // A draft is only checked: what else is wrong is told along with it.
    if (lines.length > 0) await prepareBill(unit, caller, BILL, bill);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    reasons.push(...error.reasons.map((reason) => ofRow(columns, lines, reason)));
  }
  return { ...told, reasons };
}

function lineOf(
  columns: readonly SheetColumn[],
  row: InputRow,
  found: ReadonlyMap<string, MasterRecord | undefined>,
  unknown: readonly Reason[],
): { line: Data; faults: Reason[] } {
  const ids = [...found].map(([field, record]) => [field, record?.id ?? ""] as const);
  const given = Object.entries(row.input).filter(([, value]) => value !== "");
  const aux = auxOf(row, found.get("material_id"));
  const input = { ...Object.fromEntries(given), ...Object.fromEntries(ids), ...aux.input };
  const { value, faults } = readRequest<Data>(lineSchema, input, { strict: false });
  const told = new Set(unknown.map(({ path }) => path));
  const wrong = faults
    .map(({ key, path, params }) => ({ key, path: placeOf(columns, row.row, path), params }))
    .filter(({ path }) => !told.has(path));
  return { line: value, faults: [...row.reasons, ...unknown, ...wrong, ...aux.reasons] };
}

/** 辅助属性: a combination of the material by its id, its number or its name. */
function auxOf(
  { row, input }: InputRow,
  material: MasterRecord | undefined,
): { input: Data; reasons: Reason[] } {
  const given = textOf(input, "aux_prop_id");
  if (isNone(given) || material === undefined) return { input: {}, reasons: [] };
  const fits = ["sku_id", "sku_number", "aux_combination_name"];
  const found = rowsOf(material.data, "aux_entity").find((sku) =>
    fits.some((field) => textOf(sku, field) === given),
  );
  if (found !== undefined) return { input: { aux_prop_id: textOf(found, "sku_id") }, reasons: [] };
  const params = { title: "辅助属性", given: given.slice(0, 60) };
  const path = cellPath(row, "aux_prop_id");
  return { input: {}, reasons: [{ key: "referenceUnknown", path, params }] };
}

function placeOf(columns: readonly SheetColumn[], row: number, path: string): string {
  const [head = "", ...rest] = path.split(/(?=[.[])/);
  const column = columns.find(({ key, points }) => key === head || points?.field === head);
  return `${cellPath(row, column?.key ?? head)}${rest.join("")}`;
}

/** What the bill refuses of a line, told of the row that it came from. */
function ofRow(
  columns: readonly SheetColumn[],
  lines: readonly LineRow[],
  { key, path, params }: Reason,
): Reason {
  const [, index = "", field = ""] = /^material_entity\[(\d+)\](?:\.(.*))?$/.exec(path) ?? [];
  const line = index === "" ? undefined : lines[Number(index)];
  return { key, path: line === undefined ? path : placeOf(columns, line.row, field), params };
}
