/**
 * Reads a request by its schema: gives the typed value and **all** faults, each with the path of
 * its field, in the order of the schema and of the rows (D24). Lenient in by default (D23); strict
 * mode refuses what the vendor's typed JSON refuses.
 */
import type { ErrorKey } from "./errors.ts";
import type { FieldOptions, FieldSchema, TSchema } from "./scalar.ts";

export interface Fault {
  key: ErrorKey;
  /** Path of the field, for example `material_entity[1].qty`. */
  path: string;
  /** Values for the placeholders of the catalogue's text. */
  params: Readonly<Record<string, string>>;
}

export interface ReadResult<T> {
  value: T;
  faults: Fault[];
}

interface Node extends FieldSchema {
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
}

interface Reader {
  strict: boolean;
  faults: Fault[];
}

const TEXT_MAX = 2000;
const ROWS_MAX = 20_000;
const DECIMAL = /^[+-]?\d+(\.\d*)?$/;
const INTEGER = /^[+-]?\d{1,10}$/;

/**
 * Reads `input` (parsed JSON or query parameters) by `schema`.
 * @example
 * readRequest(request({ qty: double("数量") }, {}), { qty: "0.50" }).value // { qty: "0.50" }
 */
export function readRequest<T>(
  schema: TSchema,
  input: unknown,
  options: { strict: boolean },
): ReadResult<T> {
  const reader: Reader = { strict: options.strict, faults: [] };
  const value = readObject(reader, schema as unknown as Node, input ?? {}, "");
  return { value: value as T, faults: reader.faults };
}

function fault(reader: Reader, key: ErrorKey, path: string, node: Node, given: unknown): undefined {
  reader.faults.push({ key, path, params: { title: labelOf(node), given: shown(given) } });
  return undefined;
}

/**
 * A title is a short label with an optional note behind it: `保质期类型（1 天 2 月 3 年）`. Refusals name the
 * label.
 */
const labelOf = (node: Node) => node.title.split(/[（(]/)[0] ?? node.title;

const shown = (given: unknown): string => {
  const text = typeof given === "string" ? given : (JSON.stringify(given) ?? "");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** Nothing was sent: absent, null, or a text of spaces alone. */
const isBlank = (given: unknown) =>
  given === undefined || given === null || (typeof given === "string" && given.trim() === "");

function readObject(reader: Reader, node: Node, given: unknown, path: string) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return fault(reader, "objectExpected", path, node, given);
  }
  const source = given as Record<string, unknown>;
  const out: Record<string, unknown> = {};
  const required = new Set(node.required ?? []);
  for (const [key, field] of Object.entries(node.properties ?? {})) {
    const at = path === "" ? key : `${path}.${key}`;
    const raw = source[key];
    if (isBlank(raw) || (required.has(key) && isEmptyList(field, raw))) {
      const wanted = required.has(key) || (reader.strict && field.options.strictRequired);
      if (wanted && !hasAlternative(node, key, source)) {
        fault(reader, "fieldRequired", at, field, raw);
      }
      if (typeof raw === "string" && field.wire !== "date" && !field.options.derived) {
        out[key] = emptyOf(field);
      }
      continue;
    }
    const value = readField(reader, field, raw, at);
    const { aliasOf, derived } = field.options;
    if (derived) continue;
    if (value !== undefined && (aliasOf === undefined || isBlank(source[aliasOf]))) {
      out[aliasOf ?? key] = value;
    }
  }
  return out;
}

const isEmptyList = ({ wire }: Node, raw: unknown) =>
  (wire === "rows" || wire === "list") && Array.isArray(raw) && raw.length === 0;

/** An empty string clears a text and a list of numbers; for other types it counts as absent. */
function emptyOf({ wire, options }: Node) {
  if (wire === "list" && options.master !== undefined) return [];
  return wire === "text" ? "" : undefined;
}

/** "id or number" pairs and renamed keys: one of both is enough (contract section 1). */
function hasAlternative(node: Node, key: string, source: Record<string, unknown>): boolean {
  const properties = node.properties ?? {};
  const insteadOf = properties[key]?.options.insteadOf;
  if (insteadOf !== undefined) return !isBlank(source[insteadOf]);
  return Object.entries(properties).some(
    ([other, { options }]) =>
      (options.insteadOf === key || options.aliasOf === key) && !isBlank(source[other]),
  );
}

