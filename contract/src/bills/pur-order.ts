/** 采购订单: what is to be bought; it moves no stock. Contract sections 6, 7 and 9. */
import { bill } from "../bill.ts";
import { date, decimalText, double, int, list, ref, request, rows, text } from "../scalar.ts";
import * as common from "./common.ts";
import * as purchase from "./purchase-common.ts";
import * as trade from "./trade-common.ts";
import * as contact from "./trade-contact.ts";

export const purOrder = bill({
  name: "pur_order",
  entity: "pur_bill_order",
  title: { zh: "采购订单", en: "Purchase order" },
  prefix: "CGDD",
  save: {
    required: { ...purchase.supplierById },
    optional: {
      ...trade.saveDate,
      ...trade.tradeHead,
      ...contact.contactLinkman,
      ...contact.contactPlace,
      ...contact.dispatcherLinkman,
      ...contact.dispatcherPlace,
      ...contact.dispatcherDistrict,
      ...trade.billDiscount(decimalText),
      cost_fee: decimalText("采购费用", { derived: true }),
      ...trade.tradeFees,
      ...trade.allocation,
      total_ins_amount: double("本次付款金额"),
      total_amount: double("合计金额"),
      payment_entry: rows(
        "付款信息",
        request(
          {},
          {
            id: text("分录id"),
            settle_account_id: ref("settlement_account", "结算账户id"),
            settle_account_name: text("结算账户名称", { derived: true }),
            pay_amount: decimalText("金额"),
            pay_type_id: text("结算方式id"),
            pay_type_name: text("结算方式名称"),
            trans_number: text("交易号"),
            pay_comment: text("备注"),
            seq: int("序号"),
          },
        ),
      ),
      attachments_url: list("附件地址"),
      ...purchase.outsideKey,
    },
    line: {
      required: { ...common.materialById, ...common.quantityAndUnit },
      optional: {
        ...common.entryId,
        ...common.storeById,
        ...common.bin,
        delivery_date: date("交货日期"),
        aux_prop_id: common.auxProperty.aux_prop_id,
        barcode: common.lineNotes.barcode,
        batch_no: text("批次号", { role: "batchNo", maxLength: 100 }),
        pro_place: common.lineNotes.pro_place,
        pro_reg_no: common.lineNotes.pro_reg_no,
        pro_license: common.lineNotes.pro_license,
        ...trade.prices(decimalText),
        ...trade.rates(decimalText),
        pre_dis_amount: decimalText("折前金额", { derived: true }),
        bill_dis_before_amount: decimalText("整单折扣前价税合计", { derived: true }),
        ...trade.afterBillDiscount(decimalText),
        act_non_tax_price: decimalText("实际不含税单价", { derived: true }),
        comment: common.lineNotes.comment,
        custom_entity_field: common.lineNotes.custom_entity_field,
        ...common.sourceLink,
      },
    },
  },
  detail: {
    head: {
      ...purchase.purchaseDetailHead,
      send_status: text("发送状态"),
      io_status: text("入库状态（A 未入库，B 部分入库，C 全部入库）"),
      currency_id: text("币别id"),
      exchange_rate: text("汇率", { empty: "1" }),
      ...purchase.closeState,
      ...trade.detailAttachments,
    },
    line: {
      ...trade.detailTradeLine,
      supp_material_number: text("供应商商品编码"),
      supp_material_name: text("供应商商品名称"),
      delivery_date: date("交货日期"),
      in_qty: double("已入库数量"),
      close_state: text("行关闭状态"),
    },
  },
  list: {
    row: { ...purchase.purchaseRow, ...purchase.closeState },
    filters: { ...purchase.purchaseFilters, ...trade.byBillNo, ...purchase.byOutsideKey },
  },
});
