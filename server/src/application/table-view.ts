/**
 * Tables as they are written: an exported list and an import's template. A reference is shown by
 * number and name, whatever the list shows of it.
 */
import type { ExportEndpoint, SheetColumn, TableEndpoint } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { rowsOf } from "./material-facts.ts";
import type { Caller, Data, ReadStore } from "./ports.ts";
import type { MasterReader } from "./references.ts";
import type { ListRows, WrittenTable } from "./table-ports.ts";

export type Language = "zh" | "en";

export interface ExportRequest {
  readonly listRows: ListRows;
  readonly readStore: ReadStore;
  readonly caller: Caller;
  readonly endpoint: ExportEndpoint;
  readonly filters: Data;
  readonly language: Language;
}

/** @throws Refused what the list refuses, before it gives the table */
export async function exportedTable(request: ExportRequest): Promise<WrittenTable> {
  const { listRows, caller, endpoint, filters, language } = request;
  const batches = listRows(caller, endpoint, filters);
  const first = await batches.next();
  const write = async (rows: readonly Data[]) => {
    const reader = await request.readStore.reader(caller.accountId);
    return cellsOf(reader, endpoint.columns, rows, language);
  };
  async function* written() {
    if (!first.done) yield await write(first.value);
    for await (const rows of batches) yield await write(rows);
  }
  const close = () => batches.return();
  return { ...headOf(endpoint, language, headingOf), rows: written(), close };
}

/** Headings only; those that a row needs have a `*`. */
export function templateTable(endpoint: TableEndpoint, language: Language): WrittenTable {
  const marked = (column: SheetColumn, given: Language) =>
    `${headingOf(column, given)}${column.required ? "*" : ""}`;
  async function* none() {}
  return { ...headOf(endpoint, language, marked), rows: none(), close: async () => {} };
}

export const headingOf = (column: SheetColumn, language: Language) => column[language];

function headOf(
  { title, columns }: TableEndpoint,
  language: Language,
  heading: typeof headingOf,
): Pick<WrittenTable, "title" | "columns"> {
  return {
    title: (title[language].split(/[：:]/)[0] ?? "").trim(),
    columns: columns.map((column) => ({
      heading: heading(column, language),
      isNumber: column.kind === "decimal" || column.kind === "int",
    })),
  };
}

async function cellsOf(
  reader: MasterReader,
  columns: readonly SheetColumn[],
  rows: readonly Data[],
  language: Language,
): Promise<string[][]> {
  const flat = rows.flatMap(withLines);
  const shown = await referencesOf(reader, columns, flat);
  return flat.map((row) =>
    columns.map((column) => shown(column, row) ?? textOf(column, row, language)),
  );
}

/** Each row of a bill has the head of its bill beside it. */
function withLines(row: Data): readonly Data[] {
  const lines = rowsOf(row, "material_entity");
  return lines.length === 0 ? [row] : lines.map((line) => ({ ...row, ...line }));
}

async function referencesOf(
  reader: MasterReader,
  columns: readonly SheetColumn[],
  rows: readonly Data[],
): Promise<(column: SheetColumn, row: Data) => string | undefined> {
  const idOf = (row: Data, field: string) => {
    const id = row[field];
    return typeof id === "string" && !isNone(id) ? id : undefined;
  };
  const ids = new Map<string, Set<string>>();
  for (const { points } of columns) {
    if (points === undefined) continue;
    const ofKind = ids.get(points.kind) ?? new Set<string>();
    ids.set(points.kind, ofKind);
    for (const row of rows) {
      const id = idOf(row, points.field);
      if (id !== undefined) ofKind.add(id);
    }
  }
  const known = new Map<string, Awaited<ReturnType<MasterReader["masters"]>>>();
  for (const [kind, wanted] of ids) known.set(kind, await reader.masters(kind, [...wanted]));
  return ({ points }, row) => {
    if (points === undefined) return undefined;
    const id = idOf(row, points.field);
    const record = id === undefined ? undefined : known.get(points.kind)?.get(id);
    return record?.[points.by];
  };
}

const WORDS = { zh: ["是", "否"], en: ["Yes", "No"] } as const;

function textOf({ key, kind }: SheetColumn, row: Data, language: Language): string {
  const value = row[key];
  if (value === undefined || value === null || value === "") return "";
  if (kind === "flag") return WORDS[language][value === true || value === "true" ? 0 : 1];
  if (kind === "list") return Array.isArray(value) ? value.join(",") : String(value);
  if (kind === "json") return isEmpty(value) ? "" : JSON.stringify(value);
  return kind === "decimal" ? plainDecimal(String(value)) : String(value);
}

const isEmpty = (value: unknown) => Object.keys(value as object).length === 0;

/** Without the zeros that a list pads with: a cell of Excel has none either. */
const plainDecimal = (text: string) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
