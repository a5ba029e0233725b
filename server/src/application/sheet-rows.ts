/**
 * A file as the inputs of a save: columns are found by their headings, cells become the texts of
 * their fields. Everything that is wrong is told, each with its row and column.
 */
import type { SheetColumn } from "@xingcang/contract";
import type { Reason } from "./refused.ts";
import { textOfCell } from "./sheet-cells.ts";
import type { Sheet, SheetRow } from "./table-ports.ts";

/** A reference as it is named in a cell; it is looked up later. */
export interface NamedReference {
  readonly column: SheetColumn;
  readonly text: string;
}

export interface InputRow {
  /** As the program shows it. */
  readonly row: number;
  /** By wire name: texts, lists, parsed JSON; `""` where the column is there and the cell blank. */
  readonly input: Record<string, unknown>;
  readonly references: readonly NamedReference[];
  readonly reasons: Reason[];
}

export interface ReadSheet {
  readonly rows: readonly InputRow[];
  /** Of the headings; rows are not read when there are any. */
  readonly reasons: readonly Reason[];
  /** Headings of columns that are only to be looked at. */
  readonly ignored: readonly string[];
  /** Where the columns stand, from 0. */
  readonly places: ReadonlyMap<SheetColumn, number>;
}

/** The path of a cell; the row is counted as the program shows it. */
export const cellPath = (row: number, key: string) => `rows[${row - 1}].${key}`;

export function readSheet(sheet: Sheet, columns: readonly SheetColumn[]): ReadSheet {
  const { places, reasons } = placesOf(sheet, columns);
  const read = [...places].filter(([{ imported }]) => imported);
  const ignored = [...places.keys()].filter(({ imported }) => !imported).map(({ zh }) => zh);
  if (sheet.rows.length === 0) reasons.push({ key: "sheetEmpty", path: "", params: {} });
  const rows = reasons.length > 0 ? [] : sheet.rows.map((row) => inputOf(sheet, row, read));
  return { rows, reasons, ignored, places };
}

const HEAD_PATH = "rows[0]";

function placesOf(sheet: Sheet, columns: readonly SheetColumn[]) {
  const places = new Map<SheetColumn, number>();
  const reasons: Reason[] = [];
  const wrong = (key: Reason["key"], given: string) =>
    reasons.push({ key, path: HEAD_PATH, params: { given } });
  for (const [at, cell] of sheet.headings.entries()) {
    const given = cell?.kind === "text" ? cell.text.trim() : cell && "?";
    if (given === undefined) {
      const filled = sheet.rows.find(({ cells }) => cells[at] !== undefined);
      if (filled !== undefined) wrong("columnUnknown", `(${at + 1})`);
      continue;
    }
    const column = columns.find((one) => isHeadingOf(one, given.replace(/\s*\*$/, "")));
    if (column === undefined) wrong("columnUnknown", given.slice(0, 60));
    else if (places.has(column)) wrong("columnTwice", given);
    else places.set(column, at);
  }
  const widest = Math.max(0, ...sheet.rows.map(({ cells }) => cells.length));
  for (let at = sheet.headings.length; at < widest; at += 1) {
    if (sheet.rows.some(({ cells }) => cells[at])) wrong("columnUnknown", `(${at + 1})`);
  }
  for (const column of columns) {
    const isThere = [...places.keys()].some((one) => one === column || isSame(one, column));
    if (column.required && !isThere) wrong("columnMissing", column.zh);
  }
  return { places, reasons };
}

const isHeadingOf = ({ zh, en, key }: SheetColumn, given: string) =>
  given === zh || given === key || given.toLowerCase() === en.toLowerCase();

/** Number and name of a reference stand in for each other. */
const isSame = (one: SheetColumn, other: SheetColumn) =>
  one.points !== undefined && one.points.field === other.points?.field;

function inputOf(
  sheet: Sheet,
  { row, cells }: SheetRow,
  read: readonly (readonly [SheetColumn, number])[],
): InputRow {
  const input: Record<string, unknown> = {};
  const references: NamedReference[] = [];
  const reasons: Reason[] = [];
  for (const [column, at] of read) {
    const cell = cells[at];
    const path = cellPath(row, column.key);
    const found = cell === undefined ? { text: "" } : textOfCell(column, cell, sheet.epoch);
    if ("unfit" in found) reasons.push({ ...found.unfit, path });
    else if (column.points !== undefined) references.push({ column, text: found.text });
    else if (column.kind === "json") parseJson(column, found.text, { input, reasons, path });
    else input[column.key] = found.text;
  }
  return { row, input, references, reasons };
}

/** A number with more digits than a binary one keeps, outside of quotes. */
const LONG_NUMBER = /[[,:\s]-?\d[\d.]{15,}/;

function parseJson(
  column: SheetColumn,
  text: string,
  { input, reasons, path }: { input: Record<string, unknown>; reasons: Reason[]; path: string },
): void {
  // A blank cell leaves the rows of a record as they are; `[]` takes them away.
  if (text === "") return;
  const params = { title: column.zh, reason: "不是 JSON", reasonEn: "it is no JSON" };
  if (LONG_NUMBER.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'))) {
    reasons.push({ key: "cellInexact", path, params: { title: column.zh, given: "JSON" } });
    return;
  }
  try {
    input[column.key] = JSON.parse(text);
  } catch {
    reasons.push({ key: "cellUnusable", path, params });
  }
}
