/** So many clients, each sending its next request when the last one is answered. */
import type { Measured } from "./goals.ts";
import { percentile, ratio } from "./statistics.ts";

/** One request of a client and its answer; false when there is nothing left to send. */
export type Step = () => Promise<boolean>;

/** What was begun in time is finished and counted. @throws Error when a step does, or none ran */
export async function runLoad(steps: readonly Step[], durationMs: number): Promise<Measured> {
  const took: number[] = [];
  const start = performance.now();
  const end = start + durationMs;
  let lastAnswer = start;
  await Promise.all(
    steps.map(async (step) => {
      for (let before = performance.now(); before < end; ) {
        if (!(await step())) return;
        lastAnswer = performance.now();
        took.push(lastAnswer - before);
        before = lastAnswer;
      }
    }),
  );
  return {
    perSecond: ratio(took.length * 1000, lastAnswer - start),
    p50Ms: percentile(took, 50),
    p99Ms: percentile(took, 99),
  };
}
