/** 调拨出库单: goods leave a store and are in transit until 调拨入库单 receive them. Contract section 9. */
import { bill } from "../bill.ts";
import { double, int, list, ref, rows, shape, text } from "../scalar.ts";
import * as common from "./common.ts";
import * as transfer from "./transfer-common.ts";

export const transferOut = bill({
  name: "inv_tfout",
  entity: "inv_tfout_bill_outbound",
  title: { zh: "调拨出库单", en: "Transfer out bill" },
  prefix: "DBCK",
  save: {
    required: transfer.transferHead.required,
    optional: { ...transfer.transferHead.optional, emp_id: ref("emp", "业务员id") },
    line: {
      required: transfer.transferLine.required,
      optional: {
        ...transfer.transferLine.optional,
        ...common.auxProperty,
        ...common.auxPropertyMore,
        barcode: common.lineNotes.barcode,
        serial_qty: double("序列号数量"),
        inv_qty: double("库存数量"),
        instant_qty: double("调出仓即时库存"),
        in_inv_qty: double("调入仓可用库存"),
        in_instant_qty: double("调入仓即时库存"),
        sn_list_id: common.serials.sn_list_id,
        package: text("包装"),
        unit_type: text("单位类型"),
        conversion_rate: text("换算公式"),
        aux_unit_type: text("辅助单位类型"),
        ...common.baseQuantity,
        retail_price: text("零售价"),
        out_price: double("调出单价"),
      },
    },
  },
  detail: {
    head: {
      ...transfer.transferDetailHead,
      ...common.named("delivery_type", "配送方式"),
      express_entity: rows(
        "物流信息",
        shape({
          seq: int("序号"),
          id: text("id"),
          delivery_bill_no: text("物流单号"),
          delivery_time: text("发货时间"),
          ...common.named("express_company", "物流公司"),
        }),
      ),
    },
    line: {
      ...transfer.transferDetailLine,
      instant_qty: double("调出仓即时库存"),
      in_inv_qty: double("调入仓可用库存"),
      in_instant_qty: double("调入仓即时库存"),
    },
  },
  list: {
    row: { ...transfer.transferRow, ...transfer.transferState },
    filters: {
      ...transfer.transferFilters,
      ...transfer.transferState,
      dept_id: list("调入部门id"),
      out_dept_id: list("调出部门id"),
      out_stock_id: list("调出仓库id"),
      in_stock_id: list("调入仓库id"),
    },
  },
});
