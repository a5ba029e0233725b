/** 库存占用释放 `inv_release_occupy` (D13; seed 库存占用释放). */
import { type InputOf, stockEndpoints } from "@xingcang/contract";
import { fork, merge } from "../domain/book.ts";
import { release } from "../domain/hold.ts";
import { holdLines } from "./hold-lines.ts";
import type { Caller, UnitOfWork } from "./ports.ts";
import { refuseAll } from "./refused.ts";

const endpoint = stockEndpoints["stock.release"];
type Input = InputOf<typeof endpoint>;

function refsOf(input: Input) {
  const billTypeId = input.src_bill_type_id;
  const billId = input.src_inter_id;
  return (entryId: string) => ({ billTypeId, billId, entryId });
}

/** The lines, checked, with everything read that the verb looks at. */
export function linesOf(unit: UnitOfWork, input: Input) {
  const recalculate = input.is_re_calc_qty === true;
  const refOf = refsOf(input);
  const options = { recalculate, refuseDisabled: false, floatOfHold: true, refOf };
  return holdLines(unit, endpoint.body, input, options);
}

export async function releaseStock(unit: UnitOfWork, caller: Caller, input: Input) {
  const refOf = refsOf(input);
  const lines = await linesOf(unit, input);
  const book = fork(unit.book);
  refuseAll(
    release(
      book,
      lines.map((line) => ({ line, ref: refOf(line.draft.entryId), newId: "" })),
      { clientId: caller.clientId, reason: "" },
    ),
  );
  merge(book);
  return {};
}
