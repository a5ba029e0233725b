/** 商品分类: a tree of material groups. */
import { master } from "../master.ts";
import { list, ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

/** The list row also serves the vendor's asset groups; these keys stay empty here. */
const assetKeys = {
  number_rule: text("编码规则（商品分类为空）"),
  years: text("使用年限（商品分类为空）"),
  periods: text("使用期数（商品分类为空）"),
  residue_rate: text("残值率（商品分类为空）"),
  depr_policy: text("折旧政策（商品分类为空）"),
  ...common.named("depr_method", "折旧方法"),
};

export const materialGroup = master({
  name: "material_group",
  entity: "bd_materialgroup",
  title: { zh: "商品分类", en: "Material group" },
  paths: {
    list: "/jdy/v2/bd/material_group",
    detail: "/jdy/v2/bd/material_group_detail",
    save: "/jdy/v2/bd/material_group",
  },
  unique: ["number"],
  uniqueWarning: ["name"],
  save: {
    required: { ...common.saveName, ...common.saveNumber },
    optional: {
      description: text("描述"),
      parent_id: ref("material_group", "上级id"),
      parent_number: refNumber("material_group", "parent_id", "上级编码"),
      ...common.ignoreWarn,
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...common.levelText,
    ...common.isLeaf,
    parent_id: text("上级id"),
    description: text("描述"),
    ...common.created,
    creator_name: text("创建人名称"),
    modifier_name: text("修改人名称"),
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      note: text("备注"),
      ...common.levelText,
      ...common.isLeaf,
      parent_id: text("上级id"),
      parent_number: text("上级编码"),
      ...assetKeys,
    },
    filters: {
      search: text("模糊搜索（编码或名称）"),
      ...common.enableFilter,
      parent: list("上级id"),
    },
    page: { count: "string" },
  },
});
