import { expect, test } from "vitest";
import {
  addPeriod,
  calendarDate,
  compare,
  type PeriodType,
  parseCalendarDate,
} from "./calendar-date.ts";

test.each([
  ["2026-08-31", "2026-08-31"],
  ["2020-08-10 00:00:00", "2020-08-10"],
  ["2020-08-10 23:59:59", "2020-08-10"],
  ["2024-02-29", "2024-02-29"],
  ["2000-02-29", "2000-02-29"],
  ["1900-01-01", "1900-01-01"],
  ["2999-12-31", "2999-12-31"],
  ["2026-02-30", undefined],
  ["2023-02-29", undefined],
  ["2100-02-29", undefined],
  ["2026-04-31", undefined],
  ["2026-13-01", undefined],
  ["2026-00-10", undefined],
  ["2026-01-00", undefined],
  ["1899-12-31", undefined],
  ["3000-01-01", undefined],
  ["2026-8-1", undefined],
  ["2026/08/01", undefined],
  ["20260801", undefined],
  ["2026-08-01T00:00:00", undefined],
  ["2026-08-01 24:00:00", undefined],
  ["2026-08-01 00:60:00", undefined],
  ["2026-08-01 00:00", undefined],
  [" 2026-08-01", undefined],
  ["0000-00-00", undefined],
  ["", undefined],
])("parseCalendarDate(%j) is %j", (text, expected) => {
  expect(parseCalendarDate(text)).toBe(expected);
});

test.each([
  ["2026-08-31", 6, "2", "2027-02-28"],
  ["2023-08-31", 6, "2", "2024-02-29"],
  ["2024-02-29", 1, "3", "2025-02-28"],
  ["2024-02-29", 4, "3", "2028-02-29"],
  ["2026-12-31", 1, "2", "2027-01-31"],
  ["2026-11-30", 1, "2", "2026-12-30"],
  ["2026-01-31", 12, "2", "2027-01-31"],
  ["2022-08-08", 180, "1", "2023-02-04"],
  ["2023-12-31", 1, "1", "2024-01-01"],
  ["2024-02-28", 1, "1", "2024-02-29"],
  ["2000-01-01", 36525, "1", "2100-01-01"],
  ["2026-08-31", 0, "1", "2026-08-31"],
  ["2999-12-30", 1, "1", "2999-12-31"],
  ["2999-12-31", 1, "1", undefined],
  ["2026-08-31", 1000, "3", undefined],
  ["2026-08-31", Number.MAX_SAFE_INTEGER, "1", undefined],
  ["2026-08-31", 2147483647, "3", undefined],
] as [string, number, PeriodType, string | undefined][])(
  "%s and %i of %s is %s",
  (date, amount, type, expected) => {
    expect(addPeriod(calendarDate(date), amount, type)).toBe(expected);
  },
);

test.each([
  ["2026-01-09", "2026-01-10", -1],
  ["2026-01-10", "2026-01-10", 0],
  ["2026-02-01", "2026-01-31", 1],
])("%s against %s is %i", (a, b, expected) => {
  expect(compare(calendarDate(a), calendarDate(b))).toBe(expected);
});

test("throws for what is a bug", () => {
  expect(() => calendarDate("2026-02-30")).toThrow("Not a date");
  expect(() => addPeriod(calendarDate("2026-01-01"), -1, "1")).toThrow("Not a period");
  expect(() => addPeriod(calendarDate("2026-01-01"), 1.5, "2")).toThrow("Not a period");
});
