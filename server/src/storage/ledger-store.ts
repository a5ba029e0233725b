/** Reads of the ledger: the rows of a bill that stand, and what happened in their pools since. */
import type { PoolHistory } from "../application/ports.ts";
import type { LedgerRow } from "../domain/book.ts";
import { money } from "../domain/money.ts";
import { quantity } from "../domain/quantity.ts";
import { poolKeyText } from "../domain/stock-key.ts";
import { KEY_COLUMNS, keyOf, poolKeyOf, type Query, type Row } from "./stock-rows.ts";

const LEDGER_COLUMNS = `
  l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id, l.bill_date, l.quantity, l.amount, l.costed,
  l.reverses, l.serials, l.hold_id, l.hold_quantity, l.hold_serials,
  l.float_quantity, l.hold_float_quantity,
  ${KEY_COLUMNS},
  p.material_id as pool_material_id, p.aux_prop_id as pool_aux_prop_id,
  p.batch_no as pool_batch_no, p.store_id as pool_store_id,
  h.bill_type as hold_bill_type, h.bill_id as hold_bill_id, h.entry_id as hold_entry_id`;

export const STANDING_ROWS = `
  select ${LEDGER_COLUMNS}
  from ledger l
  join stock s on s.account_id = $1 and s.id = l.stock_id
  join cost_pool p on p.account_id = $1 and p.id = l.pool_id
  left join hold h on h.account_id = $1 and h.id = l.hold_id
  where l.account_id = $1 and l.bill_type = $2 and l.bill_id = $3 and l.reverses = 0
    and not exists (
      select 1 from ledger r
      where r.account_id = $1 and r.reverses = l.seq and r.reverses <> 0)
  order by l.seq`;

export function ledgerRowOf(row: Row): LedgerRow {
  return {
    seq: Number(row.seq),
    key: keyOf(row),
    pool: {
      materialId: row.pool_material_id ?? "",
      auxPropId: row.pool_aux_prop_id ?? "",
      batchNo: row.pool_batch_no ?? "",
      storeId: row.pool_store_id ?? "",
    },
    billType: row.bill_type ?? "",
    billId: row.bill_id ?? "",
    billNo: row.bill_no ?? "",
    lineId: row.line_id ?? "",
    billDate: row.bill_date ?? "",
    quantity: quantity(row.quantity ?? ""),
    floatQuantity: quantity(row.float_quantity ?? ""),
    amount: money(row.amount ?? ""),
    costed: (row.costed as unknown) === true,
    reverses: Number(row.reverses),
    serials: row.serials as unknown as string[],
    hold: row.hold_id
      ? {
          holdId: row.hold_id,
          ref: {
            billTypeId: row.hold_bill_type ?? "",
            billId: row.hold_bill_id ?? "",
            entryId: row.hold_entry_id ?? "",
          },
          quantity: quantity(row.hold_quantity ?? ""),
          floatQuantity: quantity(row.hold_float_quantity ?? ""),
          serials: row.hold_serials as unknown as string[],
        }
      : undefined,
  };
}

/**
 * For each pool of the rows: a later bill that was costed from it, and its latest date without this
 * bill.
 */
export async function readPoolHistory(
  query: Query,
  rows: readonly LedgerRow[],
): Promise<PoolHistory> {
  const [first] = rows;
  const costedLater = new Map<string, string>();
  const lastDates = new Map<string, string>();
  if (first === undefined) return { costedLater, lastDates };
  const pools = [...new Map(rows.map((row) => [poolKeyText(row.pool), row.pool])).values()];
  const found = await query("pool-history", POOL_HISTORY, [
    first.billType,
    first.billId,
    pools.map((pool) => pool.materialId),
    pools.map((pool) => pool.auxPropId),
    pools.map((pool) => pool.batchNo),
    pools.map((pool) => pool.storeId),
    rows.reduce((least, row) => Math.min(least, row.seq), first.seq),
  ]);
  for (const row of found) {
    const text = poolKeyText(poolKeyOf(row));
    if (row.costed_by) costedLater.set(text, row.costed_by);
    if (row.latest) lastDates.set(text, row.latest);
  }
  return { costedLater, lastDates };
}

const STANDS = `not exists (
  select 1 from ledger r
      where r.account_id = $1 and r.reverses = l.seq and r.reverses <> 0)`;

const POOL_HISTORY = `
  select p.material_id, p.aux_prop_id, p.batch_no, p.store_id,
    (select l.bill_no from ledger l
     where l.account_id = $1 and l.pool_id = p.id and l.seq > $8 and l.quantity < 0
       and l.reverses = 0
       and not (l.bill_type = $2 and l.bill_id = $3) and ${STANDS}
     order by l.bill_date, l.seq limit 1) as costed_by,
    (select l.bill_date from ledger l
     where l.account_id = $1 and l.pool_id = p.id and l.reverses = 0
       and not (l.bill_type = $2 and l.bill_id = $3) and ${STANDS}
     order by l.bill_date desc, l.seq desc limit 1) as latest
  from unnest($4::text[], $5::text[], $6::text[], $7::text[])
    as k (material_id, aux_prop_id, batch_no, store_id)
  join cost_pool p on p.account_id = $1 and p.material_id = k.material_id
    and p.aux_prop_id = k.aux_prop_id and p.batch_no = k.batch_no and p.store_id = k.store_id`;
