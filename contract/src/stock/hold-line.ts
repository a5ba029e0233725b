/**
 * Fields of a line that takes or gives back a hold (库存占用). All of them travel as strings (seed
 * 库存占用释放).
 */
import { date, decimalText, ref, text } from "../scalar.ts";

/** What identifies the stock and says how much. */
export const holdStock = {
  material_id: ref("material", "商品id", { role: "material" }),
  qty: decimalText("数量", { role: "quantity" }),
  unit: ref("measure_unit", "单位id", { role: "unit" }),
  stock_id: ref("store", "仓库id", { role: "store" }),
};

/**
 * The page marks names, number and base unit as required. The ids already say them, so the engine
 * asks for them in strict mode only (D23).
 */
export const holdNames = {
  material_name: text("商品名称", { strictRequired: true }),
  material_number: text("商品编码", { strictRequired: true }),
  stock_name: text("仓库名称", { strictRequired: true }),
  base_unit: ref("measure_unit", "基本单位id", { role: "baseUnit", strictRequired: true }),
};

/**
 * What a material's own settings make necessary: aux property, bin, batch, shelf life, several
 * units, serials.
 */
export const holdDetails = {
  aux_prop_id: text("辅助属性id（辅助属性商品必填）", { role: "auxProp" }),
  aux_prop_name: text("辅助属性名称"),
  sp_id: ref("space", "仓位id（仓库启用仓位管理时必填）", { role: "bin" }),
  space_name: text("仓位名称"),
  batch_no: text("批次号（批次商品必填）", { role: "batchNo", maxLength: 100 }),
  kf_date: date("生产日期", { role: "kfDate" }),
  kf_period: text("保质期", { role: "kfPeriod" }),
  kf_type: text("保质期类型（1 天 2 月 3 年）", { role: "kfType" }),
  valid_date: date("有效日期", { role: "validDate" }),
  aux_qty: decimalText("辅助数量（多单位商品必填）", { role: "auxQuantity" }),
  aux_unit_id: ref("measure_unit", "辅助单位id（多单位商品必填）", { role: "auxUnit" }),
  sn_list: text("序列号（多个以英文分号分隔，序列号商品必填）", {
    role: "serials",
    maxLength: 2_000_000,
  }),
  sn_list_id: text("序列号流转ID"),
};
