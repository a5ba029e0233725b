import { describe, expect, test } from "vitest";
import { pageOf } from "./envelope.ts";
import {
  date,
  decimalText,
  double,
  flag,
  int,
  list,
  map,
  millis,
  object,
  rows,
  shape,
  type TSchema,
  text,
} from "./scalar.ts";
import { writeReply } from "./write.ts";

const one = (field: TSchema, value: unknown) => writeReply(shape({ x: field }), { x: value });

describe("one field", () => {
  test.each<[string, TSchema, unknown, string]>([
    ["text", text("名称"), "星", '"星"'],
    ["a number as text", text("名称"), 5, '"5"'],
    ["text unset", text("名称"), undefined, '""'],
    ["text null", text("名称"), null, '""'],
    ["a link unset", text("源单id", { empty: "0" }), undefined, '"0"'],
    ["quotes and control characters", text("名称"), 'a"\n', '"a\\"\\n"'],
    ["a date", date("日期"), "2026-01-01", '"2026-01-01"'],
    ["decimal text keeps its zeros", decimalText("库存"), "5.0000000000", '"5.0000000000"'],
    ["decimal text unset", decimalText("库存"), undefined, '""'],
    ["a double without trailing zeros", double("数量"), "5.10", "5.1"],
    ["a whole double", double("数量"), "5.000", "5"],
    ["a round double keeps its zeros", double("数量"), "100", "100"],
    [
      "digits beyond a binary float",
      double("数量"),
      "123456789012345.1234567891",
      "123456789012345.1234567891",
    ],
    ["a negative double", double("数量"), "-0.50", "-0.5"],
    ["a double unset", double("数量"), undefined, "0"],
    ["an int", int("行"), 3, "3"],
    ["an int unset", int("行"), undefined, "0"],
    ["milliseconds", millis("时间"), 1_655_775_240_000, "1655775240000"],
    ["a flag", flag("是否"), true, "true"],
    ["a flag unset", flag("是否"), undefined, "false"],
    ["a list", list("id"), ["1", "2"], '["1","2"]'],
    ["a list unset", list("id"), undefined, "[]"],
    ["a map", map("自定义"), { a: "1" }, '{"a":"1"}'],
    ["a map unset", map("自定义"), undefined, "{}"],
    ["rows", rows("分录", shape({ a: int("a") })), [{ a: 1 }, {}], '[{"a":1},{"a":0}]'],
    ["rows unset", rows("分录", shape({ a: int("a") })), undefined, "[]"],
    ["an object unset", object("费用", shape({ a: text("a") })), undefined, '{"a":""}'],
  ])("%s", (_, field, value, expected) => {
    expect(one(field, value)).toBe(`{"x":${expected}}`);
  });

  test.each([["1e-7"], ["abc"], ["1,5"]])("%s is no decimal", (value) => {
    expect(() => one(double("数量"), value)).toThrow(TypeError);
  });
});

test("keys come in the declared order and others are left out", () => {
  const schema = shape({ b: text("b"), a: text("a") });
  expect(writeReply(schema, { a: "1", b: "2", c: "3" })).toBe('{"b":"2","a":"1"}');
});

test("a reply that is a list", () => {
  expect(writeReply(rows("授权列表", shape({ a: int("a") })), [{ a: 1 }])).toBe('[{"a":1}]');
});

test.each([
  [
    "count as int",
    pageOf(shape({}), { count: "int" }),
    '{"total_page":0,"current_page_size":0,"count":0,"page_size":0,"page":0,"rows":[]}',
  ],
  [
    "count as text, other names",
    pageOf(shape({}), { count: "string", sizeKey: "cur_page_size", currentPage: true }),
    '{"total_page":0,"cur_page_size":0,"currentPage":0,"count":"0","page_size":0,"page":0,"rows":[]}',
  ],
])("a page: %s", (_, schema, expected) => {
  expect(writeReply(schema, {})).toBe(expected);
});
