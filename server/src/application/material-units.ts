/**
 * 商品单位: the units of materials. They have no table; they follow from the material's record (its
 * base unit and its up to three fixed units). The id of a row is the material's id with one digit
 * behind it: 0 the base unit, 1 to 3 the fixed units. It is decimal, stays the same while the
 * material keeps its units, and is read back by cutting the digit off.
 */
import { fixedUnitsOf, floatsOf, isFloating, textOf } from "./material-facts.ts";
import type { MasterRecord } from "./ports.ts";

export interface MaterialUnitRow {
  readonly id: string;
  readonly material_id: string;
  /** From 1, the base unit first. */
  readonly index: number;
  /** The base unit. */
  readonly is_default: boolean;
  /** Counted in parallel: what its coefficient says is no more than usual (float-units.ts). */
  readonly is_float: boolean;
  /** 1 of this unit = coefficient × the conversion unit. */
  readonly coefficient: string;
  readonly unit_id: string;
  readonly unit_name: string;
  readonly conversion_unit_id: string;
  readonly conversion_unit_name: string;
}

/** Rows of one material; `units` has the records of its units, an unknown one has no name. */
export function unitRowsOf(
  material: MasterRecord,
  units: ReadonlyMap<string, MasterRecord>,
): MaterialUnitRow[] {
  const baseUnitId = textOf(material.data, "base_unit_id");
  const base = { unitId: baseUnitId, coefficient: "1", conversionUnitId: baseUnitId };
  const floats = floatsOf(material.data);
  const slots = ["fix_unit_id1", "fix_unit_id2", "fix_unit_id3"];
  return [base, ...fixedUnitsOf(material.data)].map((row, position) => {
    const slot = slots.findIndex((key) => textOf(material.data, key) === row.unitId) + 1;
    return {
      id: `${material.id}${position === 0 ? 0 : slot}`,
      material_id: material.id,
      index: position + 1,
      is_default: position === 0,
      is_float: isFloating(floats, row.unitId),
      coefficient: row.coefficient || "0",
      unit_id: row.unitId,
      unit_name: units.get(row.unitId)?.name ?? "",
      conversion_unit_id: row.conversionUnitId,
      conversion_unit_name: units.get(row.conversionUnitId)?.name ?? "",
    };
  });
}
