/** 商品品牌: whose goods a material is; brands may stand below one another. */
import { master } from "../master.ts";
import { list, ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

export const materialBrand = master({
  name: "material_brand",
  entity: "bd_brand",
  title: { zh: "商品品牌", en: "Brand" },
  paths: {
    list: "/jdy/v2/bd/material_brand",
    detail: "/jdy/v2/bd/material_brand_detail",
    save: "/jdy/v2/bd/material_brand",
  },
  prefix: "PP",
  unique: ["number"],
  save: {
    required: { ...common.saveName },
    optional: {
      ...common.saveNumber,
      ...common.saveEnable,
      parent_id: ref("material_brand", "上级id"),
      parent_number: refNumber("material_brand", "parent_id", "上级编码"),
      description: text("描述"),
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.enable,
    parent_id: text("上级id"),
    description: text("描述"),
    ...common.created,
    ...common.creator,
    creator_number: text("创建人编码"),
    modifier_name: text("修改人名称"),
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      ...common.named("parent", "上级"),
      ...common.enable,
    },
    filters: { ...common.changedFilters, ...common.enableFilter, parent: list("上级id") },
    page: { count: "string", currentPage: true },
  },
});
