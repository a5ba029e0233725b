/** A row of the bill that takes what a row of a 调拨出库单 has in transit. */

import * as quantity from "../domain/quantity.ts";
import { formatSerialList } from "../domain/serial.ts";
import { inTransit } from "../domain/transit.ts";
import { keyOf } from "./bill-key.ts";
import { textOf } from "./material-facts.ts";
import type { BillRecord, Data, UnitOfWork } from "./ports.ts";
import { readMaterials } from "./resolve-lines.ts";
import type { TransitRow } from "./transit.ts";

/** What travels with the goods. */
const CARRIED = [
  "material_id",
  "aux_prop_id",
  "batch_no",
  "kf_date",
  "kf_period",
  "kf_type",
  "valid_date",
  "pro_place",
  "pro_reg_no",
  "pro_license",
] as const;

/** All that is left of it; in the unit of the row while it is whole, else in the base unit. */
export async function movedRow(
  unit: UnitOfWork,
  { line, draft, left }: TransitRow,
  source: { readonly entity: string; readonly bill: BillRecord },
  place: Data,
): Promise<Data> {
  const { data } = line;
  const isAll = (count: quantity.Quantity, key: string) =>
    quantity.compare(count, quantity.quantity(textOf(data, key) || "0")) === 0;
  const material = (await readMaterials(unit, [draft.material])).get(draft.material);
  const float = material?.float?.unit.id;
  const isWhole =
    isAll(left.base, "base_qty") && (float === undefined || isAll(left.float, "def_float_qty"));
  const serials = await unit.serialsAt(inTransit(keyOf(draft), line.id));
  const carried = CARRIED.filter((key) => data[key] !== undefined && data[key] !== "");
  return {
    ...Object.fromEntries(carried.map((key) => [key, data[key]])),
    ...place,
    qty: isWhole ? textOf(data, "qty") : quantity.toText(left.base),
    unit_id: textOf(data, isWhole ? "unit_id" : "base_unit_id"),
    ...(float !== undefined && { aux_qty: quantity.toText(left.float), aux_unit_id: float }),
    sn_list: formatSerialList(serials),
    src_bill_type_id: source.entity,
    src_inter_id: source.bill.id,
    src_entry_id: line.id,
  };
}
