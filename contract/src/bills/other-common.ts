/** What 其他入库单 and 其他出库单 share. Contract section 6 and the two pages' field lists. */
import { date, list, ref, text } from "../scalar.ts";
import * as common from "./common.ts";

const region = (part: "country" | "province" | "city" | "district", title: string) =>
  common.named(`contact_${part}`, title);

export const otherSave = {
  required: {
    bill_date: date("单据日期", { role: "billDate" }),
    trans_type_id: ref("aux_info", "业务类型id（其他入库 12，其他出库 13，调拨差异 14 / 15）"),
  },
  optional: {
    ...common.headNotes,
    ...common.partnerHead,
    ...common.empByNumber,
    ...common.customerByNumber,
  },
  line: {
    required: { ...common.materialById, ...common.quantityAndUnit, ...common.storeById },
    optional: {
      ...common.entryId,
      ...common.materialByNumber,
      ...common.storeByNumber,
      ...common.bin,
      ...common.auxUnit,
      ...common.auxProperty,
      ...common.batchAndShelfLife,
      ...common.serials,
      ...common.givenCost,
      ...common.sourceLink,
      ...common.lineNotes,
    },
  },
};

export const otherDetailHead = {
  ...common.detailHead,
  ...common.auditor,
  ...common.named("trans_type", "业务类型"),
  ...common.named("customer", "客户"),
  ...common.named("supplier", "供应商"),
  ...common.named("emp", "业务员"),
  contact_phone: text("联系电话（加密）", { role: "personal" }),
  contact_city: text("城市"),
  ...region("country", "国家"),
  ...region("province", "省份"),
  ...region("city", "城市"),
  ...region("district", "区县"),
  contact_address: text("详细地址（加密）", { role: "personal" }),
};

export const otherListRow = {
  id: text("单据ID"),
  bill_no: text("单据编码"),
  bill_date: date("单据日期"),
  bill_status: text("单据状态（C 已审核，Z 未审核）"),
  ...common.named("dept", "部门"),
  ...common.named("trans_type", "业务类型"),
  ...common.named("customer", "客户"),
  ...common.named("supplier", "供应商"),
  create_time: text("创建时间"),
};

export const otherFilters = {
  ...common.listFilters,
  dept_number: text("部门编码"),
  customer_id: list("客户id"),
  customer_name: text("客户名称"),
  customer_number: text("客户编码"),
  supplier_id: list("供应商id"),
};
