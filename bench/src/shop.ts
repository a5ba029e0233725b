/** The goods that are fought for: 1,000 with plenty of stock, a hot one, and one of 500 pieces. */
import type { Client } from "@xingcang/client";

export interface Shop {
  readonly unit: string;
  readonly store: string;
  readonly goods: readonly string[];
  readonly hot: string;
  readonly scarce: string;
}

const GOODS = 1000;
const PLENTY = "1000000000";
export const SCARCE_PIECES = 500;
/** Requests under way at a time. */
const AT_ONCE = 16;
const ROWS_PER_BILL = 100;

export async function stockShop(client: Client): Promise<Shop> {
  const unit = only((await client.measure_unit.save({ name: "基准件", precision: "0" })).ids);
  const store = only((await client.store.save({ number: "JZ", name: "基准仓" })).ids);
  const names = Array.from({ length: GOODS + 2 }, (_, index) => `基准商品${index}`);
  const all = await inTurns(names, async (name) =>
    only((await client.material.save({ name, base_unit_id: unit })).ids),
  );
  const scarce = all[GOODS + 1]!;
  const rows = all.map((material_id) => ({
    material_id,
    unit_id: unit,
    stock_id: store,
    qty: material_id === scarce ? String(SCARCE_PIECES) : PLENTY,
    cost: "100",
  }));
  for (let from = 0; from < rows.length; from += ROWS_PER_BILL) {
    await client.inv_other_in.save({
      bill_date: new Date().toISOString().slice(0, 10),
      trans_type_id: "12",
      operation_key: "audit",
      material_entity: rows.slice(from, from + ROWS_PER_BILL),
    });
  }
  return { unit, store, goods: all.slice(0, GOODS), hot: all[GOODS]!, scarce };
}

function only([id]: readonly string[]): string {
  if (id === undefined) throw new Error("nothing was saved");
  return id;
}

async function inTurns<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  }
  return results;
}
