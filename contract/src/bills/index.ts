/**
 * Every stock bill type. A new one costs its contract file, its rule file, their tests and one
 * line here.
 */
import { assemble } from "./assemble.ts";
import { assembleTemplate } from "./assemble-template.ts";
import { checkBill, checkBillEndpoints } from "./check-bill.ts";
import { checkGain } from "./check-gain.ts";
import { checkLoss } from "./check-loss.ts";
import { disassemble } from "./disassemble.ts";
import { move } from "./move.ts";
import { otherIn } from "./other-in.ts";
import { otherOut } from "./other-out.ts";
import { pick } from "./pick.ts";
import { pickReturn } from "./pick-return.ts";
import { productIn, productInEndpoints } from "./product-in.ts";
import { productReturn } from "./product-return.ts";
import { purInbound } from "./pur-inbound.ts";
import { purOrder } from "./pur-order.ts";
import { purReturn } from "./pur-return.ts";
import { salInbound } from "./sal-inbound.ts";
import { salOrder } from "./sal-order.ts";
import { salOutbound } from "./sal-outbound.ts";
import { transferDifferenceEndpoints } from "./transfer-difference.ts";
import { transferIn } from "./transfer-in.ts";
import { transferOut } from "./transfer-out.ts";

export const bills = {
  inv_assemble: assemble,
  inv_check_bill: checkBill,
  inv_check_gail_bill: checkGain,
  inv_check_loss_bill: checkLoss,
  inv_disassemble: disassemble,
  inv_tfmove: move,
  inv_other_in: otherIn,
  inv_other_out: otherOut,
  inv_tfout: transferOut,
  inv_tfin: transferIn,
  assemble_tpl: assembleTemplate,
  inv_pick: pick,
  inv_pick_ret: pickReturn,
  inv_product: productIn,
  inv_product_ret: productReturn,
  pur_order: purOrder,
  pur_inbound: purInbound,
  pur_ret: purReturn,
  sal_order: salOrder,
  sal_out_bound: salOutbound,
  sal_in_bound: salInbound,
};

/** What is done with bills beyond list, detail and save. */
export const billStepEndpoints = {
  ...transferDifferenceEndpoints,
  ...checkBillEndpoints,
  ...productInEndpoints,
};

export type BillName = keyof typeof bills;
