/**
 * What a company counts into 可用库存 beside on hand and holds, by the names of 系统参数 (contract
 * section 8). The stock reports show it; nothing that is only expected can be held or shipped.
 */
import type { BillName } from "@xingcang/contract";

interface Counted {
  readonly bill: BillName;
  /** Drafts, the rest of audited orders, or what audited transfers have under way. */
  readonly part: "drafts" | "rest" | "underWay";
  readonly comesIn: boolean;
}

export const AVAILABLE_COUNTS = {
  audited_pur_ord: { bill: "pur_order", part: "rest", comesIn: true },
  saved_pur: { bill: "pur_inbound", part: "drafts", comesIn: true },
  saved_oi: { bill: "inv_other_in", part: "drafts", comesIn: true },
  saved_gain: { bill: "inv_check_gail_bill", part: "drafts", comesIn: true },
  un_push_tf_out: { bill: "inv_tfout", part: "underWay", comesIn: true },
  audited_sal_ord: { bill: "sal_order", part: "rest", comesIn: false },
  saved_sal: { bill: "sal_out_bound", part: "drafts", comesIn: false },
  saved_oo: { bill: "inv_other_out", part: "drafts", comesIn: false },
  saved_loss: { bill: "inv_check_loss_bill", part: "drafts", comesIn: false },
  saved_tf_out: { bill: "inv_tfout", part: "drafts", comesIn: false },
} as const satisfies Readonly<Record<string, Counted>>;

export type AvailableCount = keyof typeof AVAILABLE_COUNTS;

export const isAvailableCount = (name: string): name is AvailableCount =>
  Object.hasOwn(AVAILABLE_COUNTS, name);
