/**
 * 商品标签: the labels (`label`) whose use is materials, by an older pair of endpoints. Which of them
 * a material carries is said with the material (`mul_label_number`).
 */
import { endpoint, modules } from "../endpoint.ts";
import { pageOf, paging, saveReply } from "../envelope.ts";
import { list, ref, request, shape, text } from "../scalar.ts";
import * as common from "./common.ts";

export const materialLabelList = endpoint({
  operation: "material_label.list",
  kind: "list",
  method: "GET",
  path: "/jdy/v2/bd/material_label",
  title: { zh: "商品标签列表", en: "Material labels: list" },
  module: modules.masterdata,
  permission: "label:read",
  query: request(
    {},
    { ...paging, ...common.changedFilters, ...common.enableFilter, parent: list("标签分类id") },
  ),
  reply: pageOf(
    shape({ ...common.id, ...common.numberAndName, ...common.named("parent", "标签分类") }),
    { count: "string", currentPage: true },
  ),
});

export const materialLabelSave = endpoint({
  operation: "material_label.save",
  kind: "save",
  method: "POST",
  path: "/jdy/v2/bd/material_label",
  title: { zh: "商品标签保存", en: "Material labels: save" },
  module: modules.masterdata,
  permission: "label:write",
  body: request(common.saveName, {
    id: text("id（新增不填，更新必填）", { role: "id" }),
    ...common.saveNumber,
    parent_id: ref("label_group", "标签分类id"),
    description: text("描述"),
  }),
  reply: saveReply,
});
