/** Materials as the rules know them, for the reports that count in packages. */
import { materialOf } from "../application/material-facts.ts";
import type { MasterRecord } from "../application/ports.ts";
import type { Material } from "../domain/master.ts";
import type { Quantity } from "../domain/quantity.ts";
import { packageText } from "../domain/unit.ts";
import { unitsOf } from "./material-units.ts";
import { masterRecordOf, mastersById } from "./records.ts";
import type { Queries } from "./report.ts";

export interface ReportMaterial {
  readonly record: MasterRecord;
  readonly material: Material;
}

/** By id; unknown ids are absent. */
export async function readMaterials(
  database: Queries,
  accountId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReportMaterial>> {
  if (ids.length === 0) return new Map();
  const query = mastersById(accountId, "material", [...new Set(ids)]);
  const records = (await query.execute(database.kysely)).rows.map(masterRecordOf);
  const units = await unitsOf(database, accountId, records);
  return new Map(
    records.map((record) => [record.id, { record, material: materialOf(record, units) }]),
  );
}

/** 整件散包: "2箱3个". Units without a fixed ratio are not counted in. */
export function packagesOf(material: Material, base: Quantity): string {
  const units = material.units.flatMap(({ name, ratio }) =>
    ratio === undefined ? [] : [{ name, ratio }],
  );
  return packageText(base, units);
}
