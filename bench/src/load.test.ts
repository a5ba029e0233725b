import { expect, test } from "vitest";
import { runLoad } from "./load.ts";

const wait = () => new Promise((resolve) => setTimeout(resolve, 1));

test("clients take from one supply until it is empty, each after its own answer", async () => {
  let left = 20;
  let underWay = 0;
  let most = 0;
  const step = async () => {
    if (left === 0) return false;
    left -= 1;
    underWay += 1;
    most = Math.max(most, underWay);
    await wait();
    underWay -= 1;
    return true;
  };
  const { perSecond, p50Ms, p99Ms } = await runLoad(Array(4).fill(step), Infinity);
  expect(left).toBe(0);
  expect(most).toBe(4);
  expect(perSecond).toBeGreaterThan(0);
  expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
});

test("what was begun is finished when the time is over", async () => {
  let begun = 0;
  let finished = 0;
  const step = async () => {
    begun += 1;
    await wait();
    finished += 1;
    return true;
  };
  await runLoad([step, step], 10);
  expect(begun).toBeGreaterThan(0);
  expect(finished).toBe(begun);
});

test("a step that fails, and a load without a request, are errors", async () => {
  const failing = async () => {
    throw new Error("refused");
  };
  await expect(runLoad([failing], 10)).rejects.toThrow("refused");
  await expect(runLoad([async () => false], 10)).rejects.toThrow(RangeError);
});
