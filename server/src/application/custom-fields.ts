/**
 * 自定义字段: definitions of the keys that `custom_field` and `custom_entity_field` carry, and the
 * check of values against them (contract section 6). A key that nobody defined is kept as it is.
 */
import {
  type AnyMaster,
  date,
  decimalText,
  flag,
  type InputOf,
  masters,
  readRequest,
  request,
  type systemEndpoints,
  type TSchema,
  text,
} from "@xingcang/contract";
import { decimals, quantity } from "../domain/quantity.ts";
import { isNone } from "../domain/resolve-line.ts";
import { billTypes } from "./bill-type.ts";
import { flagOf, textOf } from "./material-facts.ts";
import type { Caller, Data, MasterRecord, Reader, UnitOfWork } from "./ports.ts";
import { type Reason, refuse, refuseAll } from "./refused.ts";

const KIND = "custom_field";
type Input = InputOf<(typeof systemEndpoints)["system.customFieldSave"]>;

/**
 * Field types by their names; the number, from 1, is what the query shows (contract section 6
 * leaves the numbers open). A save takes either.
 */
const TYPES = ["text", "number", "date", "combo", "basedata", "checkbox"] as const;
type FieldType = (typeof TYPES)[number];

const typeOf = (given: string): FieldType | undefined =>
  TYPES.find((type, index) => given === type || given === String(index + 1));

/** Where the values stand, by position. */
const PLACES = { head: "custom_field", material_entity: "custom_entity_field" } as const;
type Position = keyof typeof PLACES;

