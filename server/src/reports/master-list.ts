/** 基础资料列表: the records of one kind, newest first. */
import type { MasterName } from "@xingcang/contract";
import { sql } from "kysely";
import type { Data, MasterRecord } from "../application/ports.ts";
import { refuse } from "../application/refused.ts";
import { allOf, type Condition, conditionsOf, textsOf, titleOf } from "./filter.ts";
import { enabledOnly, filterDefaults, listQueryOf, masterFiltersOf } from "./master-filters.ts";
import { mapPage, type Page, type Paging, pagingOf, readPage, wholePage } from "./page.ts";
import { type MasterRow, masterColumns, masterRecordOf } from "./records.ts";
import type { Queries } from "./report.ts";

export interface MasterListRequest {
  readonly database: Queries;
  readonly accountId: string;
  readonly kind: MasterName;
  readonly filters: Data;
}

/**
 * One page of the kind's records; with `un_page=1` all of them. Disabled records are hidden on
 * every list, also on those without an `enable` filter. Units of materials are another list:
 * `material-units.ts`.
 * @throws Refused for a timestamp that is none and for an unknown order.
 */
export async function listMasters(request: MasterListRequest): Promise<Page<MasterRecord>> {
  const { database, accountId, kind } = request;
  const given = Object.entries(request.filters).filter(([, value]) => textsOf(value).length > 0);
  const filters: Data = { ...filterDefaults[kind], ...Object.fromEntries(given) };
  const query = listQueryOf(kind);
  const unfiltered = textsOf(filters.enable).length === 0;
  const where = allOf([
    sql`m.account_id = ${accountId}`,
    sql`m.kind = ${kind}`,
    ...(unfiltered ? [enabledOnly] : []),
    ...conditionsOf(masterFiltersOf(kind), query, accountId, filters),
  ]);
  const order = orderOf(kind, textsOf(filters.order_by)[0] ?? "");
  const select = (limit: Condition) => sql<MasterRow>`
    select ${masterColumns} from master m where ${where} order by ${order} ${limit}`;
  if (textsOf(filters.un_page)[0] === "1" && database.walk === undefined) {
    const { rows } = await select(sql``).execute(database.kysely);
    return wholePage(rows.map(masterRecordOf));
  }
  const paging: Paging = pagingOf(filters);
  const count = sql<{ total: string }>`select count(*) as total from master m where ${where}`;
  return mapPage(await readPage(database, paging, { select, count }), masterRecordOf);
}

const NEWEST_FIRST = sql`m.created_at desc, m.id desc`;

/** Numbers are ordered by their characters, whatever the database's locale. */
const ORDERS: Readonly<Record<string, Condition>> = {
  id: sql`m.id collate "C"`,
  number: sql`m.number collate "C"`,
  name: sql`m.name collate "C"`,
  create_time: sql`m.created_at`,
  modify_time: sql`m.modified_at`,
};

const ORDER_BY = /^(\w+)(?:\s+(asc|desc))?$/i;

/** `number asc`, or several of them with commas between. */
function orderOf(kind: MasterName, given: string): Condition {
  if (given.trim() === "") return NEWEST_FIRST;
  const parts = given.split(",").map((part) => {
    const [, name = "", direction = "asc"] = ORDER_BY.exec(part.trim()) ?? [];
    const column = Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
    if (column === undefined) {
      const known = Object.keys(ORDERS).join("、");
      const reason = `可用：${known}，后接 asc 或 desc`;
      const reasonEn = `one of ${known}, then asc or desc`;
      const title = titleOf(listQueryOf(kind), "order_by");
      return refuse("valueInvalid", "order_by", { title, given, reason, reasonEn });
    }
    return direction.toLowerCase() === "desc" ? sql`${column} desc` : sql`${column} asc`;
  });
  // The last part makes the order complete, so that no row is missed between pages.
  return sql.join([...parts, sql`m.id desc`]);
}
