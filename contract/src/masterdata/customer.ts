/** 客户. */
import { master } from "../master.ts";
import { flag, int, list, map, ref, refNumber, request, rows, text } from "../scalar.ts";
import * as common from "./common.ts";
import { contactRow, customerContact } from "./contact.ts";

const invoice = {
  invoice_name: text("开票名称"),
  taxpayer_no: text("纳税人识别号"),
  ...common.bankAccount,
};

const label = {
  id: ref("label", "标签id"),
  number: refNumber("label", "id", "标签编码"),
  name: text("标签名称"),
};

export const customer = master({
  name: "customer",
  entity: "bd_customer",
  title: { zh: "客户", en: "Customer" },
  paths: {
    list: "/jdy/v2/bd/customer",
    detail: "/jdy/v2/bd/customer_detail",
    save: "/jdy/v2/bd/customer",
  },
  prefix: "KH",
  unique: ["number"],
  uniqueWarning: ["name"],
  save: {
    required: { ...common.saveName },
    optional: {
      ...common.saveNumber,
      group_id: ref("customer_group", "分类id"),
      group_number: refNumber("customer_group", "group_id", "分类编码"),
      c_level_id: text("客户等级id"),
      sale_dept_id: ref("department", "销售部门id"),
      sale_dept_number: refNumber("department", "sale_dept_id", "销售部门编码"),
      saler_id: ref("emp", "销售员id"),
      saler_number: refNumber("emp", "saler_id", "销售员编码"),
      mul_label: rows("标签", request({}, label)),
      rate: text("税率"),
      ...invoice,
      invoice_type: int("发票类型"),
      ...common.regionIds,
      addr: text("详细地址"),
      ...common.remark,
      contact_persons: rows("联系人", request({}, customerContact)),
      ...common.ignoreWarn,
      custom_field: map("自定义字段", { role: "customFields" }),
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.enable,
    ...common.named("group", "分类"),
    ...common.named("c_level", "客户等级"),
    ...common.named("sale_dept", "销售部门"),
    ...common.named("saler", "销售员"),
    ...common.named("country", "国家"),
    ...common.named("province", "省份"),
    ...common.named("city", "城市"),
    ...common.named("district", "区县"),
    addr: text("详细地址"),
    rate: text("税率"),
    ...invoice,
    invoice_type: text("发票类型"),
    ...common.remark,
    bomentity: rows("联系人", contactRow),
    ...common.created,
    creater_field_name: text("创建人名称"),
    custom_field: map("自定义字段"),
  },
  detailQuery: request(
    {},
    {
      // The page marks the id as required; a number does as well.
      id: text("id（id与number二选一）", { strictRequired: true }),
      number: text("编码（id与number二选一）"),
      show_period: flag("是否返回周期信息（默认false）"),
      show_un_visit_days: flag("是否返回未拜访天数（默认false）"),
      show_business_time: flag("是否返回交易时间（默认false）"),
      show_debt: flag("是否返回欠款（默认false）"),
    },
  ),
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      group_name: text("分类名称"),
      c_level_id: text("客户等级id"),
      ...common.remark,
      ...common.enable,
    },
    filters: {
      ...common.changedFilters,
      ...common.dataPermission,
      enable: int("启用状态（1 启用，0 禁用，-1 全部，默认 1）", { default: "1" }),
      group: list("分类id"),
      c_level: text("客户等级id"),
      sale_dept_id: text("销售部门id"),
      saler_id: text("销售员id"),
      customer_maturity: text("客户成熟度"),
      contact_person_main: text("首要联系人"),
      mobile_main: text("首要联系人手机"),
      trace_start_date: text("跟进日期起"),
      trace_end_date: text("跟进日期止"),
      show_debt: flag("是否返回欠款（默认false）"),
      show_alarm: flag("是否返回预警（默认false）"),
      show_trace_info: flag("是否返回跟进信息（默认false）"),
      show_un_visit_days: flag("是否返回未拜访天数（默认false）"),
      show_business_time: flag("是否返回交易时间（默认false）"),
      show_contact_detail: flag("是否返回联系人（默认false）"),
      order_by: text("排序（如 number asc）", { example: "number asc" }),
    },
    page: { count: "string", currentPage: true },
  },
});
