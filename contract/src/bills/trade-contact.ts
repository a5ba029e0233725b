/**
 * 联系信息 of purchases and sales: who gets or sends the goods, where, and how to reach them. Contract
 * section 5 ("Emission") has what is personal in it.
 */
import { text } from "../scalar.ts";
import { named } from "./common.ts";

export const contactLinkman = { contact_linkman: text("联系人") };
export const contactPlace = {
  contact_phone: text("联系电话"),
  contact_country_id: text("联系人国家id"),
  contact_province_id: text("联系人省份id"),
  contact_city_id: text("联系人城市id"),
  contact_district_id: text("联系人区县id"),
  contact_address: text("联系人详细地址"),
};

export const dispatcherLinkman = { dispatcher_linkman: text("发货人") };
export const dispatcherPlace = {
  dispatcher_phone: text("发货人电话"),
  dispatcher_country_id: text("发货国家id"),
  dispatcher_province_id: text("发货省份id"),
  dispatcher_city_id: text("发货城市id"),
  dispatcher_address: text("发货详细地址"),
};
export const dispatcherDistrict = { dispatcher_district_id: text("发货区县id") };

const contactRegions = {
  ...named("contact_country", "联系人国家"),
  ...named("contact_province", "联系人省份"),
  ...named("contact_city", "联系人城市"),
  ...named("contact_district", "联系人区县"),
};

export const detailContact = {
  contact_phone: text("联系电话（加密）", { role: "personal" }),
  ...contactRegions,
  contact_address: text("联系人详细地址（加密）", { role: "personal" }),
};

export const detailDispatcher = {
  dispatcher_linkman: text("发货人"),
  dispatcher_phone: text("发货人电话（加密）", { role: "personal" }),
  ...named("dispatcher_country", "发货国家"),
  ...named("dispatcher_province", "发货省份"),
  ...named("dispatcher_city", "发货城市"),
  ...named("dispatcher_district", "发货区县"),
  dispatcher_address: text("发货详细地址（加密）", { role: "personal" }),
};
