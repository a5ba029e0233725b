/** 组装单: parts (S) become an assembled product (M). Contract sections 6 and 9. */
import { bill } from "../bill.ts";
import { text } from "../scalar.ts";
import {
  conversionDetailHead,
  conversionDetailLine,
  conversionHead,
  conversionLine,
  conversionList,
} from "./conversion.ts";

export const assemble = bill({
  name: "inv_assemble",
  entity: "inv_assemble_bill",
  title: { zh: "组装单", en: "Assembly bill" },
  prefix: "ZZD",
  save: { required: {}, optional: conversionHead, line: conversionLine },
  detail: {
    head: { ...conversionDetailHead, cost_fee: text("费用合计") },
    line: conversionDetailLine,
  },
  list: conversionList,
});
