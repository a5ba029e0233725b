/** 商品价格策略 over HTTP: which price, in which unit and currency, and what is refused. */
import { beforeAll, describe, expect, test } from "vitest";
import { refusedCall } from "../support/refused-call.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const client = () => demo().client;
const PATH = "/jdy/v2/bd/material_price";
const [BOTTLE, BOX] = ["1004", "95048862702712799988"];

type Fields = Record<string, unknown>;
const idOf = async (saving: Promise<{ ids: string[] }>) => (await saving).ids[0] ?? "";

let material = "";
let levelled = "";
let plain = "";
beforeAll(async () => {
  material = await idOf(
    client().material.save({
      name: "有价",
      base_unit_id: BOTTLE,
      barcode: "6900",
      is_multi_unit: true,
      fix_unit_id1: BOX,
      coefficient1: "12",
      barcode_entity: [{ barcode: "6912", barcode_unit_id: BOX }],
      price_entity: [
        {
          price_unit_id: BOTTLE,
          price_retail_price: "9.99",
          price_purchase_price: "6.123",
          price_cost_price: "5",
          price_sale_price2: "8.5",
        },
        { price_unit_id: BOX, price_retail_price: "110" },
      ],
    } as never),
  );
  levelled = await idOf(client().customer.save({ name: "二级客户", c_level_id: "2" } as never));
  plain = await idOf(client().customer.save({ name: "无级客户" } as never));
});

const asked = (more: Fields = {}) => ({
  material_id: material,
  unit_id: [BOTTLE, BOX],
  qty: ["1", "2"],
  bill_date: "2026-11-01",
  bill_type_id: "inv_other_bill_inbound",
  currency_id: "1",
  ...more,
});

async function prices(more: Fields = {}): Promise<string[]> {
  const { rows } = await client().material_price.query(asked(more) as never);
  return rows.map(({ price }) => price);
}

describe("the price", () => {
  test.each([
    [
      "a purchase: 12 bottles are a box",
      "pur_bill_inbound",
      { supplier_id: "1" },
      ["6.123", "73.476"],
    ],
    ["any other bill: the guide price of cost", "inv_other_bill_inbound", {}, ["5", "60"]],
  ])("of %s", async (_name, bill_type_id, partner, expected) => {
    expect(await prices({ bill_type_id, ...partner })).toEqual(expected);
  });

  test("of a sale: the customer's level, else retail; the unit's own before the ratio", async () => {
    const sale = { bill_type_id: "sal_bill_outbound" };
    expect(await prices({ ...sale, customer_id: plain })).toEqual(["9.99", "110"]);
    expect(await prices({ ...sale, customer_id: levelled })).toEqual(["8.5", "110"]);
  });

  test.each([
    ["2", ["2.5", "30"]],
    ["3", ["1.6666666667", "20"]],
    ["-1", ["5", "60"]],
  ])("at an exchange rate of %s", async (exchange_rate, expected) => {
    expect(await prices({ exchange_rate })).toEqual(expected);
  });

  test("is 0 where the list says nothing", async () => {
    const bare = await idOf(client().material.save({ name: "无价", base_unit_id: BOTTLE }));
    expect(await prices({ material_id: bare, unit_id: [BOTTLE], qty: ["1"] })).toEqual(["0"]);
  });

  test("stands beside what was asked; one value goes for all rows", async () => {
    const { rows } = await client().material_price.query(asked({ qty: ["7"] }) as never);
    expect(rows).toMatchObject([
      { unit_id: BOTTLE, qty: "7", barcode: "6900", dis_rate: "0" },
      { unit_id: BOX, qty: "7", barcode: "6912" },
    ]);
  });

  test("of a material with aux properties needs one of them", async () => {
    const { rows } = await client().aux_attribute.list({ page_size: 1 });
    const shirt = await idOf(
      client().material.save({
        name: "带属性",
        base_unit_id: BOTTLE,
        is_asst_attr: true,
        aux_entity: [{ aux_id1: rows[0]?.id }],
      } as never),
    );
    const [sku] = (await client().material.detail({ id: shirt })).aux_entity;
    const one = { material_id: shirt, unit_id: BOTTLE, qty: "1" };
    expect(await prices({ ...one, aux_prop_id: [sku?.sku_id] })).toEqual(["0"]);
    expect(await faults(one)).toEqual([["auxPropRequired", "aux_prop_id[0]"]]);
    expect(await faults({ ...one, aux_prop_id: "404" })).toEqual([
      ["auxPropUnknown", "aux_prop_id[0]"],
    ]);
  });
});

async function faults(more: Fields): Promise<unknown> {
  const query = Object.fromEntries(
    Object.entries(asked(more)).map(([key, value]) => [key, String(value)]),
  );
  return (await refusedCall(demo(), { method: "GET", path: PATH, query })).faults;
}

describe("refused", () => {
  test.each([
    ["a sale to nobody", { bill_type_id: "sal_bill_order" }, [["fieldRequired", "customer_id"]]],
    [
      "a purchase from nobody",
      { bill_type_id: "pur_bill_order" },
      [["fieldRequired", "supplier_id"]],
    ],
    ["a rate of zero", { exchange_rate: "0.0" }, [["valueInvalid", "exchange_rate"]]],
    ["lists that do not match", { qty: "1,2,3" }, [["valueInvalid", "unit_id"]]],
    [
      "another unit and no quantity",
      { unit_id: "1", qty: "0" },
      [
        ["unitNotOfMaterial", "unit_id[0]"],
        ["quantityNotPositive", "qty[0]"],
      ],
    ],
    [
      "unknown records",
      { material_id: "404", currency_id: "405" },
      [
        ["referenceUnknown", "material_id"],
        ["referenceUnknown", "currency_id"],
      ],
    ],
  ])("%s", async (_name, more, expected) => {
    expect(await faults(more)).toEqual(expected);
  });
});
