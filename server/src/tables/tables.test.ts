/** What is written is what is read, in both formats; and files that mean harm. */
import { describe, expect, test } from "vitest";
import { bytesOf, xlsxFile } from "../../../test/support/tables.ts";
import { Refused } from "../application/refused.ts";
import type { Sheet, WrittenTable } from "../application/table-ports.ts";
import { tableFiles } from "./index.ts";
import { xlsxOf } from "./xlsx-writer.ts";
import { plainText, xmlText } from "./xml-text.ts";

const tableOf = (rows: readonly (readonly string[])[]): WrittenTable => ({
  title: "表/一",
  columns: [
    { heading: "名称", isNumber: false },
    { heading: "数量", isNumber: true },
  ],
  rows: (async function* () {
    yield rows;
  })(),
  close: async () => {},
});

const shown = (sheet: Sheet) =>
  sheet.rows.map(({ cells: [text, number] }) => [
    text?.kind === "text" ? text.text : "",
    number?.kind === "number" ? Number(number.digits) : number?.kind === "text" && number.text,
  ]);

const TEXTS = [
  "=1+1",
  "'=1",
  "''@x",
  "+86",
  "-2",
  "@a",
  "\tx",
  'a"b,c',
  "二\n行",
  "<&>",
  "_x0041_",
  "\u0007",
  "00123",
  "🏭",
  "TRUE",
];

test.each(["csv", "xlsx"] as const)("texts come back from %s as they went", async (format) => {
  const bytes = await bytesOf(tableFiles.write(tableOf(TEXTS.map((text) => [text, "1"])), format));
  const sheet = await tableFiles.read(bytes);
  expect(shown(sheet).map(([text]) => text)).toEqual(TEXTS);
});

test.each([
  ["0.1", "number"],
  ["-5", "number"],
  ["0.0000000001", "number"],
  ["123456789012345", "number"],
  ["1000000000000000000", "number"],
  ["1234567890123456.78", "text"],
  ["0.1234567890123456", "text"],
])("the decimal %s is a %s of Excel with all its digits", async (digits, kind) => {
  const bytes = await bytesOf(tableFiles.write(tableOf([["a", digits]]), "xlsx"));
  const cell = (await tableFiles.read(bytes)).rows[0]?.cells[1];
  expect(cell).toEqual(kind === "text" ? { kind, text: digits } : { kind, digits, isDate: false });
});

test("a text that no cell holds is told, not cut", async () => {
  const bytes = await bytesOf(tableFiles.write(tableOf([["字".repeat(32_768), "1"]]), "xlsx"));
  const [cell] = (await tableFiles.read(bytes)).rows[0]?.cells ?? [];
  expect(cell?.kind === "text" && cell.text).toMatch(/^（内容 32768 字/);
});

test("what XML cannot hold and what looks like it", () => {
  for (const text of [...TEXTS, "a\r\nb", "_x000", "__x0041__"]) {
    expect(
      plainText(
        xmlText(text)
          .replace(/&lt;/g, "<")
          .replace(/&gt;/g, ">")
          .replace(/&quot;/g, '"')
          .replace(/&amp;/g, "&"),
      ),
    ).toBe(text);
  }
});

