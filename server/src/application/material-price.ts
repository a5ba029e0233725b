/**
 * 商品价格策略: the price of a material by its price list (decision 6). A purchase asks for the purchase
 * price, a sale for the price of the customer's level or the retail price, every other bill for the
 * cost guide price; in the unit that is asked for, else in the base unit by the ratio.
 */
import {
  materialEndpoints as contract,
  type InputOf,
  type materialEndpoints,
} from "@xingcang/contract";
import type { Material } from "../domain/master.ts";
import { isPositive, parseQuantity } from "../domain/quantity.ts";
import { isNone } from "../domain/resolve-line.ts";
import { invert, multiply, type Ratio, ratioFromDecimal } from "../domain/unit.ts";
import { invalid } from "./master-rule.ts";
import { materialOf, rowsOf, textOf, unitIdsOf } from "./material-facts.ts";
import type { Data, MasterRecord, Reader } from "./ports.ts";
import { ratioText } from "./ratio-text.ts";
import { resolveReferences } from "./references.ts";
import { type Reason, refuseAll } from "./refused.ts";

type Input = InputOf<(typeof materialEndpoints)["material_price.query"]>;

interface Asked {
  readonly unitId: string;
  readonly quantity: string;
  readonly auxPropId: string;
}

export async function materialPrices(reader: Reader, input: Input): Promise<Data> {
  const { query } = contract["material_price.query"];
  const { reasons } = await resolveReferences(reader, query, input, { refuseDisabled: false });
  const record = (await reader.masters("material", [input.material_id])).get(input.material_id);
  const units = await reader.masters("measure_unit", record === undefined ? [] : unitIdsOf(record));
  const material = record && materialOf(record, units);
  const asked = askedOf(input);
  refuseAll([
    ...reasons,
    ...checkPartner(input),
    ...checkRate(input.exchange_rate ?? ""),
    ...checkLengths(input),
    ...(material === undefined ? [] : asked.flatMap((one, i) => checkAsked(material, one, i))),
  ]);
  if (record === undefined || material === undefined) throw new Error("a reference got lost");
  const customerId = textOf(input, "customer_id");
  const customer = (await reader.masters("customer", [customerId])).get(customerId);
  const fields = priceFields(input.bill_type_id, customer);
  const rate = rateOf(input.exchange_rate ?? "");
  return {
    rows: asked.map(({ unitId, quantity, auxPropId }) => ({
      aux_prop_id: auxPropId,
      unit_id: unitId,
      qty: quantity,
      price: priceOf(record.data, material, unitId, fields, rate),
      barcode: barcodeOf(record.data, material, unitId),
    })),
  };
}

// ---- what is asked ----

/** One value goes for all rows. */
const at = (values: readonly string[] | undefined, index: number): string =>
  (values?.length === 1 ? values[0] : values?.[index]) ?? "";

const rowsAsked = ({ unit_id, qty }: Input) => Math.max(unit_id.length, qty.length);

const askedOf = (input: Input): Asked[] =>
  Array.from({ length: rowsAsked(input) }, (_, index) => ({
    unitId: at(input.unit_id, index),
    quantity: at(input.qty, index),
    auxPropId: at(input.aux_prop_id, index),
  }));

function checkLengths(input: Input): Reason[] {
  const count = rowsAsked(input);
  const lists = [
    ["unit_id", "单位id", input.unit_id],
    ["qty", "数量", input.qty],
    ["aux_prop_id", "辅助属性id", input.aux_prop_id ?? []],
  ] as const;
  return lists
    .filter(([, , values]) => values.length > 1 && values.length !== count)
    .map(([path, title, values]) =>
      invalid(path, title, values.join(","), [
        `须有一个或 ${count} 个`,
        `must have one or ${count} values`,
      ]),
    );
}

