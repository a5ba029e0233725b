/**
 * Filters of lists: tables by wire name, each entry turning what was given into an SQL condition.
 * An absent filter, an empty text and an empty list all mean "not filtered" (contract section 5).
 */
import type { TSchema } from "@xingcang/contract";
import { type RawBuilder, sql } from "kysely";
import { refuse } from "../application/refused.ts";

export type Condition = RawBuilder<unknown>;

export interface Scope {
  readonly accountId: string;
  /** Wire name of the filter, to point a refusal at it. */
  readonly name: string;
  /** Its Chinese label. */
  readonly title: string;
}

/** At least one value; a filter that takes one reads the first. */
export type Values = readonly [string, ...string[]];

export type Filter = (scope: Scope, values: Values) => Condition;
export type FilterTable = Readonly<Record<string, Filter>>;

interface QuerySchema {
  readonly properties?: Readonly<Record<string, { readonly title: string }>>;
}

/** Names of the filters of a list, paging left out. */
export function filterNames(query: TSchema): string[] {
  const names = Object.keys((query as QuerySchema).properties ?? {});
  return names.filter((name) => name !== "page" && name !== "page_size");
}

/** Label of a query field, without the note behind it. */
export function titleOf(query: TSchema, name: string): string {
  const title = (query as QuerySchema).properties?.[name]?.title ?? name;
  return title.split(/[（(]/)[0] ?? title;
}

export function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item) => item !== undefined && item !== null && item !== "").map(String);
}

/** The conditions of all filters that are given, in the order of the query schema. */
export function conditionsOf(
  table: FilterTable,
  query: TSchema,
  accountId: string,
  filters: Readonly<Record<string, unknown>>,
): Condition[] {
  return filterNames(query).flatMap((name) => {
    const [first, ...more] = textsOf(filters[name]);
    const filter = table[name];
    if (first === undefined || filter === undefined) return [];
    return [filter({ accountId, name, title: titleOf(query, name) }, [first, ...more])];
  });
}

export const allOf = (conditions: readonly Condition[]): Condition =>
  sql.join([...conditions], sql` and `);

export const anyOf = (conditions: readonly Condition[]): Condition =>
  sql`(${sql.join([...conditions], sql` or `)})`;

export const isOneOf = (column: Condition, values: readonly string[]): Condition =>
  sql`${column} = any(${[...values]}::text[])`;

/** Part of the text, whatever the case of its letters; `%` and `_` stand for themselves. */
export function contains(column: Condition, part: string): Condition {
  return sql`${column} ilike ${`%${part.replace(/[\\%_]/g, "\\$&")}%`}`;
}

const NOT_MILLIS = {
  reason: "须为毫秒时间戳（整数）",
  reasonEn: "milliseconds since 1970 as an integer",
};

const MILLIS = /^\d{1,14}$/;

/** A millisecond timestamp, which the pages send as text. */
function timeOf(scope: Scope, values: Values): Date {
  const [given] = values;
  if (MILLIS.test(given)) return new Date(Number(given));
  const params = { title: scope.title, given, ...NOT_MILLIS };
  return refuse("valueInvalid", scope.name, params);
}

export const since =
  (column: Condition): Filter =>
  (scope, values) =>
    sql`${column} >= ${timeOf(scope, values)}`;

/** The whole of the last millisecond belongs to it, so that no row at the edge is missed. */
export const until =
  (column: Condition): Filter =>
  (scope, values) =>
    sql`${column} < ${timeOf(scope, values)}::timestamptz + interval '1 millisecond'`;

const SECONDS = /^\d{1,10}$/;

/** A time that may be given in seconds, as its 32-bit type allows, or as -1 for none. */
const switchedTime =
  (filter: Filter): Filter =>
  (scope, [given]) => {
    if (given === "-1") return sql`true`;
    return filter(scope, [SECONDS.test(given) ? `${given}000` : given]);
  };

/** `start_time` and `end_time` of the bills of production (contract section 5). */
export const creationFilters = (createdAt: Condition): FilterTable => ({
  start_time: switchedTime(since(createdAt)),
  end_time: switchedTime(until(createdAt)),
});

/** `create_…_time` and `modify_…_time` of a table with `created_at` and `modified_at`. */
export function changeFilters(createdAt: Condition, modifiedAt: Condition): FilterTable {
  return {
    create_start_time: since(createdAt),
    create_end_time: until(createdAt),
    modify_start_time: since(modifiedAt),
    modify_end_time: until(modifiedAt),
  };
}
