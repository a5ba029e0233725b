/** 账套设置: what one company decides for its own books. */
import { endpoint, modules } from "../endpoint.ts";
import { date, flag, int, list, map, request, rows, shape, text } from "../scalar.ts";

const closedThrough = "已关账截止日（此日及之前不能审核与反审核；空为未关账）";
const expiry = "占用到期小时数，按单据类型（* 为其他类型；不列为不到期）";

const current = {
  allow_expired: flag("允许占用与出库过期批次"),
  available_counts: list("库存报表的可用库存还计入什么（系统参数的名称，如 saved_oi）"),
  strict: flag("严格模式（按原接口的类型、必填与频率限制）"),
  require_body_digest: flag("要求签名包含请求体摘要（X-Xingcang-Body-Digest）"),
  secret_grace_hours: int("旧密钥有效小时数（app_secret 更换后）"),
  calls_per_minute: int("每分钟业务调用上限（0 不限）"),
  bill_prefixes: map("单据编号前缀，按单据类型（不列为默认前缀）"),
  hold_expiry_hours: map(expiry),
  closed_through: date(closedThrough),
};

export const settings = endpoint({
  operation: "xingcang.settings",
  kind: "system",
  method: "GET",
  path: "/xingcang/v1/settings",
  title: { zh: "账套设置查询", en: "Account settings" },
  module: modules.own,
  permission: "settings:read",
  reply: shape(current),
});

export const saveSettings = endpoint({
  operation: "xingcang.saveSettings",
  kind: "system",
  method: "POST",
  path: "/xingcang/v1/settings",
  title: { zh: "账套设置保存", en: "Account settings: save" },
  module: modules.own,
  permission: "settings:write",
  // What is not sent stays; a map that is sent replaces the whole one.
  body: request({}, { ...current, closed_through: text(closedThrough, { example: "2026-10-31" }) }),
  reply: shape({
    ...current,
    warnings: rows(
      "提示",
      shape({
        field: text("字段"),
        count: int("涉及的条数"),
        description: text("说明"),
        description_en: text("英文说明"),
      }),
    ),
  }),
});
