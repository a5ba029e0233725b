/**
 * 商品仓库库存查询: one material's stock in every store, on request in every bin, without paging; by store
 * number. Stores without stock are left out; with `is_show_zero_im_qty` every enabled store is in
 * the list.
 */
import { type InputOf, stockEndpoints } from "@xingcang/contract";
import { sql } from "kysely";
import { refuse } from "../application/refused.ts";
import { quantity, toText } from "../domain/quantity.ts";
import { titleOf } from "./filter.ts";
import { readMaterials } from "./materials.ts";
import type { ReportRequest } from "./report.ts";
import { keyPart, keysWhere } from "./stock-sql.ts";

const { query } = stockEndpoints["stock.inventoryStock"];
type Filters = InputOf<(typeof stockEndpoints)["stock.inventoryStock"]>;

export interface InventoryStockRow {
  readonly inv_stock_id: string;
  readonly inv_stock: string;
  /** On hand, in base units, plain: "-5". */
  readonly inv_im_qty: string;
  /** Available. */
  readonly inv_qty: string;
  readonly inv_base_unit: string;
  readonly inv_stock_position: string;
}

interface Row {
  store_id: string;
  store_name: string;
  bin_name: string | null;
  on_hand: string | null;
  available: string | null;
}

/** @throws Refused when the account has no such material. */
export async function inventoryStock(
  request: ReportRequest<Filters>,
): Promise<{ rows: InventoryStockRow[] }> {
  const { database, accountId, filters } = request;
  const materialId = filters.material_id;
  const known = (await readMaterials(database, accountId, [materialId])).get(materialId);
  if (known === undefined) {
    const title = titleOf(query, "material_id");
    return refuse("referenceUnknown", "material_id", { title, given: materialId });
  }
  const { rows } = await statement(request).execute(database.kysely);
  return {
    rows: rows.map((row) => ({
      inv_stock_id: row.store_id,
      inv_stock: row.store_name,
      inv_im_qty: toText(quantity(row.on_hand ?? "0")),
      inv_qty: toText(quantity(row.available ?? "0")),
      inv_base_unit: known.material.baseUnit.name,
      inv_stock_position: row.bin_name ?? "",
    })),
  };
}

function statement({ accountId, settings, today, filters }: ReportRequest<Filters>) {
  const auxPropId = keyPart(filters.aux_prop_id ?? "");
  const where = sql`s.material_id = ${filters.material_id}
    ${auxPropId === "" ? sql`` : sql`and s.aux_prop_id = ${auxPropId}`}`;
  const keys = keysWhere({ accountId, settings, today, pointDate: undefined }, where);
  const bin = filters.is_show_stock_position === true ? sql`k.bin_id` : sql`''::text`;
  const shown =
    filters.is_show_zero_im_qty === true
      ? sql`(w.enabled or v.store_id is not null)`
      : sql`v.on_hand <> 0`;
  return sql<Row>`
    select w.id as store_id, w.name as store_name, bin.name as bin_name, v.on_hand, v.available
    from master w
    left join (
      select k.store_id, ${bin} as bin_id, sum(k.on_hand) as on_hand, sum(k.available) as available
      from ${keys} k group by 1, 2) v on v.store_id = w.id
    left join master bin
      on bin.account_id = ${accountId} and bin.kind = 'space' and bin.id = v.bin_id
    where w.account_id = ${accountId} and w.kind = 'store' and ${shown}
    order by w.number collate "C", bin.number collate "C" nulls first`;
}
