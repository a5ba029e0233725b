/** 商品图片 in the table `picture`. */
import type { Picture, UnitOfWork } from "../application/ports.ts";
import type { Connection } from "./database.ts";

type Pictures = Pick<
  UnitOfWork,
  "knownPictures" | "countPictures" | "savePicture" | "deletePicture"
>;

export function pictureStore(connection: Connection, accountId: string): Pictures {
  const query = async (name: string, text: string, values: unknown[]) =>
    (await connection.query({ name, text, values: [accountId, ...values] })).rows;
  return {
    async knownPictures(ids) {
      if (ids.length === 0) return new Set();
      const text = "select id from picture where account_id = $1 and id = any($2)";
      return new Set((await query("known-pictures", text, [ids])).map((row) => row.id));
    },
    async countPictures() {
      const text = "select count(*) as total from picture where account_id = $1";
      return Number((await query("count-pictures", text, []))[0]?.total);
    },
    async savePicture(picture) {
      const text = `
        insert into picture
          (account_id, id, file_name, content_type, bytes, created_at, creator_id)
        values ($1, $2, $3, $4, $5, $6, $7)`;
      await query("save-picture", text, [
        picture.id,
        picture.fileName,
        picture.contentType,
        picture.bytes,
        new Date(picture.createdAt),
        picture.creatorId,
      ]);
    },
    async deletePicture(id) {
      const text = "delete from picture where account_id = $1 and id = $2";
      await query("delete-picture", text, [id]);
    },
  };
}

export async function readPicture(
  connection: Connection,
  accountId: string,
  id: string,
): Promise<Picture | undefined> {
  const { rows } = await connection.query({
    name: "read-picture",
    text: `select id, file_name, content_type, bytes, creator_id,
                  (extract(epoch from created_at) * 1000)::bigint as created_ms
           from picture where account_id = $1 and id = $2`,
    values: [accountId, id],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    id: row.id,
    fileName: row.file_name,
    contentType: row.content_type,
    bytes: row.bytes,
    createdAt: Number(row.created_ms),
    creatorId: row.creator_id,
  };
}
