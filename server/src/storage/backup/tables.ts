/** Which tables a database has that are ours, and the order in which they can be filled. */
import type pg from "pg";
import type { SequenceState, TableHead } from "./format.ts";

/** Of no single account; every other table of ours has an `account_id`. */
const GLOBAL_TABLES = ["account", "client", "token_key"];

const TABLES = `
  select c.relname as name,
    (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
      as columns,
    array(select f.confrelid::regclass::text from pg_constraint f
          where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as refers,
    pg_table_size(c.oid) as bytes
  from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and not c.relispartition
    and (c.relname = any($1) or exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id'))
  order by c.relname`;

export interface OwnTable extends TableHead {
  readonly refers: readonly string[];
  /** What it takes on disk; a guess of how much there is to do. */
  readonly bytes: number;
}

/** None refers to one that comes after it. */
export async function ownTables(client: pg.ClientBase): Promise<OwnTable[]> {
  const { rows } = await client.query(TABLES, [GLOBAL_TABLES]);
  return inOrderOfReference(rows.map((row) => ({ ...row, bytes: Number(row.bytes) })));
}

export function inOrderOfReference<T extends { name: string; refers: readonly string[] }>(
  tables: readonly T[],
): T[] {
  const ordered: T[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const names = waiting.map(({ name }) => name);
    const free = waiting.filter(({ refers }) => !refers.some((name) => names.includes(name)));
    if (free.length === 0) throw new Error(`tables that refer to each other: ${names.join(", ")}`);
    ordered.push(...free);
    waiting = waiting.filter((table) => !free.includes(table));
  }
  return ordered;
}

const SEQUENCES = `
  select sequencename as name from pg_sequences where schemaname = current_schema() order by 1`;

export async function sequencesOf(client: pg.ClientBase): Promise<SequenceState[]> {
  const states: SequenceState[] = [];
  for (const { name } of (await client.query(SEQUENCES)).rows) {
    const { rows } = await client.query(
      `select last_value::text as last, is_called from ${quoted(name)}`,
    );
    states.push({ name, last: rows[0].last, isCalled: rows[0].is_called });
  }
  return states;
}

/** A name of the database's own inside a statement; values are bound, names cannot be. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const columnsOf = ({ columns }: TableHead): string => columns.map(quoted).join(", ");

/** Name of the last migration; empty when the database has none of our tables. */
export async function schemaOf(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query("select to_regclass('schema_migration') is not null as has");
  if (!rows[0].has) return "";
  const last = await client.query("select max(name) as name from schema_migration");
  return last.rows[0].name ?? "";
}
