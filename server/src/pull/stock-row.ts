import type { Data } from "../application/ports.ts";
import { type Quantity, quantity } from "../domain/quantity.ts";
import { isNone } from "../domain/resolve-line.ts";

/** What another account has of one stock key, as a row of its 商品库存 says. */
export interface StockRow {
  readonly materialId: string;
  readonly title: string;
  readonly storeId: string;
  readonly binName: string;
  readonly auxPropId: string;
  readonly batchNo: string;
  readonly madeOn: string;
  /** In the base unit. */
  readonly quantity: Quantity;
  /** As a row of a bill has it, but for unit, serials and cost. */
  readonly line: Data;
}

const textAt = (view: Data, key: string) => String(view[key] ?? "");

export function stockRowOf(view: Data): StockRow {
  const at = (key: string) => textAt(view, key);
  const qty = at("qty") || "0";
  const kept = ["sp_id", "aux_prop_id"].filter((key) => !isNone(at(key)));
  const dates = at("kf_date") === "" ? [] : ["kf_date", "kf_period", "kf_type", "valid_date"];
  const given = [...kept, "batch_no", ...dates].filter((key) => at(key) !== "");
  return {
    materialId: at("material_id"),
    title: [at("material_number"), at("material_name")].filter(Boolean).join(" "),
    storeId: at("stock_id"),
    binName: at("sp_name"),
    auxPropId: isNone(at("aux_prop_id")) ? "" : at("aux_prop_id"),
    batchNo: at("batch_no"),
    madeOn: at("kf_date"),
    quantity: quantity(qty),
    line: {
      material_id: at("material_id"),
      stock_id: at("stock_id"),
      qty,
      ...Object.fromEntries(given.map((key) => [key, view[key]])),
      ...floatsOf(view),
    },
  };
}

/** Only shown of a material with a floating unit. */
const floatsOf = (view: Data): Data =>
  textAt(view, "aux_qty") === "" ? {} : { def_float_qty: view.aux_qty };
