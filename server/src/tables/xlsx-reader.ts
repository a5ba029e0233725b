/**
 * The first sheet of an Excel file, cell by cell as it stands in the file: number cells with their
 * digits, formulas and faults as such. What is merged, has macros or is encrypted is refused.
 */
import type { Cell, Sheet } from "../application/table-ports.ts";
import { type Archive, type Attributes, openArchive } from "./archive.ts";
import { rowCollector, unreadable } from "./limits.ts";
import { columnIndex, plainText } from "./xml-text.ts";

/** @throws Refused fileUnreadable, fileTooLarge */
export async function readXlsx(bytes: Uint8Array): Promise<Sheet> {
  const archive = await openArchive(bytes);
  if (archive.names.has("xl/vbaProject.bin")) {
    unreadable("含有宏，请另存为 .xlsx", "it has macros: save it as .xlsx");
  }
  const workbook = await readWorkbook(archive);
  if (workbook.path === undefined || !archive.names.has(workbook.path)) {
    return unreadable("不是 Excel 工作簿（.xlsx）", "it is no Excel workbook (.xlsx)");
  }
  const texts = await readTexts(archive);
  const isDate = await readDateStyles(archive);
  const cells = await readCells(archive, workbook.path, { texts, isDate });
  return { ...cells, epoch: workbook.epoch };
}

async function readWorkbook(
  archive: Archive,
): Promise<{ path: string | undefined; epoch: 1900 | 1904 }> {
  let id: string | undefined;
  let epoch: 1900 | 1904 = 1900;
  await archive.read("xl/workbook.xml", {
    open(name, attributes) {
      if (name === "sheet") id ??= attributes["r:id"] ?? relationOf(attributes);
      if (name === "workbookPr" && /^(?:1|true)$/.test(attributes.date1904 ?? "")) epoch = 1904;
    },
  });
  let path: string | undefined;
  await archive.read("xl/_rels/workbook.xml.rels", {
    open(name, { Id, Target = "" }) {
      if (name !== "Relationship" || Id !== id) return;
      path = Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`;
    },
  });
  return { path, epoch };
}

/** Whatever the prefix of the namespace is. */
const relationOf = (attributes: Attributes) =>
  Object.entries(attributes).find(([name]) => name.endsWith(":id"))?.[1];

/** Shared strings; of text in several formats all pieces, of its reading aids none. */
async function readTexts(archive: Archive): Promise<string[]> {
  const texts: string[] = [];
  let text = "";
  let inText = false;
  let inAid = false;
  await archive.read("xl/sharedStrings.xml", {
    open(name) {
      if (name === "si") text = "";
      if (name === "rPh") inAid = true;
      inText = name === "t" && !inAid;
    },
    text(part) {
      if (inText) text += part;
    },
    close(name) {
      if (name === "si") texts.push(plainText(text));
      if (name === "rPh") inAid = false;
      if (name === "t") inText = false;
    },
  });
  return texts;
}

/** Number formats that Excel has of itself and that show a date or a time. */
const DATE_FORMATS = /^(?:1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8])$/;

/** By number of the style: whether it shows a number as a date. */
async function readDateStyles(archive: Archive): Promise<boolean[]> {
  const formats = new Map<string, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  await archive.read("xl/styles.xml", {
    open(name, { numFmtId = "0", formatCode = "" }) {
      if (name === "numFmt") {
        const plain = formatCode.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]/gi, "");
        formats.set(numFmtId, /[ymdhs]/i.test(plain));
      }
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells) {
        styles.push(formats.get(numFmtId) ?? DATE_FORMATS.test(numFmtId));
      }
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return styles;
}

interface Known {
  readonly texts: readonly string[];
  readonly isDate: readonly boolean[];
}

async function readCells(archive: Archive, path: string, known: Known) {
  const collected = rowCollector();
  let row = 0;
  let cells: (Cell | undefined)[] = [];
  let attributes: Attributes = {};
  let value = "";
  let isFormula = false;
  let takes = false;
  await archive.read(path, {
    open(name, given) {
      if (name === "row") {
        row = Number(given.r ?? row + 1);
        cells = [];
      } else if (name === "c") {
        attributes = given;
        value = "";
        isFormula = false;
      } else if (name === "f") isFormula = true;
      else if (name === "mergeCell") merged(given.ref ?? "");
      takes = name === "v" || (name === "t" && attributes.t === "inlineStr");
    },
    text(part) {
      if (takes) value += part;
    },
    close(name) {
      if (name === "v" || name === "t") takes = false;
      else if (name === "c") {
        const at = attributes.r === undefined ? cells.length : columnIndex(attributes.r);
        if (at < 0) unreadable("单元格位置不对", "the place of a cell is wrong");
        cells[at] = isFormula ? { kind: "formula" } : cellOf(attributes, value, known);
      } else if (name === "row") collected.add({ row, cells });
    },
  });
  return collected.result();
}

const merged = (range: string) =>
  unreadable(`合并了单元格 ${range}，请先取消合并`, `cells ${range} are merged: unmerge them`);

function cellOf({ t = "n", s = "0" }: Attributes, value: string, known: Known): Cell | undefined {
  if (value.trim() === "") return undefined;
  switch (t) {
    case "s":
      return textCell(known.texts[Number(value)] ?? "");
    case "inlineStr":
    case "str":
      return textCell(plainText(value));
    case "d":
      return textCell(value);
    case "b":
      return { kind: "flag", value: value.trim() === "1" };
    case "e":
      return { kind: "error", text: value };
    default:
      return { kind: "number", digits: value.trim(), isDate: known.isDate[Number(s)] === true };
  }
}

const textCell = (text: string): Cell | undefined =>
  text.trim() === "" ? undefined : { kind: "text", text };
