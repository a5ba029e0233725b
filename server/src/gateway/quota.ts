/** How much one key may take within a window that slides with the clock. */
export interface QuotaOptions {
  /** At least 1. */
  readonly limit: number;
  readonly windowMs: number;
  /** Keys remembered at once (default 10 000); past that the one unused for longest goes. */
  readonly keysMax?: number;
}

/** May it go on, and if not, after how many whole seconds (at least 1) is it worth trying again. */
export type QuotaVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly retryAfterSeconds: number };

/**
 * A limiter in memory. `take` counts, `peek` only looks: a guard against guessing peeks before the
 * check and takes on a failure. Refused calls are not counted.
 */
export interface Quota {
  readonly take: (key: string, nowMs: number) => QuotaVerdict;
  readonly peek: (key: string, nowMs: number) => QuotaVerdict;
}

/** Times of the last takes as a ring: `next` is where the next goes: on the oldest, if full. */
interface Takes {
  times: number[];
  next: number;
}

/**
 * Never more than `limit` takes in any span of `windowMs`, exactly: the times of the last `limit`
 * takes are kept per key (D41: 500 a minute per account, 2 a minute per token request in strict
 * mode, 20 failures a minute by default). A clock set back forgets a key's takes.
 * @throws RangeError for a limit or window below 1
 */
export function createQuota({ limit, windowMs, keysMax = 10_000 }: QuotaOptions): Quota {
  if (!(Number.isInteger(limit) && limit >= 1) || !(windowMs >= 1) || !(keysMax >= 1)) {
    throw new RangeError("A quota needs a whole limit, a window and room for keys of at least 1");
  }
  const takes = new Map<string, Takes>();

  const look = (known: Takes | undefined, nowMs: number): QuotaVerdict => {
    if (!known || known.times.length < limit) return { ok: true };
    const freeAtMs = known.times[known.next]! + windowMs;
    if (nowMs >= freeAtMs || isAhead(known, nowMs)) return { ok: true };
    return { ok: false, retryAfterSeconds: Math.ceil((freeAtMs - nowMs) / 1000) };
  };

  const take = (key: string, nowMs: number): QuotaVerdict => {
    let known = takes.get(key);
    const verdict = look(known, nowMs);
    takes.delete(key);
    if (!known || isAhead(known, nowMs)) known = { times: [], next: 0 };
    takes.set(key, known);
    if (takes.size > keysMax) takes.delete(takes.keys().next().value!);
    if (!verdict.ok) return verdict;
    known.times[known.next] = nowMs;
    known.next = (known.next + 1) % limit;
    return verdict;
  };

  return { take, peek: (key, nowMs) => look(takes.get(key), nowMs) };
}

/** True when the newest take lies after now, which means that the clock was set back. */
function isAhead({ times, next }: Takes, nowMs: number): boolean {
  const newest = times[(next === 0 ? times.length : next) - 1];
  return newest !== undefined && newest > nowMs;
}
