/** What 组装单 and 拆卸单 share: the same rows, one way and the other. Contract sections 6 and 9. */
import { date, decimalText, double, int, list, text } from "../scalar.ts";
import * as common from "./common.ts";

export const conversionHead = {
  bill_date: date("单据日期", { role: "billDate" }),
  ...common.headNotes,
  ...common.partnerHead,
  allocate_rule: text("费用分摊规则（1 按成本分摊比例，2 按数量分摊）", {
    role: "allocateRule",
    choices: ["1", "2"],
  }),
  cost_fee: decimalText("费用合计"),
  cost_fee_entity: common.feeSave,
};

export const conversionLine = {
  required: {
    ...common.materialById,
    material_type: text("商品属性（S 子件，M 组件）", {
      role: "component",
      choices: ["S", "M"],
    }),
    ...common.quantityAndUnit,
    ...common.storeById,
  },
  optional: {
    ...common.entryId,
    ...common.bin,
    ...common.auxUnit,
    ...common.auxProperty,
    ...common.auxPropertyMore,
    ...common.batchAndShelfLife,
    ...common.serials,
    ...common.baseQuantity,
    ...common.givenCost,
    price: decimalText("单价", { role: "price" }),
    cost_share_percent: double("成本分摊比例（%，最多 8 位小数，合计 100）", {
      role: "costShare",
    }),
    ...common.sourceLink,
    ...common.lineNotes,
  },
};

export const conversionDetailHead = {
  ...common.detailHead,
  cost_fee_entity: common.feeDetail,
  currency_number: text("币别编码"),
};

export const conversionDetailLine = {
  material_type: text("商品属性（S 子件，M 组件）"),
  ...common.detailLine,
  cost_share_percent: double("成本分摊比例"),
};

export const conversionList = {
  row: {
    id: text("单据ID"),
    bill_no: text("单据编码"),
    bill_date: date("单据日期"),
    bill_status: text("单据状态（C 已审核，Z 未审核）"),
    audit_time: text("审核时间"),
    modify_time: text("修改时间"),
    print_count: int("打印次数"),
    remark: text("备注"),
  },
  filters: {
    ...common.listFilters,
    dept_number: text("部门编码"),
    emp_id: list("职员id"),
    emp_number: text("业务员编码"),
    total_fields: list("合计字段（如 cost）"),
  },
};
