import { type Kysely, sql } from "kysely";

/** 商品图片 as they were uploaded; materials name them by their address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table picture (
     account_id text not null references account,
     id text not null,
     file_name text not null,
     content_type text not null,
     bytes bytea not null,
     created_at timestamptz not null,
     creator_id text not null,
     primary key (account_id, id))`,
  // Pictures are compressed already.
  "alter table picture alter column bytes set storage external",
];
