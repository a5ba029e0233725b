/** What tests of 调拨 do over HTTP: goods, receipts, and both bills of a transfer. */
import type { Client } from "@xingcang/client";
import type { DemoServer } from "./running-server.ts";

export const PIECE = "1004";
export const FROM = "1";
export const TO = "2002";
export const OUT = "inv_tfout_bill_outbound";
export const IN = "inv_tfin_bill_inbound";
export const DIFFERENCE = "inv_tfdiff_bill_order";

export const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export type OutLine = Parameters<Client["inv_tfout"]["save"]>[0]["material_entity"][number];
export type InLine = Parameters<Client["inv_tfin"]["save"]>[0]["material_entity"][number];

export interface Sent {
  readonly id: string;
  readonly entries: readonly string[];
}

export function transfersOf(demo: () => DemoServer) {
  let made = 0;
  async function material(fields: object = {}): Promise<string> {
    made += 1;
    const saved = await demo().client.material.save({
      name: `调拨商品${made}`,
      base_unit_id: PIECE,
      ...fields,
    });
    return saved.ids[0] ?? "";
  }

  const receive = (materialId: string, line: object) =>
    demo().client.inv_other_in.save({
      bill_date: today(),
      trans_type_id: "12",
      operation_key: "audit",
      material_entity: [
        { material_id: materialId, unit_id: PIECE, stock_id: FROM, qty: "1", ...line },
      ],
    });

  const route = (material_id: string, line: object): OutLine => ({
    material_id,
    unit_id: PIECE,
    out_stock_id: FROM,
    in_stock_id: TO,
    qty: "1",
    ...line,
  });

  async function send(lines: readonly OutLine[], head: object = {}): Promise<Sent> {
    const { ids } = await demo().client.inv_tfout.save({
      bill_date: today(),
      operation_key: "audit",
      material_entity: [...lines],
      ...head,
    });
    const [id = ""] = ids;
    const detail = await demo().client.inv_tfout.detail({ id });
    return { id, entries: detail.material_entity.map((line) => line.id) };
  }

  const from = ({ id, entries }: Sent, row = 0) => ({
    src_bill_type_id: OUT,
    src_inter_id: id,
    src_entry_id: entries[row] ?? "",
  });

  const take = (lines: readonly InLine[], head: object = {}) =>
    demo().client.inv_tfin.save({
      bill_date: today(),
      operation_key: "audit",
      material_entity: [...lines],
      ...head,
    });

  /** On hand by store name. */
  async function stores(materialId: string): Promise<Record<string, string>> {
    const { rows } = await demo().client.stock.inventory({ material_ids: [materialId] });
    return Object.fromEntries(rows.map((row) => [row.stock_id, String(Number(row.qty))]));
  }

  async function stateOf(id: string): Promise<string> {
    return (await demo().client.inv_tfout.detail({ id })).trans_fer_status;
  }

  const operate = (entity_number: string, operate_type: string, ids: string[]) =>
    demo().client.system.commonOperate({ entity_number, operate_type, ids });
  return { from, material, operate, receive, route, send, stateOf, stores, take };
}
