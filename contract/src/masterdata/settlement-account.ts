/** 账户: from where a fee is paid (`settle_account_id`). There is no detail in the contract. */
import { master } from "../master.ts";
import { flag, int, refNumber, text } from "../scalar.ts";
import * as common from "./common.ts";

const bank = {
  is_default: flag("是否默认"),
  account_name: text("户名"),
  opening_bank: text("开户行"),
  account: text("银行账号"),
};

export const settlementAccount = master({
  name: "settlement_account",
  entity: "bd_account",
  title: { zh: "账户", en: "Settlement account" },
  paths: { list: "/jdy/v2/bd/settlement_account", save: "/jdy/v2/bd/settlement_account" },
  unique: ["number"],
  save: {
    required: { ...common.saveName },
    optional: {
      ...common.saveNumber,
      currency_number: refNumber("currency", "currency_id", "币别编码"),
      ...bank,
      ...common.remark,
    },
  },
  list: {
    row: {
      ...common.id,
      ...common.numberAndName,
      enable: int("启用状态（1 启用，0 禁用）"),
      ...bank,
    },
    filters: { ...common.changedFilters, ...common.enableFilter },
    page: { count: "string", currentPage: true },
  },
});
