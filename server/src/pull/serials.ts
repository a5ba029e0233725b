/** Serials of opening stock: those that another account's 序列号状态表 shows as in stock. */
import type { Data } from "../application/ports.ts";
import type { Source } from "./source.ts";
import type { StockRow } from "./stock-row.ts";

const IN_STOCK = "1";

/** `sn:;sn:` by row (contract section 6); undefined for a material without serials. */
export async function serialsOf(
  source: Source,
  rows: readonly StockRow[],
  isSerial: (materialId: string) => boolean,
): Promise<readonly (string | undefined)[]> {
  const asked = new Map<string, Data[]>();
  const found: (string | undefined)[] = [];
  for (const row of rows) {
    if (!isSerial(row.materialId)) {
      found.push(undefined);
      continue;
    }
    const { storeId, auxPropId } = row;
    const key = `${storeId}/${auxPropId}`;
    const serials = asked.get(key) ?? (await serialsIn(source, storeId, auxPropId));
    asked.set(key, serials);
    found.push(
      serials
        .filter((serial) => isOf(row, serial))
        .map(({ sn }) => `${sn}:`)
        .join(";"),
    );
  }
  return found;
}

async function serialsIn(source: Source, storeId: string, auxPropId: string): Promise<Data[]> {
  const rows: Data[] = [];
  const filters = {
    filter_serial_status: IN_STOCK,
    filter_stock_id: [storeId],
    ...(auxPropId !== "" && { filter_aux_prop_id: [auxPropId] }),
  };
  for await (const row of source.rows("stock.serialStatus", filters)) rows.push(row);
  return rows;
}

const textAt = (serial: Data, key: string) => String(serial[key] ?? "");

const isOf = (row: StockRow, serial: Data) =>
  textAt(serial, "material_id") === row.materialId &&
  textAt(serial, "sp_name") === row.binName &&
  textAt(serial, "batch_no") === row.batchNo &&
  textAt(serial, "kf_date").slice(0, 10) === row.madeOn;
