/** What one kind of master data asks for itself, after its references were resolved. */
import type { MasterRecord, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

export interface Ruled {
  /** As it will be saved. */
  readonly record: MasterRecord;
  readonly reasons: readonly Reason[];
}

export type MasterRule = (
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
) => Promise<Ruled>;

export const invalid = (
  path: string,
  title: string,
  given: string,
  [reason, reasonEn]: readonly [string, string],
): Reason => ({ key: "valueInvalid", path, params: { title, given, reason, reasonEn } });
