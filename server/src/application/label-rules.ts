/**
 * 标签: a label is for one kind of records (适用资料); its group and those who carry it agree with it.
 */
import { LABEL_USE_DEFAULT, LABEL_USES, type LabelUse } from "@xingcang/contract";
import { invalid, type Ruled } from "./master-rule.ts";
import { textOf } from "./material-facts.ts";
import { pointingFieldsOf } from "./pointing-fields.ts";
import type { Data, MasterRecord, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

const USE = "base_data_use_id";
const TITLE = "适用资料";

/** Every label and group that was saved has one. */
export const labelUseOf = (data: Data): LabelUse =>
  (textOf(data, USE) || LABEL_USE_DEFAULT) as LabelUse;

export const nameOfUse = (use: LabelUse): string => LABEL_USES[use];

export async function labelGroupRule(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Ruled> {
  const ruled = { ...record, data: { ...record.data, [USE]: labelUseOf(record.data) } };
  return { record: ruled, reasons: await lockedUse(unit, ruled, existing) };
}

export async function labelRule(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Ruled> {
  const group = (await unit.masters("label_group", [record.parentId])).get(record.parentId);
  const given = textOf(record.data, USE);
  const use =
    given === "" && group !== undefined ? labelUseOf(group.data) : labelUseOf(record.data);
  const ruled = { ...record, data: { ...record.data, [USE]: use } };
  const reasons = await lockedUse(unit, ruled, existing);
  if (group !== undefined && labelUseOf(group.data) !== use) {
    const name = `${group.name}（${nameOfUse(labelUseOf(group.data))}）`;
    const params = { title: TITLE, given: nameOfUse(use) };
    const reason = `须与标签分类 ${name} 相同`;
    const reasonEn = `must be that of the label group ${name}: ${labelUseOf(group.data)}`;
    reasons.push({ key: "valueInvalid", path: USE, params: { ...params, reason, reasonEn } });
  }
  return { record: ruled, reasons };
}

/** Whoever stands in the group or carries the label is of the old kind. */
async function lockedUse(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Reason[]> {
  if (existing === undefined || labelUseOf(existing.data) === labelUseOf(record.data)) return [];
  const by = await unit.findReference(record.kind, record.id, pointingFieldsOf(record.kind));
  if (by === undefined) return [];
  const params = { given: record.name, by, action: `修改${TITLE}` };
  return [{ key: "recordInUse", path: USE, params }];
}

/** Labels that are for another kind of records; unknown ones were told already. */
export async function checkLabels(
  unit: UnitOfWork,
  use: LabelUse,
  labelIds: readonly string[],
  path: string,
): Promise<Reason[]> {
  const labels = await unit.masters("label", labelIds);
  return [...labels.values()]
    .filter(({ data }) => labelUseOf(data) !== use)
    .map(({ name, data }) => {
      const its = nameOfUse(labelUseOf(data));
      return invalid(path, "标签", name, [
        `它适用于${its}，不适用于${nameOfUse(use)}`,
        `it is for ${labelUseOf(data)}, not for ${use}`,
      ]);
    });
}
