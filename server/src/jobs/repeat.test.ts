import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { repeat } from "./repeat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const neverFails = (error: unknown) => expect.unreachable(String(error));

test("runs again after each period, and no more after it was stopped", async () => {
  let runs = 0;
  const run = async () => {
    runs += 1;
  };
  const repeated = repeat(1000, run, neverFails);
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(3000);
  expect(runs).toBe(3);
  await repeated.stop();
  await vi.advanceTimersByTimeAsync(3000);
  expect(runs).toBe(3);
});

test("a run that takes longer is not overtaken by the next", async () => {
  let started = 0;
  const ends: (() => void)[] = [];
  const run = () => {
    started += 1;
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const repeated = repeat(1000, run, neverFails);
  await vi.advanceTimersByTimeAsync(5000);
  expect(started).toBe(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(1000);
  expect(started).toBe(2);
  let stopped = false;
  const stopping = repeated.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(1000);
  expect(stopped).toBe(false);
  ends[1]?.();
  await stopping;
  expect(started).toBe(2);
});

test("a failed run is told, and the next one comes", async () => {
  const told: unknown[] = [];
  let runs = 0;
  const run = async () => {
    runs += 1;
    throw new Error(`run ${runs}`);
  };
  const repeated = repeat(1000, run, (error) => told.push((error as Error).message));
  await vi.advanceTimersByTimeAsync(2000);
  expect(told).toEqual(["run 1", "run 2"]);
  await repeated.stop();
});
