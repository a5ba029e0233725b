/**
 * 销售退货单: goods that were sold come back at the cost with which they left, where the row names
 * the row that sent them. Contract section 6.
 */
import { bill } from "../bill.ts";
import { double, text } from "../scalar.ts";
import * as common from "./common.ts";
import * as sale from "./sale-common.ts";
import * as trade from "./trade-common.ts";
import * as contact from "./trade-contact.ts";

export const salInbound = bill({
  name: "sal_in_bound",
  entity: "sal_bill_inbound",
  title: { zh: "销售退货单", en: "Sales return bill" },
  prefix: "XSTH",
  save: {
    required: { ...sale.customerById },
    optional: {
      ...trade.saveDate,
      ...common.customerByNumber,
      ...trade.tradeHead,
      default_bill_source: text("单据来源"),
      ...contact.contactLinkman,
      ...contact.contactPlace,
      ...trade.billDiscount(double),
      total_ins_amount: double("本次退款金额"),
      total_amount: double("合计金额"),
      diff_amount: double("优惠金额"),
      total_un_settle_amount: double("未结算金额", { derived: true }),
      ...trade.payments,
      ...trade.attachments,
    },
    line: sale.saleStockLine,
  },
  detail: {
    head: sale.saleDetailHead,
    line: { ...trade.detailTradeLine, sn_list: common.detailSerials.sn_list },
  },
  list: {
    row: sale.saleRow,
    filters: { ...sale.saleFilters, ...sale.byCustomer, settle_status: text("结算状态") },
  },
});
