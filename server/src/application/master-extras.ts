/** What the view of a kind shows beyond its fields, the names of its references and its place. */
import type { MasterName } from "@xingcang/contract";
import { bomExtras, readBomParts } from "./bom-view.ts";
import { labelUseOf, nameOfUse } from "./label-rules.ts";
import { labelIdsOf, textOf, unitIdsOf } from "./material-facts.ts";
import { unitRowsOf } from "./material-units.ts";
import { picturesView } from "./pictures.ts";
import type { Data, MasterRecord, Reader } from "./ports.ts";

type ByKind<Work> = Partial<Record<MasterName, Work>>;

/** `view` is what every kind shows of the record. */
type Extras = (reader: Reader, record: MasterRecord, view: Data) => Promise<Data>;

export const masterExtras: ByKind<Extras> = {
  material: materialExtras,
  bom: bomExtras,
  space: async (_reader, { data }) => ({ groupid_id: textOf(data, "stock_id") }),
  label: async (_reader, record) => ({ ...labelUseView(record), group_id: record.parentId }),
  label_group: async (_reader, record) => labelUseView(record),
  logistics_company: async (_reader, { data }) => ({ postal_code: textOf(data, "postalcode") }),
};

/** Reads for all records of a list together, so that each finds what it needs at hand. */
export const readAhead: ByKind<
  (reader: Reader, records: readonly MasterRecord[]) => Promise<unknown>
> = {
  bom: readBomParts,
  material: (reader, records) =>
    Promise.all([
      reader.masters("measure_unit", records.flatMap(unitIdsOf)),
      reader.masters(
        "label",
        records.flatMap(({ data }) => labelIdsOf(data)),
      ),
    ]),
};

function labelUseView({ data }: MasterRecord): Data {
  const use = labelUseOf(data);
  return { base_data_use_id: use, base_data_use_number: use, base_data_use_name: nameOfUse(use) };
}

/** What the engine takes where a material says nothing. */
export const MATERIAL_DEFAULTS = { inv_mgr_type: "0", cost_method: "1", check_type: "1" } as const;

const defaultsOf = (data: Data): Data =>
  Object.fromEntries(
    Object.entries(MATERIAL_DEFAULTS).map(([key, value]) => [key, textOf(data, key) || value]),
  );

async function materialExtras(reader: Reader, record: MasterRecord): Promise<Data> {
  const units = await reader.masters("measure_unit", unitIdsOf(record));
  const labels = await reader.masters("label", labelIdsOf(record.data));
  return {
    ...picturesView(record.data),
    mul_label: [...labels.values()].map(({ id, number, name }) => ({ id, number, name })),
    ...defaultsOf(record.data),
    conversion_unit_id1: textOf(record.data, "conversion_unit1_id"),
    units: unitRowsOf(record, units).map((row) => ({
      ...row,
      unitid_name: row.unit_name,
      unit_number: units.get(row.unit_id)?.number,
      unit_precision: textOf(units.get(row.unit_id)?.data ?? {}, "precision"),
      unit_enable: units.get(row.unit_id)?.enabled === false ? "0" : "1",
      conversion_unit_number: units.get(row.conversion_unit_id)?.number,
    })),
  };
}
