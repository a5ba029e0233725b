/** What the types promise. `tsc -p tsconfig.test.json` checks it, at run time nothing is called. */
import { expectTypeOf, test } from "vitest";
import type { Client } from "./index.ts";
import { pages } from "./paging.ts";

const line = { bill_entry_id: "1", material_id: "7", qty: "1", unit: "3", stock_id: "4" };

export async function promises(client: Client) {
  await client.stock.occupy({ bill_type_id: "isv_bill", bill_id: "1", material_entity: [line] });
  // @ts-expect-error the input is required
  await client.stock.occupy();
  // @ts-expect-error bill_id is required
  await client.stock.occupy({ bill_type_id: "isv_bill", material_entity: [line] });
  await client.stock.occupy({
    bill_type_id: "isv_bill",
    bill_id: "1",
    // @ts-expect-error a line needs its quantity
    material_entity: [{ bill_entry_id: "1", material_id: "7", unit: "3", stock_id: "4" }],
  });
  await client.stock.occupy({
    bill_type_id: "isv_bill",
    bill_id: "1",
    // @ts-expect-error a quantity is text, never a JavaScript number
    material_entity: [{ ...line, qty: 1 }],
  });
  // @ts-expect-error a misspelt filter
  await client.store.list({ pagesize: 10 });
  // @ts-expect-error a misspelt filter while paging
  pages(client.store.list, { enabled: "1" });
  // @ts-expect-error a detail has no pages
  pages(client.store.detail, {});
  // @ts-expect-error the contract has no detail of this kind
  client.settlement_account.detail;
  // @ts-expect-error nor a save of this
  client.material_unit.save;
  // @ts-expect-error nor such a resource
  client.nothing;

  const stores = await client.store.list();
  expectTypeOf(stores.rows[0]!.number).toEqualTypeOf<string>();
  expectTypeOf(stores.total_page).toEqualTypeOf<number>();
  for await (const row of pages(client.stock.inventory, { material_numbers: ["SP00001"] })) {
    expectTypeOf(row.valid_qty).toEqualTypeOf<string>();
    // A double is decimal text.
    expectTypeOf(row.aux_qty).toEqualTypeOf<string>();
  }
  const bill = await client.inv_disassemble.detail({ id: "1" });
  expectTypeOf(bill.material_entity[0]!.cost_share_percent).toEqualTypeOf<string>();
  expectTypeOf((await client.stock.occupy({} as never)).ret_ids).toEqualTypeOf<string[]>();
  expectTypeOf((await client.auth.token({} as never))["app-token"]).toEqualTypeOf<string>();
  expectTypeOf(await client.call("GET", "/health")).toHaveProperty("status");
}

test("types are checked by tsc", () => {
  expectTypeOf(promises).toBeFunction();
});
