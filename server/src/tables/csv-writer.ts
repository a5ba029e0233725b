/**
 * CSV (RFC 4180) as UTF-8 with a mark in front, by which Excel knows it. A text that a spreadsheet
 * would run as a formula gets an apostrophe in front, which the import takes off again.
 */
import type { WrittenTable } from "../application/table-ports.ts";

const MARK = "\uFEFF";

/** Runs in Excel, LibreOffice or WPS when it opens the cell; or would be taken for one of ours. */
const RISKY = /^'*[=+\-@\t\r]/;

export async function* csvOf({ columns, rows }: WrittenTable): AsyncGenerator<Uint8Array> {
  const line = (cells: readonly string[]) =>
    `${cells.map((text, at) => quoted(columns[at]?.isNumber ? text : harmless(text))).join(",")}\r\n`;
  yield Buffer.from(
    `${MARK}${columns.map(({ heading }) => quoted(harmless(heading))).join(",")}\r\n`,
  );
  for await (const batch of rows) yield Buffer.from(batch.map(line).join(""));
}

/** @example harmless("=1+1") // "'=1+1" */
export const harmless = (text: string): string => (RISKY.test(text) ? `'${text}` : text);

/** What `harmless` was given. */
export const asWritten = (text: string): string =>
  /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;

const quoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
