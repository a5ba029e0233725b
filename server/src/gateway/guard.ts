import { refuse } from "../application/refused.ts";
import { createQuota, type Quota } from "./quota.ts";

/**
 * The guard against guessing (D41): so many failures a minute, then nothing is checked any more for
 * that key. Its keys join the caller's address with whom it claims to be, so that nobody can lock
 * out a client by failing in its name from elsewhere.
 */
export interface Guard {
  /** Refuses when the key has failed too often. */
  check(key: string, nowMs: number): void;
  /** Counts a failure. */
  failed(key: string, nowMs: number): void;
}

const MINUTE_MS = 60_000;

export function createGuard(failuresPerMinute: number): Guard {
  const quota = createQuota({ limit: failuresPerMinute, windowMs: MINUTE_MS });
  return {
    check: (key, nowMs) => refuseBeyond(quota.peek(key, nowMs)),
    failed: (key, nowMs) => void quota.take(key, nowMs),
  };
}

/** Calls a minute by key, where the limit is a setting that may change at any time. */
export interface MinuteQuotas {
  /** Counts a call, or refuses it; a limit of 0 is none. */
  take(key: string, perMinute: number, nowMs: number): void;
}

export function createMinuteQuotas(): MinuteQuotas {
  const quotas = new Map<number, Quota>();
  return {
    take(key, perMinute, nowMs) {
      if (perMinute <= 0) return;
      let quota = quotas.get(perMinute);
      if (quota === undefined) {
        quota = createQuota({ limit: perMinute, windowMs: MINUTE_MS });
        quotas.set(perMinute, quota);
      }
      refuseBeyond(quota.take(key, nowMs));
    },
  };
}

function refuseBeyond(verdict: ReturnType<Quota["take"]>): void {
  if (verdict.ok) return;
  refuse("tooManyRequests", "", { seconds: String(verdict.retryAfterSeconds) });
}
