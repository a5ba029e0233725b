import type { ErrorKey } from "@xingcang/contract";

/**
 * One reason why a request was refused: a key of the error catalogue, where, and with what values.
 */
export interface Reason {
  readonly key: ErrorKey;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Thrown by a verb before it has written anything; carries all reasons in their documented order
 * (D24).
 */
export class Refused extends Error {
  readonly reasons: readonly Reason[];
  constructor(reasons: readonly Reason[]) {
    super(reasons.map((reason) => `${reason.path} ${reason.key}`).join("; "));
    this.reasons = reasons;
  }
}

export function refuse(key: ErrorKey, path: string, params: Record<string, string>): never {
  throw new Refused([{ key, path, params }]);
}

export function refuseAll(reasons: readonly Reason[]): void {
  if (reasons.length > 0) throw new Refused(reasons);
}

/** The result of a batch in which some items were done and others refused (D20). */
export class PartlyDone {
  readonly data: unknown;
  readonly reasons: readonly Reason[];
  constructor(data: unknown, reasons: readonly Reason[]) {
    this.data = data;
    this.reasons = reasons;
  }
}
