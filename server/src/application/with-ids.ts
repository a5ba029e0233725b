import type { UnitOfWork } from "./ports.ts";

/**
 * A view of the unit of work that hands out the given ids first, at the given time: for records
 * that keep the ids that they have elsewhere.
 */
export function withIds(
  unit: UnitOfWork,
  ids: readonly string[],
  now: number = unit.now,
): UnitOfWork {
  const left = [...ids];
  return { ...unit, now, newId: () => left.shift() ?? unit.newId() };
}
