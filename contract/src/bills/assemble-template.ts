/**
 * 组装拆卸模板: which parts make which product, to fill in a 组装单 or 拆卸单. It moves nothing. The
 * vendor documents its list and detail only; the save is our own. Contract sections 5 and 9;
 * decision 6.
 */
import { bill } from "../bill.ts";
import { date, double, int, list, ref, text } from "../scalar.ts";
import * as common from "./common.ts";

const tpl_type = text("模板类型（assemble_tpl 组装，disassemble_tpl 拆卸）", {
  choices: ["assemble_tpl", "disassemble_tpl"],
});
const component = text("商品属性（S 子件，M 组件）", { role: "component", choices: ["S", "M"] });

const { dept_id: _d, dept_name: _n, dept_number: _u, bill_date: _b, ...head } = common.detailHead;
const { id, bill_no, bill_status, audit_time, modify_time, remark } = head;

export const assembleTemplate = bill({
  name: "assemble_tpl",
  entity: "inv_assemble_tpl",
  title: { zh: "组装拆卸模板", en: "Assembly template" },
  prefix: "ZZMB",
  save: {
    path: "/xingcang/v1/assemble_tpl",
    required: { tpl_type },
    optional: { remark: common.headNotes.remark, custom_field: common.headNotes.custom_field },
    line: {
      required: {
        ...common.materialById,
        material_type: component,
        ...common.quantityAndUnit,
      },
      optional: {
        ...common.entryId,
        stock_id: ref("store", "仓库id", { role: "store" }),
        ...common.bin,
        ...common.auxProperty,
        batch_no: common.batchAndShelfLife.batch_no,
        ...common.lineNotes,
      },
    },
  },
  detail: {
    head: { ...head, tpl_type },
    line: {
      seq: int("分录序号"),
      id: text("分录id"),
      material_type: component,
      ...common.detailMaterial,
      ...common.detailStore,
      stock_is_allow_freight: common.detailLine.stock_is_allow_freight,
      ...common.detailAux,
      ...common.named("unit", "单位"),
      ...common.named("base_unit", "基本单位"),
      conversion_rate: text("换算公式"),
      qty: double("数量"),
      base_qty: double("基本数量"),
      def_float_qty: double("辅助基本数量"),
      coefficient: double("换算率"),
      aux_coefficient: double("辅助换算率"),
      batch_no: text("批次号"),
      sn_list_id: common.detailSerials.sn_list_id,
      ...common.detailNotes,
    },
  },
  list: {
    row: {
      id,
      bill_no,
      print_count: int("打印次数"),
      bill_status,
      tpl_type,
      audit_time,
      modify_time,
      remark,
    },
    filters: {
      tpl_type,
      bill_status: common.listFilters.bill_status,
      search: common.listFilters.search,
      start_date: date("创建日期起"),
      end_date: date("创建日期止"),
      begin_date: date("修改日期起"),
      expire_date: date("修改日期止"),
      create_start_time: common.listFilters.create_start_time,
      create_end_time: common.listFilters.create_end_time,
      modify_start_time: common.listFilters.modify_start_time,
      modify_end_time: common.listFilters.modify_end_time,
      total_fields: list("合计字段"),
    },
  },
});
