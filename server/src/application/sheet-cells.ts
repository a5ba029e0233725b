/**
 * A cell as the text that its field is read from, or why it cannot be: Excel turns codes into
 * numbers, long numbers into others and texts into dates, and nothing of that is guessed.
 */
import { isCode, type SheetColumn } from "@xingcang/contract";
import type { Reason } from "./refused.ts";
import type { Cell } from "./table-ports.ts";

type Unfit = Pick<Reason, "key" | "params">;
export type CellText = { readonly text: string } | { readonly unfit: Unfit };

const unusable = (column: SheetColumn, reason: string, reasonEn: string) => ({
  unfit: { key: "cellUnusable" as const, params: { title: column.zh, reason, reasonEn } },
});

const inexact = (column: SheetColumn, given: string) => ({
  unfit: { key: "cellInexact" as const, params: { title: column.zh, given } },
});

export function textOfCell(column: SheetColumn, cell: Cell, epoch: 1900 | 1904): CellText {
  switch (cell.kind) {
    case "formula":
      return unusable(column, "单元格是公式", "the cell is a formula");
    case "error":
      return unusable(column, `单元格是错误值 ${cell.text}`, `the cell is the fault ${cell.text}`);
    case "flag":
      return { text: String(cell.value) };
    case "number":
      return ofNumber(column, cell.digits, cell.isDate, epoch);
    case "text":
      return ofText(column, cell.text.trim());
  }
}

function ofNumber(
  column: SheetColumn,
  digits: string,
  isDate: boolean,
  epoch: 1900 | 1904,
): CellText {
  if (column.kind === "date") return ofSerial(column, digits, epoch);
  if (isDate) return unusable(column, "Excel 把它变成了日期", "Excel has made a date of it");
  if (isCode(column)) return inexact(column, digits);
  const shown = exactDigits(digits);
  return shown === undefined ? inexact(column, digits) : { text: shown };
}

/**
 * A number cell holds a binary number; Excel keeps and shows 15 digits of it. One that needs more
 * has lost what it was.
 * @example exactDigits("0.10000000000000001") // "0.100000000000000"
 */
function exactDigits(digits: string): string | undefined {
  const value = Number(digits);
  if (!Number.isFinite(value)) return undefined;
  if (/^-?\d{1,15}$/.test(digits)) return digits;
  const kept = value.toPrecision(15);
  return Number(kept) === value ? withoutZeros(kept) : undefined;
}

const withoutZeros = (text: string) =>
  text.includes("e") ? text : text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

const DAY_MS = 86_400_000;
/** 9999-12-31. */
const LAST_DAY = 2_958_465;

/** Days since the epoch; the 29th of February 1900, which never was, counts in Excel. */
function ofSerial(column: SheetColumn, digits: string, epoch: 1900 | 1904): CellText {
  const days = /^(\d{1,7})(?:\.\d+)?$/.exec(digits)?.[1];
  const serial = Number(days ?? 0) + (epoch === 1904 ? 1462 : 0);
  if (serial < 61 || serial > LAST_DAY) {
    return unusable(column, `${digits} 不是日期`, `${digits} is no date`);
  }
  return { text: new Date(Date.UTC(1899, 11, 30) + serial * DAY_MS).toISOString().slice(0, 10) };
}

const FLAGS: Readonly<Record<string, string>> = {
  是: "true",
  否: "false",
  yes: "true",
  no: "false",
};

function ofText(column: SheetColumn, text: string): CellText {
  if (column.kind === "flag") return { text: FLAGS[text.toLowerCase()] ?? text };
  if (column.kind === "date") return { text: dateText(text) };
  // What Excel makes of a long number when it opens a CSV file.
  if (isCode(column) && /^\d(?:\.\d+)?E\+\d+$/i.test(text)) return inexact(column, text);
  return { text };
}

/** As Excel shows a date: 2026/8/31. */
function dateText(text: string): string {
  const [, year, month = "", day = ""] =
    /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:\s+0?0:00(?::00)?)?$/.exec(text) ?? [];
  if (year === undefined) return text;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
