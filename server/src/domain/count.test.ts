import { describe, expect, test } from "vitest";
import { cloth, line, material, q, qText, ROLL } from "../../../test/support/domain.ts";
import { type CountedLine, differencesOf } from "./count.ts";
import { toText } from "./counts.ts";
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

/** Kilograms and rolls. */
const counts = (text: string) => {
  const [base = "", float = ""] = text.split("/");
  return { base: q(base), float: q(float) };
};

const rolls = (found: string, book: string, goods = cloth("3"), serials = ""): CountedLine => {
  const { base, float } = counts(found);
  const aux = { auxQuantity: qText(float), auxUnit: ROLL.id };
  return {
    line: line(goods, { quantity: qText(base), ...aux, serials }),
    book: counts(book),
    bookSerials: entries("a;b"),
  };
};

const MACHINE = { ...cloth("4"), serialManaged: true };

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

  test.each([
    ["as the books say", rolls("5/2", "5/2"), [], []],
    ["more of both", rolls("7/3", "5/2"), ["2 / 1"], []],
    ["less of both", rolls("3/1", "5/2"), [], ["2 / 1"]],
    ["a cut that was not booked", rolls("3/2", "5/2"), [], ["2 / 0"]],
    ["fewer rolls of the same weight: an exchange", rolls("5/1", "5/2"), ["5 / 1"], ["5 / 2"]],
    ["heavier, in fewer rolls: an exchange", rolls("7/1", "5/2"), ["7 / 1"], ["5 / 2"]],
    ["a serial and what it weighs", rolls("1/1", "2/3", MACHINE, "a"), [], ["1 / 2"]],
    ["one serial for another", rolls("2/4", "2/3", MACHINE, "a;c"), ["1 / 1"], ["1 / 0"]],
    ["the same serials: an exchange", rolls("2/4", "2/3", MACHINE, "a;b"), ["2 / 4"], ["2 / 3"]],
  ] as const)("%s, in both counts", (_name, row, gains, losses) => {
    const found = differencesOf([row]);
    expect(found.gains.map((item) => toText(item.counts))).toEqual(gains);
    expect(found.losses.map((item) => toText(item.counts))).toEqual(losses);
  });
});
