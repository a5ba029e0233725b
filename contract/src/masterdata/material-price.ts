/**
 * 商品价格策略: what a material costs on a bill, for a customer or from a supplier. Lists are parallel:
 * the first unit with the first quantity, and so on; decision 6 tells which price it is.
 */
import { endpoint, modules } from "../endpoint.ts";
import { date, decimalText, double, list, ref, request, rows, shape, text } from "../scalar.ts";

export const materialPrice = endpoint({
  operation: "material_price.query",
  kind: "report",
  method: "GET",
  path: "/jdy/v2/bd/material_price",
  title: { zh: "商品价格策略", en: "Prices of a material" },
  module: modules.masterdata,
  permission: "material:read",
  query: request(
    {
      material_id: ref("material", "商品id"),
      unit_id: list("单位id（与数量一一对应）"),
      qty: list("数量"),
      bill_date: date("单据日期"),
      bill_type_id: text("单据类型（如 sal_bill_outbound）"),
    },
    {
      aux_prop_id: list("辅助属性id（辅助属性商品必填，与单位一一对应）"),
      customer_id: ref("customer", "客户id（销售类单据必填）"),
      supplier_id: ref("supplier", "供应商id（采购类单据必填）"),
      currency_id: ref("currency", "币别id", { strictRequired: true }),
      exchange_rate: decimalText("汇率（大于零；本币取1，小于零按1；默认1）", {
        strictRequired: true,
        default: "1",
      }),
    },
  ),
  reply: shape({
    rows: rows(
      "价格",
      shape({
        aux_prop_id: text("辅助属性id"),
        unit_id: text("单位id"),
        qty: text("数量"),
        price: double("单价"),
        barcode: text("条形码"),
        dis_rate: double("折扣率"),
        dis_count: double("折扣"),
        dis_amount: double("折扣额"),
      }),
    ),
  }),
});