function checkAsked(material: Material, { unitId, quantity, auxPropId }: Asked, index: number) {
  const reasons: Reason[] = [];
  if (unitId !== "" && !material.units.some(({ id }) => id === unitId)) {
    const choices = material.units.map(({ name }) => name).join("、");
    const params = { given: unitId, material: material.number, choices };
    reasons.push({ key: "unitNotOfMaterial", path: `unit_id[${index}]`, params });
  }
  const value = parseQuantity(quantity);
  if (quantity !== "" && (value === undefined || !isPositive(value))) {
    const params = { title: "数量", given: quantity };
    reasons.push({ key: "quantityNotPositive", path: `qty[${index}]`, params });
  }
  if (!material.auxManaged) return reasons;
  if (isNone(auxPropId)) {
    const params = { given: material.number };
    reasons.push({ key: "auxPropRequired", path: `aux_prop_id[${index}]`, params });
  } else if (!material.auxProps.some(({ id }) => id === auxPropId)) {
    const params = { given: auxPropId, material: material.number };
    reasons.push({ key: "auxPropUnknown", path: `aux_prop_id[${index}]`, params });
  }
  return reasons;
}

const isSale = (billType: string) => billType.startsWith("sal_");
const isPurchase = (billType: string) => billType.startsWith("pur_");

function checkPartner(input: Input): Reason[] {
  const missing = (path: "customer_id" | "supplier_id", title: string): Reason[] =>
    isNone(textOf(input, path)) ? [{ key: "fieldRequired", path, params: { title } }] : [];
  if (isSale(input.bill_type_id)) return missing("customer_id", "客户id");
  return isPurchase(input.bill_type_id) ? missing("supplier_id", "供应商id") : [];
}

/** The page takes 1 for a rate below zero; a rate of zero has no price. */
function checkRate(given: string): Reason[] {
  const isZero = /^0+(\.0*)?$/.test(given);
  const why = ["须大于 0", "must be above 0"] as const;
  return isZero ? [invalid("exchange_rate", "汇率", given, why)] : [];
}

const rateOf = (given: string): string => (given === "" || given.startsWith("-") ? "1" : given);

// ---- what it costs ----

const LEVEL = /^(?:[1-9]|10)$/;

/** Fields of a price row, the first that is set counts. */
function priceFields(billType: string, customer: MasterRecord | undefined): string[] {
  if (isPurchase(billType)) return ["price_purchase_price"];
  if (!isSale(billType)) return ["price_cost_price"];
  const level = textOf(customer?.data ?? {}, "c_level_id");
  const retail = "price_retail_price";
  return LEVEL.test(level) ? [`price_sale_price${level}`, retail] : [retail];
}

function priceOf(
  data: Data,
  material: Material,
  unitId: string,
  fields: readonly string[],
  rate: string,
): string {
  const ratio = material.units.find(({ id }) => id === unitId)?.ratio;
  const own = priceIn(data, unitId, fields);
  const base = priceIn(data, material.baseUnit.id, fields);
  const price = own ?? (base && ratio && multiply(base, ratio));
  const toLocal = ratioFromDecimal(rate);
  if (price === undefined || toLocal === undefined) return "0";
  return ratioText(multiply(price, invert(toLocal)));
}

/** Exactly; undefined where the price list says nothing. */
function priceIn(data: Data, unitId: string, fields: readonly string[]): Ratio | undefined {
  const rows = rowsOf(data, "price_entity").filter(
    (row) => textOf(row, "price_unit_id") === unitId,
  );
  for (const field of fields) {
    for (const row of rows) {
      const price = ratioFromDecimal(textOf(row, field));
      if (price !== undefined) return price;
    }
  }
  return undefined;
}

function barcodeOf(data: Data, material: Material, unitId: string): string {
  const row = rowsOf(data, "barcode_entity").find(
    (one) => textOf(one, "barcode_unit_id") === unitId,
  );
  if (row !== undefined) return textOf(row, "barcode");
  return unitId === material.baseUnit.id ? textOf(data, "barcode") : "";
}
