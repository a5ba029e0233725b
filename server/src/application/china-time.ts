/** Times as the wire shows them: China Standard Time, UTC+8 all year (contract section 5). */
import { type CalendarDate, calendarDate } from "../domain/calendar-date.ts";

const OFFSET_MS = 8 * 60 * 60 * 1000;

/** `yyyy-MM-dd HH:mm:ss`; the empty text for 0, which means "never". */
export function timeText(ms: number): string {
  if (ms === 0) return "";
  return new Date(ms + OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}

/** The first moment of a calendar date, in milliseconds since 1970. */
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) - OFFSET_MS;

export function dayOf(ms: number): CalendarDate {
  return calendarDate(new Date(ms + OFFSET_MS).toISOString().slice(0, 10));
}
