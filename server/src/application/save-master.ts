/** 基础资料保存: one verb for every kind; what a kind asks for itself is in `master-rules.ts`. */
import { type AnyMaster, type MasterName, masters } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { customFieldFaults } from "./custom-fields.ts";
import { type FreeNumber, freeNumber, givenNumber } from "./free-number.ts";
import { masterRules } from "./master-rules.ts";
import { aboveOf, ancestorsOf, LEVELS_MAX, parentFieldOf } from "./master-tree.ts";
import { flagOf, textOf } from "./material-facts.ts";
import type { Caller, Data, MasterRecord, UnitOfWork } from "./ports.ts";
import { resolveReferences } from "./references.ts";
import { type Reason, refuse, refuseAll } from "./refused.ts";

const CONTROLS = ["id", "ignore_warn"];

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
  const { number, keep } = await numberOf(unit, kind, ruled.record);
  const numbered = { ...ruled.record, number };
  refuseAll([
    ...checked.reasons,
    ...checkEnable(checked.data),
    ...(await checkParent(unit, name, record)),
    ...ruled.reasons,
    ...(await customFieldFaults(unit, {
      entity: kind.entity,
      head: record.data,
      former: existing?.data,
      rows: [],
    })),
    ...(await duplicates(unit, kind, numbered, existing, flagOf(input, "ignore_warn"))),
  ]);
  await keep();
  await unit.saveMaster(numbered);
  const { id } = numbered;
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
  const above = textOf(merged, aboveOf(kind.name as MasterName)?.field ?? "");
  const enable = textOf(data, "enable");
  return {
    kind: kind.name,
    id: existing?.id ?? unit.newId(),
    number: textOf(data, "number") || (existing?.number ?? ""),
    name: textOf(merged, "name"),
    parentId: isNone(above) ? "" : above,
    enabled: enable === "" ? (existing?.enabled ?? true) : enable === "1",
    data: merged,
    createdAt: existing?.createdAt ?? unit.now,
    creatorId: existing?.creatorId ?? caller.userId,
    modifiedAt: unit.now,
    modifierId: caller.userId,
  };
}

function checkEnable(data: Data): Reason[] {
  const given = textOf(data, "enable");
  if (given === "" || given === "0" || given === "1") return [];
  const params = { title: "启用状态", given, reason: "须为 1 或 0", reasonEn: "must be 1 or 0" };
  return [{ key: "valueInvalid", path: "enable", params }];
}

/** Nothing stands above itself, and no tree is deeper than its views go. */
async function checkParent(
  unit: UnitOfWork,
  name: MasterName,
  record: MasterRecord,
): Promise<Reason[]> {
  const field = parentFieldOf(name);
  if (field === undefined || isNone(textOf(record.data, field))) return [];
  const [above = []] = await ancestorsOf(unit, name, [record]);
  const params = { title: "上级", given: above[0]?.name ?? "" };
  if (above.some(({ id }) => id === record.id)) {
    const reason = { reason: "不能是自己或自己的下级", reasonEn: "it is the record or below it" };
    return [{ key: "valueInvalid", path: field, params: { ...params, ...reason } }];
  }
  if (above.length < LEVELS_MAX - 1) return [];
  const reason = { reason: `最多 ${LEVELS_MAX} 级`, reasonEn: `at most ${LEVELS_MAX} levels` };
  return [{ key: "valueInvalid", path: field, params: { ...params, ...reason } }];
}

/**
 * A repeated number is refused; a repeated name too, or it is a warning that `ignore_warn` skips
 * (contract section 4). What an edit does not change is not looked at.
 */
async function duplicates(
  unit: UnitOfWork,
  kind: AnyMaster,
  record: MasterRecord,
  existing: MasterRecord | undefined,
  ignoreWarn: boolean,
): Promise<Reason[]> {
  const isRepeated = async (field: "number" | "name") =>
    record[field] !== existing?.[field] && (await unit.findDuplicate(record, field)) !== undefined;
  const warned = kind.uniqueWarning?.includes("name") === true && !ignoreWarn;
  const reasons: Reason[] = [];
  if ((warned || kind.unique.includes("name")) && (await isRepeated("name"))) {
    reasons.push(taken("name", "名称", record.name));
  }
  const isNamed = reasons.length > 0 && record.number === record.name;
  if (!isNamed && (await isRepeated("number"))) {
    reasons.unshift(taken("number", "编码", record.number));
  }
  return reasons;
}

const taken = (path: string, title: string, given: string): Reason => ({
  key: "numberTaken",
  path,
  params: { title, given },
});

/** The given number, the next of the kind's prefix, or the name where the kind has no numbers. */
async function numberOf(
  unit: UnitOfWork,
  kind: AnyMaster,
  record: MasterRecord,
): Promise<FreeNumber> {
  const { prefix, name } = kind;
  if (record.number !== "") return givenNumber(record.number);
  if (prefix === undefined) return givenNumber(record.name);
  return freeNumber(
    unit,
    `master:${name}`,
    (count) => `${prefix}${String(count).padStart(5, "0")}`,
    async (number) => (await unit.mastersByNumber(name, [number])).has(number),
  );
}
