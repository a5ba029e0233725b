/**
 * Holds that are past their expiry and not swept yet (D18): they are expired in the transaction
 * that meets them, before anything looks at them or at the stock that they held.
 */
import { type Book, type Hold, look } from "../domain/book.ts";
import { expire } from "../domain/hold.ts";
import { serialText, stockKeyText } from "../domain/stock-key.ts";

export interface DueHolds {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Read and waiting to be expired. */
  readonly found: Hold[];
  /** Expires those of which everything is read. */
  expireFound(): void;
}

/** `book` is the one whose changes are written. */
export function dueHolds(book: Book, now: number): DueHolds {
  const found: Hold[] = [];
  /** Another request may still be reading a part. */
  const isRead = ({ key, serials }: Hold) =>
    look(book, "balances", stockKeyText(key)) !== undefined &&
    serials.every((serial) => look(book, "serials", serialText(key.materialId, serial)));
  return {
    now,
    found,
    expireFound() {
      for (const hold of found.splice(0)) {
        if (isRead(hold)) expire(book, hold.ref, now);
        else found.push(hold);
      }
    },
  };
}
