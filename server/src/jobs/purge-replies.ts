/**
 * Deletes saved replies that have had their time (D14), account by account in small batches. It
 * does not pass through the lane: a reply that is deleted while a repeat of its request is under
 * way has either been found by it, or is as if it had gone a moment before.
 */
export interface PurgeRepliesOptions {
  now(): number;
  /** Accounts with replies that were saved before this moment. */
  accountsWithOldReplies(before: number): Promise<readonly string[]>;
  /** Deletes the oldest of them; returns how many. */
  deleteOldReplies(batch: { accountId: string; before: number; limit: number }): Promise<number>;
}

/** A repeat that comes within this time gets the first reply. */
export const REPLY_KEPT_MS = 72 * 3_600_000;

/** Most replies in one statement. */
export const PURGE_BATCH_MAX = 1000;

/** Deletes all that are older now; returns how many replies that were. */
export async function purgeReplies(options: PurgeRepliesOptions): Promise<number> {
  const before = options.now() - REPLY_KEPT_MS;
  let purged = 0;
  for (const accountId of await options.accountsWithOldReplies(before)) {
    for (let count = PURGE_BATCH_MAX; count === PURGE_BATCH_MAX; ) {
      count = await options.deleteOldReplies({ accountId, before, limit: PURGE_BATCH_MAX });
      purged += count;
    }
  }
  return purged;
}
