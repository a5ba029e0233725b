/** 用户信息列表: who may work in the account. */
import { endpoint, modules } from "../endpoint.ts";
import { pageOf, paging } from "../envelope.ts";
import { enableFilter } from "../masterdata/common.ts";
import { request, shape, text } from "../scalar.ts";

export const userList = endpoint({
  operation: "system.userList",
  kind: "system",
  method: "GET",
  path: "/jdy/v2/sys/user_list",
  title: { zh: "用户信息列表", en: "Users" },
  module: modules.system,
  permission: "system:read",
  query: request({}, { ...paging, search: text("模糊搜索（编码或名称）"), ...enableFilter }),
  reply: pageOf(shape({ uid: text("用户id"), name: text("名称") }), { count: "string" }),
});
