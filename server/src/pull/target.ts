/** The account that is filled, through the same verbs as everybody's writes. */
import { type AnyMaster, type MasterName, readRequest, type TSchema } from "@xingcang/contract";
import type { Caller, Data, UnitOfWork } from "../application/ports.ts";
import { Refused } from "../application/refused.ts";
import { saveMaster } from "../application/save-master.ts";
import { withIds } from "../application/with-ids.ts";

export interface Target {
  readonly caller: Caller;
  /** Runs in one transaction of the account. */
  inAccount<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T>;
}

/** A record that was not taken over, and why. */
export interface Problem {
  /** For example `商品`. */
  readonly kind: string;
  readonly id: string;
  /** Number and name, as a person knows it. */
  readonly title: string;
  readonly reasons: Refused["reasons"];
}

/** As a request would be read. @throws Refused */
export function checked(schema: TSchema, input: Data): Data {
  const { value, faults } = readRequest<Data>(schema, input, { strict: false });
  if (faults.length > 0) throw new Refused(faults);
  return value;
}

/** What is refused comes back; any other failure is thrown. */
export async function refusalOf(work: () => Promise<unknown>): Promise<Refused["reasons"]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof Refused) return error.reasons;
    throw error;
  }
}

/** A master record under the id that it has elsewhere. @throws Refused */
export async function keepMaster(
  target: Target,
  unit: UnitOfWork,
  kind: AnyMaster,
  record: { readonly id: string; readonly input: Data },
): Promise<void> {
  const input = checked(kind.endpoints.save.body as TSchema, record.input);
  await saveMaster(withIds(unit, [record.id]), target.caller, kind.name as MasterName, input);
}
