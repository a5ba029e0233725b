/** 采购退货单: goods that were bought go back to the supplier, at the cost of their pool. Section 6. */
import { bill } from "../bill.ts";
import { double, int, text } from "../scalar.ts";
import * as common from "./common.ts";
import * as purchase from "./purchase-common.ts";
import * as trade from "./trade-common.ts";

export const purReturn = bill({
  name: "pur_ret",
  entity: "pur_bill_outbound",
  title: { zh: "采购退货单", en: "Purchase return bill" },
  prefix: "CGTH",
  save: {
    required: { ...purchase.supplierById },
    optional: {
      ...trade.saveDate,
      ...common.supplierByNumber,
      ...trade.tradeHead,
      ...trade.department,
      ...trade.departmentByNumber,
      ...purchase.currency,
      all_debt: double("应付余额", { derived: true }),
      last_debt: double("上次应付余额", { derived: true }),
      return_reason: text("退货原因"),
      contact_info: text("联系信息"),
      ...trade.billDiscount(double),
      total_amount: double("合计金额"),
      total_ins_amount: double("本次退款金额"),
      total_unsettle_amount: double("未结算金额", { derived: true }),
      ...purchase.attachedPanels,
      ...purchase.outsideKey,
    },
    line: purchase.purchaseStockLine,
  },
  detail: {
    head: { ...purchase.purchaseDetailHead, ...purchase.purchaseSettlement },
    line: {
      ...purchase.purchaseDetailLine,
      un_in_qty: double("未入库数量"),
      returnable_qty: int("可退数量"),
    },
  },
  list: {
    row: purchase.purchaseRow,
    filters: { ...purchase.purchaseFilters, ...purchase.byOutsideKey },
  },
});
