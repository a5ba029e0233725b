/** 通用批量操作: audit, un-audit and delete of bills and master data. Contract section 7. */
import { endpoint, modules } from "../endpoint.ts";
import { saveReply } from "../envelope.ts";
import { flag, list, request, text } from "../scalar.ts";

export const commonOperate = endpoint({
  operation: "system.commonOperate",
  kind: "operate",
  method: "POST",
  path: "/jdy/v2/sys/common_operate",
  title: { zh: "通用批量操作", en: "Operate on bills or master data" },
  module: modules.system,
  permission: "bill:operate",
  body: request(
    {
      // Neither is marked as required; without them there is nothing to do.
      entity_number: text("单据或资料类型（如 inv_disassemble_bill）", {
        example: "inv_disassemble_bill",
      }),
      operate_type: text(
        "操作（delete 删除，audit 审核，unaudit 反审核，close_donothing 关闭，invalid 作废，valid 反作废）",
        { choices: ["delete", "audit", "unaudit", "close_donothing", "invalid", "valid"] },
      ),
    },
    {
      ids: list("id（ids与numbers至少传一个）"),
      numbers: list("编码（ids与numbers至少传一个）"),
      ignore_warn: flag("忽略告警（默认false）", { role: "ignoreWarn", default: "false" }),
    },
  ),
  reply: saveReply,
});
