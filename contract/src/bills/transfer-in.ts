/**
 * 调拨入库单: each row receives goods that a row of a 调拨出库单 sent, its source. Contract sections 6, 7
 * and 9.
 */
import { bill } from "../bill.ts";
import { double } from "../scalar.ts";
import * as common from "./common.ts";
import * as transfer from "./transfer-common.ts";

export const transferIn = bill({
  name: "inv_tfin",
  entity: "inv_tfin_bill_inbound",
  title: { zh: "调拨入库单", en: "Transfer in bill" },
  prefix: "DBRK",
  save: {
    ...transfer.transferHead,
    line: {
      required: transfer.transferLine.required,
      optional: {
        ...transfer.transferLine.optional,
        ...common.sourceLink,
        in_price: double("调入单价"),
      },
    },
  },
  detail: { head: transfer.transferDetailHead, line: transfer.transferDetailLine },
  list: { row: transfer.transferRow, filters: transfer.transferFilters },
});
