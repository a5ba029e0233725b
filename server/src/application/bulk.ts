/** What a seed asks of the storage when it is too much for the verbs. */
import type { CalendarDate } from "../domain/calendar-date.ts";

/** Some goods of an account, with all their bills and movements. */
export interface BulkChunk {
  readonly accountId: string;
  /** Goods are numbered from 0; of the first one of the chunk. */
  readonly first: number;
  readonly materials: number;
  readonly storeIds: readonly string[];
  readonly rounds: number;
  readonly firstDay: CalendarDate;
  /** Over so many days the rounds are spread. */
  readonly days: number;
}
