/** Amounts of a row: what is not said is computed, what is said agrees to the cent. */
import { describe, expect, test } from "vitest";
import * as money from "./money.ts";
import { quantity } from "./quantity.ts";
import { type AmountField, rowAmounts } from "./trade-row.ts";

type Said = Partial<Record<AmountField, string>>;

const ask = (count: string, said: Said) =>
  rowAmounts({
    path: "material_entity[0]",
    quantity: quantity(count),
    said: (field) => said[field] ?? "",
  });

const told = (count: string, said: Said) => {
  const { amounts, refusals } = ask(count, said);
  expect(refusals).toEqual([]);
  if (amounts === undefined) throw new Error("neither amounts nor refusals");
  const { price, taxPrice } = amounts;
  const rest = [amounts.discount, amounts.amount, amounts.tax, amounts.all].map(money.toText);
  return [price, taxPrice, ...rest].join(" ");
};

describe("amounts of a row", () => {
  test.each([
    ["nothing is said", "3", {}, "0 0 0.00 0.00 0.00 0.00"],
    ["by the price", "3", { price: "10", cess: "13" }, "10 11.3 0.00 30.00 3.90 33.90"],
    [
      "by the price with tax",
      "3",
      { tax_price: "10", cess: "13" },
      "8.8495575221 10 0.00 26.55 3.45 30.00",
    ],
    ["rounded once, half up", "1", { price: "0.125", cess: "4" }, "0.125 0.13 0.00 0.13 0.01 0.14"],
    [
      "a rate takes off",
      "2",
      { price: "50", dis_rate: "10", cess: "13" },
      "50 56.5 10.00 90.00 11.70 101.70",
    ],
    [
      "an amount takes off",
      "2",
      { tax_price: "50", dis_amount: "0.01" },
      "50 50 0.01 99.99 0.00 99.99",
    ],
    [
      "discount repeats the rate",
      "2",
      { price: "50", dis_rate: "10", discount: "10.0" },
      "50 50 10.00 90.00 0.00 90.00",
    ],
    [
      "discount repeats the amount",
      "2",
      { price: "50", dis_amount: "9", discount: "9" },
      "50 50 9.00 91.00 0.00 91.00",
    ],
    ["by the amount alone", "4", { amount: "10", cess: "6" }, "2.5 2.65 0.00 10.00 0.60 10.60"],
    [
      "by the total alone",
      "4",
      { all_amount: "10.6", cess: "6" },
      "2.5 2.65 0.00 10.00 0.60 10.60",
    ],
    [
      "a price of 0 is none",
      "1",
      { price: "0", tax_price: "11.3", cess: "13" },
      "10 11.3 0.00 10.00 1.30 11.30",
    ],
    [
      "both prices within their decimals",
      "7",
      { price: "8.85", tax_price: "10", cess: "13", amount: "61.95", all_amount: "70" },
      "8.85 10 0.00 61.95 8.05 70.00",
    ],
    [
      "either way of both prices",
      "100",
      { price: "8.85", tax_price: "10", cess: "13", amount: "885", tax_amount: "115.05" },
      "8.85 10 0.00 885.00 115.05 1000.05",
    ],
  ] as const)("%s", (_name, count, said, expected) => {
    expect(told(count, said)).toBe(expected);
  });

  test.each([
    ["an amount off by a cent", { price: "10", amount: "30.01" }, ["amountsDisagree amount 30.00"]],
    [
      "tax and total off",
      { price: "10", cess: "13", tax_amount: "3.91", all_amount: "33.91" },
      ["amountsDisagree tax_amount 3.90", "amountsDisagree all_amount 33.90"],
    ],
    [
      "a discount that its rate does not give",
      { price: "10", dis_rate: "10", dis_amount: "3.01" },
      ["amountsDisagree dis_amount 3.00"],
    ],
    [
      "prices that differ by more than their rate",
      { price: "10", tax_price: "11", cess: "13" },
      ["amountsDisagree tax_price 11.3"],
    ],
    ["a discount alone", { price: "10", discount: "5" }, ["discountUnclear discount"]],
    [
      "more discount than there is",
      { price: "10", dis_amount: "30.01" },
      ["amountInvalid dis_amount"],
    ],
    ["a negative price", { price: "-1" }, ["valueInvalid price"]],
    ["a rate above 100", { price: "1", cess: "101" }, ["valueInvalid cess"]],
    ["an amount of three decimals", { amount: "1.005" }, ["amountInvalid amount"]],
    ["more than can be booked", { price: "999999999999999" }, ["decimalTooLarge all_amount"]],
  ] as const)("%s is refused", (_name, said, expected) => {
    const { refusals, amounts } = ask("3", said);
    expect(amounts).toBeUndefined();
    const texts = refusals.map(({ key, path, params }) =>
      `${key} ${path.replace("material_entity[0].", "")} ${params.expected ?? ""}`.trim(),
    );
    expect(texts).toEqual(expected);
  });
});
