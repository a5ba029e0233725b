/** 批量释放占用 (D18): by ids or by what they have in common; all of them or none. */
import { type InputOf, ownEndpoints } from "@xingcang/contract";
import { fork, type Hold, look, merge } from "../domain/book.ts";
import { heldOf } from "../domain/counts.ts";
import { isOpen, releaseRest } from "../domain/hold.ts";
import { toText } from "../domain/quantity.ts";
import { holdRefText } from "../domain/stock-key.ts";
import { holdFilterOf, isUnfiltered } from "./hold-filter.ts";
import type { Caller, Data, HoldFilter, UnitOfWork } from "./ports.ts";
import { type Reason, refuse, refuseAll } from "./refused.ts";

const endpoint = ownEndpoints["xingcang.releaseHolds"];
type Input = InputOf<typeof endpoint>;

/** One transaction holds up the account for as long as it takes. */
const RELEASED_MAX = 5000;

export async function releaseHolds(unit: UnitOfWork, caller: Caller, input: Input) {
  const { hold_ids: given = [], ...filters } = input;
  const ids = [...new Set(given)];
  refuseAll(emptyFilters(filters as Data));
  const filter = await holdFilterOf(unit, endpoint.body, filters as Data, unit.now);
  checkChoice(ids, filter);
  const found = await findOpen(unit, ids.length > 0 ? { ...filter, ids } : filter);
  const wanted =
    ids.length > 0
      ? ids.map((id, index) => ({
          hold: found.find((hold) => hold.id === id),
          path: `hold_ids[${index}]`,
          given: id,
        }))
      : found.map((hold) => ({ hold, path: "", given: hold.id }));
  const book = fork(unit.book);
  refuseAll(releaseRest(book, wanted, { clientId: caller.clientId, reason: input.reason }));
  merge(book);
  return { released: found.length, rows: found.map(rowOf) };
}

/** A list takes an empty filter for none; here it would release more than was meant. */
function emptyFilters(filters: Data): Reason[] {
  const { reason: _, ...rest } = filters;
  return Object.entries(rest)
    .filter(([, value]) => value === "")
    .map(([path]) => {
      const why = {
        reason: "空的筛选不算筛选，请不传",
        reasonEn: "leave out what does not filter",
      };
      return { key: "valueInvalid", path, params: { title: path, given: "", ...why } };
    });
}

/** Either ids or filters; everything that is held is never released by leaving both out. */
function checkChoice(ids: readonly string[], filter: HoldFilter): void {
  const isFiltered = !isUnfiltered(filter);
  if (ids.length > 0 && isFiltered) {
    refuse("valueInvalid", "hold_ids", {
      title: "占用id",
      given: ids.slice(0, 3).join(","),
      reason: "不能与筛选同时传",
      reasonEn: "ids and filters exclude each other",
    });
  }
  if (ids.length > RELEASED_MAX) tooMany("hold_ids", String(ids.length));
  if (ids.length > 0 || isFiltered) return;
  refuse("oneOfRequired", "hold_ids", { fields: "hold_ids、bill_type_id、older_than_hours…" });
}

const tooMany = (path: string, given: string): never =>
  refuse("tooManyRows", path, { title: "占用", given, max: String(RELEASED_MAX) });

/** Those that fit and are open still, with all that releasing them changes. */
async function findOpen(unit: UnitOfWork, filter: HoldFilter): Promise<Hold[]> {
  const found = await unit.findHolds(filter, RELEASED_MAX + 1);
  if (found.length > RELEASED_MAX) tooMany("", `> ${RELEASED_MAX}`);
  await unit.loadStock({
    keys: found.map((hold) => hold.key),
    pools: [],
    holds: found.map((hold) => hold.ref),
    serials: found.flatMap(({ key, serials }) =>
      serials.map((serial) => ({ materialId: key.materialId, serial })),
    ),
    batches: [],
  });
  return found.flatMap(({ id, ref }) => {
    const now = look(unit.book, "holds", holdRefText(ref));
    return now?.id === id && isOpen(now) ? [now] : [];
  });
}

const rowOf = (hold: Hold) => ({
  hold_id: hold.id,
  bill_type_id: hold.ref.billTypeId,
  bill_id: hold.ref.billId,
  bill_no: hold.billNo,
  bill_entry_id: hold.ref.entryId,
  material_id: hold.key.materialId,
  released_qty: toText(heldOf(hold).base),
  released_aux_qty: toText(heldOf(hold).float),
});
