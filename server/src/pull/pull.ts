/**
 * Another account, taken over through its own API: 基础资料, opening stock and open bills. It may be
 * run again after it was cut short, and goes on.
 */
import { masters } from "@xingcang/contract";
import { BUILTIN_MASTERS } from "../application/builtin-masters.ts";
import { type BillOutcome, pullDrafts } from "./bills.ts";
import { type MasterOutcome, pullMasters } from "./masters.ts";
import type { Source } from "./source.ts";
import { pullStock, type StockOutcome } from "./stock.ts";
import { keepMaster, type Problem, refusalOf, type Target } from "./target.ts";

export interface Pulled {
  readonly masters: MasterOutcome;
  /** Undefined when masters are missing: stock would lack what it refers to. */
  readonly stock: StockOutcome | undefined;
  readonly drafts: BillOutcome | undefined;
  readonly problems: readonly Problem[];
}

export interface PullOptions {
  /** Date of the opening stock, `yyyy-MM-dd`. */
  readonly today: string;
  onProgress(step: { readonly kind: string; readonly done: number }): void;
}

export async function pull(
  source: Source,
  target: Target,
  { today, onProgress }: PullOptions,
): Promise<Pulled> {
  const taken = await pullMasters(source, target, onProgress);
  await completeBuiltin(target);
  if (taken.problems.length > 0) {
    return { masters: taken, stock: undefined, drafts: undefined, problems: taken.problems };
  }
  const stock = await pullStock(source, target, {
    today,
    onProgress: (done) => onProgress({ kind: "期初库存", done }),
  });
  const drafts = await pullDrafts(source, target, onProgress);
  const problems = [...stock.problems, ...drafts.problems];
  return { masters: taken, stock, drafts, problems };
}

/** What bills need of the built-in records, where the other account does not show them. */
async function completeBuiltin(target: Target): Promise<void> {
  await target.inAccount(async (unit) => {
    for (const [name, id, input] of BUILTIN_MASTERS) {
      if ((await unit.masters(name, [id])).has(id)) continue;
      // A record of the same number under another id stays what it is.
      await refusalOf(() => keepMaster(target, unit, masters[name], { id, input }));
    }
  });
}
