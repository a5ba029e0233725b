import { describe, expect, test } from "vitest";
import { readRequest } from "./read.ts";
import {
  date,
  decimalText,
  double,
  flag,
  int,
  list,
  map,
  object,
  ref,
  refNumber,
  request,
  rows,
  type TSchema,
  text,
} from "./scalar.ts";

const strict = { strict: true };
const lenient = { strict: false };

/** Reads one optional field `x`; a fault is shown as `key at path`. */
function readOne(field: TSchema, given: unknown, options = lenient) {
  const { value, faults } = readRequest<{ x?: unknown }>(
    request({}, { x: field }),
    { x: given },
    options,
  );
  return faults.length > 0 ? faults.map(({ key, path }) => `${key} at ${path}`) : value.x;
}

class LosslessNumber {
  readonly isLosslessNumber = true;
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
  toString() {
    return this.digits;
  }
}

const lossless = (digits: string) => new LosslessNumber(digits);

const choice = text("状态", { choices: ["C", "Z"] });
const short = text("编码", { maxLength: 3 });

describe("one field, lenient", () => {
  test.each<[string, TSchema, unknown, unknown]>([
    ["text", text("名称"), "星仓", "星仓"],
    ["text is trimmed", text("名称"), "  a ", "a"],
    ["text from a number", text("名称"), 12, "12"],
    ["text from a boolean", text("名称"), true, "true"],
    [
      "text from a long number keeps its digits",
      text("id"),
      lossless("9504886270271279998"),
      "9504886270271279998",
    ],
    ["empty text clears", text("名称"), "", ""],
    ["null text is absent", text("名称"), null, undefined],
    ["a choice", choice, "C", "C"],
    ["text from an object", text("名称"), {}, ["textExpected at x"]],
    ["text from a list", text("名称"), ["a"], ["textExpected at x"]],
    ["text with a NUL", text("名称"), "a\u0000", ["textExpected at x"]],
    ["text too long", short, "abcd", ["textTooLong at x"]],
    ["text above the general limit", text("备注"), "a".repeat(2001), ["textTooLong at x"]],
    ["no choice", choice, "X", ["choiceUnknown at x"]],

    ["a day", date("日期"), "2026-08-31", "2026-08-31"],
    ["a time is dropped", date("日期"), "2020-08-10 00:00:00", "2020-08-10"],
    ["an ISO time is dropped", date("日期"), "2020-08-10T10:20", "2020-08-10"],
    ["a leap day", date("日期"), "2024-02-29", "2024-02-29"],
    ["an empty date is absent", date("日期"), "", undefined],
    ["no leap day", date("日期"), "2023-02-29", ["dateInvalid at x"]],
    ["month 13", date("日期"), "2023-13-01", ["dateInvalid at x"]],
    ["another form", date("日期"), "2023/01/01", ["dateInvalid at x"]],
    ["a number as date", date("日期"), 20230101, ["dateInvalid at x"]],

    ["a number", double("数量"), 5.5, "5.5"],
    ["trailing zeros go", double("数量"), "5.1000000000", "5.1"],
    ["eleven decimals of which the last is zero", double("数量"), "0.10000000000", "0.1"],
    ["leading zeros go", double("数量"), "007.50", "7.5"],
    ["a sign", double("数量"), "+3", "3"],
    ["negative zero", double("数量"), "-0.0", "0"],
    ["a small exponent", double("数量"), 1e-7, "0.0000001"],
    ["a large exponent", double("数量"), "1.5E+3", "1500"],
    ["an exponent within the digits", double("数量"), "12.34e1", "123.4"],
    ["a negative exponent", double("数量"), "-12.5e-2", "-0.125"],
    ["digits that a float would lose", double("数量"), lossless("0.1000000001"), "0.1000000001"],
    ["text that is a number", decimalText("金额"), "1.50", "1.5"],
    ["a number as text", decimalText("金额"), 1.5, "1.5"],
    ["fifteen digits", double("数量"), "123456789012345", "123456789012345"],
    ["sixteen digits", double("数量"), "1234567890123456", ["decimalTooLarge at x"]],
    ["a huge exponent", double("数量"), "1e30", ["decimalTooLarge at x"]],
    ["eleven decimals", double("数量"), "0.12345678901", ["decimalTooFine at x"]],
    ["a tiny exponent", double("数量"), "1e-11", ["decimalTooFine at x"]],
    ["no number", double("数量"), "abc", ["decimalInvalid at x"]],
    ["hex", double("数量"), "0x10", ["decimalInvalid at x"]],
    ["NaN", double("数量"), "NaN", ["decimalInvalid at x"]],
    ["a comma", double("数量"), "1,5", ["decimalInvalid at x"]],
    ["a boolean as number", double("数量"), true, ["decimalInvalid at x"]],

    ["an integer", int("天数"), 180, 180],
    ["an integer as text", int("天数"), "180", 180],
    ["a negative integer", int("天数"), "-1", -1],
    ["a fraction", int("天数"), 1.5, ["integerInvalid at x"]],
    ["beyond 32 bits", int("天数"), "2147483648", ["integerInvalid at x"]],
    ["a word", int("天数"), "one", ["integerInvalid at x"]],

    ["true", flag("是否"), true, true],
    ["true as text", flag("是否"), "true", true],
    ["TRUE", flag("是否"), "TRUE", true],
    ["1", flag("是否"), 1, true],
    ["false as text", flag("是否"), "false", false],
    ["0", flag("是否"), "0", false],
    ["yes", flag("是否"), "yes", ["flagInvalid at x"]],
    ["2", flag("是否"), 2, ["flagInvalid at x"]],

    ["a bare value", list("id"), "11", ["11"]],
    ["a bare number", list("id"), 11, ["11"]],
    ["bracketed", list("id"), "[11,22]", ["11", "22"]],
    ["a JSON array as text", list("id"), '["11","22"]', ["11", "22"]],
    ["a comma list", list("id"), "11, 22,33", ["11", "22", "33"]],
    ["an array, or a repeated key", list("id"), ["11", 22], ["11", "22"]],
    ["empty brackets", list("id"), "[]", []],
    ["an object in a list", list("id"), [{}], ["listExpected at x"]],

    ["a map", map("自定义"), { a: "1", b: 2 }, { a: "1", b: "2" }],
    ["a map as text", map("自定义"), "a", ["objectExpected at x"]],
    ["a map of objects", map("自定义"), { a: {} }, ["textExpected at x.a"]],

    ["rows that are none", rows("分录", request({}, {})), {}, ["rowsExpected at x"]],
    ["a row that is none", rows("分录", request({}, {})), [1], ["objectExpected at x[0]"]],
    ["an object that is none", object("费用", request({}, {})), [], ["objectExpected at x"]],
  ])("%s", (_, field, given, expected) => {
    expect(readOne(field, given)).toEqual(expected);
  });
});

