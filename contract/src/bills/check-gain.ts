/**
 * 盘盈单: goods that a stock-taking found beyond the books. The path is misspelt by the vendor
 * (`gail`), the entity is not. Contract sections 6 and 7.
 */
import { bill } from "../bill.ts";
import { checkDetail, checkList, checkSave } from "./check-common.ts";

export const checkGain = bill({
  name: "inv_check_gail_bill",
  entity: "inv_check_gain_bill",
  title: { zh: "盘盈单", en: "Stock-taking gain bill" },
  prefix: "PYD",
  save: checkSave,
  detail: checkDetail,
  list: checkList,
});
