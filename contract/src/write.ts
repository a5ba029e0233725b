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
 */
export function writeReply(schema: TSchema, value: unknown): string {
  return write(schema as unknown as Node, value);
}

function write(node: Node, value: unknown): string {
  switch (node.wire) {
    case "text":
    case "decimalText":
    case "date":
      return JSON.stringify(
        value === undefined || value === null ? emptyText(node) : String(value),
      );
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
      return `[${rows.map((row) => write(node.items as Node, row)).join(",")}]`;
    }
    case "object":
      return writeObject(node, (value ?? {}) as Record<string, unknown>);
  }
}

const emptyText = (node: Node) => node.options.empty ?? "";

function writeObject(node: Node, value: Record<string, unknown>): string {
  const parts: string[] = [];
  for (const [key, field] of Object.entries(node.properties ?? {})) {
    parts.push(`${JSON.stringify(key)}:${write(field, value[key])}`);
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
