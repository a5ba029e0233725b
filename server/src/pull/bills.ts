/** Bills of another account that wait for their audit, as drafts under their own ids. */
import { type AnyBill, bills, type TSchema } from "@xingcang/contract";
import { rowsOf } from "../application/material-facts.ts";
import type { Data } from "../application/ports.ts";
import { saveBill } from "../application/save-bill.ts";
import { withIds } from "../application/with-ids.ts";
import { inputFrom } from "./input.ts";
import type { Source } from "./source.ts";
import { checked, type Problem, refusalOf, type Target } from "./target.ts";

export interface BillOutcome {
  readonly added: number;
  readonly known: number;
  readonly problems: readonly Problem[];
}

const DRAFT = "Z";

export async function pullDrafts(
  source: Source,
  target: Target,
  onProgress: (progress: { kind: string; done: number }) => void,
): Promise<BillOutcome> {
  let added = 0;
  let known = 0;
  const problems: Problem[] = [];
  for (const bill of Object.values(bills) as AnyBill[]) {
    const kind = bill.title.zh;
    let done = 0;
    for await (const row of source.rows(`${bill.name}.list`, { bill_status: DRAFT })) {
      done += 1;
      onProgress({ kind, done });
      const id = String(row.id ?? "");
      if (await target.inAccount(async (unit) => (await unit.bills(bill.name, [id])).has(id))) {
        known += 1;
        continue;
      }
      const view = await source.ask(`${bill.name}.detail`, { id });
      const reasons = await refusalOf(() => keepDraft(target, bill, id, view));
      if (reasons.length === 0) added += 1;
      else problems.push({ kind, id, title: String(row.bill_no ?? ""), reasons });
    }
  }
  return { added, known, problems };
}

async function keepDraft(target: Target, bill: AnyBill, id: string, view: Data): Promise<void> {
  const schema = bill.endpoints.save.body as TSchema;
  const input = checked(schema, inputFrom(schema, view));
  const fees = rowsOf((view.cost_fee_entity ?? {}) as Data, "fee_records");
  // In the order in which a save asks for them.
  const ids = [view, ...fees, ...rowsOf(view, "material_entity")].map((item) => String(item.id));
  await target.inAccount((unit) =>
    saveBill(withIds(unit, [id, ...ids.slice(1)]), target.caller, bill.name, input),
  );
}
