import { describe, expect, test } from "vitest";
import { createQuota } from "./quota.ts";

const ok = { ok: true };
const wait = (retryAfterSeconds: number) => ({ ok: false, retryAfterSeconds });

describe("createQuota", () => {
  test.each<[string, [at: number, verdict: object][]]>([
    [
      "up to the limit",
      [
        [0, ok],
        [0, ok],
        [0, wait(60)],
      ],
    ],
    [
      "the window slides",
      [
        [0, ok],
        [30_000, ok],
        [59_999, wait(1)],
        [60_000, ok],
        [60_000, wait(30)],
      ],
    ],
    [
      "no burst at a window's border",
      [
        [59_000, ok],
        [59_500, ok],
        [61_000, wait(58)],
      ],
    ],
    [
      "a refused call is not counted",
      [
        [0, ok],
        [1000, ok],
        [2000, wait(58)],
        [60_000, ok],
      ],
    ],
    [
      "seconds are rounded up",
      [
        [0, ok],
        [0, ok],
        [58_999, wait(2)],
        [59_000, wait(1)],
      ],
    ],
    [
      "a clock set back forgets",
      [
        [90_000, ok],
        [90_000, ok],
        [5000, ok],
        [5000, ok],
        [5000, wait(60)],
      ],
    ],
  ])("%s", (_name, calls) => {
    const quota = createQuota({ limit: 2, windowMs: 60_000 });
    for (const [at, verdict] of calls) expect(quota.take("a", at)).toEqual(verdict);
  });

  test("keys do not disturb each other", () => {
    const quota = createQuota({ limit: 1, windowMs: 1000 });
    expect(quota.take("a", 0)).toEqual(ok);
    expect(quota.take("b", 0)).toEqual(ok);
    expect(quota.take("a", 0)).toEqual(wait(1));
  });

  test("peek looks and does not count", () => {
    const quota = createQuota({ limit: 1, windowMs: 1000 });
    expect(quota.peek("a", 0)).toEqual(ok);
    expect(quota.peek("a", 0)).toEqual(ok);
    expect(quota.take("a", 0)).toEqual(ok);
    expect(quota.peek("a", 0)).toEqual(wait(1));
    expect(quota.peek("a", 1000)).toEqual(ok);
  });

  test("at most so many keys are remembered; the one not used for longest goes first", () => {
    const quota = createQuota({ limit: 1, windowMs: 1000, keysMax: 2 });
    quota.take("a", 0);
    quota.take("b", 0);
    quota.take("a", 1);
    quota.take("c", 2);
    expect(quota.peek("b", 3)).toEqual(ok);
    expect(quota.peek("a", 3)).toEqual(wait(1));
    expect(quota.peek("c", 3)).toEqual(wait(1));
  });

  test("never more than the limit within any window, whatever the arrivals", () => {
    const quota = createQuota({ limit: 5, windowMs: 1000 });
    const taken: number[] = [];
    for (let now = 0; now < 20_000; now += (now * 7919) % 113) {
      now += 1;
      if (quota.take("a", now).ok) taken.push(now);
    }
    expect(taken.length).toBeGreaterThan(20);
    taken.forEach((at, index) => {
      const sixth = taken[index + 5];
      if (sixth !== undefined) expect(sixth - at).toBeGreaterThanOrEqual(1000);
    });
  });

  test.each([
    { limit: 0, windowMs: 1 },
    { limit: 1.5, windowMs: 1 },
    { limit: 1, windowMs: 0 },
    { limit: 1, windowMs: 1, keysMax: 0 },
  ])("refuses %j", (options) => {
    expect(() => createQuota(options)).toThrow(RangeError);
  });
});
