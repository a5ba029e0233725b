/** What tests of 盘点 do over HTTP: goods, receipts, issues, counts and their deal. */
import type { Client } from "@xingcang/client";
import type { DemoServer } from "./running-server.ts";

export const PIECE = "1004";
export const STORE = "1";
export const SHOP = "2002";
export const BIN_STORE = "2001";
export const BIN = "3001";

export const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export const GAIN = "inv_check_gain_bill";
export const LOSS = "inv_check_loss_bill";

export type Save = Parameters<Client["inv_check_bill"]["save"]>[0];
export type Line = Save["material_entity"][number];

export function stockTakings(demo: () => DemoServer) {
  let made = 0;
  async function material(fields: object = {}): Promise<string> {
    made += 1;
    const saved = await demo().client.material.save({
      name: `盘点商品${made}`,
      base_unit_id: PIECE,
      ...fields,
    });
    return saved.ids[0] ?? "";
  }

  const head = (trans_type_id: string) => ({
    bill_date: today(),
    trans_type_id,
    operation_key: "audit" as const,
  });
  const goodsLine = (material_id: string, line: object) => ({
    material_id,
    unit_id: PIECE,
    stock_id: STORE,
    qty: "1",
    ...line,
  });
  const receive = (id: string, line: object) =>
    demo().client.inv_other_in.save({ ...head("12"), material_entity: [goodsLine(id, line)] });
  const ship = (id: string, line: object) =>
    demo().client.inv_other_out.save({ ...head("13"), material_entity: [goodsLine(id, line)] });

  const countLine = (material_id: string, qty: string | undefined, line: object = {}): Line => ({
    material_id,
    unit_id: PIECE,
    stock_id: STORE,
    ...(qty !== undefined && { qty }),
    ...line,
  });

  async function count(lines: readonly Line[], changes: Partial<Save> = {}): Promise<string> {
    const saved = await demo().client.inv_check_bill.save({
      bill_date: today(),
      check_task_id: "0",
      operation_key: "audit",
      material_entity: [...lines],
      ...changes,
    });
    return saved.ids[0] ?? "";
  }

  const deal = (...ids: string[]) => demo().client.inv_check_bill.deal({ ids });
  const operate = (entity_number: string, operate_type: string, id: string) =>
    demo().client.system.commonOperate({ entity_number, operate_type, ids: [id] });
  async function onHand(materialId: string): Promise<string> {
    const { rows } = await demo().client.stock.inventory({ material_ids: [materialId] });
    return String(rows.reduce((total, row) => total + Number(row.qty), 0));
  }
  return { material, head, goodsLine, receive, ship, countLine, count, deal, operate, onHand };
}
