/**
 * 产品退库单: products that go back to production. The vendor documents its list and detail only; the
 * save is our own. Contract section 5; decision 6.
 */
import { bill } from "../bill.ts";
import {
  billDate,
  productionDetail,
  productionFilters,
  productionHead,
  productionListRow,
  productLine,
} from "./production-common.ts";

export const productReturn = bill({
  name: "inv_product_ret",
  entity: "inv_product_rtn_bill",
  title: { zh: "产品退库单", en: "Product return bill" },
  prefix: "CPTK",
  save: {
    path: "/xingcang/v1/inv_product_ret",
    required: billDate,
    optional: productionHead,
    line: productLine,
  },
  detail: productionDetail,
  list: { row: productionListRow, filters: productionFilters, sizeKey: "cur_page_size" },
});
