/** 盘亏单: goods leave at the pool's cost, as on an 其他出库单. */
export { otherOut as checkLoss } from "./other-out.ts";
