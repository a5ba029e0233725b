/**
 * What purchases and sales share: amounts and taxes, fees, payments, attachments. Contract sections
 * 6, 7 and 9; how the amounts of a row follow from one another is in decision 6.
 */
import {
  date,
  double,
  flag,
  int,
  list,
  object,
  ref,
  refNumber,
  request,
  rows,
  shape,
  text,
} from "../scalar.ts";
import * as common from "./common.ts";

// ---- amounts of a row ----

type Scalar = typeof double;

/** What a row may say of its amounts; on some saves as text, on others as numbers. */
export const prices = (of: Scalar) => ({
  price: of("单价（不含税）"),
  tax_price: of("含税单价"),
  cess: of("税率（%）"),
  tax_amount: of("税额"),
  all_amount: of("价税合计"),
  amount: of("金额（不含税，折扣后）"),
  discount: of("折扣（与折扣率或折扣额相同）"),
  dis_amount: of("折扣额"),
});
export const rates = (of: Scalar) => ({
  dis_rate: of("折扣率（%）"),
  dis_price: of("折后单价", { derived: true }),
});
export const afterBillDiscount = (of: Scalar) => ({
  act_tax_price: of("实际含税单价（整单折扣后）", { derived: true }),
  bill_dis_distribution: of("整单折扣分摊额"),
  act_non_tax_amount: of("实际不含税金额（整单折扣后）"),
});
export const settled = {
  fee: double("费用分摊额", { derived: true }),
  divide_diff_amount: double("优惠分摊额"),
  cur_settle_amount: double("本次结算金额"),
};
/** The ledger decides what goods cost (D33). */
export const unusedCost = {
  cost: double("成本", { derived: true }),
  unit_cost: double("单位成本", { derived: true }),
};
export const isFree = { is_free: flag("是否赠品") };

export const detailPrices = {
  price: double("单价"),
  tax_price: double("含税单价"),
  cess: double("税率（%）"),
  dis_rate: double("折扣率（%）"),
  discount: double("折扣"),
  all_amount: double("价税合计"),
};

/** A row of an order, a sale or a return from a sale. */
export const detailTradeLine = {
  seq: int("分录序号"),
  id: text("分录ID"),
  ...common.detailMaterial,
  material_help_code: text("商品助记码"),
  ...common.detailStore,
  stock_is_allow_freight: flag("仓库启用仓位管理"),
  ...common.detailAux,
  ...common.named("unit", "单位"),
  ...common.named("base_unit", "基本单位"),
  ...common.named("aux_unit", "辅助单位"),
  qty: double("数量"),
  aux_qty: double("辅助单位数量"),
  coefficient: double("换算率"),
  aux_coefficient: double("辅助换算率"),
  conversion_rate: text("换算公式"),
  inv_qty: double("库存数量"),
  inv_base_qty: double("基本库存数量"),
  return_qty_unit: double("退货数量"),
  return_qty: double("退货基本数量"),
  ...detailPrices,
  tax_amount: double("税额"),
  amount: double("金额"),
  pre_dis_amount: double("折前金额"),
  dis_amount: double("折扣额"),
  dis_price: double("折后单价"),
  act_tax_price: double("实际含税单价"),
  bill_dis_distribution: double("整单折扣分摊额"),
  act_non_tax_amount: double("实际不含税金额"),
  fee: double("费用分摊额"),
  divide_diff_amount: double("优惠分摊额"),
  cur_settle_amount: double("本次结算金额"),
  unit_cost: double("单位成本"),
  cost: double("成本"),
  is_free: flag("是否赠品"),
  entry_status: text("分录状态"),
  entry_settle_status: text("分录结算状态"),
  ...common.detailBatch,
  sn: common.detailSerials.sn,
  sn_list_id: common.detailSerials.sn_list_id,
  ...common.detailSource,
  src_seq: int("源单行号"),
  src_order_id: text("源订单id", { empty: "0" }),
  ...common.detailNotes,
};

// ---- row ----

export const batchAndShelfLife = {
  ...common.batchAndShelfLife,
  kf_period: double("保质期（保质期商品必填）", { role: "kfPeriod" }),
};

// ---- head ----

export const saveDate = { bill_date: date("单据日期", { role: "billDate" }) };
export const tradeHead = {
  remark: text("备注"),
  emp_id: ref("emp", "业务员id"),
  ...common.empByNumber,
  custom_field: common.headNotes.custom_field,
  ignore_warn: flag("忽略告警（如单价为空或 0；默认false）", { role: "ignoreWarn" }),
  reverse_condition_calculate: flag("是否反算"),
};
export const department = { dept_id: ref("department", "部门id") };
export const departmentByNumber = {
  dept_number: refNumber("department", "dept_id", "部门编码"),
};
export const billDiscount = (of: Scalar) => ({
  bill_dis_amount: of("整单折扣额"),
  bill_dis_rate: of("整单折扣率（%）"),
});
export const attachments = {
  attachments_url: rows("附件", request({}, { url: text("附件地址"), panel: text("附件面板") })),
};
export const payments = {
  payment_entry: rows(
    "收付款信息",
    request(
      {},
      {
        settle_account_id: ref("settlement_account", "结算账户id"),
        pay_type_id: text("结算方式id"),
        paid_amount: double("金额", { aliasOf: "pay_amount" }),
        pay_comment: text("备注"),
      },
    ),
  ),
};
export const allocation = {
  allocate_rule: text("费用分摊规则（1 按价税合计，2 按数量）", {
    role: "allocateRule",
    choices: ["1", "2"],
    default: "1",
  }),
};

export const tradeFees = {
  cost_fee_entity: common.feesWith({ linked_bill_no: text("关联单号") }),
};

// ---- detail ----

export const { id, bill_no, bill_date, bill_status, create_time } = common.detailHead;

export const detailPeople = {
  ...common.auditor,
  ...common.named("emp", "业务员"),
};
export const detailAttachments = {
  attachments: int("附件数"),
  attachments_url: rows("附件", shape({ url: text("附件地址"), panel: text("附件面板") })),
};
export const detailPayments = {
  payment_entry: rows(
    "收付款信息",
    shape({
      id: text("分录id"),
      settle_account_id: text("结算账户id"),
      settle_account_name: text("结算账户名称"),
      pay_amount: text("金额"),
      pay_type_id: text("结算方式id"),
      pay_type_name: text("结算方式名称"),
      trans_number: text("交易号"),
      pay_comment: text("备注"),
      seq: int("序号"),
    }),
  ),
};

// ---- list ----

export const listRow = { create_time, bill_date, id, bill_no, bill_status };

const filters = common.listFilters;
export const listFilters = {
  bill_status: filters.bill_status,
  create_start_time: filters.create_start_time,
  create_end_time: filters.create_end_time,
  modify_start_time: filters.modify_start_time,
  modify_end_time: filters.modify_end_time,
  search: filters.search,
  dept_id: filters.dept_id,
  emp_id: list("业务员id"),
};
export const byBillNo = { bill_no: filters.bill_no };
export const byBillDate = {
  start_bill_date: filters.start_bill_date,
  end_bill_date: filters.end_bill_date,
};
export const orderBy = {
  order_by: text("排序（如 bill_date asc）", { example: "bill_date asc" }),
};
export const totals = {
  total_fields: list("合计字段（如 total_amount）"),
  show_material_total: flag("是否显示商品合计"),
};
export const headers = object("合计", shape({ total_amount: text("合计金额") }));
