import { describe, expect, test } from "vitest";
import { Refused } from "../application/refused.ts";
import { isJsonType, parseBody, readFilters } from "./body.ts";

const parse = (text: string) => parseBody(Buffer.from(text));

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused)
      return `${error.reasons[0]?.key} ${error.reasons[0]?.params.given}`;
    throw error;
  }
  return "";
}

describe("a body", () => {
  test.each([
    ["", undefined],
    [" \r\n", undefined],
    ["null", null],
    ['{"a":1}', { a: 1 }],
    ['\uFEFF{"a":"中"}', { a: "中" }],
    ['{"a":0.1,"b":123456789012345}', { a: 0.1, b: 123456789012345 }],
    ['{"a":"1234567890123456789"}', { a: "1234567890123456789" }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['{"a":1234567890123456789,"b":1,"b":2}', { b: 2 }],
  ])("%j", (text, value) => {
    const parsed = parse(text);
    if (typeof value === "object" && value !== null) expect(parsed).toMatchObject(value);
    else expect(parsed).toBe(value);
  });

  test.each([
    "1234567890123456789",
    "-1234567890123456789",
    "0.1234567890123456789",
    "12345678901234567.5",
    "1e2",
    "1.5E-7",
    "123456789012345678901234567890",
  ])("keeps the digits of %s, behind every sign that may stand before a number", (digits) => {
    for (const text of [`{"a":${digits}}`, `{"a": ${digits}}`, `{"a":\n${digits}}`]) {
      expect(String((parse(text) as { a: unknown }).a)).toBe(digits);
    }
    expect(String((parse(`[${digits},${digits}]`) as unknown[])[1])).toBe(digits);
  });

  test("a number that keeps its digits is what readRequest takes for one", () => {
    const { a } = parse('{"a":1234567890123456789}') as { a: object };
    expect("isLosslessNumber" in a).toBe(true);
    expect(JSON.stringify(a)).toBe('"1234567890123456789"');
  });

  test.each(["1", "1234567890123456789"])("prototype keys beside %s are keys", (digits) => {
    const parsed = parse(
      `{"__proto__":{"polluted":true},"constructor":{},"n":${digits}}`,
    ) as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect((parsed as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(parsed)).toEqual(["__proto__", "constructor", "n"]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each([
    ["{", "1:2"],
    ['{"a":1,}', "1:8"],
    ['{\n  "a": tru\n}', "2:8"],
    ['{"a":1234567890123456789,}', "1:26"],
    ["{'a':1}", "1:2"],
    ['{"a":1} x', "1:9"],
    ['{"a":01}', "1:7"],
  ])("broken JSON %j is refused with its place", (text, place) => {
    expect(refusalOf(() => parse(text))).toContain(`jsonInvalid ${place}`);
  });

  test("bytes that are not UTF-8 are refused", () => {
    expect(refusalOf(() => parseBody(Buffer.from([0x22, 0xc3, 0x28, 0x22])))).toBe(
      "jsonInvalid UTF-8",
    );
  });

  test.each([
    "[".repeat(100_000),
    '{"a":'.repeat(20_000),
    `${"[".repeat(5000)}1234567890123456789${"]".repeat(5000)}`,
  ])("nesting without end is refused", (text) => {
    expect(refusalOf(() => parse(text))).toMatch(/^jsonInvalid .* > 64$/);
  });

  test("brackets inside texts are no nesting", () => {
    const text = `${'"['.repeat(1)}${'[\\"'.repeat(2000)}"`;
    expect(parse(`{"a":${text}}`)).toHaveProperty("a");
  });
});

describe("filters", () => {
  test.each([
    ["", undefined, {}],
    ["", { page: "2" }, { page: "2" }],
    ["page=1", { page: "2", search: "x" }, { page: "1", search: "x" }],
    ["a=1&a=2", undefined, { a: ["1", "2"] }],
    ["a[]=1&a[]=2", undefined, { a: ["1", "2"] }],
    ["a[0]=1&a[1]=2&b[]=3", undefined, { a: ["1", "2"], b: ["3"] }],
    ["a=%E4%B8%AD+b&c", undefined, { a: "中 b", c: "" }],
  ])("%s over %j", (query, body, filters) => {
    expect({ ...(readFilters(query, body) as object) }).toEqual(filters);
  });

  test("a body that is no object is left for the schema to refuse", () => {
    expect(readFilters("page=1", ["x"])).toEqual(["x"]);
  });

  test("prototype names are names", () => {
    const filters = readFilters("__proto__=1&constructor=2", { __proto__: { a: 1 } }) as object;
    expect(Object.getPrototypeOf(filters)).toBeNull();
    expect(Object.keys(filters).sort()).toEqual(["__proto__", "constructor"]);
  });
});

test.each([
  [undefined, true],
  ["", true],
  ["application/json", true],
  ["Application/JSON; charset=utf-8", true],
  ["text/json", true],
  ["application/problem+json", true],
  ["text/plain;charset=UTF-8", true],
  ["application/x-www-form-urlencoded", false],
  ["multipart/form-data; boundary=x", false],
  ["application/xml", false],
  ["application/jsonp", false],
])("content type %s is JSON: %s", (type, isJson) => {
  expect(isJsonType(type)).toBe(isJson);
});
