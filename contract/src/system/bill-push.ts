/** 单据下推: makes the next bill of a chain from an audited one. Contract section 7. */
import { endpoint, modules } from "../endpoint.ts";
import { saveReply } from "../envelope.ts";
import { flag, request, text } from "../scalar.ts";

export const billPush = endpoint({
  operation: "system.billPush",
  kind: "operate",
  method: "POST",
  path: "/jdy/v2/sys/bill_push",
  title: { zh: "单据下推", en: "Push a bill" },
  module: modules.system,
  permission: "bill:push",
  body: request(
    {
      id: text("源单id（多个以英文逗号隔开）"),
      source_bill: text("源单标识（如 inv_tfout_bill_outbound）", {
        example: "inv_tfout_bill_outbound",
      }),
      target_bill: text("目标单标识（如 inv_tfin_bill_inbound）", {
        example: "inv_tfin_bill_inbound",
      }),
    },
    { merge_push: flag("是否合并下推（仅销售订单，默认false）", { default: "false" }) },
  ),
  reply: saveReply,
});
