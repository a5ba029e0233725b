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
  request,
  rows,
  shape,
  text,
} from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { encodeBody, numberText, parseExact, typedReply } from "./exact-json.ts";

describe("parseExact", () => {
  test.each([
    ["short numbers stay numbers", '{"id":1,"qty":-5.25}', { id: 1, qty: -5.25 }],
    ["15 digits stay a number", "123456789012.345", 123456789012.345],
    ["16 digits become text", "1234567890123.456", "1234567890123.456"],
    ["leading zeros are no digits", "0.000123456789012345", 0.000123456789012345],
    ["an exponent becomes text", "[1e-7,2E+3]", ["1e-7", "2E+3"]],
    ["a 19-digit id as a number", '{"id":1234567890123456789}', { id: "1234567890123456789" }],
    ["numbers in strings are strings", '["1234567890123456789","a\\"1e5"]', undefined],
    ["escapes before a number", '{"a\\\\":12345678901234567}', { "a\\": "12345678901234567" }],
    ["words", "[true,false,null]", [true, false, null]],
  ])("%s", (_, given, expected) => {
    expect(parseExact(given)).toEqual(expected ?? JSON.parse(given));
  });

  test.each([["12345678901234567."], ["01234567890123456789"], ["1.2.3"], ["{"]])(
    "not JSON: %s",
    (given) => {
      expect(() => parseExact(given)).toThrow(SyntaxError);
    },
  );

  test("a long text does not exhaust the stack", () => {
    const long = "1;\\n".repeat(500_000);
    expect(parseExact(`{"sn_list":"${long}"}`)).toEqual({ sn_list: "1;\n".repeat(500_000) });
  });
});

const schema = shape({
  qty: double("数量"),
  cost: decimalText("成本"),
  id: text("id"),
  day: date("日期"),
  seq: int("行号"),
  at: millis("时间"),
  on: flag("启用"),
  ids: list("ids"),
  custom: map("自定义"),
  lines: rows("分录", shape({ price: double("单价") })),
  inner: object("嵌套", shape({ rate: double("汇率") })),
});

describe("typedReply", () => {
  test.each([
    ["double", '{"qty":5.10}', { qty: "5.1" }],
    ["double with many digits", '{"qty":123456789012345.6789012345}', "123456789012345.6789012345"],
    ["double in exponent form", '{"qty":1.5e-7}', "0.00000015"],
    ["double with a large exponent", '{"qty":-12.5E+3}', "-12500"],
    ["zero", '{"qty":-0.000}', "0"],
    ["long zeros", '{"qty":5.00000000000000000000}', "5"],
    ["small double", '{"qty":0.0000001}', "0.0000001"],
    ["double as text, as some servers send it", '{"qty":"0.390"}', "0.39"],
    ["an absurd exponent is not expanded", '{"qty":1e999999999}', "1e999999999"],
    ["decimal text is untouched", '{"cost":"5.0000000000"}', { cost: "5.0000000000" }],
    ["decimal text sent as a number", '{"cost":5.5}', { cost: "5.5" }],
    ["an id sent as a number", '{"id":1234567890123456789}', { id: "1234567890123456789" }],
    ["milliseconds", '{"at":1670305063559}', { at: 1670305063559 }],
    ["an integer as text", '{"seq":"7"}', { seq: 7 }],
    [
      "an integer beyond JavaScript",
      '{"seq":12345678901234567890}',
      { seq: "12345678901234567890" },
    ],
    ["rows", '{"lines":[{"price":0.30}]}', { lines: [{ price: "0.3" }] }],
    ["objects", '{"inner":{"rate":7.0}}', { inner: { rate: "7" } }],
    ["null and unknown keys stay", '{"qty":null,"more":1}', { qty: null, more: 1 }],
    ["a key that is a trap", '{"__proto__":{"a":1}}', JSON.parse('{"__proto__":{"a":1}}')],
    ["others", '{"on":true,"ids":["1"],"custom":{"a":"1"},"day":"2026-08-31"}', undefined],
    ["another shape than announced", '{"lines":{},"inner":[]}', { lines: {}, inner: [] }],
  ])("%s", (_, given, expected) => {
    const wanted = typeof expected === "string" ? { qty: expected } : expected;
    expect(typedReply(schema, parseExact(given))).toEqual(wanted ?? JSON.parse(given));
  });
});

const body = request(
  { qty: double("数量") },
  { cost: decimalText("成本"), lines: rows("分录", request({ price: double("单价") }, {})) },
);

describe("encodeBody", () => {
  test.each<[string, unknown, string]>([
    ["double text digit by digit", { qty: "0.10" }, '{"qty":0.10}'],
    ["more digits than a float holds", { qty: "123456789012345.0123456789" }, undefined as never],
    ["double as a number", { qty: 12.5 }, '{"qty":12.5}'],
    ["decimal text stays text", { qty: "1", cost: "2.50" }, '{"qty":1,"cost":"2.50"}'],
    ["rows", { lines: [{ price: "-1.00" }] }, '{"lines":[{"price":-1.00}]}'],
    ["not a numeral goes as text, for the server", { qty: "12,5" }, '{"qty":"12,5"}'],
    ["a numeral that JSON lacks", { qty: "+05" }, '{"qty":"+05"}'],
    ["unset keys are left out", { qty: undefined, cost: null }, '{"cost":null}'],
    ["unknown keys", { more: { a: [1, "x", true] } }, '{"more":{"a":[1,"x",true]}}'],
    ["a date", { day: new Date(0) }, '{"day":"1970-01-01T00:00:00.000Z"}'],
  ])("%s", (_, given, expected) => {
    expect(encodeBody(body, given)).toBe(expected ?? '{"qty":123456789012345.0123456789}');
  });

  test.each([
    ["qty: NaN", { qty: Number.NaN }],
    ["lines[0].id: 12345678901234567000", { lines: [{ id: 12345678901234567000 }] }],
  ])("refuses %s", (message, given) => {
    expect(() => encodeBody(body, given)).toThrow(message);
  });

  test("without a schema it is JSON", () => {
    expect(encodeBody(undefined, { qty: "0.10" })).toBe('{"qty":"0.10"}');
  });
});

test("numberText", () => {
  expect(numberText(12.5, "qty")).toBe("12.5");
  expect(() => numberText(2 ** 53, "id")).toThrow(TypeError);
});
