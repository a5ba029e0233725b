import { describe, expect, test } from "vitest";
import { caseNames, goals, type Measured, type Round } from "./goals.ts";
import { type Facts, goalTable, putBetweenMarkers, rateTable, reportOf, table } from "./tables.ts";

const facts: Facts = {
  cpu: "Example CPU",
  cores: 2,
  node: "20.19.0",
  postgres: "18.4",
  date: "2026-01-05",
  secondsPerCase: 5,
  loadBefore: 0.25,
};

const roundOf = (of: (index: number) => Measured) =>
  Object.fromEntries(caseNames.map((name, index) => [name, of(index)])) as Round;
const even = roundOf(() => ({ perSecond: 1000.4, p50Ms: 1.234, p99Ms: 5.678 }));

test("a table has a head, a rule and its rows; a bar stays in its cell", () => {
  expect(table(["a", "b"], [["1", "x|y"]])).toBe("| a | b |\n| --- | --- |\n| 1 | x\\|y |");
});

test("goals with median, range, target and whether it is met", () => {
  const lines = goalTable([even]).split("\n");
  expect(lines).toHaveLength(goals.length + 2);
  expect(lines[2]).toMatch(
    /full reserve as one SQL statement \| 1\.00 \| 1\.00–1\.00 \| ≥ 1 \| ✓ \|$/,
  );
  expect(lines[6]).toMatch(/one SQL statement, hot \| 1\.00 \| 1\.00–1\.00 \| ≥ 8 \| ✗ \|$/);
  expect(lines[7]).toMatch(/\| ≤ 2\.5 \| ✓ \|$/);
});

test("rates are the medians of the rounds", () => {
  const faster = roundOf(() => ({ perSecond: 3000, p50Ms: 1, p99Ms: 9 }));
  const fastest = roundOf(() => ({ perSecond: 2000, p50Ms: 3, p99Ms: 7 }));
  const lines = rateTable([even, faster, fastest]).split("\n");
  expect(lines).toHaveLength(caseNames.length + 2);
  for (const line of lines.slice(2)) expect(line).toMatch(/ \| 2000 \| 1\.23 \| 7\.00 \|$/);
});

test("the report begins with what it was measured on", () => {
  expect(reportOf(facts, [even, even, even]).split("\n")[0]).toBe(
    "2026-01-05 · 2 × Example CPU, Node 20.19.0, PostgreSQL 18.4 · 3 × 5 s · 负载 / load before: 0.3",
  );
});

describe("between the markers", () => {
  const BEFORE = "head\n<!-- bench:begin -->\nold\n<!-- bench:end -->\ntail\n";
  const AFTER = "head\n<!-- bench:begin -->\nnew $& \n<!-- bench:end -->\ntail\n";

  test("the text is replaced, the rest stays", () => {
    expect(putBetweenMarkers(BEFORE, "new $& ")).toBe(AFTER);
    expect(putBetweenMarkers(AFTER, "new $& ")).toBe(AFTER);
  });

  test.each(["head", "<!-- bench:begin -->", "<!-- bench:end --><!-- bench:begin -->"])(
    "a document without them is refused: %s",
    (document) => expect(() => putBetweenMarkers(document, "x")).toThrow("bench:begin"),
  );
});
