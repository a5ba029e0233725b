/**
 * 浮动单位 of a material's record: which of its units float, and what they are to each other. The save
 * page has one switch, `is_float`, and up to three units; it does not say which of them it means
 * (contract section 11). The floating unit is the one whose coefficient is left empty, since it has
 * no fixed ratio. With all coefficients given, it is the unit that `aux_unit_id` names, or the only
 * one there is; its coefficient is then what is usual, no more. Units that convert to the floating
 * unit float with it.
 */
import type { FloatCount, MaterialUnit } from "../domain/master.ts";
import { ratioFromDecimal, ratioToBase, type UnitConversion } from "../domain/unit.ts";
import type { FixedUnit } from "./material-facts.ts";

/** A material's unit rows as far as they float. */
export interface FloatUnits {
  readonly unitId: string;
  /** Ids of the units that float, the default floating unit among them. */
  readonly unitIds: readonly string[];
  /** Rows with a coefficient. */
  readonly conversions: readonly UnitConversion[];
}

/** 0 and nothing are no coefficient. */
export const isWithoutRatio = (row: FixedUnit): boolean => /^(0+(\.0+)?)?$/.test(row.coefficient);

/** Undefined when the rows do not say which unit floats; the caller knows that one does. */
export function floatUnitsOf(
  rows: readonly FixedUnit[],
  reportUnitId: string,
): FloatUnits | undefined {
  const unitId = floatUnitIdOf(rows, reportUnitId);
  if (unitId === undefined) return undefined;
  const conversions = conversionsOf(rows);
  const isFloating = (id: string) => ratioToBase(id, unitId, conversions) !== undefined;
  const unitIds = rows.map((row) => row.unitId).filter(isFloating);
  return { unitId, unitIds, conversions };
}

function floatUnitIdOf(rows: readonly FixedUnit[], reportUnitId: string): string | undefined {
  const open = rows.filter(isWithoutRatio);
  if (open.length > 0) return open.length === 1 ? open[0]?.unitId : undefined;
  const named = rows.find((row) => row.unitId === reportUnitId);
  return named?.unitId ?? (rows.length === 1 ? rows[0]?.unitId : undefined);
}

export function conversionsOf(rows: readonly FixedUnit[]): UnitConversion[] {
  return rows.flatMap((row) => {
    const coefficient = ratioFromDecimal(row.coefficient);
    return coefficient === undefined ? [] : [{ ...row, coefficient }];
  });
}

/** `unitOf` makes a unit of its id and its ratio. */
export function floatCountOf(
  floats: FloatUnits,
  baseUnitId: string,
  unitOf: (id: string, ratio: MaterialUnit["ratio"]) => MaterialUnit,
): FloatCount {
  const { unitId, unitIds, conversions } = floats;
  const floating = (id: string) => unitOf(id, ratioToBase(id, unitId, conversions));
  return {
    unit: floating(unitId),
    units: unitIds.map(floating),
    usualRatio: ratioToBase(unitId, baseUnitId, conversions),
  };
}
