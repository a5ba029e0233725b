/** BOM单 as list and detail show it: names of today, base units, the values of aux properties. */

import { unitQuantityOf } from "./bom-numbers.ts";
import { BOM_ROWS } from "./bom-rule.ts";
import { materialOf, rowsOf, textOf, unitIdsOf } from "./material-facts.ts";
import type { Data, MasterRecord, Reader } from "./ports.ts";

const materialIdsOf = ({ data }: MasterRecord): string[] => [
  textOf(data, "product_id"),
  ...rowsOf(data, BOM_ROWS).map((row) => textOf(row, "material_id")),
];

/** Materials, their units, then the values of their aux properties, for all records at once. */
export async function readBomParts(
  reader: Reader,
  records: readonly MasterRecord[],
): Promise<unknown> {
  const materials = await reader.masters("material", records.flatMap(materialIdsOf));
  const values = [...materials.values()].flatMap((record) =>
    materialOf(record, new Map()).auxProps.flatMap(({ valueIds }) => valueIds),
  );
  await reader.masters("aux_attribute", values);
  return reader.masters("measure_unit", [...materials.values()].flatMap(unitIdsOf));
}

/** `view` is what every kind shows: the fields with the names of their references. */
export async function bomExtras(reader: Reader, record: MasterRecord, view: Data): Promise<Data> {
  const materials = await reader.masters("material", materialIdsOf(record));
  const units = await reader.masters("measure_unit", [...materials.values()].flatMap(unitIdsOf));
  const partOf = (id: string) => {
    const material = materials.get(id);
    return material && materialOf(material, units);
  };
  const shown = async (id: string, auxPropId: string, prefix: string, valuePrefix: string) => {
    const material = partOf(id);
    const base = units.get(material?.baseUnit.id ?? "");
    const auxProp = material?.auxProps.find((prop) => prop.id === auxPropId);
    return {
      [`${prefix}_baseunit_id`]: base?.id,
      [`${prefix}_baseunit_name`]: base?.name,
      [`${prefix}_baseunit_number`]: base?.number,
      [`${prefix}_auxprop_id`]: auxProp?.id,
      [`${prefix}_auxprop_name`]: auxProp?.name,
      [`${prefix}_auxprop_number`]: auxProp?.number,
      ...(await auxValuesOf(reader, auxProp?.valueIds ?? [], valuePrefix)),
    };
  };
  const rows = rowsOf(view, BOM_ROWS).map(async (row) => ({
    ...row,
    unitqty: unitQuantityOf(textOf(row, "dosage_numerator"), textOf(row, "dosage_denominator")),
    ...(await shown(
      textOf(row, "material_id"),
      textOf(row, "material_auxprop_id"),
      "material",
      "aux",
    )),
  }));
  return {
    ...(await shown(
      textOf(view, "product_id"),
      textOf(view, "product_auxprop_id"),
      "product",
      "product_aux",
    )),
    ...auditorOf(view),
    [BOM_ROWS]: await Promise.all(rows),
  };
}

/** Whoever saved it as audited has audited it (decision 6). */
function auditorOf(view: Data): Data {
  if (textOf(view, "status") !== "C") return {};
  return {
    auditor_id: view.modifier_id,
    auditor_name: view.modifier_name,
    auditor_number: view.modifier_number,
    audit_time: view.modify_time,
  };
}

async function auxValuesOf(
  reader: Reader,
  valueIds: readonly string[],
  prefix: string,
): Promise<Data> {
  const values = await reader.masters("aux_attribute", valueIds);
  const fields = valueIds.flatMap((id, index) => {
    const key = `${prefix}${index + 1}`;
    const value = values.get(id);
    return [
      [`${key}_id`, id],
      [`${key}_name`, value?.name],
      [`${key}_number`, value?.number],
    ];
  });
  return Object.fromEntries(fields);
}
