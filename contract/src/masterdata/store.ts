/**
 * 仓库: a place whose stock is kept apart; it may have bins and may be allowed to go negative.
 * Contract sections 6 and 8.
 */
import { master } from "../master.ts";
import { flag, list, ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

export const store = master({
  name: "store",
  entity: "bd_store",
  title: { zh: "仓库", en: "Store" },
  paths: {
    list: "/jdy/v2/bd/store",
    detail: "/jdy/v2/bd/store_detail",
    save: "/jdy/v2/bd/store",
  },
  unique: ["number"],
  uniqueWarning: ["name"],
  save: {
    required: { ...common.saveNumber, ...common.saveName },
    optional: {
      group_id: ref("store_group", "分类id"),
      group_number: refNumber("store_group", "group_id", "分类编码"),
      group_name: text("分类名称"),
      is_allow_freight: flag("启用仓位管理（默认false）"),
      is_allow_neg: text("允许负库存（默认false）", { choices: ["true", "false", "1", "0"] }),
      ...common.saveEnable,
      mobile: text("手机"),
      phone: text("电话"),
      ...common.regionIds,
      address: text("详细地址"),
      ...common.remark,
      storekeeper_id: ref("emp", "仓管员id"),
      storekeeper_number: refNumber("emp", "storekeeper_id", "仓管员编码"),
      ...common.ignoreWarn,
    },
  },
  detail: {
    ...common.id,
    ...common.numberAndName,
    group_id: text("分类id"),
    is_allow_freight: flag("启用仓位管理"),
    ...common.enable,
    mobile: text("手机"),
    country_name: text("国家"),
    province_name: text("省份"),
    city_name: text("城市"),
    district_name: text("区县"),
    address: text("详细地址"),
    ...common.named("storekeeper", "仓管员"),
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      sale_type: text("销售类型"),
      ...common.remark,
      contact: text("联系人"),
      telephone: text("电话"),
      region: text("地区"),
      address: text("详细地址"),
      ...common.created,
      ...common.enable,
      ...common.named("group", "分类"),
      ...common.named("location", "所在地"),
      ...common.named("sale_dept", "销售部门"),
      lng: text("经度"),
      lat: text("纬度"),
    },
    filters: {
      ...common.changedFilters,
      ...common.enableFilter,
      groupid: list("分类id"),
    },
    page: { count: "int", sizeKey: "cur_page_size" },
  },
});
