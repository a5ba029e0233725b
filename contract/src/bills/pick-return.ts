/**
 * 生产退料单: materials that come back from production. The vendor documents its list and detail only;
 * the save is our own. Contract section 5; decision 6.
 */
import { bill } from "../bill.ts";
import {
  billDate,
  materialLine,
  productionDetail,
  productionFilters,
  productionHead,
  productionListRow,
} from "./production-common.ts";

export const pickReturn = bill({
  name: "inv_pick_ret",
  entity: "inv_pick_rtn_bill",
  title: { zh: "生产退料单", en: "Production return bill" },
  prefix: "SCTL",
  save: {
    path: "/xingcang/v1/inv_pick_ret",
    required: billDate,
    optional: productionHead,
    line: materialLine,
  },
  detail: productionDetail,
  list: { row: productionListRow, filters: productionFilters, sizeKey: "cur_page_size" },
});
