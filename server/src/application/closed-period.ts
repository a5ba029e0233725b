/** 关账 (D36): nothing dated in the closed period is audited or un-audited. */
import type { BillRecord, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

/** The refusal of a bill that is dated on or before the last closed day; drafts may be. */
export function closedPeriod(
  { settings }: Pick<UnitOfWork, "settings">,
  { billDate }: Pick<BillRecord, "billDate">,
): Reason[] {
  const { closedThrough } = settings;
  if (closedThrough === "" || billDate > closedThrough) return [];
  const params = { given: billDate, closedThrough };
  return [{ key: "periodClosed", path: "bill_date", params }];
}
