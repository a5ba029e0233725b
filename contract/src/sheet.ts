/**
 * The columns of a table in Excel or CSV, from the same declarations as the wire: of a list for its
 * export, of a save for template and import. What both have has the same heading, so that an
 * exported table can be edited and imported again.
 */
import type { FieldOptions, FieldSchema, TSchema } from "./scalar.ts";

/** How the cells of a column are written and read. */
export type SheetKind =
  | "text"
  | "decimal"
  | "int"
  | "flag"
  | "date"
  | "list"
  | "json"
  | "reference";

export interface SheetColumn {
  /** Wire name; unique in a table. */
  readonly key: string;
  /** Heading in Chinese, unique in a table: the label of the field. */
  readonly zh: string;
  /** Heading in English: the wire name in words. */
  readonly en: string;
  readonly kind: SheetKind;
  /** A row cannot be imported without it. */
  readonly required: boolean;
  /** Whether an import reads it; the others are there to be looked at. */
  readonly imported: boolean;
  /** The closed set of values. */
  readonly choices: readonly string[] | undefined;
  /** Of a reference: the field that gets the record, its kind, and by what it is named. */
  readonly points?: {
    readonly field: string;
    readonly kind: string;
    readonly by: "number" | "name";
  };
}

interface Node extends FieldSchema {
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
}

const nodeOf = (schema: TSchema | undefined) => (schema ?? {}) as unknown as Node;

/** Steer a save, and are no content of a record. */
const CONTROLS: readonly FieldOptions["role"][] = ["ignoreWarn", "operationKey"];

const KINDS: Readonly<Record<string, SheetKind>> = {
  decimalText: "decimal",
  double: "decimal",
  int: "int",
  flag: "flag",
  date: "date",
  list: "list",
  rows: "json",
  object: "json",
  map: "json",
};

/** A title without the note behind it. */
const labelOf = (title: string) => (title.split(/[（(]/)[0] ?? title).trim();

/** @example wordsOf("bill_no") // "Bill no" */
function wordsOf(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function plainColumn(key: string, field: Node, required: boolean, imported: boolean): SheetColumn {
  return {
    key,
    zh: labelOf(field.title),
    en: wordsOf(key),
    kind: KINDS[field.wire] ?? "text",
    required,
    imported,
    choices: field.options?.choices,
  };
}

/** `stock_id` and 仓库id give `stock_number` and 仓库编码. */
function referenceColumn(field: string, node: Node, required: boolean): SheetColumn {
  const label = labelOf(node.title).replace(/(?:id|ID|编码)$/, "");
  const key = field.replace("_id", "_number");
  return {
    key,
    zh: `${label}编码`,
    en: wordsOf(key),
    kind: "reference",
    required,
    imported: true,
    choices: undefined,
    points: { field, kind: node.options.master as string, by: "number" },
  };
}

/**
 * Columns that an import reads, in the order of the save's fields: a reference is one column that
 * takes a number or a name; row groups are JSON, last.
 * @example saveColumns(masters.space.endpoints.save.body).map(({ zh }) => zh)
 * // ["id", "编码", "名称", "仓库编码", "启用状态"]
 */
export function saveColumns(schema: TSchema | undefined, only?: readonly string[]): SheetColumn[] {
  const { properties = {}, required = [] } = nodeOf(schema);
  const columns: SheetColumn[] = [];
  for (const [key, field] of Object.entries(properties)) {
    const { master, insteadOf, aliasOf, role, strictRequired } = field.options;
    // What only the vendor asks for, the engine works out (the level of a group).
    if (aliasOf !== undefined || strictRequired || CONTROLS.includes(role)) continue;
    if (only !== undefined && !only.includes(key)) continue;
    const needed = required.includes(key);
    if (master === undefined) columns.push(plainColumn(key, field, needed, true));
    else if (insteadOf === undefined || properties[insteadOf]?.options.master === undefined) {
      columns.push(referenceColumn(key.replace(/_number$/, "_id"), field, needed));
    }
  }
  const pointing = new Map(columns.flatMap((one) => (one.points ? [[one.points.field, one]] : [])));
  for (const [at, column] of columns.entries()) {
    const named = pointing.get(column.key.replace("_name", "_id"));
    if (named === undefined || column.points !== undefined || !column.key.includes("_name"))
      continue;
    columns[at] = { ...column, kind: "reference", points: byName(named) };
  }
  const isId = ({ key }: SheetColumn) => key === "id";
  const isJson = ({ kind }: SheetColumn) => kind === "json";
  const plain = columns.filter((column) => !isId(column) && !isJson(column));
  return unlike([...columns.filter(isId), ...plain, ...columns.filter(isJson)]);
}

/**
 * Columns of an exported list: of a kind that can be imported those of the import first, then what
 * else its rows show.
 */
export function listColumns(row: TSchema, save?: TSchema): SheetColumn[] {
  const imported = save === undefined ? [] : saveColumns(save);
  const known = new Map(imported.map((column) => [column.key, column]));
  const byField = new Map(imported.flatMap((one) => (one.points ? [[one.points.field, one]] : [])));
  const shown: SheetColumn[] = [];
  for (const [key, field] of Object.entries(nodeOf(row).properties ?? {})) {
    if (known.has(key) || byField.has(key)) continue;
    const named = byField.get(key.replace("_name", "_id"));
    const column = plainColumn(key, field, false, false);
    if (named === undefined || !key.includes("_name")) shown.push(column);
    // The name beside the number of a reference may stand in for it.
    else shown.push({ ...column, imported: true, kind: "reference", points: byName(named) });
  }
  return unlike([...imported, ...shown]);
}

const byName = ({ points }: SheetColumn) => ({
  ...(points as NonNullable<SheetColumn["points"]>),
  by: "name" as const,
});

/** Rows of a table are found by their headings: a second one of a kind gets its key behind it. */
function unlike(columns: readonly SheetColumn[]): SheetColumn[] {
  const seen = new Set<string>();
  return columns.map((column) => {
    const zh = seen.has(column.zh) ? `${column.zh} (${column.key})` : column.zh;
    seen.add(zh);
    return { ...column, zh };
  });
}

/**
 * Codes are texts that may look like numbers, and lose leading zeros or digits as such: a number
 * cell is none.
 */
export const isCode = ({ key, kind }: SheetColumn): boolean =>
  kind === "reference" ||
  (kind === "text" && /(?:^|_)(?:id|number|no|list|barcode|mobile|phone|account)\d?$/.test(key));

/**
 * The name of a column, counted from 0, in a spreadsheet.
 * @example columnName(27) // "AB"
 */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  const letter = String.fromCharCode(65 + (index % 26));
  return rest === 0 ? letter : columnName(rest - 1) + letter;
}
