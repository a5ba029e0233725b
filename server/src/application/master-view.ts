/**
 * 基础资料 as lists and details show them: one flat record with everything the contract may ask for;
 * the writer picks.
 */
import { type AnyMaster, type MasterName, masters } from "@xingcang/contract";
import { timeText } from "./china-time.ts";
import { masterExtras, readAhead } from "./master-extras.ts";
import { aboveOf, treeViews } from "./master-tree.ts";
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
  await readAhead[name]?.(reader, records);
  const views: Data[] = [];
  for (const [index, record] of records.entries()) {
    const creator = users.get(record.creatorId);
    const modifier = users.get(record.modifierId);
    const parent = parents.get(record.parentId);
    const view: Data = {
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
    };
    views.push({ ...view, ...(await masterExtras[name]?.(reader, record, view)) });
  }
  return views;
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
