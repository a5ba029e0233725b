/**
 * 引用: fields that point to master data, found by the contract's schema. One walk finds, checks and
 * replaces them for masters, bills, lines, fees and holds: an id must exist, a number may stand in
 * for it, a disabled record is refused.
 */
import type { FieldSchema, TSchema } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import type { Data, MasterRecord } from "./ports.ts";
import type { Reason } from "./refused.ts";

interface Node extends FieldSchema {
  properties?: Record<string, Node>;
  items?: Node;
}

/** What the walk needs of a unit of work or a reader. */
export interface MasterReader {
  masters(kind: string, ids: readonly string[]): Promise<ReadonlyMap<string, MasterRecord>>;
  mastersByNumber(
    kind: string,
    numbers: readonly string[],
  ): Promise<ReadonlyMap<string, MasterRecord>>;
}

/** A field that points to master data. */
interface Pointer {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  /** For a number: the id field that it stands in for. */
  readonly insteadOf: string | undefined;
  /** A list of numbers, whose ids are kept as a list. */
  readonly isList: boolean;
}

interface Found {
  readonly pointer: Pointer;
  readonly holder: Record<string, unknown>;
  /** Of the holder. */
  readonly path: string;
  readonly value: string;
}

/** Where an object of a schema has such fields, itself and below. */
interface Pointers {
  readonly own: readonly Pointer[];
  readonly below: readonly { readonly key: string; readonly pointers: Pointers }[];
}

