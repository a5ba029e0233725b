/** 基础资料列表: the records of one kind, newest first. */
import type { MasterName } from "@xingcang/contract";
import { sql } from "kysely";
import type { Data, MasterRecord } from "../application/ports.ts";
import { allOf, type Condition, conditionsOf, textsOf } from "./filter.ts";
import { enabledOnly, filterDefaults, listQueryOf, masterFiltersOf } from "./master-filters.ts";
import { type OrderTable, orderOf } from "./order.ts";
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
  const order = orderOf(ORDERS, query, textsOf(filters.order_by)[0] ?? "");
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

/** Numbers are ordered by their characters, whatever the database's locale. */
const ORDERS: OrderTable = {
  usual: sql`m.created_at desc, m.id desc`,
  last: sql`m.id desc`,
  columns: {
    id: sql`m.id collate "C"`,
    number: sql`m.number collate "C"`,
    name: sql`m.name collate "C"`,
    create_time: sql`m.created_at`,
    modify_time: sql`m.modified_at`,
  },
};
