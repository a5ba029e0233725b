/** 销售订单: what is to be sold; it moves no stock, `inv_occupy` may hold some for it. Section 6. */
import { bill } from "../bill.ts";
import { date, decimalText, double, flag, ref, refNumber, request, rows, text } from "../scalar.ts";
import * as common from "./common.ts";
import * as sale from "./sale-common.ts";
import * as trade from "./trade-common.ts";
import * as contact from "./trade-contact.ts";

const ioStatus = "出库状态（A 未出库，B 部分出库，C 全部出库）";

export const salOrder = bill({
  name: "sal_order",
  entity: "sal_bill_order",
  title: { zh: "销售订单", en: "Sales order" },
  prefix: "XSDD",
  save: {
    required: { ...sale.customerById },
    optional: {
      ...trade.saveDate,
      ...common.customerByNumber,
      ...trade.tradeHead,
      default_bill_source: text("单据来源"),
      ...contact.contactLinkman,
      ...contact.contactPlace,
      ...contact.dispatcherLinkman,
      ...contact.dispatcherPlace,
      ...contact.dispatcherDistrict,
      delivery_type_id: ref("aux_info", "交货方式id"),
      ...trade.billDiscount(double),
      cost_fee: double("费用合计", { derived: true }),
      ...trade.tradeFees,
      ...trade.allocation,
      total_ins_amount: double("本次收款金额"),
      total_amount: double("合计金额"),
      ...trade.payments,
      attachments_url: rows("附件", request({}, { url: text("附件地址") })),
      ...sale.customerFees,
      required_invoice: flag("是否需要开票"),
      enable_directional: flag("是否定向"),
    },
    line: {
      required: { ...common.materialById, ...common.quantityAndUnit },
      optional: {
        ...common.entryId,
        ...common.materialByNumber,
        ...common.storeById,
        ...common.bin,
        aux_unit_id: common.auxUnit.aux_unit_id,
        aux_unit_number: refNumber("measure_unit", "aux_unit_id", "辅助单位编码"),
        aux_unit_name: text("辅助单位名称", { derived: true }),
        aux_prop_id: common.auxProperty.aux_prop_id,
        ...trade.prices(double),
        cess: decimalText("税率（%）"),
        tax_amount: decimalText("税额"),
        bill_dis_before_amount: double("整单折扣前价税合计", { derived: true }),
        pre_dis_amount: double("折前金额", { derived: true }),
        delivery_date: date("交货日期"),
        regain_price: flag("是否重新取价"),
        comment: common.lineNotes.comment,
        ...trade.isFree,
        custom_entity_field: common.lineNotes.custom_entity_field,
      },
    },
  },
  detail: {
    head: sale.saleDetailHead,
    line: {
      ...trade.detailTradeLine,
      delivery_date: date("交货日期"),
      bill_dis_before_amount: text("整单折扣前价税合计", { empty: "0" }),
    },
  },
  list: {
    row: {
      ...sale.saleRow,
      ...sale.saleRowTotals,
      material_group: text("商品"),
      delivery_type: text("交货方式"),
      real_io_status: text(ioStatus),
      io_status: text(ioStatus),
    },
    filters: {
      ...sale.saleFilters,
      ...trade.byBillNo,
      ...trade.byBillDate,
      ...trade.totals,
      bill_close_state: text("关闭状态（C 未关闭，S 全部出库后关闭，H 手工关闭）"),
      real_io_status: text(ioStatus),
      io_status: text(ioStatus),
    },
    headers: trade.headers,
  },
});
