/** 其他出库单: goods that leave otherwise than by a sale. Contract section 6. */
import { bill } from "../bill.ts";
import { text } from "../scalar.ts";
import * as common from "./common.ts";
import { otherDetailHead, otherFilters, otherListRow, otherSave } from "./other-common.ts";

/** The receiver; only this bill's save takes it. */
const receiver = {
  contact_linkman: text("联系人"),
  contact_phone: text("联系电话"),
  contact_country_id: text("国家id"),
  contact_country_number: text("国家编码"),
  contact_province_id: text("省份id"),
  contact_province_number: text("省份编码"),
  contact_city_id: text("城市id"),
  contact_city_number: text("城市编码"),
  contact_district_id: text("区县id"),
  contact_district_number: text("区县编码"),
  contact_address: text("详细地址"),
};

export const otherOut = bill({
  name: "inv_other_out",
  entity: "inv_other_bill_outbound",
  title: { zh: "其他出库单", en: "Other outbound bill" },
  prefix: "QTCK",
  save: {
    required: otherSave.required,
    optional: { ...otherSave.optional, ...receiver },
    line: otherSave.line,
  },
  detail: {
    head: { ...otherDetailHead, contact_linkman: text("联系人") },
    line: common.detailLine,
  },
  list: { row: otherListRow, filters: otherFilters },
});
