/**
 * 批次保质期及库存列表: on hand and available of every batch and production date, by store, bin and aux
 * property. Contract sections 3, 5 and 8.
 */
import { endpoint, modules } from "../endpoint.ts";
import { pageOf, paging } from "../envelope.ts";
import { date, decimalText, int, list, object, request, shape, text } from "../scalar.ts";

const entry = (title: string) =>
  object(
    title,
    shape({
      id: text(`${title}id`, { empty: "0" }),
      number: text(`${title}编码`),
      name: text(`${title}名称`),
    }),
  );

export const batchInventory = endpoint({
  operation: "stock.batchInventory",
  kind: "report",
  method: "GET",
  path: "/jdy/v2/scm/batch_kfperiod_inventory",
  title: { zh: "批次保质期及库存列表", en: "Stock by batch and shelf life" },
  module: modules.stock,
  permission: "stock:read",
  query: request(
    {},
    {
      ...paging,
      material_ids: list("商品id（英文逗号隔开）"),
      stock_ids: list("仓库id（英文逗号隔开）"),
      sp_ids: list("仓位id（英文逗号隔开）"),
      aux_prop_ids: list("辅助属性id（英文逗号隔开）"),
      create_start_time: text("创建时间起（毫秒时间戳）"),
      create_end_time: text("创建时间止（毫秒时间戳）"),
      modify_start_time: text("修改时间起（毫秒时间戳）"),
      modify_end_time: text("修改时间止（毫秒时间戳）"),
    },
  ),
  reply: pageOf(
    shape({
      id: text("库存id"),
      material_entry: entry("商品"),
      stock_entry: entry("仓库"),
      sp_entry: entry("仓位"),
      aux_prop_entry: entry("辅助属性"),
      qty: decimalText("即时库存数量（基本单位，10 位小数）", { example: "2.0000000000" }),
      batch_no: text("批次号"),
      kf_date: date("生产日期"),
      kf_period: int("保质期"),
      valid_date: date("到期日"),
      kf_type: text("保质期单位（1 天 2 月 3 年）"),
      valid_qty: decimalText("可用库存数量（基本单位，10 位小数）"),
      aux_qty: decimalText("辅助单位即时库存（浮动多单位商品）"),
      valid_aux_qty: decimalText("辅助单位可用库存（浮动多单位商品）"),
    }),
    { count: "int" },
  ),
});
