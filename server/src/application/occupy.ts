/** 库存占用 `inv_occupy` (D10–D15). */
import { type InputOf, stockEndpoints } from "@xingcang/contract";
import { fork, merge } from "../domain/book.ts";
import { type HoldLine, occupy } from "../domain/hold.ts";
import type { Line } from "../domain/line.ts";
import { dayOf } from "./china-time.ts";
import { expiryOf } from "./hold-expiry.ts";
import { holdLines } from "./hold-lines.ts";
import { namingHolders } from "./holders.ts";
import type { Caller, UnitOfWork } from "./ports.ts";
import { refuseAll } from "./refused.ts";

const endpoint = stockEndpoints["stock.occupy"];
type Input = InputOf<typeof endpoint>;

function refsOf(input: Input) {
  const billTypeId = input.bill_type_id;
  const billId = input.bill_id;
  return (entryId: string) => ({ billTypeId, billId, entryId });
}

/** The lines, checked, with everything read that the verb looks at. */
export function linesOf(unit: UnitOfWork, input: Input) {
  const recalculate = input.is_re_calc_qty === true;
  const refOf = refsOf(input);
  const options = { recalculate, refuseDisabled: true, floatOfHold: false, refOf };
  return holdLines(unit, endpoint.body, input, options);
}

export async function occupyStock(unit: UnitOfWork, caller: Caller, input: Input) {
  const refOf = refsOf(input);
  const lines = await linesOf(unit, input);
  const wanted = lines.map(
    (line: Line): HoldLine => ({
      line,
      ref: refOf(line.draft.entryId),
      newId: unit.newId(),
    }),
  );
  const book = fork(unit.book);
  const outcome = occupy(book, wanted, {
    billNo: input.bill_no ?? "",
    clientId: caller.clientId,
    now: unit.now,
    today: dayOf(unit.now),
    allowExpired: unit.settings.allowExpired,
    expiresAt: expiryOf(unit.settings, input.bill_type_id, unit.now),
  });
  refuseAll(await namingHolders(unit, lines, outcome.refusals));
  merge(book);
  return { ids: [input.bill_id], ret_ids: [...outcome.holdIds] };
}
