/** A contact person of a supplier or customer. The SDK has one model for both. */
import { flag, int, shape, text } from "../scalar.ts";
import { named } from "./common.ts";

const person = {
  id: text("联系人id"),
  contact_person: text("联系人"),
  birthday: text("生日"),
  qq: text("QQ"),
  mobile: text("手机"),
  wechat: text("微信"),
  phone: text("座机"),
  email: text("邮箱"),
  is_default_linkman: flag("是否首要联系人"),
  contact_address: text("详细地址"),
};

export const contactFields = {
  ...person,
  gender: text("性别"),
  ...named("contact_country", "国家"),
  ...named("contact_province", "省份"),
  ...named("contact_city", "城市"),
  ...named("contact_district", "区县"),
  seq: text("序号"),
  group_number: text("分类编码"),
  rate: text("税率"),
};
export const contactRow = shape(contactFields);

/** The customer's save has a list of its own. */
export const customerContact = {
  ...person,
  gender: int("性别（0 未知，1 男，2 女）"),
  contact_country_id: text("国家id"),
  contact_province_id: text("省份id"),
  contact_city_id: text("城市id"),
  contact_district_id: text("区县id"),
};
