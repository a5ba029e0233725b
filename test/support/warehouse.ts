/**
 * Goods, bills and holds over HTTP in few words, for tests of what they come to: on hand, occupied,
 * value. Ids are those of the demo account.
 */
import type { DemoServer } from "./running-server.ts";

export const PIECE = "1004";
export const BOX = "1002";
export const KILOGRAM = "1005";
/** A store without bins, where everything is that names no other. */
export const STORE = "1";
export const OTHER_STORE = "2002";
/** A store that keeps its goods in bins, and two of them. */
export const BIN_STORE = "2001";
export const BINS = ["3001", "3002"] as const;

const ENTITIES = {
  inv_other_in: "inv_other_bill_inbound",
  inv_other_out: "inv_other_bill_outbound",
  inv_assemble: "inv_assemble_bill",
  inv_disassemble: "inv_disassemble_bill",
  inv_tfmove: "inv_tfmove_bill_order",
  inv_check_gail_bill: "inv_check_gain_bill",
  inv_check_loss_bill: "inv_check_loss_bill",
  inv_pick: "inv_pick_bill",
  inv_pick_ret: "inv_pick_rtn_bill",
  inv_product: "inv_product_bill",
  inv_product_ret: "inv_product_rtn_bill",
} as const;
const TRANS_TYPES: Partial<Record<BillName, string>> = { inv_other_in: "12", inv_other_out: "13" };

export type BillName = keyof typeof ENTITIES;
export type Fields = Readonly<Record<string, unknown>>;

let made = 0;

type Demo = () => DemoServer;

export const warehouse = (demo: Demo) => ({
  ...rows,
  ...postings(demo),
  ...holds(demo),
  ...readings(demo),
});

const rows = {
  /** The hold that a row of an issue takes from. */
  source: (bill: string, entry = "1") => ({
    src_bill_type_id: "isv_bill",
    src_inter_id: bill,
    src_entry_id: entry,
  }),

  /** A row of a bill. */
  row: (goods: string, qty: string, more: Fields = {}): Fields => ({
    material_id: goods,
    unit_id: PIECE,
    stock_id: STORE,
    qty,
    ...more,
  }),

  /** A row of a hold. */
  held: (goods: string, qty: string, more: Fields = {}): Fields => ({
    bill_entry_id: "1",
    material_id: goods,
    unit: PIECE,
    stock_id: STORE,
    qty,
    ...more,
  }),
};

function postings(demo: Demo) {
  async function material(fields: Fields = {}): Promise<string> {
    made += 1;
    const name = `试验商品${made}`;
    const saved = await demo().client.material.save({ name, base_unit_id: PIECE, ...fields });
    return saved.ids[0] ?? "";
  }

  /** Saves and audits; gives the id. */
  async function book(name: BillName, rows: readonly Fields[], head: Fields = {}): Promise<string> {
    const trans = TRANS_TYPES[name];
    const { ids } = await demo().client[name].save({
      bill_date: "2026-03-01",
      operation_key: "audit",
      ...(trans && { trans_type_id: trans }),
      ...head,
      material_entity: rows,
    } as never);
    return ids[0] ?? "";
  }

  const undo = (name: BillName, id: string) =>
    demo().client.system.commonOperate({
      entity_number: ENTITIES[name],
      operate_type: "unaudit",
      ids: [id],
    });

  return { material, book, undo };
}

function holds(demo: Demo) {
  const occupy = (bill: string, rows: readonly Fields[], more: Fields = {}) =>
    demo().client.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: bill,
      is_re_calc_qty: true,
      ...more,
      material_entity: rows,
    } as never);

  const release = (bill: string, rows: readonly Fields[]) =>
    demo().client.stock.release({
      bill_no: "R",
      bill_date: "2026-03-01",
      src_bill_type_id: "isv_bill",
      src_inter_id: bill,
      is_re_calc_qty: true,
      material_entity: rows.map((item) => ({
        src_entry_id: item.bill_entry_id,
        base_unit: PIECE,
        base_qty: item.qty,
        def_float_qty: "0",
        ...item,
      })),
    } as never);

  return { occupy, release };
}

function readings(demo: Demo) {
  const explain = (goods: string, more: Fields = {}) =>
    demo().client.xingcang.explain({ material_id: goods, ...more });

  /** On hand, occupied, available; of all keys or of those that are named. */
  async function stock(goods: string, more: Fields = {}): Promise<string[]> {
    const { on_hand, occupied, available } = await explain(goods, more);
    return [on_hand, occupied, available];
  }

  /** What its cost pools are worth, each once. */
  async function values(goods: string): Promise<string[]> {
    const { keys } = await explain(goods);
    return [...new Set(keys.map((key) => key.pool_value))];
  }

  /** What the rows of a bill were booked at. */
  async function costs(name: BillName, id: string): Promise<string[]> {
    const detail = await demo().client[name].detail({ id });
    return detail.material_entity.map((line) => String(line.cost));
  }

  return { explain, stock, values, costs };
}
