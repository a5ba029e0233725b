/** 辅助属性: a value of a dimension, such as red of colour. There is no detail in the contract. */
import { master } from "../master.ts";
import { list, ref, text } from "../scalar.ts";
import * as common from "./common.ts";

export const auxAttribute = master({
  name: "aux_attribute",
  entity: "bd_auxdetail",
  title: { zh: "辅助属性", en: "Aux property value" },
  paths: { list: "/jdy/v2/bd/aux_attribute", save: "/jdy/v2/bd/aux_attribute" },
  unique: ["number"],
  save: {
    required: { ...common.saveName, group_id: ref("aux_type", "辅助属性分类id") },
    optional: {
      ...common.saveNumber,
      description: text("描述"),
      parent_id: ref("aux_attribute", "上级id"),
    },
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      group_id: text("辅助属性分类id"),
      ...common.enable,
      parent: text("上级id"),
    },
    filters: {
      ...common.changedFilters,
      ...common.exactFilters,
      ...common.enableFilter,
      group_id: list("辅助属性分类id"),
    },
    page: { count: "string", currentPage: true },
  },
});
