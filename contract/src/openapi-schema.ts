/**
 * JSON Schema of a declared field for the reference: titles become descriptions, the engine's own
 * keywords go.
 */
import { masters } from "./masterdata/index.ts";
import type { FieldSchema } from "./scalar.ts";

export type Json = Record<string, unknown>;

interface Node extends FieldSchema {
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
}

const kept = [
  "type",
  "format",
  "enum",
  "maxLength",
  "examples",
  "default",
  "additionalProperties",
] as const;

/** The schema as it is printed. */
export function printedSchema(schema: unknown): Json {
  const node = schema as Node;
  const printed: Json = {};
  for (const key of kept) {
    const value = (node as unknown as Json)[key];
    if (value !== undefined) printed[key] = value;
  }
  if (node.wire === "date") printed.format = "date";
  const description = describe(node);
  if (description !== "") printed.description = description;
  if (node.items) printed.items = node.wire ? printedSchema(node.items) : node.items;
  if (node.properties) {
    printed.properties = Object.fromEntries(
      Object.entries(node.properties).map(([key, field]) => [key, printedSchema(field)]),
    );
    const required = requiredOf(node);
    if (required.length > 0) printed.required = required;
  }
  return printed;
}

/**
 * Keys that must be there; where a number or an old name will do, the pair is explained instead.
 */
function requiredOf(node: Node): string[] {
  const replaceable = new Set(
    Object.values(node.properties ?? {}).flatMap(({ options }) => [
      options?.insteadOf,
      options?.aliasOf,
    ]),
  );
  return (node.required ?? []).filter((key) => !replaceable.has(key));
}

function describe(node: Node): string {
  const { master, insteadOf, aliasOf, strictRequired } = node.options ?? {};
  const notes = [node.title ?? ""];
  const kind = master === undefined ? undefined : (masters as Record<string, Kind>)[master];
  if (kind && insteadOf === undefined) notes.push(`引用${kind.title.zh}（${kind.title.en}）的 id`);
  if (kind && insteadOf !== undefined) {
    const instead = node.wire === "list" ? "" : `，可代替 ${insteadOf}`;
    notes.push(`引用${kind.title.zh}（${kind.title.en}）的编码${instead}`);
  }
  if (aliasOf !== undefined) notes.push(`等同 ${aliasOf}`);
  if (strictRequired) notes.push("严格模式必填（required in strict mode）");
  return notes.filter((note) => note !== "").join("；");
}

interface Kind {
  title: { zh: string; en: string };
}
