/** 供应商. */
import { master } from "../master.ts";
import { flag, map, ref, refNumber, request, rows, text } from "../scalar.ts";
import * as common from "./common.ts";
import { contactFields, contactRow } from "./contact.ts";

export const supplier = master({
  name: "supplier",
  entity: "bd_supplier",
  title: { zh: "供应商", en: "Supplier" },
  paths: {
    list: "/jdy/v2/bd/supplier",
    detail: "/jdy/v2/bd/supplier_detail",
    save: "/jdy/v2/bd/supplier",
  },
  prefix: "GYS",
  unique: ["number"],
  save: {
    required: { ...common.saveName },
    optional: {
      ...common.saveNumber,
      group_id: ref("supplier_group", "分类id"),
      group_number: refNumber("supplier_group", "group_id", "分类编码"),
      saler_id: ref("emp", "负责人id"),
      saler_number: refNumber("emp", "saler_id", "负责人编码"),
      sale_dept_id: ref("department", "部门id"),
      sale_dept_number: refNumber("department", "sale_dept_id", "部门编码"),
      rate: text("税率"),
      invoice_name: text("开票名称"),
      taxpayer_no: text("纳税人识别号"),
      ...common.bankAccount,
      ...common.regionIds,
      addr: text("详细地址"),
      ...common.remark,
      bom_entity: rows("联系人", request({}, contactFields)),
      custom_field: map("自定义字段", { role: "customFields" }),
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.enable,
    group_name: text("分类名称"),
    saler_name: text("负责人名称"),
    sale_dept_name: text("部门名称"),
    bom_entity: rows("联系人", contactRow),
    custom_field: map("自定义字段"),
    taxpayer_no: text("纳税人识别号"),
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      ...common.named("group", "分类"),
      rate: text("税率"),
      ...common.bankAccount,
      bom_entity: rows("联系人", contactRow),
    },
    filters: {
      ...common.changedFilters,
      ...common.enableFilter,
      ...common.unPage,
      ...common.dataPermission,
      show_debt: flag("是否返回欠款（默认false）"),
      show_contact_detail: flag("是否返回联系人（默认false）"),
      group: text("分类id"),
    },
    page: { count: "string", currentPage: true },
  },
});
