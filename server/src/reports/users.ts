/** 用户信息列表: the account's users, by their numbers. Nobody is ever disabled. */
import { sql } from "kysely";
import type { Data } from "../application/ports.ts";
import { allOf, anyOf, contains, textsOf } from "./filter.ts";
import { type Page, pagingOf, readPage } from "./page.ts";
import type { Queries } from "./report.ts";

export interface UserListRequest {
  readonly database: Queries;
  readonly accountId: string;
  readonly filters: Data;
}

export interface UserRow {
  readonly uid: string;
  readonly name: string;
}

export async function listUsers(request: UserListRequest): Promise<Page<UserRow>> {
  const { database, accountId, filters } = request;
  const [search] = textsOf(filters.search);
  const where = allOf([
    sql`u.account_id = ${accountId}`,
    ...(search === undefined
      ? []
      : [anyOf([contains(sql`u.number`, search), contains(sql`u.name`, search)])]),
    ...(textsOf(filters.enable)[0] === "0" ? [sql`false`] : []),
  ]);
  return readPage(database, pagingOf(filters), {
    select: (limit) => sql<UserRow>`
      select u.id as uid, u.name from app_user u where ${where}
      order by u.number collate "C", u.id ${limit}`,
    count: sql<{ total: string }>`select count(*) as total from app_user u where ${where}`,
  });
}
