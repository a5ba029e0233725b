/** 结算期限: days and days of a month are whole numbers (settling_term_save, notes of the fields). */
import { isNone } from "../domain/resolve-line.ts";
import { invalid, type Ruled } from "./master-rule.ts";
import { textOf } from "./material-facts.ts";
import type { MasterRecord, UnitOfWork } from "./ports.ts";

const DAYS = {
  form: /^\d{1,4}$/,
  why: ["须为 0 到 9999 的整数", "a whole number from 0 to 9999"],
} as const;
const DAY_OF_MONTH = {
  form: /^(?:[1-9]|[12]\d|3[01])$/,
  why: ["须为 1 到 31 的整数", "a whole number from 1 to 31"],
} as const;

const FIELDS = [
  ["stand_days", "收款期限天数", DAYS],
  ["month_payday", "每月结算日", DAY_OF_MONTH],
  ["before_days", "月结期限结算多少天", DAYS],
  ["month_check_day", "对账日", DAY_OF_MONTH],
] as const;

export async function settlingTermRule(_unit: UnitOfWork, record: MasterRecord): Promise<Ruled> {
  const data = { ...record.data, type: textOf(record.data, "type") || "1" };
  const reasons = FIELDS.flatMap(([field, title, { form, why }]) => {
    const given = textOf(data, field);
    return isNone(given) || form.test(given) ? [] : [invalid(field, title, given, why)];
  });
  return { record: { ...record, data }, reasons };
}
