/** Requests that contradict the records: refused by field and row, and nothing changes (D24). */
import { endpoints } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

const pathOf = (operation: string) =>
  endpoints.find((endpoint) => endpoint.operation === operation)?.path ?? "";

const IN = "/jdy/v2/scm/inv_other_in";
const OUT = "/jdy/v2/scm/inv_other_out";
const DISASSEMBLE = "/jdy/v2/scm/inv_disassemble";
const OCCUPY = pathOf("stock.occupy");
const RELEASE = pathOf("stock.release");

/** Goods of the demo data: bottles (0 decimals) and boxes of 24 in a store with bins. */
const WATER = { material_id: "4001", unit_id: "1001", stock_id: "2001", sp_id: "3001", qty: "1" };
const RICE = { material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1" };
const line = (fields: object) => ({ ...RICE, ...fields });
const receipt = (...rows: object[]) => ({
  bill_date: "2026-01-01",
  trans_type_id: "12",
  material_entity: rows,
});

const holdRow = { material_id: "4001", unit: "1001", stock_id: "2001", sp_id: "3001", qty: "1" };
const occupation = (row: object, head: object = {}) => ({
  bill_type_id: "isv_bill",
  bill_id: "bad",
  ...head,
  material_entity: [{ bill_entry_id: "1", ...holdRow, ...row }],
});
const giveBack = (row: object, head: object = {}) => ({
  src_bill_type_id: "isv_bill",
  src_inter_id: "WEB20001",
  ...head,
  material_entity: [{ src_entry_id: "1", ...holdRow, ...row }],
});

type Row = readonly [name: string, path: string, body: object, ...faults: [string, string][]];
const at = (field: string) => `material_entity[0].${field}`;

const quantities: Row[] = [
  ["zero", IN, receipt(line({ qty: "0" })), ["quantityNotPositive", at("qty")]],
  ["negative", IN, receipt(line({ qty: -1 })), ["quantityNotPositive", at("qty")]],
  ["too fine", IN, receipt(line({ qty: "0.0001" })), ["quantityTooFine", at("qty")]],
  ["half a bottle", IN, receipt({ ...WATER, qty: "0.5" }), ["quantityTooFine", at("qty")]],
  ["negative cost", IN, receipt(line({ cost: "-1" })), ["amountInvalid", at("cost")]],
  ["cost with mills", IN, receipt(line({ cost: "0.001" })), ["amountInvalid", at("cost")]],
  ["negative unit cost", IN, receipt(line({ unit_cost: -1 })), ["amountInvalid", at("unit_cost")]],
  [
    "cost beyond bounds",
    IN,
    receipt(line({ qty: "999999999999", unit_cost: "999999999999" })),
    ["decimalTooLarge", at("unit_cost")],
  ],
  [
    "quantity beyond bounds",
    IN,
    receipt({ ...WATER, unit_id: "1002", qty: "999999999999999" }),
    ["decimalTooLarge", at("qty")],
  ],
  ["occupy zero", OCCUPY, occupation({ qty: "0" }), ["quantityNotPositive", at("qty")]],
  ["occupy below zero", OCCUPY, occupation({ qty: "-1" }), ["quantityNotPositive", at("qty")]],
  ["occupy too much", OCCUPY, occupation({ qty: "999999999999999" }), ["stockShort", at("qty")]],
  ["release zero", RELEASE, giveBack({ qty: "0" }), ["quantityNotPositive", at("qty")]],
  ["release below zero", RELEASE, giveBack({ qty: "-1" }), ["quantityNotPositive", at("qty")]],
  ["release too much", RELEASE, giveBack({ qty: "999" }), ["holdExceeded", at("qty")]],
  [
    "base quantity below zero",
    OCCUPY,
    occupation({ base_qty: "-1" }),
    ["baseQuantityDisagrees", at("base_qty")],
  ],
];

const references: Row[] = [
  [
    "unknown material",
    IN,
    receipt(line({ material_id: "404" })),
    ["referenceUnknown", at("material_id")],
  ],
  [
    "unknown number",
    IN,
    receipt({ ...RICE, material_id: "", material_number: "?" }),
    ["referenceUnknown", at("material_number")],
  ],
  ["unknown store", OUT, receipt(line({ stock_id: "404" })), ["referenceUnknown", at("stock_id")]],
  [
    "a store as material",
    IN,
    receipt(line({ material_id: "2001" })),
    ["referenceUnknown", at("material_id")],
  ],
  [
    "unit of another material",
    IN,
    receipt(line({ unit_id: "1004" })),
    ["unitNotOfMaterial", at("unit_id")],
  ],
  ["bin of another store", IN, receipt({ ...WATER, sp_id: "1" }), ["binNotOfStore", at("sp_id")]],
  ["no bin", IN, receipt({ ...WATER, sp_id: "0" }), ["binRequired", at("sp_id")]],
  [
    "unknown type and department",
    IN,
    { ...receipt(line({})), trans_type_id: "404", dept_id: "404" },
    ["referenceUnknown", "trans_type_id"],
    ["referenceUnknown", "dept_id"],
  ],
  ["bill id unknown", IN, { id: "404", ...receipt(line({})) }, ["recordUnknown", "id"]],
  [
    "row ids unknown",
    IN,
    receipt(line({ id: "404" }), line({ id: "405" })),
    ["billRowUnknown", at("id")],
    ["billRowUnknown", "material_entity[1].id"],
  ],
  [
    "source unknown",
    OUT,
    receipt(
      line({ src_bill_type_id: "inv_other_bill_inbound", src_inter_id: "404", src_entry_id: "1" }),
    ),
    ["sourceUnknown", at("src_inter_id")],
  ],
  [
    "occupy what is unknown",
    OCCUPY,
    occupation({ material_id: "404" }),
    ["referenceUnknown", at("material_id")],
  ],
  [
    "release of an unknown bill",
    RELEASE,
    giveBack({}, { src_inter_id: "404" }),
    ["holdUnknown", at("src_entry_id")],
  ],
  [
    "release of an unknown row",
    RELEASE,
    giveBack({ src_entry_id: "404" }),
    ["holdUnknown", at("src_entry_id")],
  ],
  [
    "release from another bin",
    RELEASE,
    giveBack({ sp_id: "3002" }),
    ["holdUnknown", at("src_entry_id")],
  ],
];

const YOGURT = { material_id: "4002", unit_id: "1003", stock_id: "2002", qty: "1" };
const PHONE = { material_id: "4003", unit_id: "1004", stock_id: "2002", qty: "2" };
const SHIRT = { material_id: "4004", unit_id: "95048862702712799988", stock_id: "2002", qty: "1" };
const FRESH = { ...YOGURT, batch_no: "N1", kf_date: "2026-01-01" };

const tracking: Row[] = [
  [
    "no batch, no date",
    IN,
    receipt(YOGURT),
    ["batchRequired", at("batch_no")],
    ["shelfLifeRequired", at("kf_date")],
  ],
  [
    "period below zero",
    IN,
    receipt({ ...FRESH, kf_period: -6, kf_type: "2" }),
    ["valueInvalid", at("kf_period")],
  ],
  [
    "period without end",
    IN,
    receipt({ ...FRESH, kf_period: 2_000_000_000, kf_type: "3" }),
    ["valueInvalid", at("kf_period")],
  ],
  [
    "period to the year 3000",
    IN,
    receipt({ ...FRESH, kf_period: 1000, kf_type: "3" }),
    ["valueInvalid", at("kf_period")],
  ],
  [
    "unknown kind of period",
    IN,
    receipt({ ...FRESH, kf_period: 6, kf_type: "9" }),
    ["valueInvalid", at("kf_type")],
  ],
  [
    "another valid date",
    IN,
    receipt({ ...FRESH, kf_period: 6, kf_type: "2", valid_date: "2026-06-30" }),
    ["validDateDisagrees", at("valid_date")],
  ],
  [
    "valid before it was made",
    IN,
    receipt({ ...FRESH, valid_date: "2025-12-31" }),
    ["validDateDisagrees", at("valid_date")],
  ],
  ["no serials", IN, receipt(PHONE), ["serialsRequired", at("sn_list")]],
  [
    "one serial for two",
    IN,
    receipt({ ...PHONE, sn_list: "Z1" }),
    ["serialCountDiffers", at("sn_list")],
  ],
  [
    "a serial twice",
    IN,
    receipt({ ...PHONE, sn_list: "Z1;Z1" }),
    ["serialRepeated", at("sn_list")],
  ],
  ["a blank serial", IN, receipt({ ...PHONE, sn_list: "Z1;;Z2" }), ["valueInvalid", at("sn_list")]],
  [
    "a serial without end",
    IN,
    receipt({ ...PHONE, sn_list: `Z1;${"长".repeat(101)}` }),
    ["valueInvalid", at("sn_list")],
  ],
  [
    "a serial that is in stock",
    IN,
    {
      ...receipt({ ...PHONE, sn_list: "PH0001;Z1" }),
      bill_date: "2999-01-01",
      operation_key: "audit",
    },
    ["serialInStock", at("sn_list")],
  ],
  ["no aux property", IN, receipt(SHIRT), ["auxPropRequired", at("aux_prop_id")]],
  [
    "unknown aux property",
    IN,
    receipt({ ...SHIRT, aux_prop_id: "404" }),
    ["auxPropUnknown", at("aux_prop_id")],
  ],
  [
    "unknown aux value",
    IN,
    receipt({ ...SHIRT, aux_id1: "404" }),
    ["auxPropUnknown", at("aux_prop_id")],
  ],
];

const SET = { material_id: "4005", unit_id: "1004", stock_id: "2002", qty: "1" };
const product = { ...SET, material_type: "M" };
const part = { ...RICE, material_type: "S", cost_share_percent: "100" };
const apart = (rows: object[], head: object = {}) => ({
  bill_date: "2026-01-01",
  ...head,
  material_entity: rows,
});
const fee = { amount: "1", pacct_type_id: "1", supplier_id: "1" };
const withFee = (fields: object, head: object = {}) =>
  apart([product, part], { cost_fee_entity: { fee_records: [{ ...fee, ...fields }], ...head } });
const feeAt = (field: string) => `cost_fee_entity.fee_records[0].${field}`;

const disassembly: Row[] = [
  ["no part", DISASSEMBLE, apart([product]), ["billRowsMissing", "material_entity"]],
  ["no product", DISASSEMBLE, apart([part]), ["billRowsMissing", "material_entity"]],
  [
    "part is the product",
    DISASSEMBLE,
    apart([product, { ...part, ...SET }]),
    ["partEqualsProduct", "material_entity[1].material_id"],
  ],
  [
    "shares of 99",
    DISASSEMBLE,
    apart([product, { ...part, cost_share_percent: 99 }]),
    ["shareTotalWrong", "material_entity"],
  ],
  [
    "share below zero",
    DISASSEMBLE,
    apart([product, { ...part, cost_share_percent: -1 }]),
    ["shareInvalid", "material_entity[1].cost_share_percent"],
  ],
  [
    "share of 9 decimals",
    DISASSEMBLE,
    apart([product, { ...part, cost_share_percent: "1.000000001" }]),
    ["shareInvalid", "material_entity[1].cost_share_percent"],
  ],
  ["fee below zero", DISASSEMBLE, withFee({ amount: "-1" }), ["amountInvalid", feeAt("amount")]],
  ["fee with mills", DISASSEMBLE, withFee({ amount: "0.001" }), ["amountInvalid", feeAt("amount")]],
  [
    "rate of zero",
    DISASSEMBLE,
    withFee({ exchange_rate: "0" }),
    ["valueInvalid", feeAt("exchange_rate")],
  ],
  [
    "fee beyond bounds",
    DISASSEMBLE,
    withFee({ amount: "999999999999999", exchange_rate: "999999" }),
    ["decimalTooLarge", feeAt("amount")],
  ],
  [
    "payment below zero",
    DISASSEMBLE,
    withFee({ receive_info_entity: [{ receive_amount: "-1" }] }),
    ["amountInvalid", feeAt("receive_info_entity[0].receive_amount")],
  ],
  ["fee id unknown", DISASSEMBLE, withFee({ id: "404" }), ["billRowUnknown", feeAt("id")]],
  [
    "fee to delete unknown",
    DISASSEMBLE,
    withFee({}, { del_ids: "404" }),
    ["billRowUnknown", "cost_fee_entity.del_ids"],
  ],
  [
    "base quantity disagrees",
    DISASSEMBLE,
    apart([{ ...product, base_qty: "2" }, part]),
    ["baseQuantityDisagrees", at("base_qty")],
  ],
];

describe("requests that contradict the records", () => {
  test.each([...quantities, ...references, ...tracking, ...disassembly])("%s", async (...row) => {
    const [, path, body, ...faults] = row as unknown as Row;
    const refusal = await unchanged(demo(), () => refusedCall(demo(), { path, body }));
    expect(refusal.faults).toEqual(faults);
  });
});
