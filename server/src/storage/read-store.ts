/**
 * Committed state, read over the pool without waiting for writers; each thing is read once for a
 * reader.
 */
import type { ReadStore, UserRecord } from "../application/ports.ts";
import { createBook } from "../domain/book.ts";
import { billStore } from "./bill-store.ts";
import type { Connection, Database } from "./database.ts";
import { masterStore } from "./master-store.ts";
import { readPicture } from "./picture-store.ts";
import { stockStore } from "./stock-store.ts";

export function createReadStore(database: Database): ReadStore {
  // The stores only query; over the pool each statement sees what is committed when it runs.
  const connection = database.pool as unknown as Connection;
  return {
    async reader(accountId) {
      const book = createBook(0);
      const { masters, mastersByNumber, mastersOfKind } = masterStore(connection, accountId);
      const { bills, billsByNumber } = billStore(connection, accountId);
      const { loadStock } = stockStore(connection, accountId, book);
      return {
        accountId,
        book,
        masters,
        mastersByNumber,
        mastersOfKind,
        bills,
        billsByNumber,
        loadStock,
        picture: (id) => readPicture(connection, accountId, id),
        users: (ids) => readUsers(database, accountId, ids),
        async mastersWithChildren(kind, ids) {
          const { rows } = await database.pool.query({
            name: "read-masters-with-children",
            text: `select distinct parent_id from master
                   where account_id = $1 and kind = $2 and parent_id = any($3)`,
            values: [accountId, kind, ids],
          });
          return new Set(rows.map((row) => row.parent_id));
        },
      };
    },
  };
}

async function readUsers(
  database: Database,
  accountId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, UserRecord>> {
  const wanted = [...new Set(ids)].filter((id) => id !== "");
  if (wanted.length === 0) return new Map();
  const { rows } = await database.pool.query({
    name: "read-users",
    text: `select id, number, name, is_admin,
                  (extract(epoch from created_at) * 1000)::bigint as created_ms
           from app_user where account_id = $1 and id = any($2)`,
    values: [accountId, wanted],
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        number: row.number,
        name: row.name,
        isAdmin: row.is_admin,
        createdAt: Number(row.created_ms),
      },
    ]),
  );
}
