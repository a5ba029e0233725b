/**
 * JSON without loss of digits, guided by the contract's schemas: a `double` is decimal text in the
 * program and a JSON numeral on the wire, so that no quantity, price or amount passes through a
 * binary float (D2).
 */
import type { FieldSchema, TSchema } from "@xingcang/contract";

interface Node extends FieldSchema {
  properties?: Record<string, Node>;
  items?: Node;
}

/** Up to so many significant digits survive the way through a binary float and back. */
const SAFE_DIGITS = 15;
/** No figure of the trade has a larger exponent; beyond it the text stays as it came. */
const EXPONENT_MAX = 400;

const NUMERAL = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const PLAIN_NUMERAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/**
 * Parses JSON; a number that a binary float could alter (more than 15 digits, or an exponent)
 * arrives as its own text.
 * @throws SyntaxError when the text is not JSON
 * @example
 * parseExact('{"id":1,"qty":12345678901234.5678901234}');
 * // { id: 1, qty: "12345678901234.5678901234" }
 */
export function parseExact(text: string): unknown {
  return JSON.parse(
    text.replace(STRING_OR_NUMBER, (token) => (isRisky(token) ? quoted(token) : token)),
  );
}

const quoted = (token: string) => `"${token}"`;

function isRisky(token: string): boolean {
  if (token.startsWith('"') || !NUMERAL.test(token)) return false;
  if (/[eE]/.test(token)) return true;
  return token.replace(/[-.]/g, "").replace(/^0+/, "").length > SAFE_DIGITS;
}

/**
 * The `data` of a reply, parsed by {@link parseExact}, in the types of the contract: a `double`
 * becomes decimal text without exponent and trailing zeros. Keys that the contract does not know
 * are kept as they came.
 * @example
 * typedReply(shape({ qty: double("数量") }), parseExact('{"qty":5.10}')); // { qty: "5.1" }
 */
export function typedReply(schema: TSchema, value: unknown): unknown {
  return typed(schema as unknown as Node, value);
}

function typed(node: Node, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  switch (node.wire) {
    case "double":
      return typeof value === "number" || typeof value === "string"
        ? plainDecimal(String(value))
        : value;
    case "text":
    case "decimalText":
    case "date":
      return typeof value === "number" ? plainDecimal(String(value)) : value;
    case "int":
      return typeof value === "string" ? integerOf(value) : value;
    case "rows":
      return Array.isArray(value) ? value.map((row) => typed(node.items as Node, row)) : value;
    case "object":
      return typeof value === "object" && !Array.isArray(value) ? typedObject(node, value) : value;
    default:
      return value;
  }
}

function typedObject(node: Node, value: object): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const field = node.properties?.[key];
    const converted = field ? typed(field, item) : item;
    Object.defineProperty(out, key, { value: converted, enumerable: true, writable: true });
  }
  return out;
}

/** An integer that JavaScript cannot hold stays text: better another type than other digits. */
function integerOf(text: string): number | string {
  const value = Number(text);
  return PLAIN_NUMERAL.test(text) && Number.isSafeInteger(value) ? value : text;
}

/** `5.10` and `51e-1` are `5.1`; what is not a JSON numeral stays as it is. */
function plainDecimal(text: string): string {
  const split = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!split || !NUMERAL.test(text)) return text;
  const [, sign = "", whole = "", fraction = "", power = "0"] = split;
  const exponent = Number(power);
  if (Math.abs(exponent) > EXPONENT_MAX) return text;
  const point = whole.length + exponent;
  const digits = (whole + fraction).padStart(
    whole.length + fraction.length + Math.max(0, -point),
    "0",
  );
  const at = Math.max(0, point);
  const left =
    digits
      .slice(0, at)
      .padEnd(at, "0")
      .replace(/^0+(?=\d)/, "") || "0";
  const right = digits.slice(at).replace(/0+$/, "");
  const unsigned = right === "" ? left : `${left}.${right}`;
  return unsigned === "0" ? unsigned : sign + unsigned;
}

/**
 * The JSON text of a request: a `double` given as decimal text is emitted digit by digit; anything
 * else goes as it is, for the server to check. Without a schema it is plain JSON.
 * @throws TypeError for a number that JavaScript cannot hold exactly (a 19-digit id, NaN)
 * @example
 * encodeBody(request({ qty: double("数量") }, {}), { qty: "0.10" }); // '{"qty":0.10}'
 */
export function encodeBody(schema: TSchema | undefined, value: unknown): string {
  return encode(schema as unknown as Node | undefined, value, "");
}

function encode(node: Node | undefined, value: unknown, path: string): string {
  if (typeof value === "number") return numberText(value, path);
  if (node?.wire === "double" && typeof value === "string" && PLAIN_NUMERAL.test(value))
    return value;
  if (Array.isArray(value)) {
    return `[${value.map((row, at) => encode(node?.items, row, `${path}[${at}]`)).join(",")}]`;
  }
  if (typeof value !== "object" || value === null || "toJSON" in value) {
    return JSON.stringify(value) ?? "null";
  }
  const parts = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const at = path === "" ? key : `${path}.${key}`;
      return `${JSON.stringify(key)}:${encode(node?.properties?.[key], item, at)}`;
    });
  return `{${parts.join(",")}}`;
}

/**
 * The text of a JavaScript number, or a refusal where the number has already lost digits.
 * @throws TypeError for NaN, infinities and integers beyond 2^53
 * @example
 * numberText(12.5, "qty"); // "12.5"
 */
export function numberText(value: number, path: string): string {
  const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  if (!exact) {
    throw new TypeError(
      `${path}: ${value} 不是精确的数，请以文本传 / is not exact, pass it as text`,
    );
  }
  return JSON.stringify(value);
}
