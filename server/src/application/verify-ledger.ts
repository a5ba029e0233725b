/**
 * 对账 `verify` (D4, P4): recomputes every balance of an account from what only grows, the ledger and
 * the hold events, and reports each number that disagrees with the bill behind it. Nothing is
 * repaired. Each stored number is compared with the log and never with another stored number, so
 * that one wrong number is one finding; that stored numbers agree among each other follows.
 */
import {
  type BillFacts,
  billFindings,
  type DrawFacts,
  drawFindings,
  type HoldFacts,
  holdFindings,
  type PoolFacts,
  poolFindings,
  type ReversalFacts,
  reversalFindings,
  type SequenceFacts,
  type SerialFacts,
  type StockFacts,
  sequenceFindings,
  serialFindings,
  stockFindings,
} from "./verify-checks.ts";
import { type CostFacts, costFindings, type LayerFacts, layerFindings } from "./verify-costs.ts";
import type { Finding } from "./verify-finding.ts";

/**
 * Facts of one account, as stored and as recomputed, in pages; all from one snapshot of the
 * database.
 */
export interface LedgerFacts {
  stocks(): AsyncIterable<readonly StockFacts[]>;
  pools(): AsyncIterable<readonly PoolFacts[]>;
  /** Pool after pool, in the order of dates. */
  costs(): AsyncIterable<readonly CostFacts[]>;
  layers(): AsyncIterable<readonly LayerFacts[]>;
  holds(): AsyncIterable<readonly HoldFacts[]>;
  serials(): AsyncIterable<readonly SerialFacts[]>;
  bills(): AsyncIterable<readonly BillFacts[]>;
  /** Rows that others continue. */
  draws(): AsyncIterable<readonly DrawFacts[]>;
  reversals(): AsyncIterable<readonly ReversalFacts[]>;
  sequences(): AsyncIterable<readonly SequenceFacts[]>;
}

/** What `verify` needs of the outside; it runs beside the server, which goes on writing. */
export interface VerifyStore {
  accountIds(): Promise<string[]>;
  inSnapshot<T>(accountId: string, work: (facts: LedgerFacts) => Promise<T>): Promise<T>;
}

/** How many records of a kind were compared so far. */
export interface VerifyProgress {
  readonly accountId: string;
  readonly part: keyof LedgerFacts;
  readonly compared: number;
}

export interface VerifyOptions {
  readonly store: VerifyStore;
  readonly onProgress?: (progress: VerifyProgress) => void;
}

/** All differences of one account, in a fixed order; none means that the account is right. */
export function verifyAccount(options: VerifyOptions & { accountId: string }): Promise<Finding[]> {
  const { store, accountId, onProgress } = options;
  return store.inSnapshot(accountId, async (facts) => {
    const findings: Finding[] = [];
    const compare = async <T>(
      part: keyof LedgerFacts,
      pages: AsyncIterable<readonly T[]>,
      check: (record: T) => readonly Finding[],
    ) => {
      let compared = 0;
      for await (const page of pages) {
        for (const record of page) findings.push(...check(record));
        compared += page.length;
        onProgress?.({ accountId, part, compared });
      }
    };
    await compare("sequences", facts.sequences(), sequenceFindings);
    await compare("reversals", facts.reversals(), reversalFindings);
    await compare("stocks", facts.stocks(), stockFindings);
    await compare("pools", facts.pools(), poolFindings);
    await compare("costs", facts.costs(), costFindings());
    await compare("layers", facts.layers(), layerFindings);
    await compare("holds", facts.holds(), holdFindings);
    await compare("serials", facts.serials(), serialFindings);
    await compare("bills", facts.bills(), billFindings);
    await compare("draws", facts.draws(), drawFindings);
    return findings;
  });
}

export interface AccountFindings {
  readonly accountId: string;
  readonly findings: readonly Finding[];
}

/** One account after another, each in its own snapshot. */
export async function* verifyAll(options: VerifyOptions): AsyncGenerator<AccountFindings> {
  for (const accountId of await options.store.accountIds()) {
    yield { accountId, findings: await verifyAccount({ ...options, accountId }) };
  }
}
