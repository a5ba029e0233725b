/**
 * Reads what the lines of a request need, then lets the domain check them; used by bills and holds
 * alike.
 */
import type { ShelfLife } from "../domain/batch.ts";
import { look } from "../domain/book.ts";
import type { CalendarDate } from "../domain/calendar-date.ts";
import type { Line, LineDraft } from "../domain/line.ts";
import { type Material, poolOf } from "../domain/master.ts";
import { isNone, type LineFacts, resolveLine } from "../domain/resolve-line.ts";
import { batchText, type HoldRef } from "../domain/stock-key.ts";
import { binOf, materialOf, storeOf, unitIdsOf } from "./material-facts.ts";
import type { UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

export interface LinesOptions {
  readonly recalculate: boolean;
  /** Whether a disabled aux property is taken. Default false. */
  readonly disabledToo?: boolean;
  /** Whether a hold says the floating quantity when a line does not. Default false. */
  readonly floatOfHold?: boolean;
  /** 盘点: a row may count nothing, or not be counted yet. Default false. */
  readonly counting?: boolean;
  /** 订单: a row says what is wanted, not where or which batch. Default false. */
  readonly ordering?: boolean;
  /** The hold that a line names, if any. */
  holdOf(draft: LineDraft): HoldRef | undefined;
}

export interface ResolvedLines {
  /** Only the lines without refusals. */
  readonly lines: readonly Line[];
  readonly reasons: readonly Reason[];
}

/**
 * References were checked before; lines with unknown ones are left out without a further reason.
 */
export async function resolveLines(
  unit: UnitOfWork,
  drafts: readonly LineDraft[],
  options: LinesOptions,
): Promise<ResolvedLines> {
  const facts = await readFacts(unit, drafts);
  const lines: Line[] = [];
  const reasons: Reason[] = [];
  for (const draft of drafts) {
    const { recalculate, disabledToo = false, floatOfHold = false, counting = false } = options;
    const { ordering = false } = options;
    const hold = options.holdOf(draft);
    const question = { facts, recalculate, disabledToo, floatOfHold, counting, ordering, hold };
    const answer = resolveLine(draft, question);
    if (answer.line) lines.push(answer.line);
    reasons.push(...answer.refusals);
  }
  return { lines, reasons };
}

/** Reads the balances, pools, holds and serials that the lines touch into the unit's book. */
export async function loadStockOf(unit: UnitOfWork, lines: readonly Line[]): Promise<void> {
  const keys = lines.flatMap((line) => (line.to ? [line.key, line.to.key] : [line.key]));
  await unit.loadStock({
    keys,
    pools: lines.flatMap((line) =>
      (line.to ? [line.key, line.to.key] : [line.key]).map((key) => poolOf(line.material, key)),
    ),
    holds: lines.flatMap((line) => (line.hold ? [line.hold] : [])),
    serials: lines.flatMap((line) =>
      line.serials.map(({ serial }) => ({ materialId: line.material.id, serial })),
    ),
    batches: [],
  });
}

const present = (ids: readonly string[]) => ids.filter((id) => !isNone(id));

export async function readMaterials(
  unit: Pick<UnitOfWork, "masters">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Material>> {
  const records = await unit.masters("material", present(ids));
  const unitIds = [...records.values()].flatMap(unitIdsOf);
  const units = await unit.masters("measure_unit", unitIds);
  return new Map([...records].map(([id, record]) => [id, materialOf(record, units)]));
}

async function readFacts(unit: UnitOfWork, drafts: readonly LineDraft[]): Promise<LineFacts> {
  const materials = await readMaterials(
    unit,
    drafts.map((draft) => draft.material),
  );
  const storeIds = drafts.flatMap((draft) => [draft.store, draft.toStore]);
  const binIds = drafts.flatMap((draft) => [draft.bin, draft.toBin]);
  const stores = await unit.masters("store", present(storeIds));
  const bins = await unit.masters("space", present(binIds));
  const batches = drafts
    .filter((draft) => materials.get(draft.material)?.batchManaged && draft.batchNo !== "")
    .map((draft) => ({ materialId: draft.material, batchNo: draft.batchNo }));
  await unit.loadStock({ keys: [], pools: [], holds: [], serials: [], batches });
  return {
    material: (id) => materials.get(id),
    store: (id) => mapped(stores.get(id), storeOf),
    bin: (id) => mapped(bins.get(id), binOf),
    batch: (materialId, batchNo) => shelfLifeOf(unit, materialId, batchNo),
  };
}

const mapped = <T, R>(value: T | undefined, map: (value: T) => R): R | undefined =>
  value === undefined ? undefined : map(value);

function shelfLifeOf(unit: UnitOfWork, materialId: string, batchNo: string): ShelfLife | undefined {
  const batch = look(unit.book, "batches", batchText(materialId, batchNo));
  if (batch === undefined || batch.kfDate === "" || batch.validDate === "") return undefined;
  return {
    productionDate: batch.kfDate as CalendarDate,
    validDate: batch.validDate as CalendarDate,
  };
}
