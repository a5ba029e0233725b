/** 物流公司: who carries what is shipped. */
import { master } from "../master.ts";
import { int, text } from "../scalar.ts";
import * as common from "./common.ts";

const facts = {
  address: text("地址"),
  mobile: text("手机"),
  commont: text("备注（字段名沿用原接口）"),
  phone: text("电话"),
  contact_linkman: text("联系人"),
  f_area_info: text("所在地区"),
};

export const logisticsCompany = master({
  name: "logistics_company",
  entity: "bd_logisticscompany",
  title: { zh: "物流公司", en: "Logistics company" },
  paths: {
    list: "/jdy/v2/bd/logistics_company",
    detail: "/jdy/v2/bd/logistics_company_detail",
    save: "/jdy/v2/bd/logistics_company",
  },
  prefix: "WLGS",
  unique: ["number"],
  save: {
    required: { ...common.saveName },
    // The detail spells the postal code `postal_code`.
    optional: { ...common.saveNumber, ...facts, postalcode: text("邮编") },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    ...facts,
    postal_code: text("邮编"),
    ...common.creator,
    ...common.modifier,
    ...common.created,
  },
  list: {
    row: { ...common.id, ...common.numberAndName },
    filters: {
      ...common.changedFilters,
      enable: int("启用状态（1 启用，0 禁用，-1 全部，默认 1）", { default: "1" }),
      ...common.unPage,
    },
    page: { count: "string", currentPage: true },
  },
});
