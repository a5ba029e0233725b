/**
 * Expires holds in the background (D18), account by account through its lane, in small batches so
 * that requests get their turn in between. Several servers may do it at once: the lane lets one
 * after the other in, and the second finds nothing left.
 */
import { expireHolds } from "../application/hold-expiry.ts";
import type { Lanes } from "../application/lane.ts";

export interface ExpireHoldsOptions {
  readonly lanes: Lanes;
  /** Accounts with holds that are due now. */
  accountsWithDueHolds(): Promise<readonly string[]>;
}

/** Most holds in one transaction. */
const BATCH_MAX = 200;

/** Expires all that is due now; returns how many holds that were. */
export async function expireAllHolds(options: ExpireHoldsOptions): Promise<number> {
  let expired = 0;
  for (const accountId of await options.accountsWithDueHolds()) {
    for (let count = BATCH_MAX; count === BATCH_MAX; ) {
      count = await expireBatch(options.lanes, accountId);
      expired += count;
    }
  }
  return expired;
}

async function expireBatch(lanes: Lanes, accountId: string): Promise<number> {
  const { body } = await lanes.submit(accountId, {
    replays: [],
    run: async (unit) => ({ status: 200, body: String(await expireHolds(unit, BATCH_MAX)) }),
    conflict: () => ({ status: 500, body: "0" }),
  });
  return Number(body);
}
