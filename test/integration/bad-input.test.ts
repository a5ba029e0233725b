/** Bad requests over HTTP: each is refused clearly, by field and row, and changes nothing (D24). */
import { type Endpoint, endpoints } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { missingFields, type SchemaNode, wrongTypes } from "../support/bad-values.ts";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

const saves = endpoints.filter(({ method, kind }) => method === "POST" && kind !== "auth");
const pathOf = (operation: string) =>
  endpoints.find((endpoint) => endpoint.operation === operation)?.path ?? "";

const IN = "/jdy/v2/scm/inv_other_in";
const DISASSEMBLE = "/jdy/v2/scm/inv_disassemble";
const OCCUPY = pathOf("stock.occupy");
const OPERATE = pathOf("system.commonOperate");

/** Rice of the demo data, in kilograms with 3 decimals, in a store without bins. */
const RICE = { material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1" };
const line = (fields: object) => ({ ...RICE, ...fields });
const receipt = (...rows: object[]) => ({
  bill_date: "2026-01-01",
  trans_type_id: "12",
  material_entity: rows,
});

const holdRow = { material_id: "4001", unit: "1001", stock_id: "2001", sp_id: "3001", qty: "1" };
const occupation = (row: object, head: object = {}) => ({
  bill_type_id: "isv_bill",
  bill_id: "bad",
  ...head,
  material_entity: [{ bill_entry_id: "1", ...holdRow, ...row }],
});

/** A request with every required field, and a first row in each list of rows. */
function bodyOf(endpoint: Endpoint): Record<string, unknown> {
  return fill(endpoint.body as unknown as SchemaNode) as Record<string, unknown>;
}

function fill(node: SchemaNode): unknown {
  if (node.wire === "rows") return [fill(node.items as SchemaNode)];
  if (node.wire !== "object") return sample(node);
  const required = new Set(node.required ?? []);
  const fields = Object.entries(node.properties ?? {}).filter(
    ([key, field]) => required.has(key) || field.wire === "rows" || field.wire === "object",
  );
  return Object.fromEntries(fields.map(([key, field]) => [key, fill(field)]));
}

function sample({ wire, options }: SchemaNode): unknown {
  if (options.choices) return options.choices[0];
  const samples: Partial<Record<SchemaNode["wire"], unknown>> = {
    date: "2026-01-01",
    list: ["1"],
    flag: true,
    map: {},
  };
  return samples[wire] ?? "1";
}

describe("the form of a request, from the contract", () => {
  test.each(saves.map((endpoint) => [endpoint.operation, endpoint] as const))(
    "%s: every field with values of another type",
    async (_, endpoint) => {
      await unchanged(demo(), async () => {
        for (const bad of wrongTypes(endpoint.body as never, bodyOf(endpoint))) {
          const { faults } = await refusedCall(demo(), { path: endpoint.path, body: bad.body });
          expect(faults, bad.name).toEqual([[bad.key, bad.field]]);
        }
      });
    },
  );

  test.each(saves.map((endpoint) => [endpoint.operation, endpoint] as const))(
    "%s: every required field missing, null, empty, blank",
    async (_, endpoint) => {
      await unchanged(demo(), async () => {
        const bad = missingFields(endpoint.body as never, bodyOf(endpoint));
        const asksForNothing = endpoint.operation === "xingcang.saveSettings";
        expect(bad.length > 0 || endpoint.kind === "save" || asksForNothing).toBe(true);
        for (const { name, body, key, field } of bad) {
          const { faults } = await refusedCall(demo(), { path: endpoint.path, body });
          expect(faults, name).toEqual([[key, field]]);
        }
      });
    },
  );

  test("all faults of a request are told at once, in the order of schema and rows", async () => {
    const body = {
      ...receipt(line({ qty: "x" }), line({ stock_id: "" }), line({ cost: "1e99" })),
      bill_date: "?",
    };
    const { faults } = await unchanged(demo(), () => refusedCall(demo(), { path: IN, body }));
    expect(faults).toEqual([
      ["dateInvalid", "bill_date"],
      ["decimalInvalid", "material_entity[0].qty"],
      ["fieldRequired", "material_entity[1].stock_id"],
      ["decimalTooLarge", "material_entity[2].cost"],
    ]);
  });
});

const MANY_ROWS = JSON.stringify(receipt(...Array.from({ length: 20_001 }, () => ({}))));

describe("bodies that are no request", () => {
  test.each([
    ["broken JSON", '{"bill_date": "2026-01-01",', "jsonInvalid", ""],
    ["two values", "{}{}", "jsonInvalid", ""],
    ["a single quote", "{'a':1}", "jsonInvalid", ""],
    ["NaN", '{"a":NaN}', "jsonInvalid", ""],
    ["an array", "[]", "objectExpected", ""],
    ["a text", '"x"', "objectExpected", ""],
    ["a number", "1", "objectExpected", ""],
    ["nothing", "", "fieldRequired", "bill_date"],
    ["null", "null", "fieldRequired", "bill_date"],
    ["{}", "{}", "fieldRequired", "bill_date"],
    ["10,000 levels of lists", "[".repeat(10_000), "jsonInvalid", ""],
    ["10,000 levels of objects", '{"a":'.repeat(10_000), "jsonInvalid", ""],
    ["20,001 rows", MANY_ROWS, "tooManyRows", "material_entity"],
    [
      "rows that are null",
      '{"bill_date":"2026-01-01","trans_type_id":"12","material_entity":[null]}',
      "objectExpected",
      "material_entity[0]",
    ],
  ])("%s", async (_, body, key, field) => {
    const { faults } = await unchanged(demo(), () => refusedCall(demo(), { path: IN, body }));
    expect(faults[0]).toEqual([key, field]);
  });

  test("of a key given twice the last counts; `__proto__` is a key like any other", async () => {
    const rows = JSON.stringify([line({ qty: "0" })]);
    const body = `{"__proto__":{"bill_date":"2026-01-01"},"constructor":1,"trans_type_id":"12","material_entity":${rows}}`;
    expect((await refusedCall(demo(), { path: IN, body })).faults).toEqual([
      ["fieldRequired", "bill_date"],
    ]);
    const twice = `{"bill_date":"?","bill_date":"2026-01-01","trans_type_id":"12","material_entity":${rows}}`;
    expect((await refusedCall(demo(), { path: IN, body: twice })).faults).toEqual([
      ["quantityNotPositive", "material_entity[0].qty"],
    ]);
  });

  test("maps take texts only, without NUL and lone surrogates, in key and value", async () => {
    const values = ['{"a":{}}', '{"a":"x\\u0000"}', '{"a\\u0000":"x"}', '{"a":"\\ud800"}'];
    for (const map of [...values, `{"a":"${"x".repeat(2001)}"}`]) {
      const body = `{"custom_field":${map},${JSON.stringify(receipt(line({}))).slice(1)}`;
      const { faults } = await unchanged(demo(), () => refusedCall(demo(), { path: IN, body }));
      expect(faults[0]?.[1], map).toMatch(/^custom_field/);
    }
  });

  test("19 digits as a JSON number stay exact, and so does a quantity with 17", async () => {
    const body = `{"bill_date":"2026-01-01","trans_type_id":12,"material_entity":[{"material_id":1234567890123456789,"unit_id":1005,"stock_id":2002,"qty":0.12345678901234567}]}`;
    expect((await refusedCall(demo(), { path: IN, body })).faults).toEqual([
      ["decimalTooFine", "material_entity[0].qty"],
    ]);
    const unknown = body.replace("0.12345678901234567", "1.5");
    const { faults, text } = await refusedCall(demo(), { path: IN, body: unknown });
    expect(faults).toEqual([["referenceUnknown", "material_entity[0].material_id"]]);
    expect(text).toContain("1234567890123456789");
  });
});

describe("strict mode speaks as the vendor's typed JSON (D23)", () => {
  const headers = { "X-Xingcang-Strict": "1" };
  test.each([
    [
      IN,
      receipt(line({ material_id: 4006 })),
      "strictString",
      "material_entity[0].material_id",
      "string type: 4006",
    ],
    [
      IN,
      { ...receipt(line({})), custom_field: { a: 1 } },
      "strictString",
      "custom_field.a",
      "string type: 1",
    ],
    [
      DISASSEMBLE,
      { material_entity: [line({ material_type: "M", price: 0.39 })] },
      "strictString",
      "material_entity[0].price",
      "string type: 0.39",
    ],
    [
      DISASSEMBLE,
      { ignore_warn: 1, material_entity: [line({ material_type: "M" })] },
      "strictFlag",
      "ignore_warn",
      "bool type: 1",
    ],
    [
      OPERATE,
      { entity_number: "bd_store", operate_type: "delete", ids: [1] },
      "strictString",
      "ids",
      "string type: 1",
    ],
    [OCCUPY, occupation({ qty: 1 }), "strictString", "material_entity[0].qty", "string type: 1"],
  ])("%s %j", async (path, body, key, field, wording) => {
    const refusal = await unchanged(demo(), () => refusedCall(demo(), { path, body, headers }));
    expect(refusal.faults).toContainEqual([key, field]);
    expect(refusal.text).toContain(`proto: invalid value for ${wording}`);
  });
});

type Operation = readonly [name: string, body: object, ...faults: [string, string][]];

const operations: Operation[] = [
  [
    "nothing named",
    { entity_number: "bd_store", operate_type: "delete" },
    ["oneOfRequired", "ids"],
  ],
  [
    "empty lists",
    { entity_number: "bd_store", operate_type: "delete", ids: [], numbers: [""] },
    ["oneOfRequired", "ids"],
  ],
  [
    "unknown operation",
    { entity_number: "bd_store", operate_type: "burn", ids: ["1"] },
    ["choiceUnknown", "operate_type"],
  ],
  [
    "unknown entity",
    { entity_number: "bd_ghost", operate_type: "delete", ids: ["1"] },
    ["entityUnknown", "entity_number"],
  ],
  [
    "audit of a store",
    { entity_number: "bd_store", operate_type: "audit", ids: ["1"] },
    ["operateTypeUnsupported", "operate_type"],
  ],
  [
    "close of a receipt",
    { entity_number: "inv_other_bill_inbound", operate_type: "close_donothing", ids: ["1"] },
    ["operateTypeUnsupported", "operate_type"],
  ],
  [
    "unknown bills",
    {
      entity_number: "inv_other_bill_inbound",
      operate_type: "audit",
      ids: ["404"],
      numbers: ["405"],
    },
    ["recordUnknown", "ids[0]"],
    ["recordUnknown", "numbers[0]"],
  ],
  [
    "delete of an audited bill",
    { entity_number: "inv_other_bill_inbound", operate_type: "delete", ids: ["1"] },
    ["billNotEditable", "ids[0]"],
  ],
  [
    "delete of a used material",
    { entity_number: "bd_material", operate_type: "delete", numbers: ["SP10001"] },
    ["recordInUse", "numbers[0]"],
  ],
  [
    "delete of a used store",
    { entity_number: "bd_store", operate_type: "delete", ids: ["2001"] },
    ["recordInUse", "ids[0]"],
  ],
  [
    "delete of a used unit",
    { entity_number: "bd_measureunits_new", operate_type: "delete", ids: ["1002"] },
    ["recordInUse", "ids[0]"],
  ],
  [
    "un-audit of a used receipt",
    {
      entity_number: "inv_other_bill_inbound",
      operate_type: "unaudit",
      ids: ["951372470512833500"],
    },
    ["stockUsed", "ids[0]"],
  ],
];

describe("common_operate", () => {
  test.each(operations)("%s", async (...row) => {
    const [, body, ...faults] = row as unknown as Operation;
    const refusal = await unchanged(demo(), () => refusedCall(demo(), { path: OPERATE, body }));
    expect(refusal.faults).toEqual(faults);
  });
});
