import { describe, expect, test } from "vitest";
import { isSame, minus, showMoney, showQuantity, sumOf } from "./decimal.ts";

describe("sumOf", () => {
  test.each([
    { given: [], is: "0" },
    { given: ["90", "180"], is: "270" },
    { given: ["0.1", "0.20"], is: "0.30" },
    { given: ["12345678901234.5678901234", "0.0000000001"], is: "12345678901234.5678901235" },
    { given: ["-0.05", "0.02"], is: "-0.03" },
    { given: ["90", ""], is: "" },
    { given: ["1e3"], is: "" },
  ])("$given", ({ given, is }) => expect(sumOf(given)).toBe(is));
});

describe("minus", () => {
  test.each([
    { left: "100.0000000000", right: "99.0000000000", is: "1.0000000000" },
    { left: "5", right: "5.5", is: "-0.5" },
    { left: "5", right: "五", is: "" },
  ])("$left − $right", ({ left, right, is }) => expect(minus(left, right)).toBe(is));
});

describe("isSame", () => {
  test.each([
    { left: "90", right: "90.00", is: true },
    { left: "0", right: "-0", is: true },
    { left: "90", right: "90.01", is: false },
    { left: "", right: "", is: false },
  ])("$left = $right", ({ left, right, is }) => expect(isSame(left, right)).toBe(is));
});

describe("shown", () => {
  test.each([
    { given: "1200.0000000000", quantity: "1,200", money: "1,200.00" },
    { given: "125.5000000000", quantity: "125.5", money: "125.50" },
    { given: "-1234567.000001", quantity: "-1,234,567.000001", money: "-1,234,567.000001" },
    { given: "0", quantity: "0", money: "0.00" },
    { given: "", quantity: "", money: "" },
  ])("$given", ({ given, quantity, money }) => {
    expect(showQuantity(given)).toBe(quantity);
    expect(showMoney(given)).toBe(money);
  });
});
