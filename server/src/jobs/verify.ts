/**
 * Verifies every account once in a while (P12), account by account, beside what is written. Several
 * servers share the work: whoever takes an account first has it for this time.
 */
import type { Verdict } from "../application/verify-and-stop.ts";

export interface VerifyDueOptions {
  now(): number;
  /** How long an account is left alone, in milliseconds. */
  readonly everyMs: number;
  accountsToVerify(before: number): Promise<readonly string[]>;
  /** False when another server has it. */
  take(account: { accountId: string; before: number; now: number }): Promise<boolean>;
  verify(accountId: string): Promise<Verdict>;
  /** Called with each verdict. */
  tell(verdict: Verdict): void;
}

/** Verifies all that is due now; returns how many differences that found. */
export async function verifyDue(options: VerifyDueOptions): Promise<number> {
  const before = options.now() - options.everyMs;
  let differences = 0;
  for (const accountId of await options.accountsToVerify(before)) {
    if (!(await options.take({ accountId, before, now: options.now() }))) continue;
    const verdict = await options.verify(accountId);
    options.tell(verdict);
    differences += verdict.findings.length;
  }
  return differences;
}