/** 自定义字段保存. @throws Refused */
export async function saveCustomField(unit: UnitOfWork, caller: Caller, input: Input) {
  const id = textOf(input, "id");
  const existing = isNone(id) ? undefined : (await unit.masters(KIND, [id])).get(id);
  if (!isNone(id) && existing === undefined) refuse("recordUnknown", "id", { given: id });
  refuseAll(faultsOf(input, existing));
  const position = input.data_position === "head" ? "" : "entity_";
  const newId = unit.newId();
  const record: MasterRecord = {
    kind: KIND,
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

function faultsOf(input: Input, existing: MasterRecord | undefined): Reason[] {
  const reasons: Reason[] = [];
  const choice = (path: string, title: string, given: string, choices: readonly string[]) => {
    if (choices.includes(given)) return;
    const params = { title, given, choices: choices.join(" / ") };
    reasons.push({ key: "choiceUnknown", path, params });
  };
  const { field_type: type, data_position: position } = input;
  if (typeOf(type) === undefined) choice("field_type", "字段类型", type, TYPES);
  choice("data_position", "字段位置", position, Object.keys(PLACES));
  const entities = [...billTypes, ...(Object.values(masters) as AnyMaster[])].map(
    ({ entity }) => entity,
  );
  input.suit_bills.forEach((bill, index) => {
    choice(`suit_bills[${index}]`, "适用单据", bill, entities);
  });
  // What bills carry already keeps its meaning and its place.
  const before = existing?.data ?? input;
  if (typeOf(textOf(before, "field_type")) !== typeOf(type)) {
    reasons.push(fixed("field_type", "字段类型", type));
  }
  if (textOf(before, "data_position") !== position) {
    reasons.push(fixed("data_position", "字段位置", position));
  }
  return reasons;
}

const fixed = (path: string, title: string, given: string): Reason => ({
  key: "valueInvalid",
  path,
  params: { title, given, reason: "保存后不能修改", reasonEn: "it stays as it was first saved" },
});

/** 自定义字段查询: those in use, of one entity or of all. */
export async function customFields(
  reader: Reader,
  input: { entity_number?: string },
): Promise<Data> {
  const records = definitionsOf(await reader.mastersOfKind(KIND), textOf(input, "entity_number"));
  const viewOf = ({ id, number, name, data }: MasterRecord) => ({
    id,
    number,
    display_name: name,
    field_type: TYPES.indexOf(typeOf(textOf(data, "field_type")) ?? "text") + 1,
    must_input: flagOf(data, "required"),
    base_entity_number: textOf(data, "basedata_source"),
  });
  const at = (position: Position) => standingAt(records, position).map(viewOf);
  return { head: at("head"), material_entity: at("material_entity") };
}

const definitionsOf = (records: readonly MasterRecord[], entity: string) =>
  records.filter(({ enabled, data }) => {
    const entities = data.suit_bills as readonly string[] | undefined;
    return enabled && (entity === "" || entities?.includes(entity));
  });

const standingAt = (records: readonly MasterRecord[], position: Position) =>
  records.filter(({ data }) => textOf(data, "data_position") === position);

/** Head and rows of a bill or of a master record, as they shall be and as they were. */
export interface CustomValues {
  readonly entity: string;
  readonly head: Data;
  readonly former: Data | undefined;
  /** By their places in the request; `former` is undefined for a row that is new. */
  readonly rows: readonly { readonly data: Data; readonly former: Data | undefined }[];
}

/** Whatever does not suit the definitions of the entity. Reads them, and writes nothing. */
export async function customFieldFaults(unit: UnitOfWork, values: CustomValues): Promise<Reason[]> {
  const definitions = definitionsOf(await unit.mastersOfKind(KIND), values.entity);
  if (definitions.length === 0) return [];
  const faults: Fault[] = standingAt(definitions, "head").map((definition) => ({
    definition,
    path: PLACES.head,
    given: givenOf(values.head, PLACES.head, definition),
    former: values.former && givenOf(values.former, PLACES.head, definition),
  }));
  values.rows.forEach(({ data, former }, index) => {
    for (const definition of standingAt(definitions, "material_entity")) {
      faults.push({
        definition,
        path: `material_entity[${index}].${PLACES.material_entity}`,
        given: givenOf(data, PLACES.material_entity, definition),
        former: former && givenOf(former, PLACES.material_entity, definition),
      });
    }
  });
  const reasons: Reason[] = [];
  for (const fault of faults) {
    const reason = reasonFor(fault) ?? (await unknownRecord(unit, fault));
    if (reason !== undefined) reasons.push(reason);
  }
  return reasons;
}

interface Fault {
  readonly definition: MasterRecord;
  readonly path: string;
  readonly given: string;
  readonly former: string | undefined;
}

const givenOf = (data: Data, place: string, { number }: MasterRecord) =>
  textOf((data[place] ?? {}) as Data, number);

function reasonFor({ definition, path: place, given, former }: Fault): Reason | undefined {
  const { name: title, number, data } = definition;
  const path = `${place}.${number}`;
  if (given === "") {
    return flagOf(data, "required") ? { key: "fieldRequired", path, params: { title } } : undefined;
  }
  if (data.changeable === false && former !== undefined && former !== "" && former !== given) {
    return fixed(path, title, given);
  }
  const field = fieldOf(definition);
  if (field === undefined) return undefined;
  const { faults } = readRequest(
    request({}, { [number]: field }),
    { [number]: given },
    { strict: false },
  );
  const [fault] = faults;
  if (fault !== undefined) return { ...fault, path };
  const digits = field.wire === "decimalText" ? Number(data.decimal_Digit ?? 0) : 0;
  if (digits <= 0 || decimals(quantity(given)) <= digits) return undefined;
  const reason = { reason: `最多 ${digits} 位小数`, reasonEn: `at most ${digits} decimals` };
  return { key: "valueInvalid", path, params: { title, given, ...reason } };
}

/** As a field of the wire, where the type says what a value may be. */
function fieldOf({ name: title, data }: MasterRecord): (TSchema & { wire?: string }) | undefined {
  const maxLength = Number(data.field_length ?? 0);
  switch (typeOf(textOf(data, "field_type"))) {
    case "text":
      return text(title, maxLength > 0 ? { maxLength } : {});
    case "number":
      return decimalText(title);
    case "date":
      return date(title);
    case "checkbox":
      return flag(title);
    default:
      return undefined;
  }
}

/** A 基础资料 field holds the id of a record that there is. */
async function unknownRecord(unit: UnitOfWork, fault: Fault): Promise<Reason | undefined> {
  const { name, number, data } = fault.definition;
  if (fault.given === "" || typeOf(textOf(data, "field_type")) !== "basedata") return undefined;
  const source = textOf(data, "basedata_source");
  const kind = (Object.values(masters) as AnyMaster[]).find(({ entity }) => entity === source);
  if (kind === undefined) return undefined;
  if ((await unit.masters(kind.name, [fault.given])).has(fault.given)) return undefined;
  const given = `${name}（${kind.title.zh}）${fault.given}`;
  return { key: "recordUnknown", path: `${fault.path}.${number}`, params: { given } };
}
