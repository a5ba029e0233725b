/** What the endpoints on holds share: the filters that choose holds, and a hold as it is shown. */
import { named } from "../bills/common.ts";
import { date, decimalText, int, ref, refNumber, shape, text } from "../scalar.ts";

/** Which holds: all filters that are given must fit. */
export const holdFilters = {
  bill_type_id: text("单据类型", { maxLength: 100, example: "isv_bill" }),
  bill_id: text("单据id", { maxLength: 200 }),
  bill_no: text("单据编号", { maxLength: 200 }),
  client_id: text("占用的应用id", { maxLength: 100 }),
  material_id: ref("material", "商品id"),
  material_number: refNumber("material", "material_id", "商品编码"),
  stock_id: ref("store", "仓库id"),
  stock_number: refNumber("store", "stock_id", "仓库编码"),
  opened_before: date("占用早于此日（中国时间，不含当日）"),
  older_than_hours: int("占用已满的小时数"),
};

/** A stock key as it is shown; ids that do not apply are "0". */
export const stockKey = {
  ...named("material", "商品"),
  aux_prop_id: text("辅助属性id", { empty: "0" }),
  aux_prop_name: text("辅助属性名称"),
  ...named("stock", "仓库"),
  sp_id: text("仓位id", { empty: "0" }),
  sp_number: text("仓位编码"),
  sp_name: text("仓位名称"),
  batch_no: text("批次号"),
  kf_date: date("生产日期"),
};

/** A hold, in base units: opened = held + consumed + released + expired (D10). */
export const holdRow = shape({
  hold_id: text("占用id"),
  bill_type_id: text("单据类型"),
  bill_id: text("单据id"),
  bill_no: text("单据编号"),
  bill_entry_id: text("分录id"),
  ...stockKey,
  base_unit_name: text("基本单位名称"),
  opened_qty: decimalText("占用数量"),
  held_qty: decimalText("仍占用数量"),
  consumed_qty: decimalText("已消耗数量"),
  released_qty: decimalText("已释放数量"),
  expired_qty: decimalText("已到期数量"),
  // Of a material with a floating unit, the same in that unit; else "0" (D1).
  aux_unit_name: text("浮动单位名称"),
  opened_aux_qty: decimalText("占用辅助数量"),
  held_aux_qty: decimalText("仍占用辅助数量"),
  consumed_aux_qty: decimalText("已消耗辅助数量"),
  released_aux_qty: decimalText("已释放辅助数量"),
  expired_aux_qty: decimalText("已到期辅助数量"),
  state: text("状态（open 占用中，due 已到期待处理，closed 已结束）"),
  client_id: text("占用的应用id"),
  client_name: text("占用的应用名称"),
  opened_at: text("占用时间"),
  age_hours: int("已占用小时数"),
  expires_at: text("到期时间（不到期为空）"),
  sn_list: text("仍占用的序列号"),
});
