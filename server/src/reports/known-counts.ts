/**
 * How many rows a list has, remembered while nothing has changed that it depends on: with a million
 * keys to count takes far longer than a page.
 */
import { sql } from "kysely";
import type { Queries } from "./report.ts";

/** Most counts of all accounts; beyond it everything is counted again. */
const COUNTS_MAX = 10_000;

interface Known {
  readonly version: string;
  readonly total: number;
}

const counts = new WeakMap<Queries["kysely"], Map<string, Known>>();

/** What the number of rows depends on: the keys that exist, or also what is booked on them. */
export type Depends = "keys" | "ledger";

/** Names of master data may be among the filters. */
const VERSIONS = {
  keys: sql`key_seq || ' ' || master_seq`,
  ledger: sql`ledger_seq || ' ' || master_seq`,
} as const;

export interface CountedList {
  readonly accountId: string;
  readonly depends: Depends;
  /** Which list, with its filters. */
  readonly list: string;
}

export async function knownCount(
  { kysely }: Queries,
  { accountId, depends, list }: CountedList,
  count: () => Promise<number>,
): Promise<number> {
  const known = counts.get(kysely) ?? new Map<string, Known>();
  counts.set(kysely, known);
  // Read before it is counted: what is written in between makes the count one of an older version.
  const { rows } = await sql<{ version: string }>`
    select ${VERSIONS[depends]} as version from lane where account_id = ${accountId}`.execute(
    kysely,
  );
  const version = rows[0]?.version ?? "";
  const key = `${accountId} ${depends} ${list}`;
  const found = known.get(key);
  if (found?.version === version) return found.total;
  const total = await count();
  if (known.size >= COUNTS_MAX) known.clear();
  known.set(key, { version, total });
  return total;
}
