/**
 * 盘亏单: goods leave at the pool's cost, as on an 其他出库单; what is missing may be past its date.
 */
import { otherOut } from "./other-out.ts";
import type { BillRule } from "./rule.ts";

export const checkLoss: BillRule = { ...otherOut, takesExpired: true };
