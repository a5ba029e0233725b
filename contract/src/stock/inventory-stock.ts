/** 商品仓库库存查询: one material's stock in every store, without paging. Contract section 8. */
import { endpoint, modules } from "../endpoint.ts";
import { decimalText, flag, request, rows, shape, text } from "../scalar.ts";

export const inventoryStock = endpoint({
  operation: "stock.inventoryStock",
  kind: "report",
  method: "GET",
  path: "/jdy/v2/scm/inventory_stock",
  title: { zh: "商品仓库库存查询", en: "Stock of one material by store" },
  module: modules.stock,
  permission: "stock:read",
  query: request(
    { material_id: text("商品id") },
    {
      aux_prop_id: text("辅助属性id"),
      is_show_zero_im_qty: flag("是否显示零库存（默认false）"),
      is_show_stock_position: flag("是否显示仓位（默认false）"),
    },
  ),
  reply: shape({
    rows: rows(
      "数据列表",
      shape({
        inv_stock_id: text("仓库id"),
        inv_stock: text("仓库名称"),
        inv_im_qty: decimalText("即时库存数量", { example: "-5" }),
        inv_qty: decimalText("可用库存数量", { example: "-5" }),
        inv_base_unit: text("基本单位名称"),
        inv_stock_position: text("仓位名称"),
      }),
    ),
  }),
});
