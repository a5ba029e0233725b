/** A small history of cloth that is counted in metres beside rolls; written by the verbs. */
import { occupyStock } from "../../server/src/application/occupy.ts";
import { releaseStock } from "../../server/src/application/release.ts";
import type { History } from "./small-history.ts";

const NOW = Date.UTC(2026, 7, 31, 4);
const STORED = { createdAt: NOW, creatorId: "1", modifiedAt: NOW, modifierId: "1" };
const CLOTH = {
  base_unit_id: "u1",
  is_multi_unit: true,
  is_float: true,
  fix_unit_id1: "u2",
};

const rolls = (qty: string, aux_qty: string) => ({
  material_id: "m9",
  stock_id: "s1",
  qty,
  aux_qty,
  aux_unit_id: "u2",
});
const line = (qty: string, aux: string) => ({ ...rolls(qty, aux), unit_id: "u1" });
const held = (qty: string, aux: string) => ({ ...rolls(qty, aux), unit: "u1" });

/**
 * 10 in 3 rolls come in; entry 1 holds 4 in 2, gives 1 in 1 back, and 2 in 1 are shipped of it;
 * entry 2 holds 2 in 1; 1 in 1 is shipped by mistake and comes back to entry 2.
 */
export async function writeFloatHistory({ run, post, unaudit }: History): Promise<void> {
  await run(async (unit) => {
    const names = (id: string, name: string) => ({ id, number: id, name, parentId: "" });
    const record = { enabled: true, ...STORED };
    const unitOfRolls = { kind: "measure_unit", data: { precision: "1" } };
    await unit.saveMaster({ ...record, ...unitOfRolls, ...names("u2", "卷") });
    await unit.saveMaster({ ...record, kind: "material", data: CLOTH, ...names("m9", "布") });
  });
  await post("inv_other_in", "IN-1", "2026-08-01", [{ ...line("10", "3"), cost: "50" }]);
  const order = { bill_type_id: "sal_bill_order", bill_id: "9001", bill_no: "SO-1" };
  const wanted = [
    { bill_entry_id: "1", ...held("4", "2") },
    { bill_entry_id: "2", ...held("2", "1") },
  ];
  await run((unit, by) => occupyStock(unit, by, { ...order, material_entity: wanted } as never));
  const source = { src_bill_type_id: "sal_bill_order", src_inter_id: "9001" };
  const freed = [{ src_entry_id: "1", ...held("1", "1") }];
  await run((unit, by) => releaseStock(unit, by, { ...source, material_entity: freed } as never));
  const out = { ...line("2", "1"), ...source, src_entry_id: "1" };
  await post("inv_other_out", "OUT-1", "2026-08-10", [out]);
  const mistake = { ...line("1", "1"), ...source, src_entry_id: "2" };
  await unaudit("inv_other_out", await post("inv_other_out", "OUT-2", "2026-08-11", [mistake]));
}
