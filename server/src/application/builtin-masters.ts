import type { MasterName } from "@xingcang/contract";
import type { Data } from "./ports.ts";

/**
 * What every account has from the start: the vendor's built-in records, under their ids (contract
 * sections 5 and 6).
 */
export const BUILTIN_MASTERS: readonly (readonly [kind: MasterName, id: string, input: Data])[] = [
  ["currency", "1", { number: "RMB", name: "人民币", enable: "1" }],
  ["aux_info_type", "1", { number: "QTRKLX", name: "其他入库类型" }],
  ["aux_info_type", "2", { number: "QTCKLX", name: "其他出库类型" }],
  ["aux_info", "12", { number: "QTRKLX01", name: "其他入库", group_id: "1" }],
  ["aux_info", "14", { number: "QTRKLX02", name: "调拨差异入库", group_id: "1" }],
  ["aux_info", "13", { number: "QTCKLX01", name: "其他出库", group_id: "2" }],
  ["aux_info", "15", { number: "QTCKLX02", name: "调拨差异出库", group_id: "2" }],
];
