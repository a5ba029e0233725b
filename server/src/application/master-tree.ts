/**
 * 级次: where records stand in the tree of their kind. One read for each level, not for each record.
 */
import { type AnyMaster, type FieldOptions, type MasterName, masters } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { textOf } from "./material-facts.ts";
import type { Data, MasterRecord, Reader } from "./ports.ts";
import { fieldsPointingTo } from "./references.ts";

/** No tree is deeper: `master-rules.ts` refuses it. */
export const LEVELS_MAX = 20;

/**
 * Wire name of the field that names the record above of the same kind; undefined without a tree.
 */
export function parentFieldOf(name: MasterName): string | undefined {
  const kind: AnyMaster = masters[name];
  const [field] = fieldsPointingTo(kind.endpoints.save.body ?? {}, name);
  return field;
}

/** Wire fields that name the record above; the first that a kind has is its own. */
const ABOVE = ["parent_id", "parent_org_id", "group_id", "stock_id"];

interface FieldNode {
  readonly options: FieldOptions;
}

/**
 * What stands above a record of the kind: mostly another of the kind, else its group, for a bin its
 * store. Undefined where nothing does.
 */
export function aboveOf(name: MasterName): { field: string; kind: MasterName } | undefined {
  const kind: AnyMaster = masters[name];
  const body = kind.endpoints.save.body as { properties?: Record<string, FieldNode> } | undefined;
  for (const field of ABOVE) {
    const above = body?.properties?.[field]?.options.master;
    if (above !== undefined) return { field, kind: above as MasterName };
  }
  return undefined;
}

type Records = Pick<Reader, "masters">;

/** The records above each record, the nearest first. */
export async function ancestorsOf(
  reader: Records,
  name: MasterName,
  records: readonly MasterRecord[],
): Promise<MasterRecord[][]> {
  const field = parentFieldOf(name);
  const chains = records.map((record): MasterRecord[] => [record]);
  if (field === undefined) return records.map(() => []);
  for (let level = 1; level < LEVELS_MAX; level += 1) {
    const above = chains.map((chain) => textOf(chain.at(-1)?.data ?? {}, field));
    const wanted = above.filter((id, index) => !isNone(id) && chains[index]?.length === level);
    if (wanted.length === 0) break;
    const found = await reader.masters(name, wanted);
    for (const [index, id] of above.entries()) {
      const parent = found.get(id);
      const chain = chains[index];
      if (parent !== undefined && chain?.length === level) chain.push(parent);
    }
  }
  return chains.map((chain) => chain.slice(1));
}

/** What a list or detail shows of a record's place. Parts are joined from the top. */
export async function treeViews(
  reader: Reader,
  name: MasterName,
  records: readonly MasterRecord[],
): Promise<Data[]> {
  const chains = await ancestorsOf(reader, name, records);
  const field = parentFieldOf(name);
  const ids = records.map((record) => record.id);
  const withChildren =
    field === undefined ? new Set<string>() : await reader.mastersWithChildren(name, ids);
  return records.map((record, index) => {
    const path = [record, ...(chains[index] ?? [])].reverse();
    return {
      level: path.length,
      is_leaf: !withChildren.has(record.id),
      long_number: path.map((part) => part.number).join("."),
      full_name: path.map((part) => part.name).join("/"),
    };
  });
}
