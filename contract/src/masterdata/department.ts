/** 部门: a tree. The save names the parent `parent_org_…`, the replies `parent_…`. */
import { master } from "../master.ts";
import { flag, int, list, ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

const place = {
  level: text("级次"),
  long_number: text("长编码"),
  full_name: text("全称"),
  ...common.named("parent", "上级部门"),
};

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
    required: { ...common.saveName },
    optional: {
      ...common.saveNumber,
      parent_org_id: ref("department", "上级部门id"),
      parent_org_number: refNumber("department", "parent_org_id", "上级部门编码"),
      f_comment: text("备注"),
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.enable,
    ...place,
    f_comment: text("备注"),
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      ...common.enable,
      ...place,
      is_leaf: flag("是否末级"),
    },
    filters: {
      ...common.changedFilters,
      ...common.idsFilter,
      level: int("级次"),
      parent_id: list("上级部门id（不含下级的下级）"),
    },
    page: { count: "string", currentPage: true },
  },
});
