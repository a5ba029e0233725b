/** References of imported rows: by number, else by a name that only one record has. */
import type { SheetColumn } from "@xingcang/contract";
import type { PendingMasters } from "./pending-masters.ts";
import type { MasterRecord } from "./ports.ts";
import type { Reason } from "./refused.ts";
import { cellPath, type InputRow, type NamedReference } from "./sheet-rows.ts";

type Points = NonNullable<SheetColumn["points"]>;

/** Reads together what all rows refer to. */
export async function primeReferences(
  pending: PendingMasters,
  rows: readonly InputRow[],
): Promise<void> {
  const wanted = new Map<string, Set<string>>();
  for (const { column, text } of rows.flatMap(({ references }) => references)) {
    const { kind } = column.points as Points;
    const texts = wanted.get(kind) ?? new Set<string>();
    if (text !== "") wanted.set(kind, texts.add(text));
  }
  for (const [kind, texts] of wanted) {
    await pending.prime(kind, { numbers: [...texts], names: [...texts] });
  }
}

/** The records that a row refers to, by field; undefined for a field whose cells are blank. */
export async function resolvedReferences(
  pending: PendingMasters,
  { row, references }: InputRow,
): Promise<{ found: Map<string, MasterRecord | undefined>; reasons: Reason[] }> {
  const found = new Map<string, MasterRecord | undefined>();
  const reasons: Reason[] = [];
  // The number says more than the name beside it.
  const order = [...references].sort(
    (a, b) => Number(a.column.points?.by === "name") - Number(b.column.points?.by === "name"),
  );
  for (const reference of order) {
    const { field } = reference.column.points as Points;
    const known = found.get(field);
    const result = reference.text === "" ? undefined : await look(pending, reference, known);
    if (result === undefined || !("reason" in result)) found.set(field, result ?? known);
    else reasons.push({ ...result.reason, path: cellPath(row, reference.column.key) });
  }
  return { found, reasons };
}

type Looked = MasterRecord | { readonly reason: Omit<Reason, "path"> };

async function look(
  pending: PendingMasters,
  { column, text }: NamedReference,
  known: MasterRecord | undefined,
): Promise<Looked> {
  const { kind, by } = column.points as Points;
  const title = column.zh;
  if (known !== undefined) {
    if (known.name === text) return known;
    const reason = `与编码 ${known.number}（${known.name}）不是同一条`;
    const reasonEn = `it is not the name of ${known.number}`;
    return { reason: { key: "cellUnusable", params: { title, reason, reasonEn } } };
  }
  const numbered = (await pending.unit.mastersByNumber(kind, [text])).get(text);
  if (by === "number" && numbered !== undefined) return numbered;
  const [first, second] = await pending.byName(kind, text);
  const params = { title, given: text.slice(0, 60) };
  if (first === undefined) return { reason: { key: "referenceUnknown", params } };
  return second === undefined ? first : { reason: { key: "referenceAmbiguous", params } };
}
