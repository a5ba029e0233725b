/** 自定义字段: defined, then asked for and checked on bills and masters (contract section 6). */
import { expect, test } from "vitest";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

const RECEIPT = "inv_other_bill_inbound";

type Fields = Record<string, unknown>;

/** Defines a field and returns its key. */
async function define(position: "head" | "material_entity", more: Fields): Promise<string> {
  const { system } = demo().client;
  const name = `字段 ${Math.random()}`;
  await system.customFieldSave({
    field_name: name,
    data_position: position,
    suit_bills: [RECEIPT],
    field_type: "text",
    ...more,
  } as never);
  const { head, material_entity } = await system.customField({});
  return [...head, ...material_entity].find((each) => each.display_name === name)?.number ?? "";
}

/** Switches off what other tests defined: what is required would be asked for by all. */
async function disableAll(): Promise<void> {
  const { system } = demo().client;
  const { head, material_entity } = await system.customField({});
  for (const [position, fields] of Object.entries({ head, material_entity })) {
    for (const { id, display_name: name, field_type: type } of fields) {
      await system.customFieldSave({
        id,
        field_name: name,
        field_type: String(type),
        data_position: position,
        suit_bills: [RECEIPT],
        enabled: false,
      });
    }
  }
}

const save = (head: Fields, row: Fields = {}, more: Fields = {}) =>
  demo().client.inv_other_in.save({
    bill_date: "2026-08-31",
    trans_type_id: "12",
    custom_field: head,
    material_entity: [{ material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1", ...row }],
    ...more,
  } as never);

const faultsOf = async (saved: Promise<unknown>) => {
  const { errors } = await saved.then(
    () => ({ errors: [] }),
    (error) => error,
  );
  return errors.map(({ key, field }: Fields) => [key, field]);
};

test.each<[string, Fields, string, string | undefined]>([
  ["text", { field_length: 3 }, "四个字符", "textTooLong"],
  ["text", { field_length: 3 }, "三个字", undefined],
  ["text", {}, "多长都行".repeat(50), undefined],
  ["number", {}, "十二", "decimalInvalid"],
  ["number", {}, "0.12345678901", "decimalTooFine"],
  ["number", { decimal_Digit: 2 }, "1.234", "valueInvalid"],
  ["number", { decimal_Digit: 2 }, "1.23", undefined],
  ["date", {}, "2026-02-30", "dateInvalid"],
  ["3", {}, "2026-02-28", undefined],
  ["checkbox", {}, "yes", "flagInvalid"],
  ["6", {}, "true", undefined],
  ["basedata", { basedata_source: "bd_store" }, "9", "recordUnknown"],
  ["basedata", { basedata_source: "bd_store" }, "2002", undefined],
])("%s %j: %s", async (type, more, value, refused) => {
  const head = await define("head", { field_type: type, ...more });
  const row = await define("material_entity", { field_type: type, ...more });
  const saved = save({ [head]: value }, { custom_entity_field: { [row]: value } });
  const places = [`custom_field.${head}`, `material_entity[0].custom_entity_field.${row}`];
  expect(await faultsOf(saved)).toEqual(refused ? places.map((place) => [refused, place]) : []);
});

test("what is required is asked for, of the bills that it suits", async () => {
  const key = await define("head", { required: true });
  expect(await faultsOf(save({}))).toEqual([["fieldRequired", `custom_field.${key}`]]);
  expect(await faultsOf(save({ [key]: "" }))).toEqual([["fieldRequired", `custom_field.${key}`]]);
  expect(await faultsOf(save({ [key]: "有" }))).toEqual([]);
  const other = demo().client.inv_other_out.save({
    bill_date: "2026-08-31",
    trans_type_id: "13",
    material_entity: [{ material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1" }],
  } as never);
  expect(await faultsOf(other)).toEqual([]);
  await disableAll();
  expect(await faultsOf(save({}))).toEqual([]);
});

test("what may not change stays as it was first saved", async () => {
  const key = await define("head", { changeable: false });
  const { ids } = await save({ [key]: "甲" });
  const [id = ""] = ids;
  const edit = (value: string) => save({ [key]: value }, {}, { id });
  expect(await faultsOf(edit("乙"))).toEqual([["valueInvalid", `custom_field.${key}`]]);
  expect(await faultsOf(edit("甲"))).toEqual([]);
  const seen = await demo().client.inv_other_in.detail({ id });
  expect(seen.custom_field).toEqual({ [key]: "甲" });
});

test("masters have them too", async () => {
  const { material, system } = demo().client;
  const name = "保管温度";
  const definition = { field_name: name, field_type: "number", data_position: "head" };
  await system.customFieldSave({ ...definition, suit_bills: ["bd_material"], required: true });
  const { head } = await system.customField({ entity_number: "bd_material" });
  const key = head.find((each) => each.display_name === name)?.number ?? "";
  const thing = { name: "冷藏酸奶", base_unit_id: "1005" };
  expect(await faultsOf(material.save(thing))).toEqual([["fieldRequired", `custom_field.${key}`]]);
  expect(await faultsOf(material.save({ ...thing, custom_field: { [key]: "冷" } }))).toEqual([
    ["decimalInvalid", `custom_field.${key}`],
  ]);
  expect(await faultsOf(material.save({ ...thing, custom_field: { [key]: "4.5" } }))).toEqual([]);
});

test("a key that nobody defined is kept", async () => {
  const { ids } = await save({ custom_field__1__unknown: "值" });
  const seen = await demo().client.inv_other_in.detail({ id: ids[0] ?? "" });
  expect(seen.custom_field).toEqual({ custom_field__1__unknown: "值" });
});

test.each<[Fields, string, string]>([
  [{ field_type: "colour" }, "choiceUnknown", "field_type"],
  [{ field_type: "7" }, "choiceUnknown", "field_type"],
  [{ data_position: "foot" }, "choiceUnknown", "data_position"],
  [{ suit_bills: [RECEIPT, "no_such_bill"] }, "choiceUnknown", "suit_bills[1]"],
  [{ id: "404" }, "recordUnknown", "id"],
])("a definition that cannot be is refused: %j", async (wrong, key, path) => {
  const definition = { field_name: "甲", field_type: "text", data_position: "head" };
  const saved = demo().client.system.customFieldSave({
    ...definition,
    suit_bills: [RECEIPT],
    ...wrong,
  } as never);
  expect(await faultsOf(saved)).toEqual([[key, path]]);
});

test("type and position stay as they were first saved", async () => {
  const key = await define("head", { field_type: "number" });
  const { system } = demo().client;
  const field = (await system.customField({})).head.find(({ number }) => number === key);
  const again = { id: field?.id, field_name: "新名", suit_bills: [RECEIPT] } as never as Fields;
  const change = { ...again, field_type: "date", data_position: "material_entity" };
  expect(await faultsOf(system.customFieldSave(change as never))).toEqual([
    ["valueInvalid", "field_type"],
    ["valueInvalid", "data_position"],
  ]);
  const rename = { ...again, field_type: "number", data_position: "head" };
  await system.customFieldSave(rename as never);
  const after = (await system.customField({})).head.find(({ number }) => number === key);
  expect(after?.display_name).toBe("新名");
});
