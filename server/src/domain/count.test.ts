import { describe, expect, test } from "vitest";
import { line, material, q, qText } from "../../../test/support/domain.ts";
import { type CountedLine, differencesOf } from "./count.ts";
import type { SerialEntry } from "./serial.ts";

const GOODS = material("1");
const PHONE = material("2", { serialManaged: true });

const entries = (text: string): SerialEntry[] =>
  text === "" ? [] : text.split(";").map((serial) => ({ serial, remark: "" }));

const counted = (count: string, book: string): CountedLine => {
  const row = line(GOODS);
  const draft = { ...row.draft, quantity: count };
  const found = { ...row, draft, baseQuantity: q(count || "0") };
  return { line: found, book: { base: q(book), float: q("0") }, bookSerials: [] };
};

const phones = (found: string, book: string): CountedLine => {
  const row = line(PHONE, { serials: "a" });
  const serials = entries(found);
  return {
    line: { ...row, serials, baseQuantity: q(String(serials.length)) },
    book: { base: q(String(entries(book).length)), float: q("0") },
    bookSerials: entries(book),
  };
};

describe("盘点差异", () => {
  test.each([
    ["as the books say", [counted("5", "5")], [], []],
    ["more", [counted("7", "5")], ["2"], []],
    ["less", [counted("3", "5")], [], ["2"]],
    ["nothing left", [counted("0", "5")], [], ["5"]],
    ["not counted", [counted("", "5")], [], []],
    ["several rows", [counted("7", "5"), counted("1", "1.5")], ["2"], ["0.5"]],
    ["the same serials", [phones("a;b", "b;a")], [], []],
    ["one serial for another", [phones("a;c", "a;b")], ["1 c"], ["1 b"]],
    ["all serials gone", [phones("", "a;b")], [], ["2 a;b"]],
  ] as const)("%s", (_name, lines, gains, losses) => {
    const found = differencesOf(lines);
    const textOf = ({ counts, serials }: (typeof found.gains)[number]) =>
      [qText(counts.base), serials.map(({ serial }) => serial).join(";")].filter(Boolean).join(" ");
    expect(found.gains.map(textOf)).toEqual(gains);
    expect(found.losses.map(textOf)).toEqual(losses);
  });
});
