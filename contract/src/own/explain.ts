/**
 * 库存追溯 (D18): what a stock key, or a part of it, has; who holds it; and every ledger row and
 * event of a hold that made these numbers.
 */
import { endpoint, modules } from "../endpoint.ts";
import {
  date,
  decimalText,
  flag,
  int,
  object,
  ref,
  refNumber,
  request,
  rows,
  shape,
  text,
} from "../scalar.ts";
import { holdRow, stockKey } from "./hold-fields.ts";

const key = shape({
  ...stockKey,
  valid_date: date("有效日期"),
  on_hand: decimalText("即时库存"),
  occupied: decimalText("已占用"),
  available: decimalText("可用库存（过期批次为 0）"),
  pool_qty: decimalText("所在成本池的数量"),
  pool_value: decimalText("所在成本池的金额"),
});

const event = shape({
  hold_id: text("占用id"),
  kind: text("事件（opened 占用，consumed 消耗，returned 退回，released 释放，expired 到期）"),
  qty: decimalText("数量"),
  at: text("写入时间"),
  hold_bill_type_id: text("占用的单据类型"),
  hold_bill_id: text("占用的单据id"),
  hold_bill_no: text("占用的单据编号"),
  hold_entry_id: text("占用的分录id"),
  by_bill_type_id: text("引起此事的单据类型"),
  by_bill_id: text("引起此事的单据id"),
  by_bill_no: text("引起此事的单据编号"),
  client_id: text("应用id"),
  client_name: text("应用名称"),
  reason: text("原因"),
});

const movement = shape({
  seq: text("流水序号"),
  kind: text("类别（in 入库，out 出库，adjust 成本调整）"),
  bill_type: text("单据类型"),
  bill_type_name: text("单据类型名称"),
  bill_id: text("单据id"),
  bill_no: text("单据编号"),
  bill_entry_id: text("分录id"),
  bill_date: date("单据日期"),
  written_at: text("写入时间"),
  ...stockKey,
  in_qty: decimalText("入库数量", { empty: "0" }),
  out_qty: decimalText("出库数量", { empty: "0" }),
  amount: decimalText("金额（出库为负）"),
  on_hand_after: decimalText("此后该库存维度的结存"),
  pool_qty_after: decimalText("此后成本池的数量"),
  pool_value_after: decimalText("此后成本池的金额"),
  takes_back: text("冲销的流水序号"),
  taken_back_by: text("被哪条流水冲销"),
  adjusts: text("调整成本的流水序号"),
  cause: text("引起成本调整的单据编号"),
  hold_id: text("消耗的占用id"),
  hold_qty: decimalText("从占用中消耗的数量"),
  sn_list: text("序列号"),
});

const serialPlace = shape({
  serial: text("序列号"),
  remark: text("备注"),
  in_stock: flag("是否在库"),
  ...stockKey,
  hold_id: text("占用它的占用id"),
});

export const explain = endpoint({
  operation: "xingcang.explain",
  kind: "report",
  method: "GET",
  path: "/xingcang/v1/explain",
  title: { zh: "库存追溯", en: "Explain stock" },
  module: modules.own,
  permission: "stock:read",
  query: request(
    {},
    {
      material_id: ref("material", "商品id（与 material_number 二选一）"),
      material_number: refNumber("material", "material_id", "商品编码"),
      stock_id: ref("store", "仓库id"),
      stock_number: refNumber("store", "stock_id", "仓库编码"),
      sp_id: ref("space", "仓位id"),
      sp_number: refNumber("space", "sp_id", "仓位编码"),
      aux_prop_id: text("辅助属性id"),
      batch_no: text("批次号", { maxLength: 100 }),
      kf_date: date("生产日期"),
      serial: text("序列号", { maxLength: 200 }),
      order: text("流水顺序（newest 最近写入在前，date 按单据日期）", {
        choices: ["newest", "date"],
        default: "newest",
      }),
      page: int("当前页（默认1，各列表同用）", { default: "1" }),
      page_size: int("每页条数（默认20，最多100，各列表同用）", { default: "20" }),
    },
  ),
  reply: shape({
    material_id: text("商品id"),
    material_number: text("商品编码"),
    material_name: text("商品名称"),
    base_unit_name: text("基本单位名称"),
    on_hand: decimalText("即时库存合计"),
    occupied: decimalText("已占用合计"),
    available: decimalText("可用库存合计"),
    key_count: int("库存维度数"),
    keys: rows("库存维度", key),
    hold_count: int("占用中的笔数"),
    holds: rows("占用中（先占用的在前）", holdRow),
    event_count: int("占用事件数"),
    hold_events: rows("占用事件（最近的在前）", event),
    serial: object("序列号所在（问到序列号时）", serialPlace),
    total_page: int("流水总页数"),
    current_page_size: int("当前页流水条数"),
    count: int("流水总条数"),
    page_size: int("页大小"),
    page: int("当前页"),
    rows: rows("库存流水", movement),
  }),
});
