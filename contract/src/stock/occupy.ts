/**
 * 库存占用: holds stock for a bill of this or another system until it is released or shipped.
 * Contract section 8.
 */
import { endpoint, modules } from "../endpoint.ts";
import { occupyReply } from "../envelope.ts";
import { date, decimalText, flag, request, rows, text } from "../scalar.ts";
import { holdDetails, holdNames, holdStock } from "./hold-line.ts";

export const occupy = endpoint({
  operation: "stock.occupy",
  kind: "hold",
  method: "POST",
  path: "/jdy/v2/scm/inv_occupy",
  title: { zh: "库存占用", en: "Hold stock" },
  module: modules.stock,
  permission: "stock:hold",
  body: request(
    {
      bill_type_id: text("单据类型（第三方单据传 isv_bill）", {
        role: "sourceType",
        maxLength: 100,
        example: "isv_bill",
      }),
      bill_id: text("单据id", { role: "sourceBill", maxLength: 200 }),
      material_entity: rows(
        "分录",
        request(
          { bill_entry_id: text("分录id", { role: "entryId", maxLength: 200 }), ...holdStock },
          {
            ...holdNames,
            ...holdDetails,
            base_qty: decimalText("基本数量", { role: "baseQuantity" }),
            def_float_qty: decimalText("浮动基本单位数量（不重算时必传，0 由系统计算）", {
              role: "floatQuantity",
            }),
          },
        ),
      ),
    },
    {
      bill_no: text("单据编号", { role: "billNo" }),
      bill_date: date("单据日期", { role: "billDate" }),
      is_re_calc_qty: flag("是否重算数量（重算基本单位数量与浮动单位数量）", {
        role: "recalculate",
      }),
    },
  ),
  reply: occupyReply,
});
