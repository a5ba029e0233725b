/**
 * Generated numbers: the next free one of a counter, used up only when the save goes through (D24).
 */
import type { UnitOfWork } from "./ports.ts";

export interface FreeNumber {
  readonly number: string;
  /** Uses it up; until then nothing is written. */
  keep(): Promise<void>;
}

/** Numbers that a caller chose by hand are skipped. */
export async function freeNumber(
  unit: UnitOfWork,
  counter: string,
  format: (count: number) => string,
  isTaken: (number: string) => Promise<boolean>,
): Promise<FreeNumber> {
  for (let count = (await unit.lastCount(counter)) + 1; ; count += 1) {
    const number = format(count);
    if (await isTaken(number)) continue;
    return { number, keep: () => unit.keepCount(counter, count) };
  }
}

/** A number that was given, or that the record has already. */
export const givenNumber = (number: string): FreeNumber => ({ number, keep: async () => {} });
