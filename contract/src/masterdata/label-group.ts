/** 标签分类: labels of one use, together. There is no detail in the contract. */
import { master } from "../master.ts";
import * as common from "./common.ts";
import { labelUseFilter, labelUseSave, labelUseShown } from "./label-use.ts";

export const labelGroup = master({
  name: "label_group",
  entity: "bd_labelgroup",
  title: { zh: "标签分类", en: "Label group" },
  paths: { list: "/jdy/v2/bd/label_group", save: "/jdy/v2/bd/label_group" },
  prefix: "BQFL",
  unique: ["number"],
  save: {
    required: { ...common.saveName },
    optional: { ...common.saveNumber, ...labelUseSave },
  },
  list: {
    row: { ...common.id, ...common.numberAndName, ...labelUseShown },
    filters: { ...common.changedFilters, ...common.unPage, ...labelUseFilter },
    page: { count: "string", currentPage: true },
  },
});
