/**
 * What a reply of the API says, as a save takes it: the fields of the save that the reply names, by
 * the contract.
 */
import type { FieldSchema, TSchema } from "@xingcang/contract";
import type { Data } from "../application/ports.ts";
import { isNone } from "../domain/resolve-line.ts";

interface Node extends FieldSchema {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** What a reply calls otherwise than the save, by the name in the save. */
export type Aliases = Readonly<Record<string, string>>;

/** Never asked of a reply: they name the record itself, or steer the save. */
const OWN = new Set(["id", "ignore_warn", "operation_key"]);

export function inputFrom(schema: TSchema, view: Data, aliases: Aliases = {}): Data {
  const { properties = {} } = schema as unknown as Node;
  const input: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(properties)) {
    if (OWN.has(key)) continue;
    const value = valueFrom(field, view[key] ?? view[aliases[key] ?? ""]);
    if (value !== undefined) input[key] = value;
  }
  // An id says it already, and says it exactly.
  for (const [key, { options }] of Object.entries(properties)) {
    if (options.insteadOf !== undefined && input[options.insteadOf] !== undefined)
      delete input[key];
  }
  return input;
}

/** Undefined for what is not set: a reply has every key. */
function valueFrom(field: Node, value: unknown): unknown {
  if (value === undefined || value === null || value === "") return undefined;
  if (field.options.master !== undefined && isNone(String(value))) return undefined;
  if (field.wire === "rows") {
    const rows = (value as Data[]).map((row) => inputFrom(field.items as never, row));
    return rows.length === 0 ? undefined : rows;
  }
  if (field.wire === "object") return inputFrom(field as never, value as Data);
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (field.wire === "map") return Object.keys(value as Data).length === 0 ? undefined : value;
  return value;
}
