/** The row groups of 商品: aux property combinations (SKU), barcodes, prices, stores and units. */
import {
  decimalText,
  double,
  flag,
  int,
  ref,
  refNumber,
  request,
  rows,
  shape,
  text,
} from "../scalar.ts";
import { named, type Slot, slots, slotsOf } from "./common.ts";

// ---- aux property combinations ----

const skuNames = {
  picture_url: text("图片地址"),
  ...slots("aux_name", (slot) => `辅助属性${slot}名称`),
  ...slots("aux_type_name", (slot) => `辅助属性分类${slot}名称`),
  aux_combination_name: text("组合名称（以 / 分隔）"),
  concat_type_id: text("组合id串"),
};

export const skuSave = rows(
  "辅助属性组合",
  request(
    {},
    {
      id: text("分录id（新增不填，修改必填）", { role: "entryId" }),
      sku_id: text("辅助属性id（传入则更新）", { maxLength: 40 }),
      sku_number: text("SKU编码"),
      ...skuNames,
      ...slotsOf("aux_id", (slot) => ref("aux_attribute", `辅助属性${slot}id`)),
      ...slotsOf("aux_number", (slot) =>
        refNumber("aux_attribute", `aux_id${slot}`, `辅助属性${slot}编码`),
      ),
      ...slotsOf("aux_type_id", (slot) => ref("aux_type", `辅助属性分类${slot}id`)),
      ...slotsOf("aux_type_number", (slot) =>
        refNumber("aux_type", `aux_type_id${slot}`, `辅助属性分类${slot}编码`),
      ),
      aux_enable: flag("是否启用（默认false）"),
    },
  ),
);

export const skuDetail = rows(
  "辅助属性组合",
  shape({
    id: text("分录id"),
    sku_id: text("辅助属性id"),
    sku_number: text("SKU编码"),
    ...skuNames,
    ...slots("aux_id", (slot) => `辅助属性${slot}id`),
    ...slots("aux_number", (slot) => `辅助属性${slot}编码`),
    ...slots("aux_type_id", (slot) => `辅助属性分类${slot}id`),
    ...slots("aux_type_number", (slot) => `辅助属性分类${slot}编码`),
    aux_enable: flag("是否启用"),
  }),
);

// ---- barcodes ----

export const barcodeSave = rows(
  "商品条码",
  request(
    {},
    {
      id: text("分录id（新增不填，修改必填）", { role: "entryId" }),
      barcode: text("条形码"),
      barcode_unit_id: ref("measure_unit", "单位id"),
      barcode_remark: text("备注"),
    },
  ),
);

export const barcodeDetail = rows(
  "商品条码",
  shape({
    id: text("分录id"),
    barcode: text("条形码"),
    ...named("barcode_unit", "单位"),
    barcode_remark: text("备注"),
  }),
);

// ---- prices ----

const salePrice = (level: Slot | 6 | 7 | 8 | 9 | 10) => decimalText(`等级${level}售价`);

const prices = {
  price_barcode: text("条形码"),
  price_purchase_price: decimalText("采购价"),
  price_max_purchase_price: decimalText("最高采购价"),
  price_cost_price: decimalText("成本指导价"),
  price_distribution_price: decimalText("配送价"),
  price_trade_price: decimalText("批发价"),
  price_retail_price: decimalText("零售价"),
  price_min_sales_price: decimalText("最低售价"),
  price_near_pur_price: decimalText("最近采购价"),
  price_near_pur_tax_price: decimalText("最近含税采购价"),
  price_near_sal_price: decimalText("最近销售价"),
  price_near_sal_tax_price: decimalText("最近含税销售价"),
  price_sale_price1: salePrice(1),
  price_sale_price2: salePrice(2),
  price_sale_price3: salePrice(3),
  price_sale_price4: salePrice(4),
  price_sale_price5: salePrice(5),
  price_sale_price6: salePrice(6),
  price_sale_price7: salePrice(7),
  price_sale_price8: salePrice(8),
  price_sale_price9: salePrice(9),
  price_sale_price10: salePrice(10),
  price_min_pur_tax_price: decimalText("最低含税采购价"),
  price_near_pur_unit_cost: decimalText("最近采购单位成本"),
  price_near_supplier: text("最近供应商"),
  price_outsourceprice: decimalText("委外价"),
};