function readField(reader: Reader, field: Node, raw: unknown, path: string): unknown {
  switch (field.wire) {
    case "text":
      return readText(reader, field, raw, path);
    case "date":
      return readDate(reader, field, raw, path);
    case "decimalText":
    case "double":
      return readDecimal(reader, field, raw, path);
    case "int":
      return readInt(reader, field, raw, path);
    case "flag":
      return readFlag(reader, field, raw, path);
    case "list":
      return readList(reader, field, raw, path);
    case "map":
      return readMap(reader, field, raw, path);
    case "rows":
      return readRows(reader, field, raw, path);
    case "object":
      return readObject(reader, field, raw, path);
  }
}

function readText(reader: Reader, field: Node, raw: unknown, path: string) {
  const options: FieldOptions = field.options;
  if (typeof raw !== "string" && (reader.strict || !isScalar(raw))) {
    return fault(reader, reader.strict ? "strictString" : "textExpected", path, field, raw);
  }
  const value = String(raw).trim();
  const unkept = unkeptCharacter(value);
  if (unkept !== undefined) return fault(reader, "textExpected", path, field, unkept);
  const max = options.maxLength ?? TEXT_MAX;
  if (value.length > max) {
    reader.faults.push({
      key: "textTooLong",
      path,
      params: { title: labelOf(field), max: String(max), length: String(value.length) },
    });
    return undefined;
  }
  if (options.choices && value !== "" && !options.choices.includes(value)) {
    reader.faults.push({
      key: "choiceUnknown",
      path,
      params: { title: labelOf(field), given: shown(raw), choices: options.choices.join(" / ") },
    });
    return undefined;
  }
  return value;
}

const SEPARATORS = ["\u0000", "\u001e", "\u001f"];

/**
 * What no text may hold, as an escape: NUL and half a surrogate pair, which no database keeps, and
 * the two separators that the engine puts between the parts of a key.
 */
