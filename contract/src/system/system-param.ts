/**
 * 系统参数查询: the account's settings as the vendor groups them. Contract section 8, "Account
 * settings".
 */
import { endpoint, modules } from "../endpoint.ts";
import { flag, int, object, request, shape, text } from "../scalar.ts";
import { assetGroup, ledgerGroup } from "./system-param-finance.ts";

const publicGroup = shape({
  system_start_period: text("系统启用期间"),
  company_name: text("公司名称"),
  company_address: text("公司地址"),
  company_phone: text("公司电话"),
  company_fax: text("公司传真"),
  company_postcode: text("公司邮编"),
  tax_payer_name: text("纳税人名称"),
  tax_payer_idnumber: text("纳税人识别号"),
  invoice_company_address: text("开票地址"),
  invoice_company_phone: text("开票电话"),
  invoice_bank: text("开户行"),
  invoice_account_number: text("银行账号"),
  open_custom_field: flag("启用自定义字段"),
});

const receivables = shape({
  radio_field: flag("按单据核销"),
  radio_field1: flag("按分录核销"),
  radio_field2: flag("按余额核销"),
});

const material = shape({
  is_enable_daux: flag("启用辅助属性"),
  is_enable_daux_material_cust: flag("按辅助属性维护客户商品编码"),
  is_enable_dserial: flag("启用序列号管理"),
  is_enabled_batch_manage: flag("启用批次管理"),
  is_enabled_quality_period: flag("启用保质期管理"),
  is_enable_donecode: flag("启用一码多品"),
  is_enable_tax: flag("启用税率"),
  default_tax: int("默认增值税税率"),
  is_enabled_price_tax: flag("商品价格含税"),
});

const stock = shape({
  enable_foreign_currency: flag("启用外币"),
  auto_fill_settlement_amt: flag("自动填充结算金额"),
  allow_in_qty_gt_order_qty: flag("允许入库数量大于订单数量"),
  pur_fee_edit_after_audit: flag("采购单据审核后可改费用"),
  pur_ord_auto_create_ap_pre: flag("采购订单审核后生成预付款"),
  allow_out_qty_gt_order_qty: flag("允许出库数量大于订单数量"),
  sal_fee_edit_after_audit: flag("销售单据审核后可改费用"),
  sal_modify_bill_date_web: flag("网页端不可改销售单据日期"),
  sal_modify_bill_date_app: flag("移动端不可改销售单据日期"),
  sal_ord_auto_create_ar_pre: flag("销售订单审核后生成预收款"),
  manual_selection: flag("批次手工选择"),
  auto_fill_batchno: flag("批次按批号顺序出库"),
  auto_fill_kfdate: flag("批次近效期先出"),
  radio_field5: flag("按零售价"),
  radio_field6: flag("按配送价"),
  update_inv_when_save: flag("保存时更新库存"),
  update_inv_when_audit: flag("审核时更新库存"),
  audited_pur_ord: flag("可用库存计入已审核采购订单"),
  saved_pur: flag("可用库存计入未审核采购入库单"),
  audited_tf_out: flag("可用库存计入已审核调拨出库单"),
  un_push_tf_out: flag("可用库存计入未入库调拨出库量"),
  saved_oi: flag("可用库存计入未审核其他入库单"),
  saved_gain: flag("可用库存计入未审核盘盈单"),
  audited_sal_ord: flag("可用库存扣除已审核销售订单"),
  saved_sal: flag("可用库存扣除未审核销售出库单"),
  saved_tf_out: flag("可用库存扣除未审核调拨出库单"),
  saved_oo: flag("可用库存扣除未审核其他出库单"),
  saved_loss: flag("可用库存扣除未审核盘亏单"),
  disable_exp_check: flag("库存检查不判断浮动单位"),
  exp_plus_minus_non: flag("正负不一致时不控制"),
  exp_plus_minus_warn: flag("正负不一致时提示"),
  exp_plus_minus_error: flag("正负不一致时禁止"),
  exp_zero_nonzero_non: flag("零与非零不一致时不控制"),
  exp_zero_nonzero_warn: flag("零与非零不一致时提示"),
  exp_zero_nonzero_error: flag("零与非零不一致时禁止"),
});

const cost = shape({
  order_by_param: flag("按参数设置核算成本"),
  order_by_cost: flag("按商品设置核算成本"),
  valua_method: text("计价方法"),
  batch_number: flag("按批号核算成本"),
  serial_number: flag("按序列号核算成本"),
  assat_tribute: flag("按辅助属性核算成本"),
  radio_field2: flag("分仓核算"),
  radio_field3: flag("总仓核算"),
  navall: flag("负结存出库成本启用"),
  nav_first_field: flag("负结存取上次入库成本"),
  nav_sec_field: flag("负结存取上次出库成本"),
  nav_third_field: flag("负结存取成本指导价"),
  nav_forth_field: flag("负结存取期初平均成本"),
  retall: flag("无源单退货成本启用"),
  ret_first_field: flag("无源单退货取上次出库成本"),
  ret_sec_field: flag("无源单退货取上次入库成本"),
  ret_third_field: flag("无源单退货取成本指导价"),
  ret_forth_field: flag("无源单退货取期初平均成本"),
  radio_field12: flag("单选项12（原接口未说明）"),
  radio_field1: flag("单选项1（原接口未说明）"),
  enable_close_account_cost: flag("成本异常时允许结账"),
  not_create_voucher_bill: flag("不生成凭证的单据"),
  nagative: text("负结存取价（字段名沿用原接口）"),
  param_nagative: text("负结存参数（字段名沿用原接口）"),
  return: text("退货取价"),
  param_return: text("退货参数"),
});

export const systemParam = endpoint({
  operation: "system.systemParam",
  kind: "system",
  method: "GET",
  path: "/jdy/v2/sys/system_param",
  title: { zh: "系统参数查询", en: "Account settings" },
  module: modules.system,
  permission: "system:read",
  query: request(
    {},
    {
      type: text(
        "参数类型（public 公共，arap 应收应付，basedata 商品，pur 进销存，gl 财务，fp 税务，chhs 存货核算，fa 资产，A 全部）",
        {
          choices: ["public", "arap", "basedata", "pur", "gl", "fp", "chhs", "fa", "A"],
          default: "pur",
        },
      ),
    },
  ),
  reply: shape({
    public: object("公共参数", publicGroup),
    arap: object("应收应付参数", receivables),
    basedata: object("商品参数", material),
    pur: object("进销存参数", stock),
    gl: object("财务参数（不适用，恒为空值）", ledgerGroup),
    chhs: object("存货核算参数", cost),
    fa: object("资产参数（不适用，恒为空值）", assetGroup),
    fp: object("税务参数（不适用，恒为空）", shape({})),
  }),
});
