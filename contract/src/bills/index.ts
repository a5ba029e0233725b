/**
 * Every stock bill type. A new one costs its contract file, its rule file, their tests and one
 * line here.
 */
import { assemble } from "./assemble.ts";
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
  inv_pick: pick,
  inv_pick_ret: pickReturn,
  inv_product: productIn,
  inv_product_ret: productReturn,
};

/** What is done with bills beyond list, detail and save. */
export const billStepEndpoints = {
  ...transferDifferenceEndpoints,
  ...checkBillEndpoints,
  ...productInEndpoints,
};

export type BillName = keyof typeof bills;