export const priceSave = rows(
  "商品价格",
  request(
    {},
    {
      id: text("分录id（新增不填，修改必填）", { role: "entryId" }),
      price_unit_id: ref("measure_unit", "单位id"),
      price_unit_number: refNumber("measure_unit", "price_unit_id", "单位编码"),
      price_unit_name: text("单位名称"),
      ...prices,
    },
  ),
);

export const priceDetail = rows(
  "商品价格",
  shape({
    id: text("分录id"),
    ...named("price_unit", "单位"),
    ...prices,
    price_aux_id: text("辅助属性id"),
    ...slots("price_aux_id", (slot) => `辅助属性${slot}id`),
    ...slots("price_aux_number", (slot) => `辅助属性${slot}编码`),
    ...slots("price_aux_name", (slot) => `辅助属性${slot}名称`),
  }),
);

// ---- stores, sets, labels, pictures ----

export const storeSave = rows(
  "库存管理（分仓库存时生效）",
  request(
    { store_id: ref("store", "仓库id") },
    {
      id: text("分录id（新增不填，修改必填）", { role: "entryId" }),
      space_id: ref("space", "仓位id（仓库启用仓位管理时必填）"),
      sku_id: text("辅助属性id（新增不传）"),
      min_qty: decimalText("最低库存"),
      max_qty: decimalText("最高库存"),
      sec_qty: decimalText("安全库存"),
    },
  ),
);

export const setSave = rows(
  "套装信息",
  request(
    {
      material_id: ref("material", "商品id"),
      qty: decimalText("数量"),
      unit_id: ref("measure_unit", "单位id"),
    },
    {},
  ),
);

export const labels = rows(
  "标签",
  shape({ id: text("标签id"), number: text("标签编码"), name: text("标签名称") }),
);

export const pictures = rows(
  "图片",
  shape({
    id: text("图片id"),
    index: text("顺序"),
    aux_prop_id: text("辅助属性id"),
    url: text("图片地址"),
  }),
);

// ---- units of the list row, given when `show_units` is true ----

export const listUnits = rows(
  "单位",
  shape({
    id: text("商品单位id"),
    material_id: text("商品id"),
    index: int("顺序"),
    is_default: flag("是否默认"),
    is_float: flag("是否浮动"),
    coefficient: double("换算率"),
    unit_id: text("单位id"),
    unitid_name: text("单位名称"),
    unit_number: text("单位编码"),
    unit_long_number: text("单位长编码"),
    unit_level: int("单位级次"),
    unit_is_leaf: flag("单位是否末级"),
    unit_precision: text("单位小数位"),
    unit_precision_account: int("单位舍入方式"),
    unit_conversion_type: text("单位换算类型"),
    unit_enable: text("单位启用"),
    unit_disable_date: text("单位禁用时间"),
    unit_create_time: text("单位创建时间"),
    unit_modify_time: text("单位修改时间"),
    conversion_unit_id: text("换算单位id"),
    conversion_unit_name: text("换算单位名称"),
    conversion_unit_number: text("换算单位编码"),
    conversion_unit_long_number: text("换算单位长编码"),
    conversion_unit_level: int("换算单位级次"),
    conversion_unit_is_leaf: flag("换算单位是否末级"),
    conversion_unit_precision: text("换算单位小数位"),
    conversion_unit_precision_account: text("换算单位舍入方式"),
    conversion_unit_conversion_type: text("换算单位换算类型"),
    conversion_unit_enable: text("换算单位启用"),
    conversion_unit_disable_date: text("换算单位禁用时间"),
    conversion_unit_createtime: text("换算单位创建时间"),
    conversion_unit_modify_time: text("换算单位修改时间"),
  }),
);
