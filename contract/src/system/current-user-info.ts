/** 当前用户信息查询: whom the app token stands for. */
import { endpoint, modules } from "../endpoint.ts";
import { flag, object, request, shape, text } from "../scalar.ts";

const namedRecord = (title: string) =>
  object(
    title,
    shape({
      id: text("id"),
      number: text("编码"),
      name: object("名称", shape({ zh_TW: text("繁体名称"), zh_CN: text("简体名称") })),
    }),
  );

export const currentUserInfo = endpoint({
  operation: "system.currentUserInfo",
  kind: "system",
  method: "GET",
  path: "/jdy/v2/sys/current_user_info",
  title: { zh: "当前用户信息查询", en: "Current user" },
  module: modules.system,
  permission: "system:read",
  query: request({}, {}),
  reply: shape({
    id: text("用户id"),
    number: text("编码"),
    name: text("名称"),
    enable: text("启用（1 启用，0 禁用）"),
    phone: text("联系方式（加密）", { role: "personal" }),
    status: text("状态（C 已审核，A 未审核）"),
    employee: namedRecord("业务员"),
    department: namedRecord("部门"),
    uid: text("云平台用户id"),
    eid: text("云平台公司id"),
    is_admin: flag("是否管理员"),
    create_time: text("创建时间"),
  }),
});
