import { expect, test } from "vitest";
import { quantity } from "./quantity.ts";
import {
  checkSerialCount,
  formatSerialList,
  parseSerialList,
  SERIAL_LENGTH_MAX,
} from "./serial.ts";

test("a serial has at most 100 characters", () => {
  const longest = "长".repeat(SERIAL_LENGTH_MAX);
  expect(parseSerialList(`a;${longest}`).entries).toHaveLength(2);
  expect(parseSerialList(`a;${longest}+:remark`).problems).toEqual([
    { problem: "serial_too_long", serial: `${longest}+`, position: 2 },
  ]);
});

test.each([
  [
    "a:remark;b",
    [
      ["a", "remark"],
      ["b", ""],
    ],
    "a:remark;b",
  ],
  ["001", [["001", ""]], "001"],
  [
    "a;b;",
    [
      ["a", ""],
      ["b", ""],
    ],
    "a;b",
  ],
  [
    " a : first one ; b : ",
    [
      ["a", "first one"],
      ["b", ""],
    ],
    "a:first one;b",
  ],
  [
    "a:10:30;b",
    [
      ["a", "10:30"],
      ["b", ""],
    ],
    "a:10:30;b",
  ],
  [
    "a;A",
    [
      ["a", ""],
      ["A", ""],
    ],
    "a;A",
  ],
  ["序列1:备注", [["序列1", "备注"]], "序列1:备注"],
  ["", [], ""],
  [" ", [], ""],
] as [string, [string, string][], string][])("%j is read", (text, expected, canonical) => {
  const { entries, problems } = parseSerialList(text);
  expect(problems).toBeUndefined();
  expect(entries).toEqual(expected.map(([serial, remark]) => ({ serial, remark })));
  expect(formatSerialList(entries!)).toBe(canonical);
});

const duplicate = (serial: string, positions: number[]) => ({
  problem: "duplicate_serial",
  serial,
  positions,
});
const blank = (position: number) => ({ problem: "blank_serial", position });

test.each([
  ["a;;b", [blank(2)]],
  [";a", [blank(1)]],
  ["a;;", [blank(2)]],
  [";", [blank(1)]],
  [":remark;b", [blank(1)]],
  ["a;b;a:again", [duplicate("a", [1, 3])]],
  ["a; a;;b;b;a", [blank(3), duplicate("a", [1, 2, 6]), duplicate("b", [4, 5])]],
])("%j is refused", (text, problems) => {
  expect(parseSerialList(text)).toEqual({ problems });
});

test.each([
  ["a;b", "2", undefined],
  ["a;b", "2.000", undefined],
  ["", "0", undefined],
  ["a;b", "3", { problem: "serial_count_differs", expected: "3", given: 2 }],
  ["a;b", "1.5", { problem: "serial_count_differs", expected: "1.5", given: 2 }],
  ["", "1", { problem: "serial_count_differs", expected: "1", given: 0 }],
])("%j for a base quantity of %s", (text, base, problem) => {
  expect(checkSerialCount(parseSerialList(text).entries!, quantity(base))).toEqual(problem);
});

test.each([
  ["", ""],
  ["a;b", ""],
  ["a:b", ""],
  [" a", ""],
  ["a", "x;y"],
  ["a", " x"],
])("serial %j with remark %j cannot be written", (serial, remark) => {
  expect(() => formatSerialList([{ serial, remark }])).toThrow("for a list");
});
