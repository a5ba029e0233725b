/** 部门. */

import { named } from "../bills/common.ts";
import { master } from "../master.ts";
import { flag, int, ref, text } from "../scalar.ts";

export const department = master({
  name: "department",
  entity: "bd_department",
  title: { zh: "部门", en: "Department" },
  paths: {
    list: "/jdy/v2/bd/department",
    detail: "/jdy/v2/bd/department_detail",
    save: "/jdy/v2/bd/department",
  },
  prefix: "BM",
  unique: ["number"],
  save: {
    required: { name: text("名称") },
    optional: { number: text("编码"), parent_id: ref("department", "上级部门id") },
  },
  detail: {
    id: text("id"),
    name: text("名称"),
    ...named("parent", "上级"),
    level: int("级次"),
    is_leaf: flag("是否末级"),
  },
  list: {
    row: { id: text("id"), number: text("编码"), name: text("名称") },
    filters: { search: text("模糊搜索") },
    page: { count: "string" },
  },
});
