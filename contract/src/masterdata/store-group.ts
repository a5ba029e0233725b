/** 仓库分类: a tree of store groups. */
import { master } from "../master.ts";
import { int, list, ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

export const storeGroup = master({
  name: "store_group",
  entity: "bd_storegroup",
  title: { zh: "仓库分类", en: "Store group" },
  paths: {
    list: "/jdy/v2/bd/store_group",
    detail: "/jdy/v2/bd/store_group_detail",
    save: "/jdy/v2/bd/store_group",
  },
  unique: ["number"],
  save: {
    required: { ...common.saveNumber, ...common.saveName },
    optional: {
      parent_id: ref("store_group", "上级id"),
      parent_number: refNumber("store_group", "parent_id", "上级编码"),
      ...common.remark,
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.levelText,
    ...common.isLeaf,
    parent_id: text("上级id"),
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      ...common.levelText,
      ...common.isLeaf,
      parent: text("上级id"),
    },
    filters: {
      ...common.changedFilters,
      ...common.enableFilter,
      parent: list("上级id"),
      level: int("级次"),
    },
    page: { count: "string", currentPage: true },
  },
});
