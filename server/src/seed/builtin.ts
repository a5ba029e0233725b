/**
 * What every account has from the start: the vendor's built-in records, under their ids (contract
 * sections 5 and 6).
 */
import { type Seeder, seedMaster } from "./plan.ts";

export async function seedBuiltin(seeder: Seeder): Promise<void> {
  await seedMaster(seeder, "currency", "1", { number: "RMB", name: "人民币", enable: "1" });
  await seedMaster(seeder, "aux_info_type", "1", { number: "QTRKLX", name: "其他入库类型" });
  await seedMaster(seeder, "aux_info_type", "2", { number: "QTCKLX", name: "其他出库类型" });
  const types = [
    ["12", "QTRKLX01", "其他入库", "1"],
    ["14", "QTRKLX02", "调拨差异入库", "1"],
    ["13", "QTCKLX01", "其他出库", "2"],
    ["15", "QTCKLX02", "调拨差异出库", "2"],
  ] as const;
  for (const [id, number, name, group_id] of types) {
    await seedMaster(seeder, "aux_info", id, { number, name, group_id });
  }
}

/** Built-in units; the demo has the seed documents' own unit under the id 1. */
export async function seedBuiltinUnits(seeder: Seeder): Promise<void> {
  await seedMaster(seeder, "measure_unit", "1", { name: "个", precision: "0" });
  await seedMaster(seeder, "measure_unit", "3", { name: "支", precision: "0" });
}
