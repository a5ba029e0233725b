/** 盘亏单: goods that a stock-taking missed. Contract sections 6 and 7. */
import { bill } from "../bill.ts";
import { checkDetail, checkList, checkSave } from "./check-common.ts";

export const checkLoss = bill({
  name: "inv_check_loss_bill",
  entity: "inv_check_loss_bill",
  title: { zh: "盘亏单", en: "Stock-taking loss bill" },
  prefix: "PKD",
  save: checkSave,
  detail: checkDetail,
  list: checkList,
});
