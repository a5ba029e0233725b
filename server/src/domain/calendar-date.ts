declare const dateBrand: unique symbol;

/**
 * 日期: a day of the calendar as `yyyy-MM-dd`, from 1900-01-01 to 2999-12-31, without time or zone.
 * Two of them are the same day when their texts are equal, and sort as text.
 */
export type CalendarDate = string & { readonly [dateBrand]: "calendar date" };

/** `kf_type` 保质期单位: 1 days, 2 months, 3 years (D5). */
export type PeriodType = "1" | "2" | "3";

const SYNTAX = /^(\d{4})-(\d{2})-(\d{2})(?: ([01]\d|2[0-3]):[0-5]\d:[0-5]\d)?$/;
const YEAR_MIN = 1900;
const YEAR_MAX = 2999;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

function fromParts(year: number, month: number, day: number): CalendarDate | undefined {
  if (year < YEAR_MIN || year > YEAR_MAX || day < 1 || day > daysInMonth(year, month)) {
    return undefined;
  }
  const digits = (value: number) => String(value).padStart(2, "0");
  return `${year}-${digits(month)}-${digits(day)}` as CalendarDate;
}

function toParts(date: CalendarDate): [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

/**
 * Reads `yyyy-MM-dd`, or the day of `yyyy-MM-dd HH:mm:ss` as bills send it. `undefined` for other
 * forms, days that do not exist (2026-02-30) and years outside 1900 to 2999.
 */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  const match = SYNTAX.exec(text);
  return match ? fromParts(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** Reads text that is known to be right (a constant, a stored column). Throws otherwise. */
export function calendarDate(text: string): CalendarDate {
  const parsed = parseCalendarDate(text);
  if (parsed === undefined) throw new RangeError(`Not a date: ${JSON.stringify(text)}`);
  return parsed;
}

/** -1, 0 or 1, as `Array.sort` wants it. */
export function compare(a: CalendarDate, b: CalendarDate): -1 | 0 | 1 {
  return a === b ? 0 : a < b ? -1 : 1;
}

function addMonths(date: CalendarDate, amount: number): CalendarDate | undefined {
  const [year, month, day] = toParts(date);
  const months = year * 12 + (month - 1) + amount;
  const newYear = Math.floor(months / 12);
  const newMonth = (months % 12) + 1;
  return fromParts(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

function addDays(date: CalendarDate, amount: number): CalendarDate | undefined {
  let [year, month, day] = toParts(date);
  day += amount;
  while (year <= YEAR_MAX && day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month);
    year = month === 12 ? year + 1 : year;
    month = month === 12 ? 1 : month + 1;
  }
  return fromParts(year, month, day);
}

/**
 * The date a whole number of days, months or years later; months and years are clamped to the
 * month's end: 2026-08-31 + 6 months = 2027-02-28 (D5). `undefined` when that is after 2999.
 * Throws for an amount that is negative or not whole.
 */
export function addPeriod(
  date: CalendarDate,
  amount: number,
  type: PeriodType,
): CalendarDate | undefined {
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new RangeError(`Not a period: ${amount}`);
  }
  if (type === "1") return addDays(date, amount);
  return addMonths(date, type === "2" ? amount : amount * 12);
}
