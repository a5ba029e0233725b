/** Purchases and sales over HTTP in few words. Ids are those of the demo account. */
import type { Client } from "@xingcang/client";
import { bills } from "@xingcang/contract";
import type { DemoServer } from "./running-server.ts";
import type { Fields } from "./warehouse.ts";

export type TradeName =
  | "pur_order"
  | "pur_inbound"
  | "pur_ret"
  | "sal_order"
  | "sal_out_bound"
  | "sal_in_bound";

type Demo = () => DemoServer;

export const SUPPLIER = { supplier_id: "1" };
export const CUSTOMER = { customer_id: "6001" };
const partyOf = (name: TradeName) => (name.startsWith("pur") ? SUPPLIER : CUSTOMER);

export const DAY = "2026-03-01";

export function tradingOf(demo: Demo) {
  const save = (name: TradeName, rows: readonly Fields[], head: Fields = {}) =>
    demo().client[name].save({
      bill_date: DAY,
      ...partyOf(name),
      ...head,
      material_entity: rows,
    } as never);

  /** Saves and audits; gives the id and its rows as the next bill names them. */
  async function book(name: TradeName, rows: readonly Fields[], head: Fields = {}) {
    const { ids } = await save(name, rows, { operation_key: "audit", ...head });
    return { id: ids[0] ?? "", sources: await sourcesOf(demo, name, ids[0] ?? "") };
  }

  const operate = (name: TradeName, operate_type: string, id: string) =>
    demo().client.system.commonOperate({
      entity_number: bills[name].entity,
      operate_type,
      ids: [id],
    } as never);

  const detail = (name: TradeName, id: string) => demo().client[name].detail({ id }) as Detail;

  return { save, book, operate, detail };
}

type Detail = ReturnType<Client["pur_order"]["detail"]>;

async function sourcesOf(demo: Demo, name: TradeName, id: string): Promise<Fields[]> {
  const { material_entity: rows } = await demo().client[name].detail({ id });
  return rows.map((row) => ({
    src_bill_type_id: bills[name].entity,
    src_inter_id: id,
    src_entry_id: row.id,
  }));
}

/** An audited order of one row, and how another bill names that row. */
export async function ordered(demo: Demo, name: TradeName, head: Fields, row: Fields) {
  const { stock_id: _, ...wanted } = row;
  const body = { bill_date: DAY, operation_key: "audit", ...head, material_entity: [wanted] };
  const { ids } = await demo().client[name].save(body as never);
  const [source = {}] = await sourcesOf(demo, name, ids[0] ?? "");
  return { id: ids[0] ?? "", source };
}
