/** 计量单位: a unit and how many decimals a quantity in it may have. Contract section 6. */
import { master } from "../master.ts";
import { int, text } from "../scalar.ts";
import * as common from "./common.ts";

export const measureUnit = master({
  name: "measure_unit",
  entity: "bd_measureunits_new",
  title: { zh: "计量单位", en: "Measure unit" },
  paths: {
    list: "/jdy/v2/bd/measure_unit",
    detail: "/jdy/v2/bd/measure_unit_detail",
    save: "/jdy/v2/bd/measure_unit",
  },
  unique: ["number", "name"],
  save: {
    required: {
      name: text("单位名称", { maxLength: 50 }),
      precision: text("数量小数位（0 至 10）", { maxLength: 2, example: "3" }),
    },
    optional: {},
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    long_number: text("长编码"),
    ...common.enable,
    create_time: text("创建时间"),
    creator_id: text("创建人id"),
    modify_time: text("修改时间"),
    modifier_id: text("修改人id"),
    ...common.isLeaf,
    level: int("级次"),
    precision: int("数量小数位"),
    precision_account: int("舍入方式"),
    conversion_type: int("换算类型"),
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      precision: text("数量小数位", { example: "3" }),
    },
    filters: { ...common.changedFilters, ...common.enableFilter },
    page: { count: "string", currentPage: true },
  },
});