test("rows beyond a sheet go on in further ones, each with the headings", async () => {
  const rows = Array.from({ length: 25 }, (_, n) => [`n${n}`, String(n)]);
  const bytes = await bytesOf(xlsxOf(tableOf(rows), { sheetRowsMax: 11 }));
  const { openArchive } = await import("./archive.ts");
  const archive = await openArchive(bytes);
  const found: string[][] = [];
  for (const sheet of [1, 2, 3]) {
    const texts: string[] = [];
    await archive.read(`xl/worksheets/sheet${sheet}.xml`, {
      text: (text) => void (/^n/.test(text) && texts.push(text)),
    });
    found.push(texts);
  }
  expect(found.map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(archive.names.has("xl/worksheets/sheet4.xml")).toBe(false);
  const names: string[] = [];
  await archive.read("xl/workbook.xml", {
    open: (name, { name: title = "" }) => void (name === "sheet" && names.push(title)),
  });
  expect(names).toEqual(["表 一", "表 一 2", "表 一 3"]);
});

test.each(["csv", "xlsx"] as const)(
  "a table of %s is made no faster than it is taken",
  async (format) => {
    let made = 0;
    const table: WrittenTable = {
      ...tableOf([]),
      rows: (async function* () {
        for (; made < 1_000_000; ) {
          const from = made;
          made += 500;
          yield Array.from({ length: 500 }, (_, n) => [`商品${from + n}`, String(from + n)]);
        }
      })(),
    };
    const pieces = tableFiles.write(table, format)[Symbol.asyncIterator]();
    await pieces.next();
    await pieces.next();
    // Whatever waits has had its turn: nothing more is made for one who takes nothing.
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBeLessThan(100_000);
    await pieces.return?.();
  },
);

async function refusalOf(bytes: Uint8Array): Promise<[string, string]> {
  const error = await tableFiles.read(bytes).catch((reason: unknown) => reason);
  if (!(error instanceof Refused)) throw new Error(`not refused: ${String(error)}`);
  const [first] = error.reasons;
  return [first?.key ?? "", first?.params.reasonEn ?? first?.params.givenEn ?? ""];
}

describe("files that mean harm, or are not what is asked for", () => {
  const row = '<row r="1"><c r="A1"><v>1</v></c></row>';

  test.each([
    ["macros", { "xl/vbaProject.bin": "x" }, row, /macros/],
    ["no sheet", { "xl/_rels/workbook.xml.rels": "<Relationships/>" }, row, /no Excel workbook/],
    [
      "a document type",
      { "xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' },
      "",
      /DOCTYPE/,
    ],
    ["broken XML", {}, "<row><c></row>", /broken/],
    ["an unknown entity", {}, "<row>&lol;</row>", /broken/],
    ["merged cells", {}, `${row}<mergeCell ref="A1:B2"/>`, /A1:B2/],
    ["a cell nowhere", {}, '<row r="1"><c r="11"><v>1</v></c></row>', /place of a cell/],
  ])("%s", async (_name, parts, xml, words) => {
    const [key, reason] = await refusalOf(await xlsxFile(xml, parts as Record<string, string>));
    expect([key, words.test(reason), reason]).toEqual(["fileUnreadable", true, reason]);
  });

  test("an archive that becomes very large", async () => {
    const bytes = await xlsxFile(`${" ".repeat(65 * 1024 * 1024)}${row}`);
    expect(bytes.length).toBeLessThan(1024 * 1024);
    expect(await refusalOf(bytes)).toEqual(["fileTooLarge", "unpacked size"]);
  });

  test("an archive that says it becomes less than it does", async () => {
    const bytes = await xlsxFile(`${" ".repeat(1024 * 1024)}${row}`);
    const name = Buffer.from("xl/worksheets/sheet1.xml");
    // The size in the central directory, 22 bytes before the name.
    bytes.writeUInt32LE(10, bytes.lastIndexOf(name) - 22);
    expect((await refusalOf(bytes))[0]).toBe("fileUnreadable");
  });

  test("very many rows and columns", async () => {
    const many =
      `<row r="1"><c r="A1"><v>1</v></c></row>`.repeat(1) +
      "<row><c><v>1</v></c></row>".repeat(5001);
    expect(await refusalOf(await xlsxFile(many))).toEqual(["fileTooLarge", "rows"]);
    const wide = '<row r="1"><c r="IW1"><v>1</v></c></row>';
    expect(await refusalOf(await xlsxFile(wide))).toEqual(["fileTooLarge", "columns"]);
    const far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>';
    expect(await refusalOf(await xlsxFile(far))).toEqual(["fileTooLarge", "columns"]);
  });

  test("quotes that are not in pairs", async () => {
    for (const text of ['a,"b', 'a,"b"c,d']) {
      expect((await refusalOf(Buffer.from(text)))[0]).toBe("fileUnreadable");
    }
  });
});

test("of UTF-16, GB18030 and UTF-8 all are read", async () => {
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("名称\n仓\n", "utf16le")]);
  const chinese = Buffer.from("c3fbb3c60ab2d60a", "hex");
  for (const bytes of [wide, chinese, Buffer.from("名称\r\n仓\r\n")]) {
    const { headings, rows } = await tableFiles.read(bytes);
    expect(headings).toEqual([{ kind: "text", text: "名称" }]);
    expect(rows).toEqual([{ row: 2, cells: [{ kind: "text", text: "仓" }] }]);
  }
});
