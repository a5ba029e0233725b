/**
 * From a line as it was sent to a line that the rules can trust: unit, precision, bin, aux
 * property, batch, shelf life, serials and cost are checked here, once, for bills and holds alike.
 * All refusals of a line are reported together.
 */
import { resolveShelfLife, type ShelfLife } from "./batch.ts";
import { type PeriodType, parseCalendarDate } from "./calendar-date.ts";
import {
  fieldPath,
  isNone,
  type Line,
  type LineDraft,
  type LineField,
  type LineFloat,
} from "./line.ts";
import { type Bin, type Material, type MaterialUnit, NO_STORE, type Store } from "./master.ts";
import * as money from "./money.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";
import { invalidValue, type Refusal, type RefusalKey, refusal } from "./refusal.ts";
import { resolveFloat } from "./resolve-float.ts";
import {
  checkSerialCount,
  parseSerialList,
  SERIAL_LENGTH_MAX,
  type SerialEntry,
  type SerialProblem,
} from "./serial.ts";
import type { HoldRef } from "./stock-key.ts";
import { agreesWithinPrecision, ONE, recalculatedBaseQuantity } from "./unit.ts";

export interface LineFacts {
  material(id: string): Material | undefined;
  store(id: string): Store | undefined;
  bin(id: string): Bin | undefined;
  batch(materialId: string, batchNo: string): ShelfLife | undefined;
}

export interface LineQuestion {
  readonly facts: LineFacts;
  /** `is_re_calc_qty` (D15). */
  readonly recalculate: boolean;
  readonly hold: HoldRef | undefined;
  /**
   * Whether a disabled aux property is taken: when goods that are held are released, and when a
   * bill that was saved before is audited. Default false.
   */
  readonly disabledToo?: boolean;
  /** Whether a hold says the floating quantity when the line does not (release). Default false. */
  readonly floatOfHold?: boolean;
  /** 盘点: none may be found, and a row may wait to be counted. Default false. */
  readonly counting?: boolean;
  /** 订单: the row may name a store and a batch; nothing of them is asked for. Default false. */
  readonly ordering?: boolean;
}

export type LineAnswer =
  | { readonly line: Line; readonly refusals: readonly [] }
  | { readonly line?: undefined; readonly refusals: readonly Refusal[] };

interface Work {
  readonly draft: LineDraft;
  readonly material: Material;
  readonly question: LineQuestion;
  readonly refusals: Refusal[];
}

export { isNone };

/**
 * Unknown references are refused before this; such a line gives no answer and no further refusals.
 */
