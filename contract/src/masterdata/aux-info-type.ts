/** 辅助资料分类: a list of values that the account defines, such as 其他入库类型. */
import { master } from "../master.ts";
import { list, ref } from "../scalar.ts";
import * as common from "./common.ts";

export const auxInfoType = master({
  name: "aux_info_type",
  entity: "bd_auxinfotype",
  title: { zh: "辅助资料分类", en: "Auxiliary record type" },
  paths: {
    list: "/jdy/v2/bd/aux_info_type",
    detail: "/jdy/v2/bd/aux_info_type_detail",
    save: "/jdy/v2/bd/aux_info_type",
  },
  unique: ["number", "name"],
  save: {
    required: { ...common.saveName },
    optional: { ...common.saveNumber, parent_id: ref("aux_info_type", "上级id") },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.named("parent", "上级"),
    ...common.creator,
    ...common.modifier,
    ...common.created,
  },
  list: {
    row: { ...common.id, ...common.numberAndName, ...common.named("parent", "上级") },
    filters: { ...common.changedFilters, parent: list("上级id") },
    page: { count: "string", currentPage: true },
  },
});
