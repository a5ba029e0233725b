/**
 * 盘点任务: which store is counted, and how. The vendor documents the list alone; the save is this
 * server's own (decision 8). Contract sections 5 and 6.
 */
import { master } from "../master.ts";
import { date, ref, text } from "../scalar.ts";
import * as common from "./common.ts";

const model = {
  check_model: text("盘点模式（1 单人盘点，2 多人盘点，默认 2）", {
    choices: ["1", "2"],
    default: "2",
  }),
};
const type = {
  check_type: text("盘点方式（1 即时库存盘点，2 指定日期盘点，默认 1）", {
    choices: ["1", "2"],
    default: "1",
  }),
};

export const checkTask = master({
  name: "inv_check_task",
  entity: "inv_check_task",
  title: { zh: "盘点任务", en: "Stock-taking task" },
  paths: { list: "/jdy/v2/scm/inv_check_task", save: "/xingcang/v1/check_task" },
  prefix: "PDRW",
  unique: ["number"],
  save: {
    required: { ...common.saveName, stock_id: ref("store", "仓库id") },
    optional: { ...common.saveNumber, ...common.saveEnable, ...model, ...type },
  },
  list: {
    row: {
      ...common.id,
      name: text("任务名称"),
      ...model,
      ...type,
      ...common.named("stock", "仓库"),
    },
    filters: {
      search: text("模糊搜索"),
      ...model,
      start_date: date("日期起"),
      end_date: date("日期止"),
    },
    page: { count: "int" },
  },
});
