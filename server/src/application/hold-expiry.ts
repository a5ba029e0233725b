/** 占用到期 (D18): when a hold expires, and the sweep of those that have. */
import { expire } from "../domain/hold.ts";
import type { AccountSettings, UnitOfWork } from "./ports.ts";

const HOUR_MS = 3_600_000;

/** The moment a hold of this bill type expires when it is opened now; 0 for never. */
export function expiryOf(
  { holdExpiryHours }: AccountSettings,
  billTypeId: string,
  now: number,
): number {
  const own = Object.hasOwn(holdExpiryHours, billTypeId) ? billTypeId : "*";
  const hours = holdExpiryHours[own] ?? 0;
  return hours === 0 ? 0 : now + hours * HOUR_MS;
}

/**
 * Expires up to `limit` holds that are due. Another server may have done it: what is not due any
 * more is not found. Returns how many there were.
 */
export async function expireHolds(unit: UnitOfWork, limit: number): Promise<number> {
  const holds = await unit.dueHolds(limit);
  await unit.loadStock({
    keys: holds.map((hold) => hold.key),
    pools: [],
    holds: holds.map((hold) => hold.ref),
    serials: holds.flatMap(({ key, serials }) =>
      serials.map((serial) => ({ materialId: key.materialId, serial })),
    ),
    batches: [],
  });
  for (const { ref } of holds) expire(unit.book, ref, unit.now);
  return holds.length;
}