describe("one field, strict", () => {
  test.each<[string, TSchema, unknown, unknown]>([
    ["text", text("名称"), "a", "a"],
    ["a decimal as text", decimalText("金额"), "1", "1"],
    ["a number as text field", double("数量"), "1.5", "1.5"],
    ["true", flag("是否"), true, true],
    ["a number in a text field", text("名称"), 0.39, ["strictString at x"]],
    ["a number in a decimal text field", decimalText("金额"), 0.39, ["strictString at x"]],
    ["1 as flag", flag("是否"), 1, ["strictFlag at x"]],
    ["a page's required flag", text("名称", { strictRequired: true }), "", ["fieldRequired at x"]],
  ])("%s", (_, field, given, expected) => {
    expect(readOne(field, given, strict)).toEqual(expected);
  });
});

const line = request(
  { material_id: ref("material", "商品id"), qty: double("数量（大于0）") },
  {
    material_number: refNumber("material", "material_id", "商品编码"),
    sn_list: text("序列号"),
    sn: text("序列号旧名", { aliasOf: "sn_list" }),
  },
);
const bill = request({ bill_date: date("单据日期"), material_entity: rows("商品分录", line) }, {});

describe("whole requests", () => {
  test.each<[string, unknown, string[]]>([
    ["complete", { bill_date: "2026-01-01", material_entity: [{ material_id: "1", qty: 1 }] }, []],
    [
      "a number instead of an id",
      { bill_date: "2026-01-01", material_entity: [{ material_number: "SP1", qty: 1 }] },
      [],
    ],
    [
      "unknown keys are ignored",
      { bill_date: "2026-01-01", x: {}, material_entity: [{ material_id: "1", qty: 1, y: [] }] },
      [],
    ],
    ["nothing", undefined, ["fieldRequired bill_date", "fieldRequired material_entity"]],
    [
      "no rows",
      { bill_date: "2026-01-01", material_entity: [] },
      ["fieldRequired material_entity"],
    ],
    [
      "every fault, in the order of the schema and of the rows",
      { material_entity: [{ material_id: "1" }, { qty: "x" }, 7] },
      [
        "fieldRequired bill_date",
        "fieldRequired material_entity[0].qty",
        "fieldRequired material_entity[1].material_id",
        "decimalInvalid material_entity[1].qty",
        "objectExpected material_entity[2]",
      ],
    ],
    ["a list instead of an object", [], ["objectExpected "]],
    [
      "too many rows",
      { bill_date: "2026-01-01", material_entity: Array(20_001).fill({}) },
      ["tooManyRows material_entity"],
    ],
  ])("%s", (_, given, expected) => {
    const { faults } = readRequest(bill, given, lenient);
    expect(faults.map(({ key, path }) => `${key} ${path}`)).toEqual(expected);
  });

  test("a refusal names the label without its note", () => {
    const { faults } = readRequest(
      bill,
      { bill_date: "2026-01-01", material_entity: [{ material_id: "1", qty: "一" }] },
      lenient,
    );
    expect(faults[0]?.params).toEqual({ title: "数量", given: "一" });
  });

  test.each([
    ["the old name alone", { sn: "001" }, "001"],
    ["both names", { sn: "001", sn_list: "002" }, "002"],
    ["the new name empty", { sn: "001", sn_list: "" }, "001"],
  ])("an alias is read under its own key: %s", (_, given, expected) => {
    const { value } = readRequest<{ sn_list?: string; sn?: string }>(
      line,
      { material_id: "1", qty: 1, ...given },
      lenient,
    );
    expect([value.sn_list, value.sn]).toEqual([expected, undefined]);
  });

  test("an alias satisfies a required key", () => {
    const schema = request(
      { stock_id: text("仓库id") },
      { groupid_id: text("旧名", { aliasOf: "stock_id" }) },
    );
    const { value, faults } = readRequest(schema, { groupid_id: "5" }, lenient);
    expect([value, faults]).toEqual([{ stock_id: "5" }, []]);
  });

  test("what follows from the rest is read for its form and dropped", () => {
    const follows = { derived: true } as const;
    const schema = request({}, { cost: double("成本", follows), name: text("名称", follows) });
    const { value, faults } = readRequest(schema, { cost: 5, name: "x" }, lenient);
    expect([value, faults]).toEqual([{}, []]);
    expect(readRequest(schema, { name: "" }, lenient).value).toEqual({});
    const wrong = readRequest(schema, { cost: "five" }, lenient);
    expect(wrong.faults.map(({ key, path }) => [key, path])).toEqual([["decimalInvalid", "cost"]]);
  });

  test("a key of Object.prototype in a map stays a key", () => {
    const given = JSON.parse('{"x":{"__proto__":"a"}}');
    const { value } = readRequest<{ x: Record<string, string> }>(
      request({}, { x: map("自定义") }),
      given,
      lenient,
    );
    expect(Object.getOwnPropertyNames(value.x)).toEqual(["__proto__"]);
  });
});
