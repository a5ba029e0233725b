/** A random test that fails tells the command that plays the failing case again. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { forAll, SEED } from "../support/random.ts";

test("a failure tells its seed, its path and its test", async () => {
  let tried = 0;
  const failing = fc.property(fc.integer({ min: 0, max: 1_000_000 }), (number) => {
    tried += 1;
    return number < 10;
  });
  const error = await forAll(failing, 1000).then(
    () => undefined,
    (reason: Error) => reason,
  );
  expect(tried).toBeGreaterThan(0);
  const [command] = error?.message.split("\n") ?? [];
  expect(command).toMatch(
    /^to replay: XINGCANG_SEED=\d+ XINGCANG_PATH=[\d:]+ .*npx vitest run \S+replay\.test\.ts -t "a fail/,
  );
  expect(error?.message).toContain("Counterexample: [10]");
  // The path alone finds the case again.
  const [, path = ""] = /XINGCANG_PATH=([\d:]+)/.exec(command ?? "") ?? [];
  const again = await fc.check(failing, { seed: SEED, path });
  expect(again.counterexample).toEqual([10]);
});
