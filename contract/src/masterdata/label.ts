/** 标签: a mark that materials or customers carry, any number of them. */
import { master } from "../master.ts";
import { flag, ref, text } from "../scalar.ts";
import * as common from "./common.ts";
import { labelUseFilter, labelUseSave, labelUseShown } from "./label-use.ts";

export const label = master({
  name: "label",
  entity: "bd_label",
  title: { zh: "标签", en: "Label" },
  paths: {
    list: "/jdy/v2/bd/label",
    detail: "/jdy/v2/bd/label_detail",
    save: "/jdy/v2/bd/label",
  },
  prefix: "BQ",
  unique: ["number"],
  save: {
    required: { ...common.saveName },
    optional: {
      ...common.saveNumber,
      parent_id: ref("label_group", "标签分类id"),
      ...labelUseSave,
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.named("parent", "标签分类"),
    is_prepared: flag("是否预置"),
    ...labelUseShown,
    ...common.creator,
    ...common.modifier,
    ...common.created,
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      group_id: text("标签分类id"),
      ...common.named("parent", "标签分类"),
    },
    filters: {
      ...common.changedFilters,
      ...common.enableFilter,
      ...common.unPage,
      ...labelUseFilter,
      parent_id: text("标签分类id"),
    },
    page: { count: "string", currentPage: true },
  },
});