function unkeptCharacter(value: string): string | undefined {
  const found =
    SEPARATORS.find((character) => value.includes(character)) ?? /\p{Surrogate}/u.exec(value)?.[0];
  return found && `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const isScalar = (raw: unknown) =>
  typeof raw === "string" ||
  typeof raw === "boolean" ||
  typeof raw === "number" ||
  isLosslessNumber(raw);

/**
 * Numbers that plain parsing would corrupt arrive as objects that keep their digits (HOUSE:
 * http/body.ts).
 */
const isLosslessNumber = (raw: unknown): boolean => {
  if (typeof raw !== "object" || raw === null || !("isLosslessNumber" in raw)) return false;
  // A caller's own object cannot pass for one: JSON brings no functions.
  return typeof raw.toString === "function" && raw.toString !== Object.prototype.toString;
};

function readDate(reader: Reader, field: Node, raw: unknown, path: string) {
  if (typeof raw !== "string") return fault(reader, "dateInvalid", path, field, raw);
  const value = raw.trim();
  if (value === "") return undefined;
  const day = /^(\d{4})-(\d{2})-(\d{2})(?:[ T]([01]\d|2[0-3])(:[0-5]\d){1,2}(\.\d+)?)?$/.exec(
    value,
  );
  if (!day || !isCalendarDay(Number(day[1]), Number(day[2]), Number(day[3]))) {
    return fault(reader, "dateInvalid", path, field, raw);
  }
  return `${day[1]}-${day[2]}-${day[3]}`;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1900 && year <= 2999 && days !== undefined && day >= 1 && day <= days;
}

function readDecimal(reader: Reader, field: Node, raw: unknown, path: string) {
  if (reader.strict && field.wire === "decimalText" && typeof raw !== "string") {
    return fault(reader, "strictString", path, field, raw);
  }
  if (!isScalar(raw) || typeof raw === "boolean") {
    return fault(reader, "decimalInvalid", path, field, raw);
  }
  const value = plainDecimal(String(raw).trim());
  if (value === undefined) return fault(reader, "decimalInvalid", path, field, raw);
  const [whole = "", fraction = ""] = value.replace(/^-/, "").split(".");
  if (whole.length > 15) return fault(reader, "decimalTooLarge", path, field, raw);
  if (fraction.length > 10) return fault(reader, "decimalTooFine", path, field, raw);
  return value;
}

/**
 * Canonical decimal text, or undefined. JSON numbers may use an exponent (`1e-7`); it is expanded
 * digit by digit.
 */
function plainDecimal(given: string): string | undefined {
  const split = /^([+-]?\d+(?:\.\d*)?)(?:[eE]([+-]?\d{1,2}))?$/.exec(given);
  if (!split?.[1] || !DECIMAL.test(split[1])) return undefined;
  const exponent = Number(split[2] ?? 0);
  const negative = split[1].startsWith("-");
  const [whole = "", fraction = ""] = split[1].replace(/^[+-]/, "").split(".");
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = digits.padStart(digits.length + Math.max(0, -point), "0");
  const at = Math.max(0, point);
  const left =
    padded
      .slice(0, at)
      .padEnd(at, "0")
      .replace(/^0+(?=\d)/, "") || "0";
  const right = padded.slice(at).replace(/0+$/, "");
  const unsigned = right === "" ? left : `${left}.${right}`;
  return negative && unsigned !== "0" ? `-${unsigned}` : unsigned;
}

function readInt(reader: Reader, field: Node, raw: unknown, path: string) {
  if (!isScalar(raw) || typeof raw === "boolean" || !INTEGER.test(String(raw).trim())) {
    return fault(reader, "integerInvalid", path, field, raw);
  }
  const value = Number(String(raw));
  if (Math.abs(value) > 2_147_483_647) return fault(reader, "integerInvalid", path, field, raw);
  return value;
}

function readFlag(reader: Reader, field: Node, raw: unknown, path: string) {
  if (typeof raw === "boolean") return raw;
  const given = isScalar(raw) ? String(raw).trim().toLowerCase() : "";
  if (!(reader.strict && typeof raw !== "string")) {
    if (given === "true" || given === "1") return true;
    if (given === "false" || given === "0") return false;
  }
  return fault(reader, reader.strict ? "strictFlag" : "flagInvalid", path, field, raw);
}

/**
 * A bare value, `[a,b]`, a JSON array, a comma list and a repeated key all mean the same (contract
 * section 3).
 */
function readList(reader: Reader, field: Node, raw: unknown, path: string) {
  const parts = Array.isArray(raw) ? raw : [raw];
  const values: string[] = [];
  for (const part of parts) {
    if (!isScalar(part)) return fault(reader, "listExpected", path, field, raw);
    if (reader.strict && typeof part !== "string") {
      return fault(reader, "strictString", path, field, part);
    }
    const unkept = unkeptCharacter(String(part));
    if (unkept !== undefined) return fault(reader, "textExpected", path, field, unkept);
    const inner = String(part).trim().replace(/^\[/, "").replace(/\]$/, "");
    for (const item of inner.split(",")) {
      const value = item.trim().replace(/^"(.*)"$/, "$1");
      if (value !== "") values.push(value);
    }
  }
  return values;
}

function readMap(reader: Reader, field: Node, raw: unknown, path: string) {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return fault(reader, "objectExpected", path, field, raw);
  }
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (value === null || value === undefined) continue;
    const unkept = unkeptCharacter(key);
    if (unkept !== undefined) {
      fault(reader, "textExpected", path, field, unkept);
      continue;
    }
    const text = readText(reader, mapValue(field), value, `${path}.${key}`);
    // `__proto__` is a key like any other.
    if (text !== undefined) Object.defineProperty(out, key, { value: text, enumerable: true });
  }
  return out;
}

/** The texts of a map are told by the title of the map. */
const mapValue = ({ title }: Node): Node => ({ title, wire: "text", options: {} });

function readRows(reader: Reader, field: Node, raw: unknown, path: string) {
  if (!Array.isArray(raw)) return fault(reader, "rowsExpected", path, field, raw);
  if (raw.length > ROWS_MAX) {
    reader.faults.push({
      key: "tooManyRows",
      path,
      params: { title: labelOf(field), max: String(ROWS_MAX), given: String(raw.length) },
    });
    return undefined;
  }
  const item = field.items as Node;
  return raw.map((row, index) => readObject(reader, item, row, `${path}[${index}]`));
}
