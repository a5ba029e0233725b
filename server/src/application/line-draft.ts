/**
 * From a line's record, in wire names, to the domain's `LineDraft`, by the roles that the contract
 * gives the fields.
 */
import type { FieldSchema, TSchema } from "@xingcang/contract";
import type { LineDraft, LineField } from "../domain/line.ts";
import type { Data } from "./ports.ts";

interface Node extends FieldSchema {
  properties?: Record<string, Node>;
}

/** Roles that are read as one text; the aux values are collected apart. */
const LINE_ROLES = [
  "entryId",
  "component",
  "material",
  "auxProp",
  "store",
  "bin",
  "toStore",
  "toBin",
  "unit",
  "baseUnit",
  "quantity",
  "baseQuantity",
  "auxUnit",
  "auxQuantity",
  "floatQuantity",
  "batchNo",
  "kfDate",
  "kfPeriod",
  "kfType",
  "validDate",
  "serials",
  "cost",
  "unitCost",
  "costShare",
  "sourceType",
  "sourceBill",
  "sourceEntry",
] as const satisfies readonly LineField[];

interface LineNames {
  readonly names: Partial<Record<LineField, string>>;
  readonly roles: readonly (readonly [role: LineField, name: string])[];
  readonly auxValues: readonly string[];
}

/** Every role, empty. */
const NO_TEXTS = Object.fromEntries(LINE_ROLES.map((role) => [role, ""])) as Record<
  (typeof LINE_ROLES)[number],
  string
>;

const NO_VALUES: readonly string[] = [];

const cache = new WeakMap<object, LineNames>();

/** Which wire field has which role, read once from a line's schema. */
function namesOf(schema: TSchema): LineNames {
  const known = cache.get(schema);
  if (known !== undefined) return known;
  const names: Partial<Record<LineField, string>> = {};
  const auxValues: string[] = [];
  const properties = (schema as unknown as Node).properties ?? {};
  for (const [key, { options }] of Object.entries(properties)) {
    if (options.role === "auxValue") auxValues.push(key);
    const role = LINE_ROLES.find((candidate) => candidate === options.role);
    if (role !== undefined && names[role] === undefined) names[role] = key;
  }
  const roles = LINE_ROLES.flatMap((role) => {
    const name = names[role];
    return name === undefined ? [] : [[role, name] as const];
  });
  const result = { names, roles, auxValues };
  cache.set(schema, result);
  return result;
}

function textAt(data: Data, key: string): string {
  const value = data[key];
  return value === undefined || value === null ? "" : String(value);
}

/** One field of a line by its role; empty when the line has none. */
export function lineTextOf(schema: TSchema, data: Data, role: LineField): string {
  const name = namesOf(schema).names[role];
  return name === undefined ? "" : textAt(data, name);
}

export function lineDraftOf(schema: TSchema, data: Data, path: string): LineDraft {
  const { names, roles, auxValues } = namesOf(schema);
  const draft: Record<string, unknown> = { ...NO_TEXTS, path, names, auxValues: NO_VALUES };
  for (const [role, name] of roles) draft[role] = textAt(data, name);
  if (auxValues.length > 0) draft.auxValues = auxValues.map((key) => textAt(data, key));
  return draft as unknown as LineDraft;
}

/** The wire names of the aux values of a line's schema. */
export const auxValueNamesOf = (schema: TSchema): readonly string[] => namesOf(schema).auxValues;

/** The wire name of a role in a line's schema, or undefined when the line has no such field. */
export function wireNameOf(schema: TSchema, role: LineField): string | undefined {
  return namesOf(schema).names[role];
}
