/**
 * 获取 app-token: the token of one account set, which every business call carries. Contract section
 * 2.
 */
import { endpoint, modules } from "../endpoint.ts";
import { int, millis, request, shape, text } from "../scalar.ts";

export const token = endpoint({
  operation: "auth.token",
  kind: "auth",
  method: "GET",
  path: "/jdyconnector/app_management/kingdee_auth_token",
  title: { zh: "获取app-token", en: "Get an app token" },
  module: modules.auth,
  permission: "public:signed",
  query: request(
    {
      app_key: text("授权 key", { maxLength: 64 }),
      app_signature: text("授权签名（Base64(小写16进制(HMAC-SHA256(appSecret, appKey)))）", {
        maxLength: 200,
      }),
    },
    { uid: text("云平台用户id（不传即账套管理员）", { maxLength: 20 }) },
  ),
  reply: shape({
    uid: int("用户id"),
    "app-token": text("app-token（有效期 24 小时）"),
    access_token: text("KIS 私有云专用（恒为空）"),
    // Only another product of the vendor documents it, but clients read it.
    expires: millis("失效时间（毫秒）"),
  }),
  success: { description: "成功", extra: {} },
});
