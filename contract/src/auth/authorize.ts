/**
 * 主动获取授权信息: the account sets that authorized this client, with the key and secret for a token.
 * Contract section 2.
 *
 * The page lists `errcode, description, data`, its example shows `code, msg, data`; clients know
 * one or the other, so the reply carries both.
 */
import { endpoint, modules } from "../endpoint.ts";
import { int, millis, request, rows, shape, text } from "../scalar.ts";

export const authorize = endpoint({
  operation: "auth.authorize",
  kind: "auth",
  method: "POST",
  path: "/jdyconnector/app_management/push_app_authorize",
  title: { zh: "获取授权信息", en: "Authorized account sets" },
  module: modules.auth,
  permission: "public:signed",
  // Required on the page; one known client leaves it out and means all instances of its client id.
  query: request(
    {},
    { outerInstanceId: text("第三方实例id", { maxLength: 20, strictRequired: true }) },
  ),
  reply: rows(
    "授权列表",
    shape({
      serviceId: text("服务id（19 位）"),
      accountId: text("账套id（19 位）"),
      accountName: text("账套名称"),
      domain: text("账套域名（业务调用时放入 X-GW-Router-Addr）"),
      agreementCompanyName: text("授权公司名称"),
      groupName: text("账套分组"),
      status: int("授权状态（1 有效，0 失效）"),
      outerInstanceId: text("第三方实例id"),
      instanceId: text("实例id"),
      clientId: text("应用id（6 位）"),
      appKey: text("授权 key（8 位）"),
      appSecret: text("授权密钥（最长 40 位，会轮换）"),
      instanceExpiresTime: millis("实例过期时间（毫秒）"),
      tid: int("租户id"),
    }),
  ),
  success: { description: "成功", extra: { code: 200, msg: "推送用户授权成功" } },
});
