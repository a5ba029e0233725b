/**
 * What `verify` compares, recomputed by the database (D4). One read-only snapshot for an account,
 * so that it runs beside the server; cursors in pages, so that neither side holds an account in
 * memory.
 */
import type {
  BillFacts,
  DrawFacts,
  HoldFacts,
  PoolFacts,
  ReversalFacts,
  SequenceFacts,
  SerialFacts,
  StockFacts,
} from "../application/verify-checks.ts";
import type { CostFacts, LayerFacts } from "../application/verify-costs.ts";
import type { LedgerFacts, VerifyStore } from "../application/verify-ledger.ts";
import type { Connection, Database } from "./database.ts";
import { DRAWS } from "./verify-draws.ts";
import {
  BILLS,
  COSTS,
  HOLDS,
  LAYERS,
  POOLS,
  REVERSALS,
  SEQUENCES,
  SERIALS,
  STOCKS,
} from "./verify-statements.ts";

const PAGE_ROWS = 1000;

/**
 * It joins whole tables, where writers only look things up by keys (`database.ts`). One row at a
 * time would be chosen for tables that have grown since PostgreSQL last looked at them.
 */
const WHOLE_TABLES = [
  ["seqscan", "on"],
  ["hashjoin", "on"],
  ["mergejoin", "on"],
  ["nestloop", "off"],
] as const;

export function createVerifyStore(database: Database): VerifyStore {
  return {
    async accountIds() {
      const { rows } = await database.pool.query("select id from account order by id");
      return rows.map((row) => row.id);
    },
    inSnapshot: (accountId, work) =>
      database.transaction(async (connection) => {
        await connection.query("set transaction isolation level repeatable read, read only");
        // Everything will be fetched, so the planner must not favour the first rows.
        await connection.query("set local cursor_tuple_fraction = 1");
        for (const [way, state] of WHOLE_TABLES) {
          await connection.query(`set local enable_${way} = ${state}`);
        }
        return work(factsOf(connection, accountId));
      }),
  };
}

function factsOf(connection: Connection, accountId: string): LedgerFacts {
  const pages = <T>(name: string, text: string, factOf: (row: Row) => T) =>
    cursorPages(connection, { name, text, values: [accountId] }, factOf);
  return {
    sequences: () => pages("verify_sequences", SEQUENCES, plain<SequenceFacts>),
    reversals: () => pages("verify_reversals", REVERSALS, reversalOf),
    stocks: () => pages("verify_stocks", STOCKS, plain<StockFacts>),
    pools: () => pages("verify_pools", POOLS, plain<PoolFacts>),
    costs: () => pages("verify_costs", COSTS, plain<CostFacts>),
    layers: () => pages("verify_layers", LAYERS, plain<LayerFacts>),
    holds: () => pages("verify_holds", HOLDS, plain<HoldFacts>),
    serials: () => pages("verify_serials", SERIALS, plain<SerialFacts>),
    bills: () => pages("verify_bills", BILLS, plain<BillFacts>),
    draws: () => pages("verify_draws", DRAWS, plain<DrawFacts>),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a row has the columns that were asked for
type Row = any;

/** For statements whose columns are named as the facts are. */
const plain = <T>(row: Row): T => row;

function reversalOf(row: Row): ReversalFacts {
  const { id, subject, bill, expected, actual } = row;
  return { id, subject, bill, expected: expected ?? undefined, actual };
}

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

async function* cursorPages<T>(
  connection: Connection,
  { name, text, values }: Statement,
  factOf: (row: Row) => T,
): AsyncGenerator<T[]> {
  await connection.query(`declare ${name} no scroll cursor for ${text}`, [...values]);
  try {
    for (;;) {
      const { rows } = await connection.query(`fetch ${PAGE_ROWS} from ${name}`);
      if (rows.length > 0) yield rows.map(factOf);
      if (rows.length < PAGE_ROWS) return;
    }
  } finally {
    // A transaction that has failed cannot close it, and its end does.
    await connection.query(`close ${name}`).catch(() => {});
  }
}
