/**
 * 销售出库单: goods that were sold leave a store at the cost of their pool; a row that names an order
 * consumes what was held for it (D16). Contract section 6.
 */
import { bill } from "../bill.ts";
import { double, int, list, ref, request, rows, text } from "../scalar.ts";
import * as common from "./common.ts";
import * as sale from "./sale-common.ts";
import * as trade from "./trade-common.ts";
import * as contact from "./trade-contact.ts";

export const salOutbound = bill({
  name: "sal_out_bound",
  entity: "sal_bill_outbound",
  title: { zh: "销售出库单", en: "Sales outbound bill" },
  prefix: "XSCK",
  save: {
    required: { ...sale.customerById },
    optional: {
      ...trade.saveDate,
      ...common.customerByNumber,
      ...trade.tradeHead,
      ...trade.department,
      ...trade.departmentByNumber,
      bill_source: text("单据来源"),
      bill_stock_id: ref("store", "表头仓库id"),
      bill_sp_id: ref("space", "表头仓位id"),
      ...contact.contactLinkman,
      ...contact.contactPlace,
      delivery_type_id: ref("aux_info", "交货方式id"),
      ...trade.billDiscount(double),
      cost_fee: double("费用合计", { derived: true }),
      ...trade.tradeFees,
      express_entity: rows(
        "物流信息",
        request(
          {},
          {
            seq: int("序号"),
            id: text("分录id"),
            delivery_bill_no: text("物流单号"),
            delivery_time: text("发货时间"),
            express_company_id: text("物流公司id"),
            express_company_number: text("物流公司编码"),
            express_company_name: text("物流公司名称"),
          },
        ),
      ),
      ...trade.allocation,
      total_ins_amount: double("本次收款金额"),
      total_amount: double("合计金额"),
      diff_amount: double("优惠金额"),
      total_un_settle_amount: double("未结算金额", { derived: true }),
      ...trade.payments,
      deduction_balance: double("抵扣金额"),
      attachments_url: list("附件地址"),
      ...sale.customerFees,
    },
    line: sale.saleStockLine,
  },
  detail: {
    head: {
      ...sale.saleDetailHead,
      ...sale.detailCustomerFees,
      ...common.named("delivery_type", "交货方式"),
    },
    line: { ...trade.detailTradeLine, sn_list: common.detailSerials.sn_list },
  },
  list: {
    row: {
      ...sale.saleRow,
      ...sale.saleRowTotals,
      material_group: int("商品种数"),
      delivery_status: text("物流状态"),
    },
    filters: {
      ...sale.saleFilters,
      ...sale.byCustomer,
      ...trade.byBillNo,
      ...trade.byBillDate,
      ...trade.totals,
      settle_status: text("结算状态"),
      delivery_type: text("交货方式id"),
      delivery_status: text("物流状态"),
      creator_id: list("创建人id"),
      currency_id: list("币别id"),
      filter_zero: text("是否过滤未结算金额为零的单据"),
      payment_flag: text("收款标记"),
    },
    headers: trade.headers,
  },
});
