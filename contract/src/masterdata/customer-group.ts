/** 客户分类: a tree. There is no detail in the contract. */
import { master } from "../master.ts";
import { list, ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

export const customerGroup = master({
  name: "customer_group",
  entity: "bd_customergroup",
  title: { zh: "客户分类", en: "Customer group" },
  paths: { list: "/jdy/v2/bd/customer_group", save: "/jdy/v2/bd/customer_group" },
  unique: ["number"],
  save: {
    required: { ...common.saveName },
    optional: {
      ...common.saveNumber,
      parent_id: ref("customer_group", "上级id"),
      parent_number: refNumber("customer_group", "parent_id", "上级编码"),
      ...common.remark,
    },
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      parent_id: text("上级id"),
      ...common.isLeaf,
      ...common.levelText,
      ...common.remark,
    },
    filters: {
      ...common.changedFilters,
      ...common.exactFilters,
      ...common.idsFilter,
      parent: list("上级id"),
    },
    page: { count: "string", currentPage: true },
  },
});
