/**
 * 结算期限: when a bill falls due, so many days after it or on a day of a later month. The contract
 * gives it no number; ours follow a prefix.
 */
import { master } from "../master.ts";
import { request, text } from "../scalar.ts";
import * as common from "./common.ts";

const name = common.numberAndName.name;

const days = {
  stand_days: text("收款期限天数（标准期限）"),
  month_payday: text("每月结算日（月结期限，1 至 31）"),
  before_days: text("月结期限结算多少天"),
  month_check_day: text("对账日（1 至 31）"),
};

export const settlingTerm = master({
  name: "settling_term",
  entity: "bd_settlingterm",
  title: { zh: "结算期限", en: "Settling term" },
  paths: {
    list: "/jdy/v2/bd/settling_term",
    detail: "/jdy/v2/bd/settling_term_detail",
    save: "/jdy/v2/bd/settling_term",
  },
  prefix: "JSQX",
  unique: ["name"],
  save: {
    required: { ...common.saveName },
    optional: {
      ...common.saveEnable,
      type: text("类型（1 标准期限，2 月结期限，默认 1）", { choices: ["1", "2"], default: "1" }),
      ...days,
    },
  },
  detail: {
    ...common.id,
    name,
    ...common.enable,
    type: text("类型（1 标准期限，2 月结期限）"),
    ...days,
  },
  detailQuery: request({}, { id: text("id") }),
  list: {
    row: { ...common.id, name, ...common.enable },
    filters: { ...common.changedFilters, ...common.enableFilter },
    page: { count: "string", currentPage: true },
  },
});
