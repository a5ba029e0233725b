/** 职员. */
import { master } from "../master.ts";
import { int, list, ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

export const emp = master({
  name: "emp",
  entity: "bd_employee",
  title: { zh: "职员", en: "Employee" },
  paths: { list: "/jdy/v2/bd/emp", detail: "/jdy/v2/bd/emp_detail", save: "/jdy/v2/bd/emp" },
  prefix: "ZY",
  unique: ["number"],
  save: {
    required: { ...common.saveName },
    optional: {
      ...common.saveNumber,
      gender: int("性别（0 未知，1 男，2 女）"),
      mobile: text("手机"),
      birthday: text("生日"),
      email: text("邮箱"),
      wechat: text("微信"),
      id_number: text("证件号"),
      hire_date: text("入职日期"),
      department_id: ref("department", "部门id"),
      department_number: refNumber("department", "department_id", "部门编码"),
    },
  },
  // The data has no number in the detail.
  detail: {
    ...common.id,
    name: text("名称"),
    ...common.enable,
    gender: int("性别（0 未知，1 男，2 女）"),
    ...common.named("department", "部门"),
    mobile: text("手机"),
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      mobile: text("手机"),
      id_number: text("证件号"),
      ...common.enable,
    },
    filters: {
      ...common.changedFilters,
      ...common.enableFilter,
      dept_id: list("部门id"),
    },
    page: { count: "string", currentPage: true },
  },
});
