import { describe, expect, test } from "vitest";
import { isExpired, resolveShelfLife, type ShelfLifeAnswer, validDate } from "./batch.ts";
import { calendarDate, type PeriodType } from "./calendar-date.ts";

const date = (text: string | undefined) => (text ? calendarDate(text) : undefined);

test("the valid date is clamped to the month's end", () => {
  expect(validDate(calendarDate("2026-08-31"), 6, "2")).toBe("2027-02-28");
  expect(validDate(calendarDate("2022-08-08"), 180, "1")).toBe("2023-02-04");
});

test.each([
  ["2026-08-30", false],
  ["2026-08-31", false],
  ["2026-09-01", true],
])("valid until 2026-08-31, on %s expired: %s", (onDate, expected) => {
  expect(isExpired(calendarDate("2026-08-31"), calendarDate(onDate))).toBe(expected);
  expect(isExpired("", calendarDate(onDate))).toBe(false);
});

type Given = [made?: string, period?: number, type?: PeriodType, validUntil?: string];

/** The answer in one line: "made validUntil", or each problem as "problem field expected given". */
function answer(given: Given, own: [number, PeriodType] | [], existing: [string, string] | []) {
  const resolved: ShelfLifeAnswer = resolveShelfLife({
    flags: { isShelfLife: true, period: own[0], periodType: own[1] },
    given: {
      productionDate: date(given[0]),
      period: given[1],
      periodType: given[2],
      validDate: date(given[3]),
    },
    existing:
      existing.length === 0
        ? undefined
        : { productionDate: calendarDate(existing[0]), validDate: calendarDate(existing[1]) },
  });
  if (resolved.problems === undefined) {
    return `${resolved.shelfLife?.productionDate} ${resolved.shelfLife?.validDate}`;
  }
  return resolved.problems.map((problem) => Object.values(problem).join(" ")).join("; ");
}

const MADE = "2026-08-31";
const UNTIL = "2027-02-28";

describe("a new batch", () => {
  test.each([
    [[MADE, 6, "2"], [], `${MADE} ${UNTIL}`],
    [[MADE, 6, "2", UNTIL], [], `${MADE} ${UNTIL}`],
    [[MADE, undefined, undefined, UNTIL], [], `${MADE} ${UNTIL}`],
    [[MADE], [6, "2"], `${MADE} ${UNTIL}`],
    [[MADE, undefined, "3"], [6, "2"], `${MADE} ${UNTIL}`],
    [[MADE, 1], [6, "2"], `${MADE} 2026-09-30`],
    [[MADE, undefined, undefined, "2026-12-31"], [6, "2"], `${MADE} 2026-12-31`],
    [[MADE, 0, "1"], [], `${MADE} ${MADE}`],
    [[], [6, "2"], "missing kf_date"],
    [[undefined, 6, "2", UNTIL], [], "missing kf_date"],
    [[MADE], [], "missing kf_period"],
    [[MADE, 6], [], "missing kf_type"],
    [[MADE, 6, "2", "2027-03-03"], [], `valid_date_differs valid_date ${UNTIL} 2027-03-03`],
    [[MADE, 1, undefined, UNTIL], [6, "2"], `valid_date_differs valid_date 2026-09-30 ${UNTIL}`],
    [
      [MADE, undefined, undefined, "2026-08-30"],
      [],
      `valid_date_too_early valid_date ${MADE} 2026-08-30`,
    ],
    [[MADE, 1000, "3"], [], "valid_date_out_of_range kf_period"],
  ] as [Given, [number, PeriodType] | [], string][])("given %j, own %j: %s", (given, own, text) => {
    expect(answer(given, own, [])).toBe(text);
  });
});

describe("a batch of 2026-08-31 until 2027-02-28", () => {
  test.each([
    [[], [], `${MADE} ${UNTIL}`],
    [[], [1, "1"], `${MADE} ${UNTIL}`],
    [[MADE], [1, "1"], `${MADE} ${UNTIL}`],
    [[MADE, 6, "2"], [], `${MADE} ${UNTIL}`],
    [[undefined, 181, "1"], [], `${MADE} ${UNTIL}`],
    [[undefined, undefined, undefined, UNTIL], [], `${MADE} ${UNTIL}`],
    [["2026-09-01"], [], `batch_dates_differ kf_date ${MADE} 2026-09-01`],
    [["2026-09-01", 6, "2"], [], `batch_dates_differ kf_date ${MADE} 2026-09-01`],
    [[MADE, 7, "2"], [], `batch_dates_differ kf_period ${UNTIL} 2027-03-31`],
    [[MADE, 7, "2", "2027-03-31"], [], `batch_dates_differ valid_date ${UNTIL} 2027-03-31`],
    [
      ["2026-09-01", undefined, undefined, "2027-03-01"],
      [],
      `batch_dates_differ kf_date ${MADE} 2026-09-01; ` +
        `batch_dates_differ valid_date ${UNTIL} 2027-03-01`,
    ],
    [
      ["2026-09-01", 6, "2", UNTIL],
      [],
      `batch_dates_differ kf_date ${MADE} 2026-09-01; ` +
        `valid_date_differs valid_date 2027-03-01 ${UNTIL}`,
    ],
    [
      ["2027-03-01"],
      [],
      `batch_dates_differ kf_date ${MADE} 2027-03-01; ` +
        `valid_date_too_early valid_date 2027-03-01 ${UNTIL}`,
    ],
  ] as [Given, [number, PeriodType] | [], string][])("given %j, own %j: %s", (given, own, text) => {
    expect(answer(given, own, [MADE, UNTIL])).toBe(text);
  });
});

test("goods without shelf life have no dates, whatever is sent", () => {
  const resolved = resolveShelfLife({
    flags: { isShelfLife: false, period: undefined, periodType: undefined },
    given: {
      productionDate: date("2022-08-08"),
      period: 180,
      periodType: "1",
      validDate: undefined,
    },
    existing: undefined,
  });
  expect(resolved).toEqual({ shelfLife: undefined });
});
