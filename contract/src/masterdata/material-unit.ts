/** 商品单位: the units of a material and their ratios. They are saved with the material. */
import { master } from "../master.ts";
import { double, flag, int, list, request, text } from "../scalar.ts";
import * as common from "./common.ts";

const fields = {
  id: text("商品单位id"),
  material_id: text("商品id"),
  index: int("顺序"),
  is_default: flag("是否默认"),
  is_float: flag("是否浮动"),
  coefficient: double("换算率"),
  unit_id: text("单位id"),
  unit_name: text("单位名称"),
  conversion_unit_id: text("换算单位id"),
  conversion_unit_name: text("换算单位名称"),
};

export const materialUnit = master({
  name: "material_unit",
  entity: "bd_materialunit",
  title: { zh: "商品单位", en: "Material unit" },
  paths: { list: "/jdy/v2/bd/material_unit", detail: "/jdy/v2/bd/material_unit_detail" },
  unique: [],
  detail: fields,
  detailQuery: request({}, { id: text("商品单位id") }),
  list: {
    row: fields,
    required: { material_id: list("商品id") },
    filters: { ...common.changedFilters, ...common.unPage },
    page: { count: "string", currentPage: true },
  },
});
