/**
 * Reads what a request carries: its raw bytes as JSON without losing a digit, and its query string.
 * Faults of the form are refused here with their place; which fields there are is the contract's
 * business (`readRequest`).
 */
import { isUtf8 } from "node:buffer";
import { decodeQuery } from "@xingcang/contract";
import { parse as parseLossless } from "lossless-json";
import { refuse } from "../application/refused.ts";

/** 1 MiB: some thousand lines of a bill. */
export const BODY_BYTES_MAX = 1_048_576;

/**
 * Deeper nesting has no meaning in any request, and would exhaust the stack of whoever prints it.
 */
const DEPTH_MAX = 64;

/** A body shorter than this cannot be deep enough to do harm. */
const DEPTH_CHECK_FROM = 2000;

/**
 * A number with an exponent, or of 16 characters and more, might lose digits as a binary float. It
 * may also match inside a text; then the slow parser is used in vain and gives the same.
 */
const LONG_NUMBER = /[[,:\s]-?\d[\d.]{15,}|[[,:\s]-?\d[\d.]*[eE]/;

/** Characters of the text shown with a fault. */
const SHOWN_MAX = 20;

/**
 * The value of a JSON body, undefined for an empty one. Numbers that a float would corrupt are
 * objects that keep their digits; of a key given twice the last counts; `__proto__` is a key like
 * any other.
 * @throws Refused jsonInvalid with line and column
 */
export function parseBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) refuse("jsonInvalid", "", { given: "UTF-8" });
  const text = withoutMark(bytes.toString("utf8"));
  if (text.trim() === "") return undefined;
  if (text.length >= DEPTH_CHECK_FROM) checkDepth(text);
  try {
    return LONG_NUMBER.test(text) ? parseLossless(text, undefined, lossless) : JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse("jsonInvalid", "", { given: placeOf(text, faultAt(text)) });
  }
}

const withoutMark = (text: string) => (text.startsWith("\uFEFF") ? text.slice(1) : text);

const lossless = {
  parseNumber: (digits: string): unknown =>
    digits.length < 16 && !/[eE]/.test(digits) ? Number(digits) : exactNumber(digits),
  onDuplicateKey: ({ newValue }: { newValue: unknown }) => newValue,
};

/** What `readRequest` takes for a number with its digits as they were sent. */
function exactNumber(digits: string) {
  return { isLosslessNumber: true, toString: () => digits, toJSON: () => digits };
}

/** Where it is broken. The slow parser says so in the same words on every version of Node. */
function faultAt(text: string): number {
  try {
    parseLossless(text, undefined, lossless);
  } catch (error) {
    const found = /position (\d+)/.exec((error as Error).message);
    if (found) return Math.min(Number(found[1]), text.length);
  }
  return text.length;
}

/** `2:14 …"qty": }…`: line, column and what stands there, readable in any language. */
function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  const column = before.at(-1)!.length + 1;
  const shown = text
    .slice(Math.max(0, at - SHOWN_MAX / 2), at + SHOWN_MAX / 2)
    .replace(/\s+/g, " ");
  return `${before.length}:${column} …${shown}…`;
}

function checkDepth(text: string): void {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > DEPTH_MAX)
        refuse("jsonInvalid", "", { given: `${placeOf(text, at)} > ${DEPTH_MAX}` });
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * The filters of a request: its query parameters over the JSON object that the vendor's SDK sends
 * as the body of a GET (contract section 5). `ids=1&ids=2`, `ids[]=1` and `ids[0]=1` all give a
 * list.
 */
export function readFilters(rawQuery: string, body: unknown): unknown {
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  if (body !== undefined && body !== null && !isObject) return body;
  if (rawQuery === "") return body ?? {};
  const filters: Record<string, unknown> = Object.create(null);
  if (isObject) for (const [key, value] of Object.entries(body)) filters[key] = value;
  const given: Record<string, unknown> = Object.create(null);
  for (const [key, value] of decodeQuery(rawQuery)) {
    const name = key.replace(/\[\d*\]$/, "");
    const former = given[name];
    if (former === undefined) given[name] = name === key ? value : [value];
    else if (Array.isArray(former)) former.push(value);
    else given[name] = [former, value];
  }
  return Object.assign(filters, given);
}

/**
 * JSON by any of its names; nothing at all and plain text are taken for JSON as well, as some
 * clients send it so.
 */
export function isJsonType(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  const media = contentType.split(";")[0]!.trim().toLowerCase();
  return media === "" || media === "text/plain" || /^[a-z]+\/([\w.-]+\+)?json$/.test(media);
}
