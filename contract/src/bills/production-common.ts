/**
 * What the bills between production and the store share: 生产领料单, 生产退料单, 产品入库单, 产品退库单. The
 * field lists of 产品入库单's page, completed by what every inventory save takes. Contract sections 5
 * and 6.
 */
import { date, decimalText, int, list, ref, request, rows, text } from "../scalar.ts";
import * as common from "./common.ts";

const head = {
  emp_id: ref("emp", "业务员id"),
  dept_id: common.headNotes.dept_id,
  bill_stock_id: ref("store", "单据仓库id（只保存，出入库按分录的仓库）"),
  bill_sp_id: ref("space", "单据仓位id（只保存）"),
  remark: common.headNotes.remark,
  currency_id: common.headNotes.currency_id,
  custom_field: common.headNotes.custom_field,
};

/** As the page of 产品入库单 has it. */
export const productionHead = {
  ...head,
  acceptor_id: ref("emp", "仓管员id"),
  mul_bill_label: rows("单据标签", request({ number: text("标签编码") }, { id: text("标签id") })),
  attachments_url: rows(
    "附件",
    request({}, { name: text("附件名称"), panel: text("附件面板"), url: text("附件地址") }),
  ),
};

/** As the two `…_save_v2` have it. */
export const productionHeadV2 = {
  ...head,
  acceptorid_id: list("仓管员id"),
  default_bill_source: text("单据来源"),
  mul_bill_label: text("单据标签"),
  attachments_url: list("附件地址"),
};

export const billDate = { bill_date: date("单据日期", { role: "billDate" }) };

const optional = {
  ...common.entryId,
  ...common.bin,
  ...common.auxUnit,
  ...common.auxProperty,
  ...common.auxPropertyMore,
  ...common.batchAndShelfLife,
  sn_list: common.serials.sn_list,
  ...common.givenCost,
  ...common.sourceLink,
  src_bill_no: text("源单编码（源单不在本系统时原样保存）"),
  src_seq: text("源单行号（源单不在本系统时原样保存）"),
  src_order_bill_no: text("销售订单单号"),
  src_order_seq: int("销售订单行号"),
  pro_place: common.lineNotes.pro_place,
  pro_reg_no: common.lineNotes.pro_reg_no,
  pro_license: common.lineNotes.pro_license,
  comment: common.lineNotes.comment,
  custom_entity_field: common.lineNotes.custom_entity_field,
};

/** Goods that leave for, or come back from, production. */
export const materialLine = {
  required: { ...common.materialById, ...common.quantityAndUnit, ...common.storeById },
  optional: { ...optional, is_con_sum_able: text("是否消耗品") },
};

/** Products: their quantity travels as text. */
export const productLine = {
  required: {
    ...materialLine.required,
    qty: decimalText("数量", { role: "quantity" }),
  },
  optional: { ...optional, is_sub: text("是否反写销售订单（0 是，1 否；只保存）") },
};

const { sn_list_id: _, ...serials } = common.detailSerials;

/** The values of the aux property under this page's own names. */
const auxValue = (slot: 1 | 2 | 3) => common.named(`aux${slot}`, `辅助属性${slot}`);

const detailLine = {
  seq: int("分录序号"),
  id: text("分录ID"),
  ...common.detailMaterial,
  ...common.detailStore,
  stock_is_allow_freight: common.detailLine.stock_is_allow_freight,
  ...common.named("aux_prop", "辅助属性"),
  ...auxValue(1),
  ...auxValue(2),
  ...auxValue(3),
  ...common.detailUnits,
  ...common.detailBatch,
  ...serials,
  // A 32-bit number here, which holds no id of ours: always 0 (decision 6).
  sn_list_id: int("序列号流转ID（恒为 0，序列号见 sn_list）"),
  ...common.detailCost,
  ...common.detailSource,
  ...common.detailNotes,
};

export const productionDetail = {
  head: {
    ...common.detailHead,
    ...common.auditor,
    ...common.named("bill_type", "单据类型"),
    ...common.named("emp", "业务员"),
  },
  line: detailLine,
};

const { id, bill_no, bill_date, bill_status, create_time, remark } = common.detailHead;
export const productionListRow = {
  create_time,
  bill_date,
  id,
  bill_no,
  bill_status,
  ...common.named("dept", "部门"),
  remark,
};

const {
  start_bill_date: _s,
  end_bill_date: _e,
  create_start_time: _cs,
  create_end_time: _ce,
  ...listFilters
} = common.listFilters;

const TIME = "毫秒或秒时间戳，-1 不过滤";
/** These lists name dates and times of creation in their own way (contract section 5). */
export const productionFilters = {
  ...listFilters,
  start_date: date("单据日期起"),
  end_date: date("单据日期止"),
  start_time: text(`创建时间起（${TIME}）`),
  end_time: text(`创建时间止（${TIME}）`),
  dept_number: text("部门编码"),
  emp_id: list("职员id"),
  empid_id: list("职员id（emp_id 的旧名）"),
  acceptorid_id: list("仓管员id"),
  currency_id: list("币别id"),
};

export const srcBillNo = { src_bill_no: text("源单编码") };
