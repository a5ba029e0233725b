/** 组装拆卸模板: one product and its parts, without any stock of its own. */
import { checkComponents } from "./conversion.ts";
import type { BillRule } from "./rule.ts";

export const assembleTemplate: BillRule = {
  conserves: false,
  orders: true,
  check: checkComponents,
  outs: () => [],
  ins: () => [],
};
