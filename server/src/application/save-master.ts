/** 基础资料保存: one verb for every kind; what a kind asks for itself is in `master-rules.ts`. */
import { type AnyMaster, type MasterName, masters } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { masterRules } from "./master-rules.ts";
import { flagOf, textOf } from "./material-facts.ts";
import type { Caller, Data, MasterRecord, UnitOfWork } from "./ports.ts";
import { resolveReferences } from "./references.ts";
import { type Reason, refuse, refuseAll } from "./refused.ts";

const CONTROLS = ["id", "ignore_warn"];

/** Wire fields that name the record above this one, by kind of data. */
const PARENT_FIELDS = ["parent_id", "parent_org_id", "group_id", "groupid_id"];

export async function saveMaster(
  unit: UnitOfWork,
  caller: Caller,
  name: MasterName,
  input: Data,
): Promise<{ ids: string[]; id_number_map: Record<string, string>; id: string }> {
  const kind: AnyMaster = masters[name];
  const existing = await findEdited(unit, kind, textOf(input, "id"));
  const checked = await resolveReferences(unit, kind.endpoints.save.body ?? {}, input, {
    refuseDisabled: true,
  });
  const record = await recordOf(unit, caller, kind, checked.data, existing);
  const rule = masterRules[name];
  const ruled = rule === undefined ? { record, reasons: [] } : await rule(unit, record, existing);
  refuseAll([
    ...checked.reasons,
    ...ruled.reasons,
    ...(await duplicates(unit, kind, record, flagOf(input, "ignore_warn"))),
  ]);
  const numbered = await withNumber(unit, kind, ruled.record);
  await unit.saveMaster(numbered);
  const { id, number } = numbered;
  return { ids: [id], id_number_map: { [id]: number }, id };
}

async function findEdited(
  unit: UnitOfWork,
  kind: AnyMaster,
  id: string,
): Promise<MasterRecord | undefined> {
  if (isNone(id)) return undefined;
  const record = (await unit.masters(kind.name, [id])).get(id);
  const given = `${kind.title.zh} ${id}`;
  return record ?? refuse("recordUnknown", "id", { given });
}

async function recordOf(
  unit: UnitOfWork,
  caller: Caller,
  kind: AnyMaster,
  data: Data,
  existing: MasterRecord | undefined,
): Promise<MasterRecord> {
  const given = Object.entries(data).filter(([key]) => !CONTROLS.includes(key));
  const merged: Data = { ...existing?.data, ...Object.fromEntries(given) };
  const parent = PARENT_FIELDS.map((field) => textOf(merged, field)).find((id) => !isNone(id));
  const enable = textOf(data, "enable");
  return {
    kind: kind.name,
    id: existing?.id ?? unit.newId(),
    number: textOf(data, "number") || (existing?.number ?? ""),
    name: textOf(merged, "name"),
    parentId: parent ?? "",
    enabled: enable === "" ? (existing?.enabled ?? true) : enable === "1",
    data: merged,
    createdAt: existing?.createdAt ?? unit.now,
    creatorId: existing?.creatorId ?? caller.userId,
    modifiedAt: unit.now,
    modifierId: caller.userId,
  };
}

const TITLES = { number: "编码", name: "名称" } as const;

/** A repeated number is refused; a repeated name too, or it is a warning that `ignore_warn` skips (contract section 4). */
async function duplicates(
  unit: UnitOfWork,
  kind: AnyMaster,
  record: MasterRecord,
  ignoreWarn: boolean,
): Promise<Reason[]> {
  const reasons: Reason[] = [];
  for (const field of ["number", "name"] as const) {
    const warned = kind.uniqueWarning?.includes(field) === true && !ignoreWarn;
    const value = record[field];
    if (value === "" || !(warned || kind.unique.includes(field))) continue;
    if ((await unit.findDuplicate(record, field)) === undefined) continue;
    const params = { title: TITLES[field], given: value };
    reasons.push({ key: "numberTaken", path: field, params });
  }
  return reasons;
}

/** The given number, the next of the kind's prefix, or the name where the kind has no numbers of its own. */
async function withNumber(
  unit: UnitOfWork,
  kind: AnyMaster,
  record: MasterRecord,
): Promise<MasterRecord> {
  if (record.number !== "") return record;
  if (kind.prefix === undefined) return { ...record, number: record.name };
  for (;;) {
    const count = await unit.nextCount(`master:${kind.name}`);
    const number = `${kind.prefix}${String(count).padStart(5, "0")}`;
    if (!(await unit.mastersByNumber(kind.name, [number])).has(number))
      return { ...record, number };
  }
}