export function resolveLine(draft: LineDraft, question: LineQuestion): LineAnswer {
  const material = question.facts.material(draft.material);
  const isOpen = question.ordering && isNone(draft.store);
  const store = isOpen ? NO_STORE : question.facts.store(draft.store);
  if (material === undefined || store === undefined) return { refusals: [] };
  const work: Work = { draft, material, question, refusals: [] };
  checkMaterial(work);
  const counted = resolveQuantity(work);
  const float = resolveFloatOf(work, counted?.baseQuantity);
  const bin = resolveBin(work, store, "bin");
  const to = resolveTarget(work);
  const auxPropId = resolveAux(work);
  const batchNo = resolveBatchNo(work);
  const dates = resolveDates(work, batchNo);
  const serials = resolveSerials(work, counted?.baseQuantity);
  const givenCost = resolveCost(work, counted?.quantity);
  const costShare = resolveShare(work);
  if (work.refusals.length > 0 || counted === undefined) return { refusals: work.refusals };
  const base = { materialId: material.id, auxPropId, batchNo, kfDate: dates.kfDate };
  const key = { ...base, storeId: store.id, binId: bin?.id ?? "" };
  return {
    refusals: [],
    line: {
      draft,
      path: draft.path,
      id: draft.entryId,
      component: draft.component,
      material,
      store,
      bin,
      key,
      to: to && {
        store: to.store,
        key: { ...base, storeId: to.store.id, binId: to.bin?.id ?? "" },
      },
      ...counted,
      float,
      kfPeriod: dates.kfPeriod,
      kfType: dates.kfType,
      validDate: dates.validDate,
      serials,
      givenCost,
      costShare,
      hold: question.hold,
    },
  };
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

function checkMaterial(work: Work): void {
  const given = work.material.number;
  if (!work.material.stocked) refuse(work, "notStocked", "material", { given });
}

function resolveFloatOf(work: Work, baseQuantity: Quantity | undefined): LineFloat | undefined {
  const { draft, material, question } = work;
  const { recalculate, counting = false, floatOfHold: ofHold = false } = question;
  if (question.ordering) return undefined;
  const answer = resolveFloat({ draft, material, recalculate, counting, ofHold, baseQuantity });
  work.refusals.push(...answer.refusals);
  return answer.float;
}

function resolveUnit(work: Work): (MaterialUnit & { ratio: object }) | undefined {
  const { draft, material } = work;
  const unit = material.units.find((candidate) => candidate.id === draft.unit);
  if (unit?.ratio === undefined) {
    const choices = material.units.map((candidate) => `${candidate.name}(${candidate.id})`);
    const params = { given: draft.unit, material: material.number, choices: choices.join("、") };
    return refuse(work, "unitNotOfMaterial", "unit", params);
  }
  if (!isNone(draft.baseUnit) && draft.baseUnit !== material.baseUnit.id) {
    const choices = `${material.baseUnit.name}(${material.baseUnit.id})`;
    const params = { given: draft.baseUnit, material: material.number, choices };
    refuse(work, "unitNotOfMaterial", "baseUnit", params);
  }
  return unit as MaterialUnit & { ratio: object };
}

function resolveQuantity(work: Work) {
  const { draft, material, question } = work;
  const unit = resolveUnit(work);
  const counting = question.counting === true;
  const given = quantity.parseQuantity(draft.quantity || (counting ? "0" : ""));
  const isNothing = given !== undefined && quantity.isZero(given);
  if (given === undefined || quantity.isNegative(given) || (isNothing && !counting)) {
    const params = { title: "数量", given: draft.quantity };
    return refuse(work, "quantityNotPositive", "quantity", params);
  }
  if (unit === undefined) return undefined;
  if (!quantity.fitsPrecision(given, unit.precision)) {
    const precision = String(unit.precision);
    const params = { title: "数量", given: draft.quantity, unit: unit.name, precision };
    return refuse(work, "quantityTooFine", "quantity", params);
  }
  const { precision } = material.baseUnit;
  const ratio = unit.ratio ?? ONE;
  const computed = recalculatedBaseQuantity(given, ratio, precision);
  if (computed.quantity === undefined || !quantity.isBookable(computed.quantity)) {
    const params = { title: "数量", given: draft.quantity };
    return refuse(work, "decimalTooLarge", "quantity", params);
  }
  if (quantity.isZero(computed.quantity) && !isNothing) {
    const base = material.baseUnit;
    const params = { title: "数量", given: draft.quantity, unit: base.name };
    return refuse(work, "quantityTooFine", "quantity", { ...params, precision: `${precision}` });
  }
  const sent = quantity.parseQuantity(draft.baseQuantity);
  if (sent !== undefined && !question.recalculate) {
    if (!agreesWithinPrecision(given, ratio, sent, precision)) {
      const expected = quantity.toText(computed.quantity);
      const params = { title: "基本数量", given: draft.baseQuantity, expected };
      return refuse(work, "baseQuantityDisagrees", "baseQuantity", params);
    }
  }
  return { unit, quantity: given, baseQuantity: computed.quantity };
}

function resolveBin(work: Work, store: Store, field: "bin" | "toBin"): Bin | undefined {
  // A store without bins has none, whatever is sent (seed 库存占用释放 sends one with every line).
  if (!store.usesBins) return undefined;
  const id = work.draft[field];
  if (isNone(id) && work.question.ordering) return undefined;
  if (isNone(id)) return refuse(work, "binRequired", field, { given: store.name });
  const bin = work.question.facts.bin(id);
  if (bin === undefined) {
    return refuse(work, "referenceUnknown", field, { title: "仓位", given: id });
  }
  if (bin.storeId !== store.id) {
    return refuse(work, "binNotOfStore", field, { given: bin.name, store: store.name });
  }
  return bin;
}

function resolveTarget(work: Work): { store: Store; bin: Bin | undefined } | undefined {
  if (work.draft.toStore === "") return undefined;
  const store = work.question.facts.store(work.draft.toStore);
  return store && { store, bin: resolveBin(work, store, "toBin") };
}

function resolveAux(work: Work): string {
  const { draft, material } = work;
  if (!material.auxManaged) return "";
  const values = draft.auxValues.filter((id) => !isNone(id));
  if (isNone(draft.auxProp) && values.length === 0) {
    refuse(work, "auxPropRequired", "auxProp", { given: material.number });
    return "";
  }
  const wanted = values.toSorted().join();
  const found = material.auxProps.find((prop) =>
    isNone(draft.auxProp) ? prop.valueIds.toSorted().join() === wanted : prop.id === draft.auxProp,
  );
  if (found === undefined || !(found.enabled || work.question.disabledToo)) {
    const given = isNone(draft.auxProp) ? values.join("/") : draft.auxProp;
    refuse(work, "auxPropUnknown", "auxProp", { given, material: material.number });
  }
  return found?.id ?? "";
}

function resolveBatchNo(work: Work): string {
  const { draft, material } = work;
  if (!material.batchManaged) return "";
  if (work.question.ordering) return draft.batchNo;
  if (draft.batchNo === "") refuse(work, "batchRequired", "batchNo", { given: material.number });
  return draft.batchNo;
}

const SHELF_FIELDS = {
  kf_date: ["kfDate", "生产日期"],
  kf_period: ["kfPeriod", "保质期"],
  kf_type: ["kfType", "保质期类型"],
  valid_date: ["validDate", "有效日期"],
} as const;

const NO_DATES = { kfDate: "", kfPeriod: "", kfType: "", validDate: "" } as const;

function resolveDates(work: Work, batchNo: string) {
  const { draft, material, question } = work;
  if (!material.shelfLife || question.ordering || !checkPeriod(work)) return NO_DATES;
  const answer = resolveShelfLife({
    flags: {
      isShelfLife: true,
      period: periodOf(material.kfPeriod),
      periodType: periodType(material.kfType),
    },
    given: {
      productionDate: parseCalendarDate(draft.kfDate),
      period: periodOf(draft.kfPeriod),
      periodType: periodType(draft.kfType),
      validDate: parseCalendarDate(draft.validDate),
    },
    existing: batchNo === "" ? undefined : question.facts.batch(material.id, batchNo),
  });
  if (answer.shelfLife) {
    return {
      kfDate: answer.shelfLife.productionDate,
      validDate: answer.shelfLife.validDate,
      kfPeriod: isNone(draft.kfPeriod) ? material.kfPeriod : draft.kfPeriod,
      kfType: isNone(draft.kfType) ? material.kfType : draft.kfType,
    };
  }
  for (const problem of answer.problems ?? []) {
    const [field, title] = SHELF_FIELDS[problem.field];
    if (problem.problem === "valid_date_out_of_range") {
      invalid(work, field, title, { reason: "有效日期须在 2999 年底之前", reasonEn: BEFORE_3000 });
      continue;
    }
    if (!("given" in problem)) {
      refuse(work, "shelfLifeRequired", field, { given: material.number, title });
      continue;
    }
    const { expected, given } = problem;
    const key =
      problem.problem === "batch_dates_differ" ? "batchDatesDiffer" : "validDateDisagrees";
    refuse(work, key, field, { batch: batchNo, title, expected, given });
  }
  return NO_DATES;
}

const BEFORE_3000 = "goods must not be valid beyond the year 2999";

/** What a row gives of a shelf life must be one; 0 and nothing are the material's own (D5). */
function checkPeriod(work: Work): boolean {
  const { kfPeriod, kfType } = work.draft;
  const before = work.refusals.length;
  if (!isNone(kfPeriod) && periodOf(kfPeriod) === undefined) {
    const reason = { reason: "须为大于 0 的整数", reasonEn: "a whole number above 0" };
    invalid(work, "kfPeriod", "保质期", reason);
  }
  if (!isNone(kfType) && periodType(kfType) === undefined) {
    const reason = { reason: "须为 1 天、2 月或 3 年", reasonEn: "1 days, 2 months or 3 years" };
    invalid(work, "kfType", "保质期类型", reason);
  }
  return work.refusals.length === before;
}

function invalid(
  work: Work,
  field: LineField,
  title: string,
  reason: { reason: string; reasonEn: string },
): void {
  const given = String(work.draft[field as keyof LineDraft]);
  work.refusals.push(invalidValue(fieldPath(work.draft, field), { title, given, ...reason }));
}

const periodOf = (text: string) =>
  /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
const periodType = (text: string): PeriodType | undefined =>
  text === "1" || text === "2" || text === "3" ? text : undefined;

function resolveSerials(work: Work, baseQuantity: Quantity | undefined): readonly SerialEntry[] {
  const { draft, material } = work;
  if (!material.serialManaged || work.question.ordering) return [];
  const given = material.number;
  const parsed = parseSerialList(draft.serials);
  if (parsed.entries === undefined) {
    for (const problem of parsed.problems) refuseSerial(work, problem);
    return [];
  }
  if (parsed.entries.length === 0) {
    const isNothing = baseQuantity !== undefined && quantity.isZero(baseQuantity);
    if (work.question.counting && isNothing) return [];
    refuse(work, "serialsRequired", "serials", { given });
    return [];
  }
  const problem = baseQuantity && checkSerialCount(parsed.entries, baseQuantity);
  if (problem) {
    const params = { given: String(problem.given), expected: problem.expected };
    refuse(work, "serialCountDiffers", "serials", params);
  }
  return parsed.entries;
}

function refuseSerial(work: Work, found: SerialProblem): void {
  if (found.problem === "duplicate_serial") {
    refuse(work, "serialRepeated", "serials", { given: found.serial });
    return;
  }
  const { position } = found;
  const reason =
    found.problem === "blank_serial"
      ? { reason: `第 ${position} 个序列号为空`, reasonEn: `serial ${position} is blank` }
      : {
          reason: `第 ${position} 个序列号超过 ${SERIAL_LENGTH_MAX} 个字符`,
          reasonEn: `serial ${position} has more than ${SERIAL_LENGTH_MAX} characters`,
        };
  const given = found.problem === "blank_serial" ? "" : `${found.serial.slice(0, 20)}…`;
  const path = fieldPath(work.draft, "serials");
  work.refusals.push(invalidValue(path, { title: "序列号", given, ...reason }));
}

/** `cost`, else `unit_cost` × quantity; both are in local currency. */
function resolveCost(work: Work, count: Quantity | undefined): money.Money | undefined {
  const { draft } = work;
  if (draft.cost !== "") {
    const cost = money.parseMoney(draft.cost);
    if (cost !== undefined && !money.isNegative(cost)) return bookable(work, "cost", cost);
    return refuse(work, "amountInvalid", "cost", { title: "成本", given: draft.cost });
  }
  if (draft.unitCost === "" || count === undefined) return undefined;
  const unitCost = money.parsePrice(draft.unitCost);
  if (unitCost !== undefined && !draft.unitCost.startsWith("-")) {
    return bookable(work, "unitCost", money.multiply(unitCost, count));
  }
  return refuse(work, "amountInvalid", "unitCost", { title: "单位成本", given: draft.unitCost });
}

function bookable(work: Work, field: "cost" | "unitCost", cost: money.Money) {
  if (money.isBookable(cost)) return cost;
  return refuse(work, "decimalTooLarge", field, { title: "成本", given: money.toText(cost) });
}

function resolveShare(work: Work): Quantity | undefined {
  if (work.draft.costShare === "") return undefined;
  const share = quantity.parseQuantity(work.draft.costShare);
  if (share !== undefined) return share;
  return refuse(work, "shareInvalid", "costShare", { given: work.draft.costShare });
}
