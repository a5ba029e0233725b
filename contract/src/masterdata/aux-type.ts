/** 辅助属性分类: a dimension such as colour or size. There is no detail in the contract. */
import { master } from "../master.ts";
import { ref, text } from "../scalar.ts";
import * as common from "./common.ts";

export const auxType = master({
  name: "aux_type",
  entity: "bd_auxtype",
  title: { zh: "辅助属性分类", en: "Aux property type" },
  paths: { list: "/jdy/v2/bd/aux_type", save: "/jdy/v2/bd/aux_type" },
  unique: ["number", "name"],
  save: {
    required: { ...common.saveName },
    optional: { ...common.saveNumber, parent_id: ref("aux_type", "上级id") },
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      group_id: text("分组id"),
      parent_number: text("上级编码"),
      parent_id: text("上级id"),
    },
    filters: common.changedFilters,
    page: { count: "string", currentPage: true },
  },
});
