/**
 * 辅助资料: a value of a list that the account defines; 业务类型 of 其他入库 and 其他出库 are such values
 * (contract section 6).
 */
import { master } from "../master.ts";
import { flag, list, ref, text } from "../scalar.ts";
import * as common from "./common.ts";

export const auxInfo = master({
  name: "aux_info",
  entity: "bd_auxinfo",
  title: { zh: "辅助资料", en: "Auxiliary record" },
  paths: {
    list: "/jdy/v2/bd/aux_info",
    detail: "/jdy/v2/bd/aux_info_detail",
    save: "/jdy/v2/bd/aux_info",
  },
  unique: ["number"],
  save: {
    required: { ...common.saveName, group_id: ref("aux_info_type", "辅助资料分类id") },
    optional: { ...common.saveNumber, ...common.remark },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.named("group", "分类"),
    ...common.enable,
    ...common.remark,
    is_import: flag("是否引入"),
    is_system: text("是否系统预置（1 是，0 否）"),
    ...common.creator,
    ...common.modifier,
    ...common.created,
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      group: list("分类"),
      ...common.enable,
    },
    filters: {
      ...common.changedFilters,
      ...common.exactFilters,
      ...common.enableFilter,
      ...common.idsFilter,
      group: list("分类id"),
    },
    page: { count: "string", currentPage: true },
  },
});
