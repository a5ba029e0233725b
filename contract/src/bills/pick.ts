/** 生产领料单: materials that leave the store for production. Contract sections 5 and 6. */
import { bill } from "../bill.ts";
import { text } from "../scalar.ts";
import {
  billDate,
  materialLine,
  productionDetail,
  productionFilters,
  productionHeadV2,
  productionListRow,
  srcBillNo,
} from "./production-common.ts";

export const pick = bill({
  name: "inv_pick",
  entity: "inv_pick_bill",
  title: { zh: "生产领料单", en: "Production pick bill" },
  prefix: "SCLL",
  save: {
    // The vendor's only path; its list has none.
    path: "/jdy/v2/scm/inv_invpink_save_v2",
    required: billDate,
    optional: productionHeadV2,
    line: materialLine,
  },
  detail: productionDetail,
  list: {
    row: {
      ...productionListRow,
      pick_type: text("领料类型（1 普通领料，2 生产补料）", { empty: "1" }),
    },
    filters: { ...productionFilters, ...srcBillNo },
    sizeKey: "cur_page_size",
  },
});
