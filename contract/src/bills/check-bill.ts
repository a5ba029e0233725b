/**
 * 盘点单: what was counted in one store beside what the books said; it moves nothing itself (decision
 * 8). Contract sections 5 and 6.
 */
import { bill } from "../bill.ts";
import { endpoint, modules } from "../endpoint.ts";
import { date, double, flag, list, ref, request, shape, text } from "../scalar.ts";
import * as common from "./common.ts";

const { id, bill_no, bill_date, bill_status, create_time, remark } = common.detailHead;
const { audit_time: _, dept_id: _i, dept_name: _n, dept_number: _u, ...head } = common.detailHead;
const {
  bill_no: _no,
  dept_id: _d,
  material_name,
  material_number,
  material_model,
  ...filters
} = common.listFilters;

const status =
  "盘点状态（D 未盘点，E 盘点中，F 未汇总，G 已汇总，A 待盈亏处理，Z 盈亏处理中，C 盘点完成）";
const CHOICES = ["D", "E", "F", "G", "A", "Z", "C"];
const model = "盘点模式（1 单人，2 多人）";

export const checkBill = bill({
  name: "inv_check_bill",
  entity: "inv_check_bill",
  title: { zh: "盘点单", en: "Stock-taking bill" },
  prefix: "PDD",
  save: {
    required: {
      bill_date: date("单据日期", { role: "billDate" }),
      check_task_id: ref("inv_check_task", "盘点任务id（没有任务传 0）"),
    },
    optional: {
      emp_id: ref("emp", "盘点人id"),
      remark: common.headNotes.remark,
      custom_field: common.headNotes.custom_field,
      // Ours: the vendor takes the store from the task alone (D17).
      stock_id: ref("store", "盘点仓库id（没有任务与仓位时必填）"),
    },
    line: {
      required: {
        ...common.materialById,
        unit_id: common.quantityAndUnit.unit_id,
      },
      optional: {
        ...common.entryId,
        stock_id: ref("store", "盘点仓库id（不传按仓位、单据或任务）", { role: "store" }),
        seq: common.detailLine.seq,
        ...common.bin,
        qty: double("盘点数量（未盘不传）", { role: "quantity" }),
        inv_qty: double("账存数量（不传由系统取数）"),
        inv_base_qty: double("基本账存数量（不传由系统取数）"),
        inv_sn_list: text("账存序列号（由系统取数）", { maxLength: 2_000_000 }),
        ...common.baseQuantity,
        ...common.auxUnit,
        aux_inv_qty: double("辅助账存数量"),
        ...common.auxProperty,
        ...common.batchAndShelfLife,
        sn_list: common.serials.sn_list,
        ...common.lineNotes,
      },
    },
  },
  detail: {
    query: request({ id }, { only_basic: flag("为 true 时返回更详细商品信息") }),
    head: {
      ...head,
      check_time: text("审核时间"),
      ...common.named("check", "审核人"),
      ...common.named("emp", "盘点人"),
      ...common.named("stock", "盘点仓库"),
      stock_is_allow_freight: flag("仓库启用仓位管理"),
      gain_id: text("盘盈单id", { empty: "0" }),
      gain_bill_no: text("盘盈单编码"),
      loss_id: text("盘亏单id", { empty: "0" }),
      loss_bill_no: text("盘亏单编码"),
    },
    line: {
      seq: common.detailLine.seq,
      id: common.detailLine.id,
      ...common.detailMaterial,
      ...common.named("sp", "仓位"),
      ...common.detailAux,
      ...common.named("unit", "单位"),
      ...common.named("base_unit", "基本单位"),
      ...common.named("aux_unit", "辅助单位"),
      conversion_rate: common.detailUnits.conversion_rate,
      inv_base_qty: double("基本账存数量"),
      base_qty: double("基本盘点数量"),
      inv_qty: double("账存数量"),
      qty: double("盘点数量"),
      aux_inv_qty: double("辅助账存数量"),
      aux_qty: double("辅助数量"),
      ...common.detailBatch,
      sn_list: text("盘点序列号"),
      inv_sn_list: text("账存序列号"),
      ...common.detailSource,
      ...common.detailNotes,
    },
  },
  list: {
    row: {
      id,
      bill_no,
      bill_date,
      bill_status,
      create_time,
      remark,
      check_status: text(status),
      ...common.named("stock", "仓库"),
      check_date: date("盘点日期（指定日期盘点时才有）"),
      check_model: text(model),
      check_scope: text("盘点范围（1 全盘，2 抽盘）"),
      material_source: text("商品来源（1 盘点仓库中有交易记录的商品，2 商品基础资料）"),
    },
    filters: {
      ...filters,
      stock_id: list("仓库id"),
      check_status: text(status, { choices: CHOICES }),
      check_model: text(model, { choices: ["1", "2"] }),
      creator_id: list("制单人id"),
      emp_id: list("盘点人id"),
    },
  },
});

export const checkBillEndpoints = {
  "inv_check_bill.deal": endpoint({
    operation: "inv_check_bill.deal",
    kind: "operate",
    method: "POST",
    path: "/jdy/v2/scm/inv_check_bill_gain_loss_deal",
    title: { zh: "盘点单盈亏处理", en: "Stock-taking bills: make gain and loss bills" },
    module: modules.bills,
    permission: "inv_check_bill:write",
    body: request({ ids: list("盘点单id") }, {}),
    reply: shape({
      success: flag("操作是否成功"),
      gain_loss_type: text("盈亏类型（1 盘盈，2 盘亏，3 既有盘盈也有盘亏，0 无盈亏）", {
        empty: "0",
      }),
      gain_id: text("盘盈单id", { empty: "0" }),
      gain_no: text("盘盈单编码", { empty: "0" }),
      loss_id: text("盘亏单id", { empty: "0" }),
      loss_no: text("盘亏单编码", { empty: "0" }),
    }),
  }),
};
