/** 其他入库单: goods that come in otherwise than by a purchase. Contract section 6. */
import { bill } from "../bill.ts";
import { text } from "../scalar.ts";
import * as common from "./common.ts";
import { otherDetailHead, otherFilters, otherListRow, otherSave } from "./other-common.ts";

export const otherIn = bill({
  name: "inv_other_in",
  entity: "inv_other_bill_inbound",
  title: { zh: "其他入库单", en: "Other inbound bill" },
  prefix: "QTRK",
  save: {
    required: otherSave.required,
    optional: { ...otherSave.optional, ...common.supplierByNumber },
    line: otherSave.line,
  },
  detail: { head: otherDetailHead, line: common.detailLine },
  list: { row: { ...otherListRow, modify_time: text("修改时间") }, filters: otherFilters },
});
