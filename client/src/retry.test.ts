import { expect, test } from "vitest";
import { type Outcome, retryAfterMs, retryPause } from "./retry.ts";

const now = Date.parse("2026-08-31T00:00:00Z");
const reply = (status: number, retryAfter: string | null = null): Outcome => ({
  kind: "reply",
  status,
  retryAfter,
});

test.each<[string, Outcome, number, number, number | undefined]>([
  ["lost, least chance", { kind: "lost" }, 0, 0, 125],
  ["lost, most chance", { kind: "lost" }, 0, 0.999999, 250],
  ["doubles", { kind: "lost" }, 2, 0, 500],
  ["is bounded", { kind: "lost" }, 20, 0.999999, 8000],
  ["429 too many", reply(429), 0, 0, 125],
  ["502 lost by a proxy", reply(502), 0, 0, 125],
  ["503 busy", reply(503), 1, 0, 250],
  ["504 lost by a proxy", reply(504), 0, 0, 125],
  ["Retry-After in seconds", reply(503, "2"), 5, 0.5, 2000],
  ["Retry-After as a date", reply(429, "Mon, 31 Aug 2026 00:00:03 GMT"), 0, 0, 3000],
  ["Retry-After in the past", reply(429, "Sun, 30 Aug 2026 00:00:00 GMT"), 0, 0, 0],
  ["unreadable Retry-After", reply(429, "soon"), 0, 0, 125],
  ["too long a wait", reply(429, "61"), 0, 0, undefined],
  ["a business refusal or success", reply(200), 0, 0, undefined],
  ["a fault of the request", reply(400), 0, 0, undefined],
  ["a token refusal", reply(401), 0, 0, undefined],
  ["a conflict of keys", reply(409, "1"), 0, 0, undefined],
  ["a server fault", reply(500), 0, 0, undefined],
  ["a gateway refusal", reply(519), 0, 0, undefined],
])("%s", (_, outcome, attempt, random, expected) => {
  expect(retryPause(outcome, { attempt, now, random })).toBe(expected);
});

test("retryAfterMs", () => {
  expect(retryAfterMs("30", now)).toBe(30_000);
  expect(retryAfterMs(null, now)).toBeUndefined();
});
