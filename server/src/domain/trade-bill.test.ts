/** 整单折扣 and totals: shared to the cent, and refused where they contradict each other. */
import { describe, expect, test } from "vitest";
import * as money from "./money.ts";
import { quantity } from "./quantity.ts";
import { type TradeDraft, tradeAmounts } from "./trade-bill.ts";
import type { AmountField } from "./trade-row.ts";

type Said = Partial<Record<AmountField, string>>;

const HEAD = { discount: "", discountRate: "", total: "", exchangeRate: "" };

const ask = (rows: readonly Said[], head: Partial<TradeDraft> = {}) =>
  tradeAmounts({
    ...HEAD,
    rows: rows.map((said, index) => ({
      path: `material_entity[${index}]`,
      quantity: quantity("1"),
      said: (field: AmountField) => said[field] ?? "",
    })),
    ...head,
  });

const THIRDS = [{ price: "10" }, { price: "10" }, { price: "10" }];
const TAXED = [{ price: "100", cess: "13" }, { price: "50" }];

describe("amounts of a bill", () => {
  test.each([
    ["no discount", TAXED, {}, ["100.00", "50.00"], "163.00"],
    ["thirds of a discount", THIRDS, { discount: "10" }, ["6.66", "6.67", "6.67"], "20.00"],
    ["by a rate", THIRDS, { discountRate: "10", total: "27" }, ["9.00", "9.00", "9.00"], "27.00"],
    [
      "by a rate and its amount",
      THIRDS,
      { discountRate: "10", discount: "3" },
      ["9.00", "9.00", "9.00"],
      "27.00",
    ],
    ["tax follows", TAXED, { discount: "16.3" }, ["90.00", "45.00"], "146.70"],
    [
      "as the rows say",
      [{ price: "10", bill_dis_distribution: "4" }, { price: "10" }],
      {},
      ["6.00", "10.00"],
      "16.00",
    ],
    ["in local currency", [{ price: "10" }], { exchangeRate: "7.1234" }, ["71.23"], "10.00"],
  ] as const)("%s", (_name, rows, head, local, total) => {
    const answer = ask(rows, head);
    expect(answer.refusals).toEqual([]);
    expect(answer.rows?.map((row) => money.toText(row.localAmount))).toEqual(local);
    const totals = answer.rows && answer.totals;
    expect(totals && money.toText(totals.total)).toBe(total);
  });

  test.each([
    ["a total that is none", THIRDS, { total: "29.99" }, ["amountsDisagree total_amount"]],
    [
      "a discount that its rate does not give",
      THIRDS,
      { discountRate: "10", discount: "2.99" },
      ["amountsDisagree bill_dis_amount"],
    ],
    [
      "shares that are not the discount",
      [{ price: "10", bill_dis_distribution: "4" }],
      { discount: "5" },
      ["amountsDisagree bill_dis_amount"],
    ],
    [
      "a share above its row",
      [{ price: "1", bill_dis_distribution: "4" }],
      {},
      ["amountInvalid material_entity[0].bill_dis_distribution"],
    ],
    ["a discount above the bill", THIRDS, { discount: "30.01" }, ["amountInvalid bill_dis_amount"]],
    ["a negative discount", THIRDS, { discount: "-1" }, ["amountInvalid bill_dis_amount"]],
    ["a rate above 100", THIRDS, { discountRate: "101" }, ["valueInvalid bill_dis_rate"]],
    ["an exchange rate of 0", THIRDS, { exchangeRate: "0" }, ["valueInvalid exchange_rate"]],
    [
      "an actual amount that is none",
      [{ price: "10", act_non_tax_amount: "9" }],
      {},
      ["amountsDisagree material_entity[0].act_non_tax_amount"],
    ],
    [
      "every row, then the head",
      [{ price: "-1" }, { cess: "x" }],
      { exchangeRate: "0" },
      [
        "valueInvalid material_entity[0].price",
        "valueInvalid material_entity[1].cess",
        "valueInvalid exchange_rate",
      ],
    ],
    [
      "more than can be booked",
      [{ price: "999999999999" }],
      { exchangeRate: "100000" },
      ["decimalTooLarge total_amount"],
    ],
  ] as const)("%s is refused", (_name, rows, head, expected) => {
    const { refusals } = ask(rows, head);
    expect(refusals.map(({ key, path }) => `${key} ${path}`)).toEqual(expected);
  });
});
