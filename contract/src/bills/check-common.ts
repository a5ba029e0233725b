/** What 盘盈单 and 盘亏单 share. Contract section 6 and the two pages' field lists. */
import { date, ref, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

const { id, bill_no, bill_date, bill_status, audit_time, create_time, remark } = common.detailHead;
const { dept_id, material_number, material_model, ...filters } = common.listFilters;

export const checkSave = {
  required: { bill_date: date("单据日期", { role: "billDate" }) },
  optional: {
    remark: common.headNotes.remark,
    dept_id: ref("department", "部门id"),
    dept_number: refNumber("department", "dept_id", "部门编码"),
    custom_field: common.headNotes.custom_field,
  },
  line: {
    required: { ...common.materialById, ...common.storeById, ...common.quantityAndUnit },
    optional: {
      ...common.entryId,
      ...common.bin,
      ...common.auxUnit,
      ...common.auxProperty,
      ...common.batchAndShelfLife,
      ...common.serials,
      ...common.givenCost,
      ...common.lineNotes,
    },
  },
};

export const checkDetail = {
  head: {
    ...common.detailHead,
    ...common.auditor,
    voucher_id: text("凭证id"),
    voucher_no: text("凭证字号"),
    voucher_period: text("凭证期间"),
  },
  line: common.detailLine,
};

export const checkList = {
  row: {
    id,
    bill_no,
    bill_date,
    bill_status,
    remark,
    create_time,
    audit_time,
    ...common.named("creator", "创建人"),
    ...common.auditor,
  },
  filters,
};
