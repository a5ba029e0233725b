import { expect, test } from "vitest";
import { caseNames, goals, type Measured, mediansOf, outcomeOf, type Round } from "./goals.ts";

const measured = (perSecond: number, p99Ms = 1): Measured => ({ perSecond, p50Ms: 0.5, p99Ms });

/** Every figure is another one, so that a goal that takes the wrong side is seen. */
const round = (changes: Partial<Round> = {}): Round => ({
  bare: measured(10_000, 4),
  occupy: measured(8000, 12),
  sql: measured(5000, 13),
  release: measured(4000, 14),
  occupyHot: measured(6000, 15),
  sqlHot: measured(500, 16),
  releaseHot: measured(3000, 17),
  occupyMany: measured(7000, 21),
  occupyFifty: measured(800, 18),
  occupyAlone: measured(300, 19),
  sqlAlone: measured(400, 20),
  audit: measured(90, 22),
  sqlAudit: measured(360, 23),
  ...changes,
});

test("every goal divides its own two sides", () => {
  const outcomes = goals.map((goal) => outcomeOf(goal, [round()]));
  expect(outcomes.map(({ goal, ratio, isMet }) => [goal.en, ratio, isMet])).toEqual([
    ["occupy ÷ full reserve as one SQL statement", 1.6, true],
    ["occupy ÷ Fastify + signature, no database", 0.8, true],
    ["occupy: hot SKU ÷ 1,000 SKUs", 0.75, false],
    ["release: hot SKU ÷ 1,000 SKUs", 0.75, false],
    ["occupy hot SKU ÷ one SQL statement, hot", 12, true],
    ["p99 at 64 clients ÷ p99 of Fastify + signature", 3, false],
    ["lines of 50-line requests ÷ one-line requests, per second", 5, true],
    ["one client alone: occupy ÷ one SQL statement", 0.75, true],
    ["audit of a disassembly ÷ one SQL statement that inserts the same 40 rows", 0.25, false],
  ]);
});

test("the ratio is the median of the rounds' ratios, not of their figures", () => {
  const rounds = [
    round({ occupy: measured(100), sql: measured(100) }),
    round({ occupy: measured(900), sql: measured(300) }),
    round({ occupy: measured(500), sql: measured(1000) }),
  ];
  const outcome = outcomeOf(goals[0]!, rounds);
  expect(outcome).toMatchObject({ ratio: 1, lowest: 0.5, highest: 3, isMet: true });
  expect(mediansOf("occupy", rounds).perSecond / mediansOf("sql", rounds).perSecond).not.toBe(1);
});

test("a ratio that is just the target meets it, on either side", () => {
  const least = round({ occupy: measured(5000, 10), sql: measured(5000), bare: measured(1, 4) });
  expect(outcomeOf(goals[0]!, [least]).isMet).toBe(true);
  expect(outcomeOf(goals[5]!, [least])).toMatchObject({ ratio: 2.5, isMet: true });
  const worse = round({ occupy: measured(4999, 10.01), bare: measured(1, 4) });
  expect(outcomeOf(goals[0]!, [worse]).isMet).toBe(false);
  expect(outcomeOf(goals[5]!, [worse]).isMet).toBe(false);
});

test("a side that did nothing and a run without rounds have no ratio", () => {
  expect(() => outcomeOf(goals[0]!, [round({ sql: measured(0) })])).toThrow(RangeError);
  expect(() => outcomeOf(goals[0]!, [])).toThrow(RangeError);
});

test("a release is measured after what it releases was occupied", () => {
  const at = (name: (typeof caseNames)[number]) => caseNames.indexOf(name);
  expect(at("release")).toBeGreaterThan(at("occupy"));
  expect(at("releaseHot")).toBeGreaterThan(at("occupyHot"));
});
