/** 币别. `enable` is an int here, and the save replies with a single `id` (contract section 5). */
import { master } from "../master.ts";
import { decimalText, int, shape, text } from "../scalar.ts";
import * as common from "./common.ts";

const fields = {
  ...common.numberAndName,
  enable: int("启用状态（1 启用，0 禁用）"),
  rate: decimalText("汇率"),
  price_precision: text("单价小数位"),
  amt_precision: text("金额小数位"),
  exc_type: text("换算方式"),
};

export const currency = master({
  name: "currency",
  entity: "bd_currency",
  title: { zh: "币别", en: "Currency" },
  paths: {
    list: "/jdy/v2/bd/currency",
    detail: "/jdy/v2/bd/currency_detail",
    save: "/jdy/v2/bd/currency",
  },
  unique: ["number", "name"],
  save: {
    required: { ...common.saveNumber, ...common.saveName },
    optional: {
      enable: int("启用状态（1 启用，0 禁用）"),
      rate: decimalText("汇率"),
      price_precision: text("单价小数位"),
      amt_precision: text("金额小数位"),
      exc_type: text("换算方式"),
      sign: text("货币符号"),
      description: text("描述"),
      convert_mode: text("折算方式"),
    },
    reply: shape({ id: text("id") }),
  },
  detail: {
    ...common.id,
    ...fields,
    sign: text("货币符号"),
    ...common.creator,
    ...common.modifier,
    ...common.created,
  },
  list: {
    row: { ...common.id, ...fields },
    filters: { ...common.changedFilters, ...common.enableFilter },
    page: { count: "string", currentPage: true },
  },
});
