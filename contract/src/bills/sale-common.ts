/** What 销售订单, 销售出库单 and 销售退货单 share. Contract sections 5 and 6. */
import {
  decimalText,
  double,
  flag,
  int,
  list,
  ref,
  refNumber,
  request,
  rows,
  shape,
  text,
} from "../scalar.ts";
import * as common from "./common.ts";
import * as trade from "./trade-common.ts";
import { detailContact, detailDispatcher } from "./trade-contact.ts";

export const customerById = { customer_id: ref("customer", "客户id") };

/** The saves of 销售出库单 and 销售退货单 repeat the row as the detail shows it. */
const follows = { derived: true } as const;
const shownAgain = {
  picture: text("图片url", follows),
  material_name: text("商品名称", follows),
  material_is_multi_unit: flag("商品是否多单位", follows),
  material_is_serial: flag("商品是否序列号", follows),
  material_is_asst_attr: flag("商品是否启用辅助属性", follows),
  material_is_kf_period: flag("商品是否开启保质期", follows),
  material_is_batch: flag("商品是否开启批次", follows),
  material_model: text("商品规格", follows),
  material_help_code: text("商品助记码", follows),
  stock_name: text("仓库名称", follows),
  stock_is_allow_freight: flag("仓库启用仓位管理", follows),
  sp_name: text("仓位名称", follows),
  sp_number: text("仓位编码", follows),
  aux_prop_name: text("辅助属性名称", follows),
  aux_prop_number: text("辅助属性编码", follows),
  aux_name1: text("辅助属性1名称", follows),
  aux_number1: text("辅助属性1编码", follows),
  aux_name2: text("辅助属性2名称", follows),
  aux_number2: text("辅助属性2编码", follows),
  aux_name3: text("辅助属性3名称", follows),
  aux_number3: text("辅助属性3编码", follows),
  base_unit_name: text("基本单位名称", follows),
  unit_name: text("单位名称", follows),
  aux_unit_name: text("辅助单位名称", follows),
  coefficient: double("换算率", follows),
  aux_coefficient: double("辅助换算率", follows),
  conversion_rate: text("换算公式", follows),
  inv_qty: double("库存数量", follows),
  inv_base_qty: double("基本库存数量", follows),
  return_qty_unit: double("退货数量", follows),
  return_qty: double("退货基本数量", follows),
  seq: int("分录序号", follows),
  entry_status: text("分录状态", follows),
  entry_settle_status: text("分录结算状态", follows),
};

/** A row that sends goods out or takes them back. */
export const saleStockLine = {
  required: { ...common.materialById, ...common.storeById, ...common.quantityAndUnit },
  optional: {
    ...common.entryId,
    ...common.materialByNumber,
    ...common.storeByNumber,
    unit_number: refNumber("measure_unit", "unit_id", "单位编码"),
    ...common.bin,
    ...common.auxUnit,
    aux_unit_number: refNumber("measure_unit", "aux_unit_id", "辅助单位编码"),
    base_unit_id: common.baseQuantity.base_unit_id,
    base_unit_number: refNumber("measure_unit", "base_unit_id", "基本单位编码"),
    ...common.auxProperty,
    barcode: common.lineNotes.barcode,
    ...trade.batchAndShelfLife,
    kf_period: int("保质期（保质期商品必填）", { role: "kfPeriod" }),
    pro_place: common.lineNotes.pro_place,
    pro_reg_no: common.lineNotes.pro_reg_no,
    pro_license: common.lineNotes.pro_license,
    ...common.serials,
    ...trade.prices(double),
    ...trade.rates(double),
    pre_dis_amount: double("折前金额", follows),
    ...trade.afterBillDiscount(double),
    ...trade.settled,
    ...trade.unusedCost,
    ...trade.isFree,
    comment: common.lineNotes.comment,
    ...common.sourceLink,
    custom_entity_field: common.lineNotes.custom_entity_field,
    ...shownAgain,
  },
};

const borne = {
  income_name_id: text("收入类别id"),
  income_amount: decimalText("金额"),
  income_comment: text("备注"),
};
/** 客户承担费用. */
export const customerFees = {
  cus_bear_fee_entry: rows("客户承担费用", request({}, borne)),
  cus_exchange_rate: decimalText("客户承担费用汇率"),
  cus_currency_id: ref("currency", "客户承担费用币别id"),
  cus_bear_fee_status: text("客户承担费用状态"),
};
export const detailCustomerFees = { cus_bear_fee_entry: rows("客户承担费用", shape(borne)) };

export const saleDetailHead = {
  id: trade.id,
  bill_no: trade.bill_no,
  bill_date: trade.bill_date,
  bill_status: trade.bill_status,
  customer_id: text("客户id"),
  ...common.named("dept", "部门"),
  ...trade.detailPeople,
  audit_time: common.detailHead.audit_time,
  create_time: trade.create_time,
  modify_time: common.detailHead.modify_time,
  ...common.named("creator", "创建人"),
  ...common.named("modifier", "修改人"),
  trans_type: text("业务类型"),
  remark: text("备注"),
  contact_linkman: text("联系人"),
  contact_info: text("联系信息"),
  ...detailContact,
  ...detailDispatcher,
  // So spelled on the pages.
  recevice_delivery: text("交货方式"),
  ...trade.detailPayments,
  ...trade.detailAttachments,
  deduction_balance: double("抵扣金额"),
  total_un_settle_amount: double("未结算金额"),
  all_debt: double("应收余额"),
  last_debt: double("上次应收余额"),
  f_logistics_id: double("物流id"),
  cost_fee: double("费用合计"),
  subsist_info: double("费用分摊信息"),
  total_amount: double("合计金额"),
  ...trade.billDiscount(double),
  io_status: text("出入库状态（A 未出库，B 部分出库，C 全部出库）"),
  custom_field: common.detailHead.custom_field,
};

export const saleRow = {
  ...trade.listRow,
  settle_status: text("结算状态"),
  ...common.named("customer", "客户"),
  bill_dis_amount: text("整单折扣额", { empty: "0" }),
};
export const saleRowTotals = {
  ...common.named("emp", "业务员"),
  total_amount: text("合计金额", { empty: "0" }),
  bill_dis_before_amount: text("折前价税合计", { empty: "0" }),
  material_qty: text("商品数量", { empty: "0" }),
};
export const saleFilters = { ...trade.listFilters, ...trade.orderBy };
export const byCustomer = { customer_id: list("客户id") };
