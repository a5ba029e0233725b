/** 商品图片下载: what was uploaded, by its address. The vendor has no endpoint for it. */
import { endpoint, modules } from "../endpoint.ts";
import { int, request, shape, text } from "../scalar.ts";

export const picture = endpoint({
  operation: "xingcang.picture",
  kind: "system",
  method: "GET",
  path: "/xingcang/v1/material_picture",
  title: { zh: "商品图片下载", en: "A picture of a material" },
  module: modules.own,
  permission: "material:read",
  query: request({ id: text("图片id（图片地址里的 id）") }, {}),
  reply: shape({
    id: text("图片id"),
    url: text("图片地址"),
    file_name: text("文件名"),
    content_type: text("图片类型（如 image/png）"),
    size: int("字节数"),
    base_string: text("图片内容（Base64）"),
  }),
});
