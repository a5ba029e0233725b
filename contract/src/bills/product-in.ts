/**
 * 产品入库单: products that enter the store from production. The vendor's page and its SDK know a save
 * each, with the same meaning. Contract sections 1, 5 and 6.
 */
import { bill, saveControls } from "../bill.ts";
import { endpoint, modules } from "../endpoint.ts";
import { saveReply } from "../envelope.ts";
import { request, rows } from "../scalar.ts";
import { named } from "./common.ts";
import {
  billDate,
  productionDetail,
  productionFilters,
  productionHead,
  productionHeadV2,
  productionListRow,
  productLine,
  srcBillNo,
} from "./production-common.ts";

export const productIn = bill({
  name: "inv_product",
  entity: "inv_product_bill",
  title: { zh: "产品入库单", en: "Product inbound bill" },
  prefix: "CPRK",
  save: { required: billDate, optional: productionHead, line: productLine },
  detail: productionDetail,
  list: {
    row: { ...productionListRow, ...named("emp", "业务员") },
    filters: { ...productionFilters, ...srcBillNo },
    sizeKey: "cur_page_size",
  },
});

const line = request(productLine.required, productLine.optional);

export const productInEndpoints = {
  "inv_product.saveV2": endpoint({
    operation: "inv_product.saveV2",
    kind: "save",
    method: "POST",
    path: "/jdy/v2/scm/inv_product_save_v2",
    title: { zh: "产品入库单保存（v2）", en: "Product inbound bill: save (v2)" },
    module: modules.bills,
    permission: "inv_product:write",
    body: request(
      { ...billDate, material_entity: rows("商品分录", line) },
      { ...saveControls, ...productionHeadV2 },
    ),
    reply: saveReply,
  }),
};
