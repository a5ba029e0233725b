/**
 * Random tests: one seed for a file, and when one fails the command that plays the failing case
 * again. `npm run test:long` has more of them.
 */
import { relative } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";

export const SEED = Number(process.env.XINGCANG_SEED ?? Date.now() % 1_000_000_007);
/** Random histories of a run; other random tests grow in proportion. */
export const HISTORIES = Number(process.env.XINGCANG_HISTORIES ?? 1000);

/** Tries a property as often as it takes `runs` for 1,000 histories. */
export async function forAll<T>(
  property: fc.IRawProperty<T, boolean>,
  runs: number,
  parameters: fc.Parameters<T> = {},
): Promise<void> {
  const path = process.env.XINGCANG_PATH;
  const details = await fc.check(property, {
    ...parameters,
    seed: SEED,
    numRuns: Math.ceil((runs * HISTORIES) / 1000),
    ...(path !== undefined && { path }),
  });
  if (!details.failed) return;
  const message = fc.defaultReportMessage(details) ?? "";
  const told = `to replay: ${commandOf(details.counterexamplePath ?? "")}\n${message}`;
  throw new Error(told, { cause: details.errorInstance });
}

function commandOf(path: string): string {
  const { testPath = "", currentTestName = "" } = expect.getState();
  const settings = { XINGCANG_SEED: SEED, XINGCANG_PATH: path };
  const all = process.env.XINGCANG_HISTORIES === undefined ? {} : { XINGCANG_HISTORIES: HISTORIES };
  const environment = Object.entries({ ...settings, ...all }).map((pair) => pair.join("="));
  // -t is a pattern.
  const name = currentTestName.replaceAll(/[^\p{L}\p{N} ,]/gu, ".");
  const file = relative(process.cwd(), testPath).replaceAll("\\", "/");
  return `${environment.join(" ")} npx vitest run ${file} -t "${name}"`;
}
