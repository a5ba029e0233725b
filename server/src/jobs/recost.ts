/**
 * Costs anew in the background what too much followed (D35), account by account through its lane,
 * each in one transaction. Several servers may do it at once: the second finds nothing left.
 */
import type { Lanes } from "../application/lane.ts";
import type { RecostingProgress } from "../application/ports.ts";
import { recost } from "../application/recost.ts";

export interface RecostOptions {
  readonly lanes: Lanes;
  /** Accounts in which costs wait. */
  accountsToRecost(): Promise<readonly string[]>;
  /** Where everyone can see how the job gets on, beside its transaction. */
  readonly progress: {
    start(accountId: string): Promise<void>;
    tell(accountId: string, progress: RecostingProgress): Promise<void>;
    end(accountId: string, rows: number): Promise<void>;
  };
}

/** Costs all that waits now; returns how many ledger rows that were. */
export async function recostAll({ lanes, ...options }: RecostOptions): Promise<number> {
  let all = 0;
  for (const accountId of await options.accountsToRecost()) {
    let hasStarted = false;
    const { body } = await lanes.submit(accountId, {
      replays: [],
      run: async (unit) => {
        const rows = await recost(unit, async (step) => {
          if (!hasStarted) await options.progress.start(accountId);
          hasStarted = true;
          await options.progress.tell(accountId, step);
        });
        return { status: 200, body: String(rows) };
      },
      conflict: () => ({ status: 500, body: "0" }),
    });
    if (hasStarted) await options.progress.end(accountId, Number(body));
    all += Number(body);
  }
  return all;
}
