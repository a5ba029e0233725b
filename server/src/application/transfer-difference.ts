/** 调拨差异 (decision 7): what is still in transit, shown and dealt with. */
import type { billStepEndpoints, InputOf } from "@xingcang/contract";
import * as quantity from "../domain/quantity.ts";
import { TRANSFER_DIFFERENCE_ENTITY } from "../domain/transit.ts";
import { fromBase } from "../domain/unit.ts";
import { billTypeOf } from "./bill-type.ts";
import { viewHeads, viewLines } from "./bill-view.ts";
import { dayOf } from "./china-time.ts";
import { textOf } from "./material-facts.ts";
import { withLines } from "./own-heads.ts";
import type { BillRecord, Caller, Data, Reader, UnitOfWork } from "./ports.ts";
import { type Reason, refuseAll } from "./refused.ts";
import { readMaterials } from "./resolve-lines.ts";
import { prepareBill } from "./save-bill.ts";
import { type TransitRow, transitRows } from "./transit.ts";
import { movedRow } from "./transit-row.ts";

/** Each bill with the rows of which something is in transit. */
export async function viewDifferences(
  reader: Reader,
  listed: readonly BillRecord[],
): Promise<Data[]> {
  const type = billTypeOf("inv_tfout");
  const found = new Map((await withLines(reader, listed)).map((bill) => [bill.id, bill]));
  const bills = listed.flatMap(({ id }) => found.get(id) ?? []);
  const heads = await viewHeads(reader, type, bills);
  const rows = await transitRows(reader, bills);
  const views: Data[] = [];
  for (const [index, bill] of bills.entries()) {
    const head = heads[index] ?? {};
    const transType = textOf(head, "trans_type") || "1";
    const open = (rows.get(bill.id) ?? []).filter(({ left }) => quantity.isPositive(left.base));
    const lines = await viewLines(reader, type, bill);
    const differences = await differencesOf(reader, open);
    views.push({
      ...head,
      trans_type: transType,
      diff_status: transType,
      transfer_status: head.trans_fer_status,
      material_entity: lines
        .filter((line) => differences.has(textOf(line, "id")))
        .map((line) => ({ ...line, diff_qty: differences.get(textOf(line, "id")) })),
    });
  }
  return views;
}

/** By row id: what is in transit, in the unit of the row. */
async function differencesOf(
  reader: Reader,
  rows: readonly TransitRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = rows.map(({ draft }) => draft.material);
  const materials = await readMaterials(reader, ids);
  const found = rows.map(({ line, draft, left }): [string, string] => {
    const unit = materials.get(draft.material)?.units.find(({ id }) => id === draft.unit);
    const { base } = left;
    const counted = unit?.ratio === undefined ? base : fromBase(base, unit.ratio, 10).quantity;
    return [line.id, quantity.toText(counted)];
  });
  return new Map(found);
}

type Input = InputOf<(typeof billStepEndpoints)["inv_tfdiff.draw"]>;

/** 下推: 1 brings the goods back to the store that sent them, 2 writes them off as lost. */
const TARGETS = {
  "1": { name: "inv_other_in", transTypeId: "14" },
  "2": { name: "inv_other_out", transTypeId: "15" },
} as const;

/** 调拨差异处理: one draft for all rows of the request, or a refusal of all. */
export async function drawDifferences(unit: UnitOfWork, caller: Caller, input: Input) {
  const { name, transTypeId } = TARGETS[input.type as keyof typeof TARGETS];
  const ids = [...new Set(input.data.map(({ id }) => id))];
  const bills = await unit.bills("inv_tfout", ids);
  const inTransit = await transitRows(unit, [...bills.values()]);
  const reasons: Reason[] = [];
  const seen = new Set<string>();
  const rows: Data[] = [];
  for (const [index, { id, entry_id: entryId }] of input.data.entries()) {
    const path = `data[${index}]`;
    const row = inTransit.get(id)?.find(({ line }) => line.id === entryId);
    const bill = bills.get(id);
    if (seen.has(entryId)) {
      reasons.push({
        key: "billRowRepeated",
        path: `${path}.entry_id`,
        params: { given: entryId },
      });
    } else if (row === undefined || bill === undefined) {
      const given = `${TRANSFER_DIFFERENCE_ENTITY} ${id} / ${entryId}`;
      reasons.push({ key: "sourceUnknown", path: `${path}.entry_id`, params: { given } });
    } else if (quantity.isZero(row.left.base)) {
      const given = `${bill.billNo} / ${entryId}`;
      reasons.push({ key: "transitEmpty", path: `${path}.entry_id`, params: { given } });
    } else {
      const source = { entity: TRANSFER_DIFFERENCE_ENTITY, bill };
      rows.push(
        await movedRow(unit, row, source, { stock_id: row.draft.store, sp_id: row.draft.bin }),
      );
    }
    seen.add(entryId);
  }
  refuseAll(reasons);
  const prepared = await prepareBill(unit, caller, name, {
    bill_date: laterDay(dayOf(unit.now), [...bills.values()]),
    trans_type_id: transTypeId,
    material_entity: rows,
  });
  await prepared.write();
  return { ids: prepared.record.id };
}

/** What follows from bills is not dated before them. */
export const laterDay = (day: string, bills: readonly BillRecord[]): string =>
  [day, ...bills.map(({ billDate }) => billDate)].sort().at(-1) ?? day;
