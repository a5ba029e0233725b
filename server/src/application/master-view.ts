/**
 * 基础资料 as lists and details show them: one flat record with everything the contract may ask for;
 * the writer picks.
 */
import { type AnyMaster, type MasterName, masters } from "@xingcang/contract";
import { timeText } from "./china-time.ts";
import { aboveOf, treeViews } from "./master-tree.ts";
import { textOf, unitIdsOf } from "./material-facts.ts";
import { unitRowsOf } from "./material-units.ts";
import type { Data, MasterRecord, Reader } from "./ports.ts";
import { withNames } from "./references.ts";
import { refuse } from "./refused.ts";

export async function viewMasters(
  reader: Reader,
  name: MasterName,
  records: readonly MasterRecord[],
): Promise<Data[]> {
  const kind: AnyMaster = masters[name];
  const users = await reader.users(records.flatMap((item) => [item.creatorId, item.modifierId]));
  const parents = await reader.masters(
    aboveOf(name)?.kind ?? name,
    records.map((record) => record.parentId),
  );
  const schema = kind.endpoints.save.body ?? {};
  const rows = await withNames(
    reader,
    schema,
    records.map((record) => record.data),
  );
  const places = await treeViews(reader, name, records);
  // Read together, so that the records below find them at hand.
  if (name === "material") await reader.masters("measure_unit", records.flatMap(unitIdsOf));
  const views: Data[] = [];
  for (const [index, record] of records.entries()) {
    const creator = users.get(record.creatorId);
    const modifier = users.get(record.modifierId);
    const parent = parents.get(record.parentId);
    views.push({
      ...rows[index],
      id: record.id,
      number: record.number,
      name: record.name,
      enable: record.enabled ? "1" : "0",
      ...places[index],
      parent: record.parentId,
      parent_id: record.parentId,
      parent_name: parent?.name,
      parent_number: parent?.number,
      create_time: timeText(record.createdAt),
      modify_time: timeText(record.modifiedAt),
      creator_id: record.creatorId,
      creator_name: creator?.name,
      creator_number: creator?.number,
      modifier_id: record.modifierId,
      modifier_name: modifier?.name,
      modifier_number: modifier?.number,
      ...(name === "material" ? await materialExtras(reader, record) : {}),
      ...(name === "space" ? { groupid_id: textOf(record.data, "stock_id") } : {}),
    });
  }
  return views;
}

/** What the engine takes where a material says nothing. */
export const MATERIAL_DEFAULTS = { inv_mgr_type: "0", cost_method: "1", check_type: "1" } as const;

const defaultsOf = (data: Data): Data =>
  Object.fromEntries(
    Object.entries(MATERIAL_DEFAULTS).map(([key, value]) => [key, textOf(data, key) || value]),
  );

async function materialExtras(reader: Reader, record: MasterRecord): Promise<Data> {
  const units = await reader.masters("measure_unit", unitIdsOf(record));
  return {
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

/** `id` or `number`, one is needed; an id that is given wins (contract section 4). */
export async function masterDetail(
  reader: Reader,
  name: MasterName,
  input: { id?: string; number?: string },
): Promise<Data> {
  const { id = "", number = "" } = input;
  if (id === "" && number === "") refuse("oneOfRequired", "id", { fields: "id、number" });
  const found = id === "" ? reader.mastersByNumber(name, [number]) : reader.masters(name, [id]);
  const record = (await found).get(id === "" ? number : id);
  if (record === undefined) {
    return refuse("recordUnknown", id === "" ? "number" : "id", {
      given: `${masters[name].title.zh} ${id === "" ? number : id}`,
    });
  }
  const [view] = await viewMasters(reader, name, [record]);
  return view ?? {};
}
