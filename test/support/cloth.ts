/** Goods of the demo account that are counted in kilograms beside rolls. */
import { beforeAll } from "vitest";
import type { DemoServer } from "./running-server.ts";

export const KILO = "1005";
export const SHOP = "2002";
export const FLOATING = { base_unit_id: KILO, is_multi_unit: true, is_float: true };

export const auditedHead = { bill_date: "2026-01-05", operation_key: "audit" };
export const otherHead = { ...auditedHead, trans_type_id: "12" };

/** Rows are built of parts, which no type follows. */
export const typed = (body: object) => body as never;

/** The units are known inside tests only. */
export function useCloth(demo: () => DemoServer) {
  const units = { roll: "", pallet: "" };
  let made = 0;
  beforeAll(async () => {
    const unit = async (name: string, precision: string) =>
      (await demo().client.measure_unit.save({ name, precision })).ids[0] ?? "";
    units.roll = await unit("匹", "1");
    units.pallet = await unit("托盘", "0");
  });

  /** A new material; a pallet is ten rolls. */
  async function cloth(fields: object = {}): Promise<string> {
    made += 1;
    const tens = { fix_unit_id2: units.pallet, coefficient2: "10" };
    const rows = { fix_unit_id1: units.roll, ...tens, conversion_unit_id2: units.roll };
    const input = { name: `布料${made}`, ...FLOATING, ...rows, ...fields };
    return (await demo().client.material.save(typed(input))).ids[0] ?? "";
  }

  const rolls = (qty: string, aux_qty: string, more: object = {}) => ({
    unit_id: KILO,
    stock_id: SHOP,
    qty,
    aux_qty,
    aux_unit_id: units.roll,
    ...more,
  });

  async function receive(material_id: string, qty: string, aux: string, more: object = {}) {
    const row = { material_id, ...rolls(qty, aux), cost: "100" };
    const bill = { ...otherHead, ...more, material_entity: [row] };
    return (await demo().client.inv_other_in.save(typed(bill))).ids[0] ?? "";
  }

  return { units, cloth, rolls, receive };
}
