/**
 * 拆卸单: an assembled product (M) is taken apart into its parts (S). Seed 拆卸单详情; contract sections
 * 6 and 9.
 */
import { bill } from "../bill.ts";
import { flag, text } from "../scalar.ts";
import {
  conversionDetailHead,
  conversionDetailLine,
  conversionHead,
  conversionLine,
  conversionList,
} from "./conversion.ts";

export const disassemble = bill({
  name: "inv_disassemble",
  entity: "inv_disassemble_bill",
  title: { zh: "拆卸单", en: "Disassembly bill" },
  prefix: "CXD",
  save: {
    required: {},
    optional: {
      ...conversionHead,
      ignore_warn: flag("忽略告警（如成本分摊比例为空；默认false）", { role: "ignoreWarn" }),
    },
    line: conversionLine,
  },
  detail: {
    head: {
      allocate_rule: text("费用分摊规则（1 按成本分摊比例，2 按数量分摊）"),
      ...conversionDetailHead,
    },
    line: conversionDetailLine,
  },
  list: conversionList,
});
