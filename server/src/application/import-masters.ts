/**
 * 导入基础资料: each row of a file is saved as the wire would save it. A row with the id or number of a
 * record changes it, another one is new; either all rows are right and written, or nothing is.
 */
import {
  type AnyMaster,
  type MasterName,
  masters,
  readRequest,
  type SheetColumn,
  type TSchema,
} from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { primeReferences, resolvedReferences } from "./import-references.ts";
import { textOf } from "./material-facts.ts";
import { type PendingMasters, pendingMasters } from "./pending-masters.ts";
import type { Caller, Data, MasterRecord, UnitOfWork } from "./ports.ts";
import { type Reason, Refused } from "./refused.ts";
import { saveMaster } from "./save-master.ts";
import { cellPath, type InputRow, readSheet } from "./sheet-rows.ts";
import type { Sheet } from "./table-ports.ts";

export interface ImportOutcome {
  readonly rows: number;
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly ignored: readonly string[];
  /** Where the columns stand, from 0. */
  readonly places: ReadonlyMap<SheetColumn, number>;
  /** Nothing was written when there is one. */
  readonly reasons: readonly Reason[];
}

export interface ImportOptions {
  readonly columns: readonly SheetColumn[];
  readonly ignoreWarn: boolean;
}

export async function importMasters(
  unit: UnitOfWork,
  caller: Caller,
  name: MasterName,
  sheet: Sheet,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const read = readSheet(sheet, options.columns);
  const kind: AnyMaster = masters[name];
  const pending = pendingMasters(unit);
  await primeReferences(pending, read.rows);
  await primeRecords(pending, kind, read.rows);
  const reasons = [...read.reasons];
  const seen = new Map<string, number>();
  for (const row of read.rows) {
    reasons.push(...(await saveRow({ pending, caller, kind, row, seen, ...options })));
  }
  const { ignored, places } = read;
  const rows = sheet.rows.length;
  const told = { rows, ignored, places, reasons };
  if (reasons.length > 0) return { ...told, created: [], changed: [], unchanged: [] };
  return { ...told, ...(await pending.write()) };
}

/** Kinds without a number of their own are known by their name. */
function numberField({ endpoints, prefix }: AnyMaster): "number" | "name" {
  const { properties = {} } = endpoints.save.body as unknown as { properties?: Data };
  return "number" in properties || prefix !== undefined ? "number" : "name";
}

async function primeRecords(
  pending: PendingMasters,
  kind: AnyMaster,
  rows: readonly InputRow[],
): Promise<void> {
  const texts = (field: string) =>
    [...new Set(rows.map(({ input }) => textOf(input, field)))].filter((text) => text !== "");
  const numbers = texts(numberField(kind));
  await pending.prime(kind.name, { ids: texts("id"), numbers, names: texts("name") });
}

interface RowToSave extends ImportOptions {
  readonly pending: PendingMasters;
  readonly caller: Caller;
  readonly kind: AnyMaster;
  readonly row: InputRow;
  /** Rows of the file so far, by the record that they are. */
  readonly seen: Map<string, number>;
}

async function saveRow(given: RowToSave): Promise<Reason[]> {
  const { pending, kind, row } = given;
  const existing = await existingOf(pending, kind, row.input);
  const former = formerOf(given, existing);
  const { found, reasons } = await resolvedReferences(pending, row);
  const schema = kind.endpoints.save.body as TSchema;
  const input = { ...fieldsOf(schema, found), ...row.input, ...(existing && { id: existing.id }) };
  const { value, faults } = readRequest<Data>(schema, existing ? input : filled(input), {
    strict: false,
  });
  // What a reference lacks is told where it is named.
  const unfit = [...row.reasons, ...reasons];
  const unresolved = new Set(unfit.map(({ path }) => fieldOf(given, path)));
  const wrong = faults.filter(({ path }) => !unresolved.has(path));
  const all = [...unfit, ...wrong.map((fault) => atRow(given, fault))];
  if (former !== undefined) {
    const params = { given: String(former) };
    all.unshift({ key: "rowRepeated", path: cellPath(row.row, "id"), params });
  }
  if (all.length > 0) return all;
  return trySave(given, value);
}

/** The row of the file that is the same record, if there is one before. */
function formerOf(
  { kind, row, seen }: RowToSave,
  existing: MasterRecord | undefined,
): number | undefined {
  const id = existing?.id ?? textOf(row.input, "id");
  const number = textOf(row.input, numberField(kind));
  const keys = [id && `id ${id}`, number && `number ${number}`].filter((key) => key !== "");
  const former = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
  for (const key of keys) seen.set(key, former ?? row.row);
  return former;
}

async function trySave(given: RowToSave, value: Data): Promise<Reason[]> {
  const { pending, caller, kind, ignoreWarn } = given;
  try {
    const input = { ...value, ignore_warn: ignoreWarn };
    await saveMaster(pending.unit, caller, kind.name as MasterName, input);
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.reasons.map((reason) => atRow(given, reason));
  }
}

async function existingOf(
  pending: PendingMasters,
  kind: AnyMaster,
  input: Data,
): Promise<MasterRecord | undefined> {
  const id = textOf(input, "id");
  if (!isNone(id)) return (await pending.unit.masters(kind.name, [id])).get(id);
  const number = textOf(input, numberField(kind));
  if (number === "") return undefined;
  return (await pending.unit.mastersByNumber(kind.name, [number])).get(number);
}

/** By the field that the save takes for them. */
function fieldsOf(schema: TSchema, found: ReadonlyMap<string, MasterRecord | undefined>): Data {
  const { properties = {} } = schema as unknown as { properties?: Data };
  return Object.fromEntries(
    [...found].map(([field, record]) =>
      field in properties
        ? [field, record?.id ?? ""]
        : [field.replace("_id", "_number"), record?.number ?? ""],
    ),
  );
}

/** A new record says nothing where a cell is blank. */
const filled = (input: Data): Data =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ""));

const columnOf = ({ columns }: RowToSave, key: string) =>
  columns.find((column) => column.key === key || column.points?.field === key);

/** The field of the save that a cell's path is about. */
function fieldOf(given: RowToSave, path: string): string {
  const key = path.replace(/^rows\[\d+\]\./, "");
  return columnOf(given, key)?.points?.field ?? key;
}

/** A fault of a field, told of the row and column that it came from. */
function atRow(given: RowToSave, { key, path, params }: Reason): Reason {
  const [head = "", ...rest] = path.split(/(?=[.[])/);
  const column = columnOf(given, head)?.key ?? head;
  return { key, path: `${cellPath(given.row.row, column)}${rest.join("")}`, params };
}
