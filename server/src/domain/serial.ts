import { compare, type Quantity, quantity, toText } from "./quantity.ts";

/** 序列号: one serial number with the remark of its row; the remark is "" when there is none. */
export interface SerialEntry {
  readonly serial: string;
  readonly remark: string;
}

/**
 * Why a serial list cannot be taken. Positions count from 1, as a person counts. Serials are
 * compared exactly, upper and lower case apart.
 */
export type SerialProblem =
  | { readonly problem: "blank_serial"; readonly position: number }
  | { readonly problem: "serial_too_long"; readonly serial: string; readonly position: number }
  | {
      readonly problem: "duplicate_serial";
      readonly serial: string;
      readonly positions: readonly number[];
    };

/** More is no serial number, and more than an index can hold. */
export const SERIAL_LENGTH_MAX = 100;

export type SerialListAnswer =
  | { readonly entries: readonly SerialEntry[]; readonly problems?: undefined }
  | { readonly entries?: undefined; readonly problems: readonly SerialProblem[] };

/**
 * Reads `sn[:remark]` joined by `;` (D6). Spaces round a serial or a remark do not count; the first
 * colon ends the serial. A blank entry is tolerated at the end only ("a;b;"); blank text is an
 * empty list. All problems are reported: blanks by position, then each duplicate once.
 */
export function parseSerialList(text: string): SerialListAnswer {
  const parts = text.split(";");
  if (parts.at(-1)?.trim() === "") parts.pop();
  const entries = parts.map(parseEntry);
  const problems: SerialProblem[] = [];
  const positions = new Map<string, number[]>();
  entries.forEach(({ serial }, index) => {
    const position = index + 1;
    if (serial === "") problems.push({ problem: "blank_serial", position });
    else if (serial.length > SERIAL_LENGTH_MAX) {
      problems.push({ problem: "serial_too_long", serial, position });
    } else if (positions.has(serial)) positions.get(serial)!.push(position);
    else positions.set(serial, [position]);
  });
  for (const [serial, places] of positions) {
    if (places.length > 1) {
      problems.push({ problem: "duplicate_serial", serial, positions: places });
    }
  }
  return problems.length > 0 ? { problems } : { entries };
}

function parseEntry(part: string): SerialEntry {
  const colon = part.indexOf(":");
  if (colon < 0) return { serial: part.trim(), remark: "" };
  return { serial: part.slice(0, colon).trim(), remark: part.slice(colon + 1).trim() };
}

/**
 * The list as `sn:remark;sn`, in the given order; `parseSerialList` reads it back unchanged. Throws
 * for a serial or remark that the form cannot carry.
 */
export function formatSerialList(entries: readonly SerialEntry[]): string {
  return entries
    .map((entry) => {
      const text = entry.remark === "" ? entry.serial : `${entry.serial}:${entry.remark}`;
      const { serial, remark } = parseEntry(text);
      if (text.includes(";") || serial === "" || serial !== entry.serial) {
        throw new RangeError(`Not a serial for a list: ${JSON.stringify(entry)}`);
      }
      if (remark !== entry.remark) {
        throw new RangeError(`Not a remark for a list: ${JSON.stringify(entry)}`);
      }
      return text;
    })
    .join(";");
}

/** As many serials as base quantity (D6); a fraction of a piece never agrees. */
export interface SerialCountProblem {
  readonly problem: "serial_count_differs";
  /** The base quantity, canonical text. */
  readonly expected: string;
  /** How many serials were given. */
  readonly given: number;
}

/** `undefined` when the number of serials is the base quantity, else both numbers (D6). */
export function checkSerialCount(
  entries: readonly SerialEntry[],
  baseQuantity: Quantity,
): SerialCountProblem | undefined {
  if (compare(quantity(String(entries.length)), baseQuantity) === 0) return undefined;
  return {
    problem: "serial_count_differs",
    expected: toText(baseQuantity),
    given: entries.length,
  };
}
