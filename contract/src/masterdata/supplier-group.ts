/** 供应商分类: a tree. There is no detail in the contract. */
import { master } from "../master.ts";
import { ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

export const supplierGroup = master({
  name: "supplier_group",
  entity: "bd_suppliergroup",
  title: { zh: "供应商分类", en: "Supplier group" },
  paths: { list: "/jdy/v2/bd/supplier_group", save: "/jdy/v2/bd/supplier_group" },
  unique: ["number"],
  save: {
    required: { ...common.saveName, ...common.saveNumber },
    optional: {
      parent_id: ref("supplier_group", "上级id"),
      parent_number: refNumber("supplier_group", "parent_id", "上级编码"),
      // The page marks the level as required; the parent says it already.
      level: text("级次", { strictRequired: true }),
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
    },
    filters: {
      ...common.changedFilters,
      ...common.enableFilter,
      level: text("级次"),
    },
    page: { count: "string", currentPage: true },
  },
});
