/**
 * 商品图片: uploaded one by one; the address that the upload gives goes into the material's `images`
 * or a combination's `picture_url`, and is read by `xingcang.picture`.
 */
import { endpoint, modules } from "../endpoint.ts";
import { request, shape, text } from "../scalar.ts";

/** Of the picture itself; Base64 makes a third more of it. */
export const PICTURE_BYTES_MAX = 2_097_152;

/** What an upload may take with the names around it. */
const BODY_BYTES_MAX = 3_145_728;

const path = "/jdy/v2/bd/material_picture";

export const materialPictureUpload = endpoint({
  operation: "material_picture.upload",
  kind: "system",
  method: "POST",
  path,
  title: { zh: "商品图片上传", en: "Upload a picture of a material" },
  module: modules.masterdata,
  permission: "material:write",
  bodyBytesMax: BODY_BYTES_MAX,
  body: request(
    {
      file_name: text("文件名", { maxLength: 200, example: "front.png" }),
      base_string: text("图片内容（Base64；PNG、JPEG、GIF、WebP，不超过 2 MiB）", {
        maxLength: BODY_BYTES_MAX,
      }),
    },
    { save_temp: text("是否临时保存（本版本都长期保存）") },
  ),
  reply: shape({ url: text("图片地址") }),
});

export const materialPictureDelete = endpoint({
  operation: "material_picture.delete",
  kind: "system",
  method: "DELETE",
  path,
  title: { zh: "商品图片删除", en: "Delete a picture of a material" },
  module: modules.masterdata,
  permission: "material:write",
  body: request({ url: text("图片地址（上传时返回的）") }, {}),
  reply: shape({ result: text("结果（success 成功）") }),
});
