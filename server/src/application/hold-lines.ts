/** What occupy and release share: from the request to checked lines with their stock read. */
import type { TSchema } from "@xingcang/contract";
import type { Line } from "../domain/line.ts";
import type { HoldRef } from "../domain/stock-key.ts";
import { lineDraftOf } from "./line-draft.ts";
import type { Data, UnitOfWork } from "./ports.ts";
import { resolveReferences } from "./references.ts";
import { refuseAll } from "./refused.ts";
import { loadStockOf, resolveLines } from "./resolve-lines.ts";

interface HoldOptions {
  readonly recalculate: boolean;
  /** Nothing new is held of disabled records; what is held can always be released. */
  readonly refuseDisabled: boolean;
  /** What is released may leave its floating quantity to the hold. */
  readonly floatOfHold: boolean;
  refOf(entryId: string): HoldRef;
}

interface BodySchema {
  properties: { material_entity: { items: TSchema } };
}

interface Prepared {
  readonly unit: UnitOfWork;
  readonly saves: number;
  readonly lines: readonly Line[];
}

/** By the request's body: what was worked out while it was read ahead. */
const prepared = new WeakMap<object, Prepared>();

export async function holdLines(
  unit: UnitOfWork,
  schema: TSchema,
  input: { material_entity: readonly object[] },
  options: HoldOptions,
): Promise<readonly Line[]> {
  const known = prepared.get(input);
  if (known?.unit === unit && known.saves === unit.saves) return known.lines;
  const lines = await checkedLines(unit, schema, input, options);
  prepared.set(input, { unit, saves: unit.saves, lines });
  return lines;
}

async function checkedLines(
  unit: UnitOfWork,
  schema: TSchema,
  input: { material_entity: readonly object[] },
  options: HoldOptions,
): Promise<readonly Line[]> {
  const checked = await resolveReferences(unit, schema, input as unknown as Data, {
    refuseDisabled: options.refuseDisabled,
  });
  const lineSchema = (schema as unknown as BodySchema).properties.material_entity.items;
  const rows = checked.data.material_entity as readonly Data[];
  const drafts = rows.map((row, index) =>
    lineDraftOf(lineSchema, row, `material_entity[${index}]`),
  );
  const { lines, reasons } = await resolveLines(unit, drafts, {
    recalculate: options.recalculate,
    disabledToo: !options.refuseDisabled,
    floatOfHold: options.floatOfHold,
    holdOf: (draft) => options.refOf(draft.entryId),
  });
  refuseAll([...checked.reasons, ...reasons]);
  await loadStockOf(unit, lines);
  return lines;
}
