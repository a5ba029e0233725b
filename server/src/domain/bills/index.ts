/** The rule of every bill type of the contract; the type makes the compiler name a missing line. */
import { assemble } from "./assemble.ts";
import { assembleTemplate } from "./assemble-template.ts";
import { checkBill } from "./check-bill.ts";
import { checkGain } from "./check-gain.ts";
import { checkLoss } from "./check-loss.ts";
import { disassemble } from "./disassemble.ts";
import { move } from "./move.ts";
import { otherIn } from "./other-in.ts";
import { otherOut } from "./other-out.ts";
import { pick, pickReturn, productIn, productReturn } from "./production.ts";
import type { BillRule } from "./rule.ts";
import { purInbound, purOrder, purReturn, salInbound, salOrder, salOutbound } from "./trade.ts";
import { transferIn, transferOut } from "./transfer.ts";

export const rules = {
  inv_assemble: assemble,
  inv_check_bill: checkBill,
  inv_check_gail_bill: checkGain,
  inv_check_loss_bill: checkLoss,
  inv_disassemble: disassemble,
  inv_other_in: otherIn,
  inv_other_out: otherOut,
  inv_tfin: transferIn,
  inv_tfmove: move,
  inv_tfout: transferOut,
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
} as const satisfies Record<string, BillRule>;
