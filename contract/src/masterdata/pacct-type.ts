/**
 * 支出类别: what a fee is for. `pacct_type_id` of a fee record and `pay_type_id` of a payment point
 * here; the endpoint is `payout_type`. What is received for is 收入类别 (`income_type`).
 */
import { master } from "../master.ts";
import { list, ref } from "../scalar.ts";
import * as common from "./common.ts";

export const pacctType = master({
  name: "pacct_type",
  entity: "bd_paccttype",
  title: { zh: "支出类别", en: "Payment type" },
  paths: { list: "/jdy/v2/bd/payout_type", save: "/jdy/v2/bd/payout_type" },
  unique: ["number"],
  uniqueWarning: ["name"],
  save: {
    required: { ...common.saveNumber, ...common.saveName },
    optional: {
      group_id: ref("pacct_type", "分类id"),
      ...common.saveEnable,
      ...common.ignoreWarn,
    },
  },
  list: {
    row: { ...common.id, ...common.numberAndName, ...common.named("group", "分类") },
    filters: { ...common.changedFilters, group: list("分类id") },
    page: { count: "string", currentPage: true },
  },
});
