/**
 * Text in the XML of Excel: what XML cannot hold, and what looks like it, stands as `_x0007_`
 * (ECMA-376, ST_Xstring).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(4, "0");

/** @example xmlText("a<b\u0007") // "a&lt;b_x0007_" */
export const xmlText = (text: string): string =>
  text
    .replace(UNFIT, (character) => `_x${hex(character)}_`)
    .replace(/[&<>"]/g, (character) => ENTITIES[character] as string);

/** @example plainText("_x0007_") // "\u0007" */
export const plainText = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

/** @example columnIndex("AB12") // 27; -1 when it names no column */
export function columnIndex(reference: string): number {
  const letters = /^\$?([A-Z]{1,3})/.exec(reference)?.[1] ?? "";
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
