/**
 * CSV (RFC 4180) in UTF-8, in UTF-16 with a mark, or in GB18030, as Chinese Excel saves it. Every
 * cell is text.
 */
import { isUtf8 } from "node:buffer";
import type { Cell, Sheet, SheetRow } from "../application/table-ports.ts";
import { asWritten } from "./csv-writer.ts";
import { collectRows, unreadable } from "./limits.ts";

export function readCsv(bytes: Uint8Array): Sheet {
  const { headings, rows } = collectRows(linesOf(textOf(bytes)));
  return { headings, rows, epoch: 1900 };
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = isWide ? (first === 0xff ? "utf-16le" : "utf-16be") : undefined;
  try {
    return new TextDecoder(encoding ?? (isUtf8(bytes) ? "utf-8" : "gb18030"), {
      fatal: true,
    }).decode(bytes);
  } catch {
    return unreadable("编码不是 UTF-8 或 GB18030", "the encoding is not UTF-8 or GB18030");
  }
}

/** The rows of the text, blank ones too. A quoted cell may hold line breaks. */
function* linesOf(text: string): Generator<SheetRow> {
  let row = 1;
  let at = 0;
  while (at < text.length) {
    const cells: (Cell | undefined)[] = [];
    for (;;) {
      const cell = text[at] === '"' ? quotedCell(text, at, row) : plainCell(text, at);
      at = cell.end;
      cells.push(cell.text.trim() === "" ? undefined : { kind: "text", text: cell.text });
      if (text[at] !== ",") break;
      at += 1;
    }
    if (at < text.length && text[at] !== "\r" && text[at] !== "\n") {
      unreadable(`第 ${row} 行的引号不成对`, `the quotes in row ${row} are not in pairs`);
    }
    yield { row, cells };
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    row += 1;
  }
}

interface Taken {
  readonly text: string;
  /** Where the next character is. */
  readonly end: number;
}

const END = /[,\r\n]/g;

function plainCell(text: string, from: number): Taken {
  END.lastIndex = from;
  const end = END.exec(text)?.index ?? text.length;
  return { text: asWritten(text.slice(from, end)), end };
}

function quotedCell(text: string, from: number, row: number): Taken {
  const parts: string[] = [];
  for (let at = from + 1; ; ) {
    const close = text.indexOf('"', at);
    if (close < 0)
      unreadable(`第 ${row} 行的引号不成对`, `the quotes in row ${row} are not in pairs`);
    parts.push(text.slice(at, close));
    if (text[close + 1] !== '"') return { text: asWritten(parts.join('"')), end: close + 1 };
    at = close + 2;
  }
}
