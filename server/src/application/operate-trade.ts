/**
 * 关闭, 作废, 反作废 (contract section 7): an order that is closed by hand is not
 * continued any more, a draft that is void is neither edited nor audited until it is valid again.
 */
import type { BillType } from "./bill-type.ts";
import { textOf } from "./material-facts.ts";
import type { BillRecord, Caller, UnitOfWork } from "./ports.ts";
import { refuse } from "./refused.ts";

type Verb = (unit: UnitOfWork, caller: Caller, type: BillType, record: BillRecord) => Promise<void>;

const withHead = (unit: UnitOfWork, caller: Caller, record: BillRecord, fields: object) =>
  unit.saveBill({
    ...record,
    head: { ...record.head, ...fields },
    modifiedAt: unit.now,
    modifierId: caller.userId,
  });

/** Un-audit opens it again. An order that is closed already stays as it is. */
const close: Verb = async (unit, caller, _type, record) => {
  if (record.status !== "C") refuse("billNotAudited", "", { given: record.billNo });
  if (textOf(record.head, "bill_close_state") === "H") return;
  await withHead(unit, caller, record, { bill_close_state: "H" });
};

const makeVoid: Verb = async (unit, caller, _type, record) => {
  if (record.status === "C") {
    refuse("billNotEditable", "", { given: record.billNo, action: "作废" });
  }
  if (!isVoid(record)) await withHead(unit, caller, record, { void: "1" });
};

const makeValid: Verb = async (unit, caller, _type, record) => {
  if (isVoid(record)) await withHead(unit, caller, record, { void: "" });
};

export const isVoid = ({ head }: BillRecord) => textOf(head, "void") === "1";

export function refuseIfVoid(record: BillRecord, path: string): void {
  if (isVoid(record)) refuse("billVoid", path, { given: record.billNo });
}

/** The operations that a bill type has beside audit, un-audit and delete. */
export function tradeVerbsOf({ rule }: BillType): Readonly<Record<string, Verb>> {
  const verbs = { invalid: makeVoid, valid: makeValid };
  return rule.orders && rule.trade ? { ...verbs, close_donothing: close } : verbs;
}
