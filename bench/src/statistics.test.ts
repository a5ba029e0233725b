import { describe, expect, test } from "vitest";
import { median, percentile, ratio } from "./statistics.ts";

describe("median", () => {
  test.each([
    [[7], 7],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100, 1], 9.5],
    [[5, 5, 1], 5],
  ])("of %j is %d", (values, expected) => expect(median(values)).toBe(expected));

  test("leaves the values in their order", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test("of nothing is refused", () => expect(() => median([])).toThrow(RangeError));
});

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  test.each([
    [hundred, 99, 99],
    [hundred, 100, 100],
    [hundred, 50, 50],
    [hundred, 0, 1],
    [[8], 99, 8],
    [[10, 9, 100], 99, 100],
    [[10, 9, 100], 50, 10],
  ])("of %j at %d is %d", (values, percent, expected) =>
    expect(percentile(values, percent)).toBe(expected),
  );

  test("of nothing is refused", () => expect(() => percentile([], 50)).toThrow(RangeError));
});

describe("ratio", () => {
  test("divides", () => expect(ratio(3, 4)).toBe(0.75));
  test.each([0, -1, Number.NaN])("by %d is refused", (divisor) =>
    expect(() => ratio(1, divisor)).toThrow(RangeError),
  );
});
