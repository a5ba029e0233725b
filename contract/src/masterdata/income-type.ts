/** 收入类别: what a receipt beside sales is for; the counterpart of 支出类别 (`pacct_type`). */
import { master } from "../master.ts";
import { ref, refNumber } from "../scalar.ts";
import * as common from "./common.ts";

export const incomeType = master({
  name: "income_type",
  entity: "bd_incometype",
  title: { zh: "收入类别", en: "Income type" },
  paths: { list: "/jdy/v2/bd/income_type", save: "/jdy/v2/bd/income_type" },
  unique: ["number"],
  uniqueWarning: ["name"],
  save: {
    required: { ...common.saveNumber, ...common.saveName },
    optional: {
      group_id: ref("income_type", "分类id"),
      group_number: refNumber("income_type", "group_id", "分类编码"),
      ...common.ignoreWarn,
    },
  },
  list: {
    row: { ...common.id, ...common.numberAndName },
    filters: { ...common.changedFilters, ...common.enableFilter },
    page: { count: "string", currentPage: true },
  },
});
