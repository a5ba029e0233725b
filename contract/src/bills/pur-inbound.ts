/**
 * 采购入库单: goods that were bought enter a store at what they cost without tax, and their share of the
 * fees. Contract sections 6 and 9.
 */
import { bill } from "../bill.ts";
import { date, double, flag, ref, text } from "../scalar.ts";
import * as common from "./common.ts";
import * as purchase from "./purchase-common.ts";
import * as trade from "./trade-common.ts";
import * as contact from "./trade-contact.ts";

export const purInbound = bill({
  name: "pur_inbound",
  entity: "pur_bill_inbound",
  title: { zh: "采购入库单", en: "Purchase inbound bill" },
  prefix: "CGRK",
  save: {
    required: { ...trade.saveDate, ...purchase.supplierById },
    optional: {
      // A client leaves it out and gets a number (contract section 11, no. 6).
      bill_no: text("单据编码（不传由系统生成）", {
        role: "billNo",
        maxLength: 50,
        strictRequired: true,
      }),
      ...common.supplierByNumber,
      ...trade.tradeHead,
      ...trade.department,
      ...trade.departmentByNumber,
      trans_type: text("业务类型（1 现购，2 赊购，3 直运，4 受托代销）"),
      contact_info: text("联系信息"),
      ...purchase.currency,
      ...purchase.currencyByNumber,
      exchange_rate: double("汇率"),
      ...contact.dispatcherPlace,
      dispatcher_district: text("发货区县"),
      diff_amount: double("优惠金额"),
      total_amount: double("合计金额"),
      ...trade.tradeFees,
      ...trade.allocation,
      ...trade.payments,
      ...purchase.attachedPanels,
      ...purchase.outsideKey,
      deduction_balance: text("抵扣金额"),
      deduction_entry: text("抵扣分录"),
      due_date: date("结算日期"),
      is_estimation: flag("是否暂估"),
      settle_supplier_id: ref("supplier", "结算供应商id"),
    },
    line: purchase.purchaseStockLine,
  },
  detail: {
    head: {
      ...purchase.purchaseDetailHead,
      ...purchase.purchaseSettlement,
      total_amount: double("合计金额"),
      total_pre_amount: double("预付金额"),
      total_ins_amount: double("本次付款金额"),
      ...trade.billDiscount(double),
      ...common.named("edit_pay_type", "结算方式"),
      ...common.named("edit_pay_account", "结算账户"),
    },
    line: {
      ...purchase.purchaseDetailLine,
      returnable_qty: double("可退数量"),
      cost_view: double("成本"),
      unit_cost_view: double("单位成本"),
    },
  },
  list: {
    row: { ...purchase.purchaseRow, ...purchase.closeState },
    filters: { ...purchase.purchaseFilters, ...trade.byBillNo },
  },
});
