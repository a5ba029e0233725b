/** 成本重算: how far the costs are that a back-dated bill left to the background (D35). */
import { endpoint, modules } from "../endpoint.ts";
import { date, flag, int, shape, text } from "../scalar.ts";

export const recosting = endpoint({
  operation: "xingcang.recosting",
  kind: "report",
  method: "GET",
  path: "/xingcang/v1/recosting",
  title: { zh: "成本重算进度", en: "Progress of re-costing" },
  module: modules.own,
  permission: "stock:read",
  reply: shape({
    waiting_pools: int("等待重算的成本池数（0 为成本已是最终）"),
    from: date("最早从哪一天起"),
    is_running: flag("是否正在重算"),
    done: int("已重算的流水行数（这次，或上一次）"),
    total: int("共需重算的流水行数（这次，或上一次）"),
    started_at: text("开始时间"),
    finished_at: text("完成时间"),
  }),
});
