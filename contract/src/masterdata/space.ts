/** 仓位: a bin of a store. Its list path is a plural, `spaces` (contract section 6). */
import { master } from "../master.ts";
import { list, ref, text } from "../scalar.ts";
import * as common from "./common.ts";

export const space = master({
  name: "space",
  entity: "bd_space",
  title: { zh: "仓位", en: "Bin" },
  paths: {
    list: "/jdy/v2/bd/spaces",
    detail: "/jdy/v2/bd/space_detail",
    save: "/jdy/v2/bd/space",
  },
  unique: ["number"],
  save: {
    required: {
      ...common.saveNumber,
      ...common.saveName,
      stock_id: ref("store", "仓库id"),
    },
    optional: {
      // The SDK's name of stock_id.
      groupid_id: ref("store", "仓库id（stock_id 的旧名）", { aliasOf: "stock_id" }),
      ...common.saveEnable,
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    groupid_id: text("仓库id"),
    ...common.enable,
  },
  list: {
    row: { ...common.id, ...common.numberAndName, ...common.enable },
    filters: {
      ...common.changedFilters,
      ...common.enableFilter,
      groupid: list("仓库id"),
    },
    page: { count: "string", currentPage: true },
  },
});
