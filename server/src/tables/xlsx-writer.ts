/**
 * An Excel file that is made as it is taken: each batch of rows is compressed and passed on. A
 * table with more rows than a sheet holds goes on in further sheets, each with the headings.
 */
import { Readable } from "node:stream";
import { columnName } from "@xingcang/contract";
import yazl from "yazl";
import type { WrittenColumn, WrittenTable } from "../application/table-ports.ts";
import {
  relationshipsPart,
  STYLES,
  typesPart,
  workbookPart,
  workbookRelationships,
} from "./xlsx-parts.ts";
import { xmlText } from "./xml-text.ts";

/** Rows of a sheet, with its heading. */
const SHEET_ROWS_MAX = 1_048_576;
/** Characters of a cell. */
const CELL_MAX = 32_767;
/** Significant digits that Excel keeps of a number. */
const DIGITS_MAX = 15;

const TEXT_STYLE = 1;
const HEADING_STYLE = 2;

export interface XlsxOptions {
  /** Default: as many as Excel takes. */
  readonly sheetRowsMax?: number;
}

export function xlsxOf(table: WrittenTable, options: XlsxOptions = {}): AsyncIterable<Uint8Array> {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  fill(zip, table, options.sheetRowsMax ?? SHEET_ROWS_MAX).catch((error) =>
    output.destroy(error as Error),
  );
  return output;
}

async function fill(zip: yazl.ZipFile, table: WrittenTable, rowsMax: number): Promise<void> {
  const source = rowSource(table.rows);
  const output = zip.outputStream as Readable;
  let sheet: Readable | undefined;
  // Nobody takes the rest: what makes it must not wait for ever.
  output.once("close", () => sheet?.destroy());
  let sheets = 0;
  do {
    sheets += 1;
    const made = Readable.from(sheetXml(table.columns, source, rowsMax), { objectMode: false });
    sheet = made;
    const ended = new Promise((resolve, reject) =>
      made.once("close", resolve).once("error", reject),
    );
    zip.addReadStream(made, `xl/worksheets/sheet${sheets}.xml`);
    await ended;
    if (output.destroyed) return;
  } while (!source.isDone());
  const part = (path: string, xml: string) => zip.addBuffer(Buffer.from(xml), path);
  part("xl/workbook.xml", workbookPart(table.title, sheets));
  part("xl/_rels/workbook.xml.rels", workbookRelationships(sheets));
  part("xl/styles.xml", STYLES);
  part("_rels/.rels", relationshipsPart());
  part("[Content_Types].xml", typesPart(sheets));
  zip.end();
}

type Row = readonly string[];

/** The rows of all batches, a part of a batch at a time. */
function rowSource(batches: AsyncIterable<readonly Row[]>) {
  const iterator = batches[Symbol.asyncIterator]();
  let rest: readonly Row[] = [];
  let done = false;
  const more = async () => {
    while (rest.length === 0 && !done) {
      const next = await iterator.next();
      if (next.done) done = true;
      else rest = next.value;
    }
  };
  return {
    async take(count: number): Promise<readonly Row[]> {
      await more();
      const taken = rest.slice(0, count);
      rest = rest.slice(count);
      // Known here, so that no sheet is begun for nothing.
      await more();
      return taken;
    },
    isDone: () => done && rest.length === 0,
  };
}

type RowSource = ReturnType<typeof rowSource>;

async function* sheetXml(columns: readonly WrittenColumn[], source: RowSource, rowsMax: number) {
  yield `${HEAD}<cols>${columns.map(columnXml).join("")}</cols><sheetData>`;
  const headings = columns.map(({ heading }, at) => textCell(heading, at, 1, HEADING_STYLE));
  yield `<row r="1">${headings.join("")}</row>`;
  let row = 1;
  while (row < rowsMax) {
    const batch = await source.take(rowsMax - row);
    if (batch.length === 0) break;
    yield batch.map((cells) => rowXml(columns, cells, ++row)).join("");
  }
  yield "</sheetData></worksheet>";
}

const HEAD =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ' +
  'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';

/** A column of texts is one for what is typed into it later, too: `00123` stays `00123`. */
function columnXml({ heading, isNumber }: WrittenColumn, at: number): string {
  const width = Math.min(40, Math.max(10, Buffer.byteLength(heading) + 2));
  const style = isNumber ? "" : ` style="${TEXT_STYLE}"`;
  return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"${style}/>`;
}

function rowXml(columns: readonly WrittenColumn[], cells: Row, row: number): string {
  const written = cells.map((text, at) => {
    if (text === "") return "";
    if (columns[at]?.isNumber && isExact(text)) {
      return `<c r="${columnName(at)}${row}"><v>${text}</v></c>`;
    }
    return textCell(text, at, row, TEXT_STYLE);
  });
  return `<row r="${row}">${written.join("")}</row>`;
}

/** Whether a number cell keeps all of its digits. */
function isExact(text: string): boolean {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return false;
  const digits = text.replace(/[-.]/g, "").replace(/^0+/, "");
  const significant = text.includes(".") ? digits : digits.replace(/0+$/, "");
  return significant.length <= DIGITS_MAX;
}

function textCell(text: string, at: number, row: number, style: number): string {
  const shown = text.length > CELL_MAX ? tooLong(text.length) : text;
  return (
    `<c r="${columnName(at)}${row}" s="${style}" t="inlineStr">` +
    `<is><t xml:space="preserve">${xmlText(shown)}</t></is></c>`
  );
}

/** Never a part of it: that would look like the whole. */
const tooLong = (length: number) =>
  `（内容 ${length} 字，超出 Excel 单元格的 ${CELL_MAX} 字，请导出 CSV / ` +
  `${length} characters are more than a cell of Excel holds: export CSV）`;
