/** What opening stock cost: the value that another account's 商品收发明细 ends with. */
import type { Data } from "../application/ports.ts";
import { allocate } from "../domain/allocate.ts";
import { groupBy } from "../domain/group-by.ts";
import { type Money, parseMoney, toText } from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import type { Source } from "./source.ts";
import type { StockRow } from "./stock-row.ts";

export interface OpeningCosts {
  /** By row; undefined where none was told. */
  readonly shares: readonly (string | undefined)[];
  /** Materials for which none was told. */
  readonly missing: readonly string[];
}

/**
 * The value of a cost pool over its rows by quantity, exact to the cent (D32). `isByStore`: the
 * material has a pool in each store, and not one for all (D30).
 */
export async function costsOf(
  source: Source,
  rows: readonly StockRow[],
  isByStore: (materialId: string) => boolean,
): Promise<OpeningCosts> {
  const shares: (string | undefined)[] = rows.map(() => undefined);
  const missing: string[] = [];
  const numbered = rows.map((row, index) => ({ row, index }));
  const pools = groupBy(numbered, ({ row: { materialId, storeId } }) =>
    isByStore(materialId) ? `${materialId}/${storeId}` : materialId,
  );
  for (const pool of pools.values()) {
    const [{ row: first }] = pool as [(typeof pool)[number]];
    const { materialId, storeId, title } = first;
    const total = quantity.sum(pool.map(({ row }) => row.quantity));
    const filters = isByStore(materialId) ? { filter_stock_id: [storeId] } : {};
    const value = await finalValue(source, { filter_material_id: [materialId], ...filters }, total);
    if (value === undefined || pool.some(({ row }) => quantity.isNegative(row.quantity))) {
      missing.push(title);
      continue;
    }
    const parts = allocate(
      value,
      pool.map(({ row }) => row.quantity),
    );
    for (const [at, { index }] of pool.entries()) shares[index] = toText(parts[at] as Money);
  }
  return { shares, missing };
}

/**
 * What remains in the end, where it is of this quantity: the first row or the last, as the other
 * account orders them (contract section 5 leaves it open).
 */
async function finalValue(
  source: Source,
  filters: Data,
  total: quantity.Quantity,
): Promise<Money | undefined> {
  const page = { ...filters, page_size: 100 };
  const first = await source.ask("stock.invDetail", { ...page, page: 1 });
  const pages = Number(first.total_page ?? 1);
  const last = pages > 1 ? await source.ask("stock.invDetail", { ...page, page: pages }) : first;
  const candidates = [(last.rows as Data[]).at(-1), (first.rows as Data[]).at(0)];
  const fitting = candidates.find((row) => {
    const remains = quantity.parseQuantity(String(row?.remain_base_qty ?? ""));
    return remains !== undefined && quantity.compare(remains, total) === 0;
  });
  return fitting && parseMoney(String(fitting.remain_cost ?? ""));
}
