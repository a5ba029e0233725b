/**
 * Which outcomes of an attempt are tried again, and after what pause. Pure: clock and chance are
 * arguments.
 */

/** How one attempt ended: with a reply, or with none (connection lost, time-out). */
export type Outcome =
  | { kind: "reply"; status: number; retryAfter: string | null }
  | { kind: "lost" };

/** First pause in milliseconds; it doubles with each attempt. */
const PAUSE_MS = 250;
const PAUSE_MAX_MS = 8_000;
/** A server that asks for a longer wait than this gets it from the caller, not from us. */
export const RETRY_AFTER_MAX_MS = 60_000;

/**
 * 429 and 503 say that nothing was done; 502 and 504 that a proxy lost the reply. Every other reply
 * is an answer, a business refusal (HTTP 200) above all, and would be the same again.
 */
const RETRIED = new Set([429, 502, 503, 504]);

/**
 * Milliseconds to wait before the next attempt, or undefined when there shall be none.
 * `attempt` counts from 0, `random` is in [0, 1). `Retry-After` (seconds or an HTTP date) goes
 * before our own pause.
 * @example
 * retryPause({ kind: "lost" }, { attempt: 0, now: Date.now(), random: 0 }); // 125
 * const busy = { kind: "reply", status: 503, retryAfter: "2" } as const;
 * retryPause(busy, { attempt: 0, now: Date.now(), random: 0 }); // 2000
 */
export function retryPause(
  outcome: Outcome,
  { attempt, now, random }: { attempt: number; now: number; random: number },
): number | undefined {
  if (outcome.kind === "reply") {
    if (!RETRIED.has(outcome.status)) return undefined;
    const asked = retryAfterMs(outcome.retryAfter, now);
    if (asked !== undefined) return asked <= RETRY_AFTER_MAX_MS ? asked : undefined;
  }
  const whole = Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** attempt);
  return Math.round(whole / 2 + (whole / 2) * random);
}

/**
 * `Retry-After` in milliseconds from now; undefined when it is absent or unreadable.
 * @example
 * retryAfterMs("30", Date.now()); // 30000
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
