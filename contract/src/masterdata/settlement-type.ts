/** 结算方式: cash, transfer, bill … The contract gives it no number; ours follow a prefix. */
import { master } from "../master.ts";
import { flag, int } from "../scalar.ts";
import * as common from "./common.ts";

const fields = {
  enable: int("启用状态（1 启用，0 禁用）"),
  is_default: flag("是否默认"),
};

export const settlementType = master({
  name: "settlement_type",
  entity: "bd_settlementtype",
  title: { zh: "结算方式", en: "Settlement type" },
  paths: { list: "/jdy/v2/bd/settlement_type", save: "/jdy/v2/bd/settlement_type" },
  prefix: "JSFS",
  unique: ["name"],
  save: { required: { ...common.saveName }, optional: fields },
  list: {
    row: { ...common.id, name: common.numberAndName.name, ...fields },
    filters: { ...common.changedFilters, ...common.enableFilter },
    page: { count: "string", currentPage: true },
  },
});
