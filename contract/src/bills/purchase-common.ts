/** What 采购订单, 采购入库单 and 采购退货单 share. Contract sections 6 and 9. */
import { double, flag, int, list, ref, refNumber, request, rows, text } from "../scalar.ts";
import * as common from "./common.ts";
import * as trade from "./trade-common.ts";
import { detailContact } from "./trade-contact.ts";

export const supplierById = { supplier_id: ref("supplier", "供应商id") };
export const outsideKey = { outside_pk_id: text("外部系统单号", { maxLength: 100 }) };

/** A row that brings goods in or sends them back. */
export const purchaseStockLine = {
  required: { ...common.materialById, ...common.storeById, ...common.quantityAndUnit },
  optional: {
    ...common.entryId,
    ...common.materialByNumber,
    ...common.storeByNumber,
    ...common.bin,
    ...common.auxUnit,
    aux_prop_id: common.auxProperty.aux_prop_id,
    barcode: common.lineNotes.barcode,
    ...trade.batchAndShelfLife,
    // The page spells pro_place so (contract section 10).
    prop_lace: text("产地", { aliasOf: "pro_place" }),
    pro_reg_no: common.lineNotes.pro_reg_no,
    pro_license: common.lineNotes.pro_license,
    sn_list: common.serials.sn_list,
    sn_list_id: common.serials.sn_list_id,
    ...trade.prices(double),
    ...trade.rates(double),
    bill_dis_before_amount: double("整单折扣前价税合计", { derived: true }),
    ...trade.afterBillDiscount(double),
    ...trade.settled,
    // A flag that the SDK types as a number.
    is_free: int("是否赠品（1 是，0 否）"),
    all_amount_for: double("价税合计本位币", { derived: true }),
    ...trade.unusedCost,
    comment: common.lineNotes.comment,
    ...common.sourceLink,
    custom_entity_field: common.lineNotes.custom_entity_field,
  },
};

export const attachedPanels = {
  attachments_url: rows("附件", request({}, { panel: text("附件面板"), url: text("附件地址") })),
};

export const currency = {
  currency_id: common.headNotes.currency_id,
};
export const currencyByNumber = {
  currency_number: refNumber("currency", "currency_id", "币别编码"),
};

export const purchaseDetailHead = {
  ...common.detailHead,
  ...trade.detailPeople,
  trans_type: text("业务类型"),
  ...common.named("customer", "客户"),
  ...common.named("supplier", "供应商"),
  ...detailContact,
};
export const purchaseSettlement = {
  total_unsettle_amount: double("未结算金额"),
  total_unsettle_amount_for: double("未结算金额本位币"),
  exchange_rate: double("汇率"),
  settle_status: text("结算状态"),
  all_debt: double("应付余额"),
  last_debt: double("上次应付余额"),
};

export const purchaseDetailLine = {
  seq: common.detailLine.seq,
  id: common.detailLine.id,
  ...common.detailMaterial,
  ...common.detailStore,
  stock_is_allow_freight: flag("仓库启用仓位管理"),
  ...common.detailAux,
  ...common.detailUnits,
  ...common.detailBatch,
  kf_period: double("保质期"),
  sn: common.detailSerials.sn,
  sn_list_id: common.detailSerials.sn_list_id,
  ...trade.detailPrices,
  ...common.detailSource,
  src_seq: trade.detailTradeLine.src_seq,
  entry_settle_status: text("分录结算状态"),
  cur_settle_amount_for: text("本次结算金额本位币"),
  ...common.detailNotes,
};

export const purchaseRow = {
  ...trade.listRow,
  ...common.named("supplier", "供应商"),
  ...common.named("emp", "业务员"),
  remark: text("备注"),
};
export const closeState = {
  bill_close_state: text("关闭状态（C 未关闭，S 全部入库后关闭，H 手工关闭）"),
};
export const purchaseFilters = {
  ...trade.listFilters,
  ...trade.byBillDate,
  supplier_id: list("供应商id"),
};
export const byOutsideKey = { out_side_pks: list("外部系统单号") };
