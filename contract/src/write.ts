/**
 * Writes a reply by its schema: every documented key, in the documented order and type, with the
 * type's empty value when it is not set (D22). Decimals are emitted digit by digit, never through a
 * binary float.
 */
import type { FieldSchema, TSchema } from "./scalar.ts";

interface Node extends FieldSchema {
  properties?: Record<string, Node>;
  items?: Node;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * The JSON text of `value`, shaped by `schema`.
 * @example
 * writeReply(shape({ qty: double("数量"), remark: text("备注") }), { qty: "5.10" })
 * // {"qty":5.1,"remark":""}
 * @param seal encrypts personal data for the caller; without it a reply may hold none
 */
export function writeReply(
  schema: TSchema,
  value: unknown,
  seal: (text: string) => string = noSeal,
): string {
  return write(schema as unknown as Node, value, seal);
}

type Seal = (text: string) => string;

function noSeal(): never {
  throw new TypeError("personal data may only leave sealed");
}

function write(node: Node, value: unknown, seal: Seal): string {
  switch (node.wire) {
    case "text":
    case "decimalText":
    case "date":
      return JSON.stringify(textOf(node, value, seal));
    case "int":
      return numeral(value);
    case "double":
      return numeral(value);
    case "flag":
      return value === true ? "true" : "false";
    case "list":
      return JSON.stringify(value ?? []);
    case "map":
      return JSON.stringify(value ?? {});
    case "rows": {
      const rows = (value as unknown[]) ?? [];
      return `[${rows.map((row) => write(node.items as Node, row, seal)).join(",")}]`;
    }
    case "object":
      return writeObject(node, (value ?? {}) as Record<string, unknown>, seal);
  }
}

function textOf(node: Node, value: unknown, seal: Seal): string {
  const text = value === undefined || value === null ? (node.options.empty ?? "") : String(value);
  return node.options.role === "personal" && text !== "" ? seal(text) : text;
}

function writeObject(node: Node, value: Record<string, unknown>, seal: Seal): string {
  const parts: string[] = [];
  for (const [key, field] of Object.entries(node.properties ?? {})) {
    parts.push(`${JSON.stringify(key)}:${write(field, value[key], seal)}`);
  }
  return `{${parts.join(",")}}`;
}

/** A JSON number without trailing zeros; an unset one is 0. */
function numeral(value: unknown): string {
  if (value === undefined || value === null || value === "") return "0";
  const text = String(value);
  if (!DECIMAL.test(text)) throw new TypeError(`not a decimal: ${text}`);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
