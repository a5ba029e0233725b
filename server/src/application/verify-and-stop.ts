/**
 * In doubt nothing is written (P12): an account in which `verify` finds a difference takes no
 * writes until it is verified without one. Reads go on, and nothing is repaired.
 */
import {
  type AccountFindings,
  type VerifyProgress,
  type VerifyStore,
  verifyAccount,
} from "./verify-ledger.ts";

/** Which accounts are stopped, for all servers at once. */
export interface WritingStore {
  /** The database's time, to compare with when an account was stopped. */
  now(): Promise<string>;
  stop(accountId: string): Promise<void>;
  /** Lets the account write again if it was stopped before this time; whether it was. */
  resume(accountId: string, stoppedBefore: string): Promise<boolean>;
}

export interface VerifyAndStopOptions {
  readonly store: VerifyStore;
  readonly writing: WritingStore;
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** A difference stops nothing, and what it has stopped goes on (default: false). */
  readonly keepWriting?: boolean;
}

export interface Verdict extends AccountFindings {
  /** What this run changed: nothing where an account that was right still is. */
  readonly outcome: "right" | "stopped" | "resumed";
}

export async function verifyAndStop(
  options: VerifyAndStopOptions,
  accountId: string,
): Promise<Verdict> {
  const { writing } = options;
  // Whoever stops it from now on has seen what this snapshot may not have.
  const before = await writing.now();
  const findings = await verifyAccount({ ...options, accountId });
  if (findings.length > 0 && !options.keepWriting) {
    await writing.stop(accountId);
    return { accountId, findings, outcome: "stopped" };
  }
  const isResumed = await writing.resume(accountId, before);
  return { accountId, findings, outcome: isResumed ? "resumed" : "right" };
}
