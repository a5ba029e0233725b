/**
 * What 调拨出库单 and 调拨入库单 share: goods leave one store, are in transit (在途), and enter another.
 * Contract sections 5, 6 and 9.
 */
import { date, decimalText, double, int, ref, text } from "../scalar.ts";
import * as common from "./common.ts";

const { id, bill_no, bill_date, bill_status, create_time } = common.detailHead;

const transType = "业务类型（1 同价调拨，2 异价调拨）";
const transferStatus = "调拨状态（0 未出库，1 未入库，2 部分入库，3 全部入库）";

export const transferHead = {
  required: { bill_date: date("单据日期", { role: "billDate" }) },
  optional: {
    dept_id: ref("department", "调入部门id"),
    out_dept_id: ref("department", "调出部门id"),
    remark: common.headNotes.remark,
    // What the client sends says nothing: the state follows from the receipts.
    trans_fer_status: text(transferStatus, { choices: ["0", "1", "2", "3"] }),
    trans_type: text(transType, { role: "transType", choices: ["1", "2"] }),
    allocate_rule: text("费用分摊规则（1 按金额，2 按数量）", {
      role: "allocateRule",
      choices: ["1", "2"],
      default: "1",
    }),
    cost_fee: decimalText("调拨费用", { role: "headFee" }),
    custom_field: common.headNotes.custom_field,
  },
};

export const transferLine = {
  required: {
    ...common.materialById,
    out_stock_id: ref("store", "调出仓库id", { role: "store" }),
    in_stock_id: ref("store", "调入仓库id", { role: "toStore" }),
    ...common.quantityAndUnit,
  },
  optional: {
    ...common.entryId,
    out_sp_id: ref("space", "调出仓位id（仓库启用仓位管理时必填）", { role: "bin" }),
    in_sp_id: ref("space", "调入仓位id（仓库启用仓位管理时必填）", { role: "toBin" }),
    ...common.auxUnit,
    aux_prop_id: common.auxProperty.aux_prop_id,
    ...common.batchAndShelfLife,
    kf_type: int("保质期类型（1 天 2 月 3 年）", { role: "kfType" }),
    sn_list: common.serials.sn_list,
    discount: double("折扣"),
    cost_share_percent: double("费用分摊比例（%，最多 8 位小数，合计 100）", {
      role: "costShare",
    }),
    fee: double("费用分摊"),
    pro_place: common.lineNotes.pro_place,
    pro_reg_no: common.lineNotes.pro_reg_no,
    pro_license: common.lineNotes.pro_license,
    comment: common.lineNotes.comment,
    custom_entity_field: common.lineNotes.custom_entity_field,
  },
};

export const transferDetailHead = {
  ...common.detailHead,
  ...common.auditor,
  trans_type: text(transType),
  trans_fer_status: text(transferStatus),
  ...common.named("out_dept", "调出部门"),
};

export const transferDetailLine = {
  seq: common.detailLine.seq,
  id: common.detailLine.id,
  ...common.detailMaterial,
  ...common.named("out_stock", "调出仓库"),
  ...common.named("out_sp", "调出仓位"),
  ...common.named("in_stock", "调入仓库"),
  ...common.named("in_sp", "调入仓位"),
  ...common.detailAux,
  ...common.detailUnits,
  ...common.detailBatch,
  sn: common.detailSerials.sn,
  sn_list_id: common.detailSerials.sn_list_id,
  retail_price: double("零售价"),
  in_base_qty2: double("调入基本数量2"),
  in_def_float_qty: double("调入辅助基本数量"),
  in_def_float_qty2: double("调入辅助基本数量2"),
  discount: double("折扣"),
  out_price: double("调出单价"),
  out_amount: double("调出金额"),
  unit_cost: common.detailCost.unit_cost,
  cost: common.detailCost.cost,
  diff_status: text("差异状态"),
  ...common.detailSource,
  ...common.detailNotes,
};

export const transferRow = {
  id,
  bill_no,
  bill_date,
  bill_status,
  create_time,
  ...common.named("dept", "调入部门"),
  ...common.named("out_dept", "调出部门"),
  trans_type: text(transType),
};

const { dept_id: _, ...filters } = common.listFilters;

export const transferFilters = {
  ...filters,
  in_stock_number: text("调入仓库编码"),
  out_stock_number: text("调出仓库编码"),
};

/** Of a list row and a filter. */
export const transferState = { trans_fer_status: text(transferStatus) };
