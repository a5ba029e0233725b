/** 库存占用释放: gives back what was held for a bill. Seed 库存占用释放; contract section 8. */
import { endpoint, modules } from "../endpoint.ts";
import { emptyReply } from "../envelope.ts";
import { date, decimalText, flag, request, rows, text } from "../scalar.ts";
import { holdDetails, holdNames, holdStock } from "./hold-line.ts";

export const release = endpoint({
  operation: "stock.release",
  kind: "hold",
  method: "POST",
  path: "/jdy/v2/scm/inv_release_occupy",
  title: { zh: "库存占用释放", en: "Release held stock" },
  module: modules.stock,
  permission: "stock:hold",
  body: request(
    {
      src_bill_type_id: text("单据类型（第三方单据传 isv_bill）", {
        role: "sourceType",
        maxLength: 100,
        example: "isv_bill",
      }),
      src_inter_id: text("源单id（占用时的单据id）", { role: "sourceBill", maxLength: 200 }),
      material_entity: rows(
        "分录",
        request(
          {
            src_entry_id: text("源单分录id（占用时的分录id）", { role: "entryId", maxLength: 200 }),
            ...holdStock,
          },
          {
            ...holdNames,
            ...holdDetails,
            base_qty: decimalText("基本数量", { role: "baseQuantity", strictRequired: true }),
            def_float_qty: decimalText("浮动基本单位数量（0 由系统计算）", {
              role: "floatQuantity",
              strictRequired: true,
            }),
          },
        ),
      ),
    },
    {
      // The seed marks number and date as required; the hold is found without them (D23).
      bill_no: text("单据编号", { role: "billNo", strictRequired: true }),
      bill_date: date("单据日期", { role: "billDate", strictRequired: true }),
      is_re_calc_qty: flag("是否重算数量（重算基本单位数量与浮动单位数量）", {
        role: "recalculate",
      }),
      src_bill_resource: text("单据来源（第三方传 ISV）"),
    },
  ),
  reply: emptyReply,
});
