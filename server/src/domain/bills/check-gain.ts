/** 盘盈单: goods enter at the cost given, as on an 其他入库单. */
export { otherIn as checkGain } from "./other-in.ts";
