/** Refusals of single kinds of master data. Errcodes 20000022xx beside those of all kinds. */

import type { ErrorText } from "./errors.ts";
import { business } from "./errors-business.ts";

export const masterdataErrors = {
  bomCircle: business(
    2000002231,
    "子件 {given} 的 BOM 用到了产品 {product}",
    "part {given} is made of the product {product} itself, by its own BOM",
    "更换子件，或先修改 {given} 的 BOM",
    "Use another part, or change the BOM of {given} first",
  ),
  pictureUnreadable: business(
    2000002232,
    "图片内容不是 Base64",
    "is no Base64",
    "把图片文件的字节按 Base64 编码后传入",
    "Send the bytes of the picture's file in Base64",
  ),
  pictureTypeUnsupported: business(
    2000002233,
    "图片内容不是 PNG、JPEG、GIF 或 WebP",
    "is none of PNG, JPEG, GIF and WebP",
    "转换为其中一种格式再上传",
    "Convert it to one of them and upload it again",
  ),
  pictureTooLarge: business(
    2000002234,
    "图片有 {given} 字节，最多 {max} 字节",
    "has {given} bytes, at most {max} are taken",
    "缩小或压缩图片再上传",
    "Make the picture smaller and upload it again",
  ),
  picturesFull: business(
    2000002235,
    "账套已有 {max} 张图片，不能再上传",
    "the account has {max} pictures already, which is the most",
    "先删除不用的图片",
    "Delete pictures that are not used first",
  ),
} as const satisfies Record<string, ErrorText>;
