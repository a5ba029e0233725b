import { addPeriod, type CalendarDate, compare, type PeriodType } from "./calendar-date.ts";

/**
 * 保质期: what is known of a batch (or, for goods without batches, of a stock key): its production
 * date 生产日期 and the last day on which it is good 有效期至.
 */
export interface ShelfLife {
  readonly productionDate: CalendarDate;
  readonly validDate: CalendarDate;
}

/** The shelf-life fields of a row, parsed; absent ones are `undefined`, not 0 or "". */
export interface GivenShelfLife {
  readonly productionDate: CalendarDate | undefined;
  /** Length of the period in units of `periodType`, whole and not negative. */
  readonly period: number | undefined;
  readonly periodType: PeriodType | undefined;
  readonly validDate: CalendarDate | undefined;
}

export interface ShelfLifeQuestion {
  readonly flags: {
    /** `is_kf_period` 商品是否开启保质期. When off, dates that are given are ignored. */
    readonly isShelfLife: boolean;
    /** The material's own period, used where the row gives none. */
    readonly period: number | undefined;
    readonly periodType: PeriodType | undefined;
  };
  readonly given: GivenShelfLife;
  /** What the material's batch of this number has; `undefined` for a new batch or no batch. */
  readonly existing: ShelfLife | undefined;
}

/** The wire field that a shelf-life problem is about. */
export type ShelfLifeField = "kf_date" | "kf_period" | "kf_type" | "valid_date";

/**
 * Why dates cannot be taken, as values. `missing`: needed and absent. `valid_date_differs`: not the
 * production date plus the period. `valid_date_too_early`: before the production date.
 * `valid_date_out_of_range`: after 2999. `batch_dates_differ`: the batch has other dates (D5).
 */
export type ShelfLifeProblem =
  | { readonly problem: "missing"; readonly field: ShelfLifeField }
  | { readonly problem: "valid_date_out_of_range"; readonly field: "kf_period" }
  | {
      readonly problem: "valid_date_differs" | "valid_date_too_early" | "batch_dates_differ";
      readonly field: ShelfLifeField;
      readonly expected: CalendarDate;
      readonly given: CalendarDate;
    };

export type ShelfLifeAnswer =
  | { readonly shelfLife: ShelfLife | undefined; readonly problems?: undefined }
  | { readonly shelfLife?: undefined; readonly problems: readonly ShelfLifeProblem[] };

/**
 * 有效期至 = production date + period, months and years clamped to the month's end (D5); `undefined`
 * when that is after 2999.
 */
export function validDate(
  productionDate: CalendarDate,
  period: number,
  periodType: PeriodType,
): CalendarDate | undefined {
  return addPeriod(productionDate, period, periodType);
}

/**
 * Whether goods are past their date: the valid-until date itself is the last good day (D17). Goods
 * without a date ("", as a stock key says absent) never expire.
 */
export function isExpired(validUntil: CalendarDate | "", onDate: CalendarDate): boolean {
  return validUntil !== "" && compare(onDate, validUntil) > 0;
}

/**
 * The dates of a row of shelf-life goods, or all problems in the order of the fields (D5). Dates
 * the row leaves out come from the batch, if it exists. The period is the row's, else, for a new
 * batch, the material's; a row may give `valid_date` in place of a period. Goods without shelf
 * life have no dates: vendor clients send them anyway, and they are ignored.
 */
export function resolveShelfLife(question: ShelfLifeQuestion): ShelfLifeAnswer {
  const { flags, given, existing } = question;
  if (!flags.isShelfLife) return { shelfLife: undefined };
  const productionDate = given.productionDate ?? existing?.productionDate;
  if (productionDate === undefined) return { problems: [{ problem: "missing", field: "kf_date" }] };

  const ofBatch = existing?.productionDate ?? productionDate;
  const problems = differences("batch_dates_differ", "kf_date", ofBatch, productionDate);
  const answer = resolveValidDate(productionDate, question);
  if (answer.problems) return { problems: [...problems, ...answer.problems] };
  const validUntil = answer.validDate;
  // A valid date that only follows from a wrong production date is no second fault.
  if (existing && (given.validDate !== undefined || problems.length === 0)) {
    const field = given.validDate ? "valid_date" : "kf_period";
    problems.push(...differences("batch_dates_differ", field, existing.validDate, validUntil));
  }
  if (problems.length > 0) return { problems };
  return { shelfLife: { productionDate, validDate: validUntil } };
}

type ValidDateAnswer =
  | { readonly validDate: CalendarDate; readonly problems?: undefined }
  | { readonly problems: readonly ShelfLifeProblem[] };

/** The valid-until date that the row, the batch or the material gives, in this order. */
function resolveValidDate(
  productionDate: CalendarDate,
  { flags, given, existing }: ShelfLifeQuestion,
): ValidDateAnswer {
  const known = given.validDate ?? existing?.validDate;
  const isOwnPeriod = given.period !== undefined;
  if (known !== undefined && !isOwnPeriod) {
    if (compare(known, productionDate) >= 0) return { validDate: known };
    return { problems: differences("valid_date_too_early", "valid_date", productionDate, known) };
  }
  const period = given.period ?? flags.period;
  const periodType = isOwnPeriod ? (given.periodType ?? flags.periodType) : flags.periodType;
  if (period === undefined) return { problems: [{ problem: "missing", field: "kf_period" }] };
  if (periodType === undefined) return { problems: [{ problem: "missing", field: "kf_type" }] };
  const computed = validDate(productionDate, period, periodType);
  if (computed === undefined) {
    return { problems: [{ problem: "valid_date_out_of_range", field: "kf_period" }] };
  }
  const validUntil = given.validDate ?? computed;
  const problems = differences("valid_date_differs", "valid_date", computed, validUntil);
  return problems.length > 0 ? { problems } : { validDate: validUntil };
}

function differences(
  problem: "valid_date_differs" | "valid_date_too_early" | "batch_dates_differ",
  field: ShelfLifeField,
  expected: CalendarDate,
  given: CalendarDate,
): ShelfLifeProblem[] {
  return compare(expected, given) === 0 ? [] : [{ problem, field, expected, given }];
}
