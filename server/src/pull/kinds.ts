/** The kinds of master data in an order in which each finds what it refers to. */
import { type AnyMaster, type FieldSchema, type MasterName, masters } from "@xingcang/contract";
import type { Aliases } from "./input.ts";

interface Node extends FieldSchema {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** Names in replies that differ from the names in saves. */
export const ALIASES: Readonly<Partial<Record<MasterName, Aliases>>> = {
  material: { conversion_unit1_id: "conversion_unit_id1" },
  space: { stock_id: "groupid_id" },
  department: { parent_org_id: "parent_id" },
};

/** Those that can be read and written. */
const kinds = (Object.values(masters) as AnyMaster[]).filter(
  ({ paths }) => paths.list !== undefined && paths.save !== undefined,
);

/**
 * Referred to before referring. Where kinds refer to each other (staff and departments) no order
 * serves: what is refused is tried again when the others are in.
 */
export function kindsInOrder(): readonly AnyMaster[] {
  const done = new Set<string>();
  const ordered: AnyMaster[] = [];
  const visit = (kind: AnyMaster) => {
    if (done.has(kind.name)) return;
    done.add(kind.name);
    for (const other of referredBy(kind.endpoints.save.body as unknown as Node)) {
      const found = kinds.find(({ name }) => name === other);
      if (found !== undefined) visit(found);
    }
    ordered.push(kind);
  };
  for (const kind of kinds) visit(kind);
  return ordered;
}

function referredBy({ properties = {} }: Node): string[] {
  return Object.values(properties).flatMap(({ options, items }) => [
    ...(options.master === undefined ? [] : [options.master]),
    ...(items === undefined ? [] : referredBy(items)),
  ]);
}
