/** The built-in records, written under their ids. */
import { BUILTIN_MASTERS } from "../application/builtin-masters.ts";
import { type Seeder, seedMaster } from "./plan.ts";

export async function seedBuiltin(seeder: Seeder): Promise<void> {
  for (const [kind, id, input] of BUILTIN_MASTERS) await seedMaster(seeder, kind, id, input);
}

/** Built-in units; the demo has the seed documents' own unit under the id 1. */
export async function seedBuiltinUnits(seeder: Seeder): Promise<void> {
  await seedMaster(seeder, "measure_unit", "1", { name: "个", precision: "0" });
  await seedMaster(seeder, "measure_unit", "3", { name: "支", precision: "0" });
}
