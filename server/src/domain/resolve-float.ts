/**
 * The floating quantity of a line (D1, D15; contract section 8, "Multi-unit"). It is given as
 * `aux_qty` in `aux_unit_id`, a floating unit of the material; a hold may give it as
 * `def_float_qty`, in the default floating unit, where "0" means that we compute it. It follows
 * from `aux_qty` exactly. From the base quantity it follows only by the usual ratio, and only when
 * the caller asks for that; otherwise a line without it is refused.
 */
import { fieldPath, isNone, type LineDraft, type LineField, type LineFloat } from "./line.ts";
import type { FloatCount, Material, MaterialUnit } from "./master.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";
import { invalidValue, type Refusal, type RefusalKey, refusal } from "./refusal.ts";
import { agreesWithinPrecision, fromBase, ONE, recalculatedBaseQuantity } from "./unit.ts";

export interface FloatQuestion {
  readonly draft: LineDraft;
  readonly material: Material;
  /** `is_re_calc_qty` (D15). */
  readonly recalculate: boolean;
  /** Whether a hold says it when the line does not. */
  readonly ofHold: boolean;
  /** 盘点: a row that counts nothing needs to count nothing twice. */
  readonly counting: boolean;
  /** Undefined when the line's quantity was refused. */
  readonly baseQuantity: Quantity | undefined;
}

/** Without refusals and without `float` for a material that has no floating unit. */
export interface FloatAnswer {
  readonly float?: LineFloat;
  readonly refusals: readonly Refusal[];
}

interface Work extends FloatQuestion {
  readonly count: FloatCount;
  readonly refusals: Refusal[];
}

const AUX_TITLE = "辅助数量";
const FLOAT_TITLE = "浮动基本单位数量";

export function resolveFloat(question: FloatQuestion): FloatAnswer {
  const { material, draft } = question;
  if (!material.floating) return { refusals: [] };
  if (material.float === undefined) {
    const path = fieldPath(draft, "material");
    return { refusals: [refusal("floatUnitMissing", path, { given: material.number })] };
  }
  const { counting, baseQuantity } = question;
  const isNothing = baseQuantity !== undefined && quantity.isZero(baseQuantity);
  if (counting && isNothing && draft.auxQuantity === "") return { refusals: [] };
  const work: Work = { ...question, count: material.float, refusals: [] };
  const unit = auxUnitOf(work);
  const given = unit && auxQuantityOf(work, unit);
  const sent = sentQuantityOf(work);
  if (work.refusals.length > 0 || unit === undefined) return { refusals: work.refusals };
  const float = given ? agreed(work, given, sent) : withoutAux(work, sent);
  return float ? { float, refusals: [] } : { refusals: work.refusals };
}

function refuse(
  work: Work,
  key: RefusalKey,
  field: LineField,
  params: Record<string, string>,
): undefined {
  work.refusals.push(refusal(key, fieldPath(work.draft, field), params));
  return undefined;
}

function auxUnitOf(work: Work): MaterialUnit | undefined {
  const { draft, material, count } = work;
  if (isNone(draft.auxUnit)) return count.unit;
  const unit = count.units.find((candidate) => candidate.id === draft.auxUnit);
  if (unit !== undefined) return unit;
  const choices = count.units.map((candidate) => `${candidate.name}(${candidate.id})`).join("、");
  const params = { given: draft.auxUnit, material: material.number, choices };
  return refuse(work, "unitNotOfMaterial", "auxUnit", params);
}

/**
 * What `aux_qty` says, if anything. Clients fill number fields that they do not use with 0, so that
 * 0 is "none" only with its unit beside it: a cut that takes kilograms and no roll.
 */
function auxQuantityOf(work: Work, unit: MaterialUnit): LineFloat | undefined {
  const { draft, count } = work;
  const aux = readQuantity(work, "auxQuantity", AUX_TITLE, unit);
  if (aux === undefined || (quantity.isZero(aux) && isNone(draft.auxUnit))) return undefined;
  const computed = recalculatedBaseQuantity(aux, unit.ratio ?? ONE, count.unit.precision);
  if (computed.quantity === undefined || !quantity.isBookable(computed.quantity)) {
    const params = { title: AUX_TITLE, given: draft.auxQuantity };
    return refuse(work, "decimalTooLarge", "auxQuantity", params);
  }
  return { unit, quantity: aux, floatQuantity: computed.quantity, source: "given" };
}

/** What `def_float_qty` says; "0" and nothing are "computed" (D15). */
function sentQuantityOf(work: Work): Quantity | undefined {
  const sent = readQuantity(work, "floatQuantity", FLOAT_TITLE, work.count.unit);
  return sent === undefined || quantity.isZero(sent) ? undefined : sent;
}

function readQuantity(
  work: Work,
  field: "auxQuantity" | "floatQuantity",
  title: string,
  unit: MaterialUnit,
): Quantity | undefined {
  const given = work.draft[field];
  const value = quantity.parseQuantity(given);
  if (value === undefined) return undefined;
  if (quantity.isNegative(value)) {
    const reason = { reason: "不能小于 0", reasonEn: "must not be below 0" };
    work.refusals.push(invalidValue(fieldPath(work.draft, field), { title, given, ...reason }));
    return undefined;
  }
  if (!quantity.fitsPrecision(value, unit.precision)) {
    const params = { title, given, unit: unit.name, precision: String(unit.precision) };
    return refuse(work, "quantityTooFine", field, params);
  }
  if (quantity.isBookable(value)) return value;
  return refuse(work, "decimalTooLarge", field, { title, given });
}

/** Both were sent: they must agree unless it is to be computed anew (D15). */
function agreed(work: Work, given: LineFloat, sent: Quantity | undefined): LineFloat | undefined {
  const { draft, recalculate, count } = work;
  const ratio = given.unit.ratio ?? ONE;
  const disagrees =
    sent !== undefined &&
    !recalculate &&
    !agreesWithinPrecision(given.quantity, ratio, sent, count.unit.precision);
  if (!disagrees) return given;
  const expected = quantity.toText(given.floatQuantity);
  const params = { title: FLOAT_TITLE, given: draft.floatQuantity, expected };
  return refuse(work, "baseQuantityDisagrees", "floatQuantity", params);
}

function withoutAux(work: Work, sent: Quantity | undefined): LineFloat | undefined {
  const { draft, material, recalculate, ofHold, baseQuantity, count } = work;
  const { unit, usualRatio } = count;
  const inUnit = (value: Quantity, source: LineFloat["source"]): LineFloat => ({
    unit,
    quantity: value,
    floatQuantity: value,
    source,
  });
  const isAsked = recalculate || (sent === undefined && draft.floatQuantity !== "");
  if (usualRatio !== undefined && isAsked) {
    if (baseQuantity === undefined) return undefined;
    return inUnit(fromBase(baseQuantity, usualRatio, unit.precision).quantity, "computed");
  }
  if (sent !== undefined) return inUnit(sent, "given");
  if (ofHold) return inUnit(quantity.ZERO, "ofHold");
  const params = { given: material.number, unit: unit.name };
  return refuse(work, "floatQuantityRequired", "auxQuantity", params);
}
