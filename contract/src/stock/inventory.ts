/**
 * 商品库存列表: on hand and available per material, store, bin, aux property and, on request, batch.
 * Contract section 8.
 */
import { named } from "../bills/common.ts";
import { endpoint, modules } from "../endpoint.ts";
import { pageOf, paging } from "../envelope.ts";
import { date, decimalText, double, flag, int, list, request, shape, text } from "../scalar.ts";

export const inventory = endpoint({
  operation: "stock.inventory",
  kind: "report",
  method: "GET",
  path: "/jdy/v2/scm/inventory",
  title: { zh: "商品库存列表", en: "Stock by material and store" },
  module: modules.stock,
  permission: "stock:read",
  query: request(
    {},
    {
      ...paging,
      material_ids: list("商品id"),
      material_numbers: list("商品编码"),
      stock_ids: list("仓库id"),
      stock_numbers: list("仓库编码"),
      sp_ids: list("仓位id"),
      sp_numbers: list("仓位编码"),
      aux_prop_ids: list("辅助属性id"),
      aux_prop_numbers: list("辅助属性编码"),
      include_batch_kf_period: flag("是否按批次保质期展开（默认false）"),
      include_package: flag("是否返回整件散包（只能传一个商品，默认false）"),
      point_date: date("指定日期（查该日结束时的库存）"),
      create_start_time: text("创建时间起（毫秒时间戳）"),
      create_end_time: text("创建时间止（毫秒时间戳）"),
      modify_start_time: text("修改时间起（毫秒时间戳）"),
      modify_end_time: text("修改时间止（毫秒时间戳）"),
      total_fields: list("合计字段"),
    },
  ),
  reply: pageOf(
    shape({
      ...named("material", "商品"),
      material_model: text("商品规格型号"),
      ...named("stock", "仓库"),
      stock_id_is_allow_freight: flag("仓库启用仓位管理"),
      ...named("sp", "仓位"),
      ...named("aux_prop", "辅助属性"),
      qty: decimalText("即时库存数量（基本单位，10 位小数）", { example: "5.0000000000" }),
      qty_package: text("即时库存整件散包"),
      valid_qty: decimalText("可用库存数量（基本单位，10 位小数）", { example: "4.0000000000" }),
      valid_qty_package: text("可用库存整件散包"),
      kf_date: date("生产日期"),
      valid_date: date("有效日期"),
      kf_type: text("保质期类型（1 天 2 月 3 年）"),
      kf_period: int("保质期"),
      batch_no: text("批次号"),
      aux_qty: double("辅助单位即时库存（浮动多单位商品）"),
      valid_aux_qty: decimalText("辅助单位可用库存（浮动多单位商品）"),
    }),
    { count: "int" },
  ),
});
