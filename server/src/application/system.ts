/** 系统设置: who calls, the account's settings, and the definitions of custom fields. */
import type { InputOf, systemEndpoints } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { timeText } from "./china-time.ts";
import { flagOf, textOf } from "./material-facts.ts";
import type { Caller, Data, MasterRecord, Reader, UnitOfWork } from "./ports.ts";
import { refuse } from "./refused.ts";

export async function currentUserInfo(reader: Reader, caller: Caller): Promise<Data> {
  const user = (await reader.users([caller.userId])).get(caller.userId);
  return {
    id: caller.userId,
    number: user?.number,
    name: user?.name,
    enable: "1",
    status: "C",
    uid: caller.userId,
    eid: caller.accountId,
    is_admin: user?.isAdmin === true,
    create_time: timeText(user?.createdAt ?? 0),
  };
}

/**
 * 系统参数 as this server works: on hand moves on audit, stock is never negative, cost is a moving
 * average pooled over stores unless the material says otherwise. What the vendor counts into
 * "available" beyond holds is off.
 */
export function systemParam(input: { type?: string }): Data {
  const groups: Record<string, Data> = {
    public: { open_custom_field: true },
    arap: {},
    basedata: {
      is_enable_daux: true,
      is_enable_dserial: true,
      is_enabled_batch_manage: true,
      is_enabled_quality_period: true,
    },
    pur: { update_inv_when_audit: true },
    gl: {},
    fp: {},
    chhs: { radio_field3: true },
    fa: {},
  };
  const type = textOf(input, "type") || "pur";
  if (type === "A") return groups;
  const group = groups[type];
  const params = {
    title: "参数类型",
    given: type,
    choices: `${Object.keys(groups).join(" / ")} / A`,
  };
  return group === undefined ? refuse("choiceUnknown", "type", params) : { [type]: group };
}

const CUSTOM_FIELD = "custom_field";
type FieldInput = InputOf<(typeof systemEndpoints)["system.customFieldSave"]>;

/**
 * Field types by their names; the number is what the query shows (contract section 6 leaves the
 * numbers open).
 */
const FIELD_TYPES = ["text", "number", "date", "combo", "basedata", "checkbox"];

export async function saveCustomField(unit: UnitOfWork, caller: Caller, input: FieldInput) {
  const id = textOf(input, "id");
  const existing = isNone(id) ? undefined : (await unit.masters(CUSTOM_FIELD, [id])).get(id);
  if (!isNone(id) && existing === undefined) refuse("recordUnknown", "id", { given: id });
  const position = input.data_position === "head" ? "" : "entity_";
  const newId = unit.newId();
  const record: MasterRecord = {
    kind: CUSTOM_FIELD,
    id: existing?.id ?? newId,
    number: existing?.number ?? `custom_${position}field__1__${newId}`,
    name: input.field_name,
    parentId: "",
    enabled: input.enabled !== false,
    data: { ...existing?.data, ...input },
    createdAt: existing?.createdAt ?? unit.now,
    creatorId: existing?.creatorId ?? caller.userId,
    modifiedAt: unit.now,
    modifierId: caller.userId,
  };
  await unit.saveMaster(record);
  return {};
}

export async function customFields(
  reader: Reader,
  input: { entity_number?: string },
): Promise<Data> {
  const entity = textOf(input, "entity_number");
  const records = (await reader.mastersOfKind(CUSTOM_FIELD)).filter((record) => {
    const bills = record.data.suit_bills as string[] | undefined;
    return record.enabled && (entity === "" || bills?.includes(entity));
  });
  const viewOf = ({ id, number, name, data }: MasterRecord) => ({
    id,
    number,
    display_name: name,
    field_type: FIELD_TYPES.indexOf(textOf(data, "field_type")) + 1,
    must_input: flagOf(data, "required"),
    base_entity_number: textOf(data, "basedata_source"),
  });
  const at = (position: string) =>
    records.filter((record) => textOf(record.data, "data_position") === position).map(viewOf);
  return { head: at("head"), material_entity: at("material_entity") };
}