const labelOf = (node: Node) => node.title.split(/[（(]/)[0] ?? node.title;

const knownPointers = new WeakMap<object, Pointers>();

/** Read once from a schema. */
function pointersOf(node: Node): Pointers {
  const known = knownPointers.get(node);
  if (known !== undefined) return known;
  const own: Pointer[] = [];
  const below: { key: string; pointers: Pointers }[] = [];
  for (const [key, field] of Object.entries(node.properties ?? {})) {
    const { master: kind, insteadOf } = field.options;
    if (kind !== undefined) {
      const isList = field.wire === "list";
      own.push({ key, kind, title: labelOf(field), insteadOf, isList });
    }
    const object = field.wire === "rows" ? field.items : field;
    if (object?.wire !== "object") continue;
    const pointers = pointersOf(object);
    if (pointers.own.length + pointers.below.length > 0) below.push({ key, pointers });
  }
  const pointers = { own, below };
  knownPointers.set(node, pointers);
  return pointers;
}

/** A copy of every object that holds references, and those that were found in it. */
function collect(pointers: Pointers, data: Data, path: string, found: Found[]) {
  const holder: Record<string, unknown> = { ...data };
  for (const pointer of pointers.own) {
    if (pointer.isList) {
      openList(pointer, holder, path, found);
      continue;
    }
    const value = holder[pointer.key];
    if (typeof value !== "string" || isNone(value)) continue;
    found.push({ pointer, holder, path, value });
  }
  for (const { key, pointers: inner } of pointers.below) {
    const value = holder[key];
    const at = joined(path, key);
    if (Array.isArray(value)) {
      holder[key] = value.map((row, index) => collect(inner, row, `${at}[${index}]`, found));
    } else if (typeof value === "object" && value !== null) {
      holder[key] = collect(inner, value as Data, at, found);
    }
  }
  return holder;
}

/** The list of ids takes the place of the numbers; an empty one too, for it says "none". */
function openList(
  pointer: Pointer,
  holder: Record<string, unknown>,
  path: string,
  found: Found[],
): void {
  const values = holder[pointer.key];
  if (!Array.isArray(values) || pointer.insteadOf === undefined) return;
  delete holder[pointer.key];
  holder[pointer.insteadOf] = [];
  for (const value of new Set<string>(values)) found.push({ pointer, holder, path, value });
}

const joined = (path: string, key: string) => (path === "" ? key : `${path}.${key}`);
const pathOf = ({ path, pointer }: Found) => joined(path, pointer.key);

function group(found: readonly Found[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const { pointer, value } of found) {
    const ofKind = values.get(pointer.kind);
    if (ofKind === undefined) values.set(pointer.kind, [value]);
    else ofKind.push(value);
  }
  return values;
}

export interface ReferenceOptions {
  /** Whether a disabled record is refused: when saving, not when an old bill is audited. */
  readonly refuseDisabled: boolean;
}

/** A copy of `data` in which numbers became ids, and what was wrong with it. */
export async function resolveReferences<T extends Data>(
  reader: MasterReader,
  schema: TSchema,
  data: T,
  options: ReferenceOptions,
): Promise<{ data: T; reasons: Reason[] }> {
  const found: Found[] = [];
  const copy = collect(pointersOf(schema as unknown as Node), data, "", found) as unknown as T;
  const reasons: Reason[] = [];
  const numbers = found.filter(({ pointer }) => pointer.insteadOf !== undefined);
  for (const [kind, values] of group(numbers)) {
    const records = await reader.mastersByNumber(kind, values);
    for (const item of numbers) {
      if (item.pointer.kind !== kind) continue;
      reasons.push(...takeNumber(item, records.get(item.value), options));
    }
  }
  const ids = found.filter(({ pointer }) => pointer.insteadOf === undefined);
  const known = await Promise.all(
    [...group(ids)].map(
      async ([kind, values]) => [kind, await reader.masters(kind, values)] as const,
    ),
  );
  for (const [kind, records] of known) {
    for (const item of ids) {
      if (item.pointer.kind !== kind) continue;
      reasons.push(...checkId(item, records.get(item.value), options));
    }
  }
  return { data: copy, reasons };
}

function unknown(item: Found): Reason {
  const params = { title: item.pointer.title, given: item.value };
  return { key: "referenceUnknown", path: pathOf(item), params };
}

function takeNumber(
  item: Found,
  record: MasterRecord | undefined,
  options: ReferenceOptions,
): Reason[] {
  const { key, insteadOf, isList } = item.pointer;
  const idKey = insteadOf ?? key;
  if (isList) {
    if (record !== undefined) (item.holder[idKey] as string[]).push(record.id);
    return checkId(item, record, options);
  }
  const id = item.holder[idKey];
  delete item.holder[key];
  // An id that is given wins over the number beside it.
  if (typeof id === "string" && !isNone(id)) return [];
  if (record !== undefined) item.holder[idKey] = record.id;
  return checkId(item, record, options);
}

function checkId(
  item: Found,
  record: MasterRecord | undefined,
  options: ReferenceOptions,
): Reason[] {
  if (record === undefined) return [unknown(item)];
  if (!record.enabled && options.refuseDisabled) {
    const params = { title: item.pointer.title, given: record.name };
    return [{ key: "referenceDisabled", path: pathOf(item), params }];
  }
  return [];
}

/**
 * Each row with the name and number of each reference beside its id: `dept_id` gets `dept_name` and
 * `dept_number`. Replies name them so throughout; a field named `unit` (holds) has no companions.
 */
export async function withNames(
  reader: MasterReader,
  schema: TSchema,
  rows: readonly Data[],
): Promise<Record<string, unknown>[]> {
  const found: Found[] = [];
  const pointers = pointersOf(schema as unknown as Node);
  const copies = rows.map((row) => collect(pointers, row, "", found));
  for (const [kind, values] of group(found)) {
    const records = await reader.masters(kind, values);
    for (const item of found) {
      const { key } = item.pointer;
      const record = item.pointer.kind === kind ? records.get(item.value) : undefined;
      if (record === undefined || !key.endsWith("_id")) continue;
      const stem = key.slice(0, -"_id".length);
      item.holder[`${stem}_name`] = record.name;
      item.holder[`${stem}_number`] = record.number;
    }
  }
  return copies;
}

/** Wire names of the fields of a schema that point to a kind of master data, at any depth. */
export function fieldsPointingTo(schema: TSchema, kind: string): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: Node): void => {
    if (node.items !== undefined) walk(node.items);
    for (const [key, field] of Object.entries(node.properties ?? {})) {
      const { master, insteadOf, aliasOf } = field.options ?? {};
      if (master === kind) names.add(insteadOf ?? aliasOf ?? key);
      walk(field);
    }
  };
  walk(schema as unknown as Node);
  return names;
}
