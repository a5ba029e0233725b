/**
 * What every read model is given. Read models answer from committed state and name one account in
 * every statement.
 */
import type { Kysely } from "kysely";
import type { AccountSettings } from "../application/ports.ts";
import type { CalendarDate } from "../domain/calendar-date.ts";
import type { Walk } from "../storage/walk.ts";

/** The part of `Database` that a read model needs. */
export interface Queries {
  readonly kysely: Kysely<unknown>;
  /** There when all rows of a list are wanted: it gives them batch after batch. */
  readonly walk?: Walk;
}

export interface ReportRequest<Filters> {
  readonly database: Queries;
  readonly accountId: string;
  readonly settings: AccountSettings;
  /** Today in the account's time zone: what decides whether a batch has expired. */
  readonly today: CalendarDate;
  /** As `readRequest` gives them by the endpoint's query schema. */
  readonly filters: Filters;
}
