/** Reads of one place: what is in it beyond its balance. */
import type { UnitOfWork } from "../application/ports.ts";
import type { StockKey } from "../domain/stock-key.ts";
import type { Connection } from "./database.ts";

type Reads = Pick<UnitOfWork, "serialsAt">;

const OF_KEY = `
  s.account_id = $1 and s.material_id = $2 and s.store_id = $3 and s.bin_id = $4
  and s.batch_no = $5 and s.kf_date = $6 and s.aux_prop_id = $7`;

const partsOf = (key: StockKey): string[] => [
  key.materialId,
  key.storeId,
  key.binId,
  key.batchNo,
  key.kfDate,
  key.auxPropId,
];

export function placeReads(connection: Connection, accountId: string): Reads {
  return {
    async serialsAt(key) {
      const { rows } = await connection.query({
        name: "serials-at",
        text: `select sn.serial, sn.remark from stock s
               join serial sn on sn.account_id = $1 and sn.stock_id = s.id
               where ${OF_KEY} order by sn.serial collate "C"`,
        values: [accountId, ...partsOf(key)],
      });
      return rows as { serial: string; remark: string }[];
    },
  };
}
