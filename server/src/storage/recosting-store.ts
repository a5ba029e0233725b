/** How the job that costs anew gets on (D35); written and read beside its transaction. */
import type { RecostingProgress } from "../application/ports.ts";
import type { Database } from "./database.ts";

/** Accounts in which costs wait. */
export async function accountsToRecost({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query({
    name: "accounts-to-recost",
    text: "select distinct account_id from cost_pool where stale_from <> '' order by account_id",
  });
  return rows.map((row) => row.account_id);
}

/** How many pools wait for it, over all accounts. */
export async function countStalePools({ pool }: Database): Promise<number> {
  const { rows } = await pool.query({
    name: "count-stale-pools",
    text: "select count(*)::int as pools from cost_pool where stale_from <> ''",
  });
  return rows[0]?.pools ?? 0;
}

export async function startRecosting({ pool }: Database, accountId: string): Promise<void> {
  await pool.query(
    `insert into recosting (account_id, started_at, done, total) values ($1, now(), 0, 0)
     on conflict (account_id) do update
       set started_at = excluded.started_at, finished_at = null, done = 0, total = 0`,
    [accountId],
  );
}

export async function tellRecosting(
  { pool }: Database,
  accountId: string,
  { done, total }: RecostingProgress,
): Promise<void> {
  const text = "update recosting set done = $2, total = $3 where account_id = $1";
  await pool.query(text, [accountId, done, total]);
}

export async function endRecosting(
  { pool }: Database,
  accountId: string,
  rows: number,
): Promise<void> {
  const text = `update recosting set done = $2, total = $2, finished_at = now()
                where account_id = $1`;
  await pool.query(text, [accountId, rows]);
}

export interface RecostingState {
  /** Cost pools that wait, and the first day from which they do; empty for none. */
  readonly waitingPools: number;
  readonly from: string;
  /** Of the job that runs, or that ran last; undefined when none ever did. */
  readonly job:
    | (RecostingProgress & { readonly startedAt: Date; readonly finishedAt: Date | null })
    | undefined;
}

export async function recostingState(
  { pool }: Database,
  accountId: string,
): Promise<RecostingState> {
  const { rows: waiting } = await pool.query(
    `select count(*)::int as pools, coalesce(min(stale_from), '') as first
     from cost_pool where account_id = $1 and stale_from <> ''`,
    [accountId],
  );
  const { rows: jobs } = await pool.query(
    `select done, total, started_at as "startedAt", finished_at as "finishedAt"
     from recosting where account_id = $1`,
    [accountId],
  );
  return { waitingPools: waiting[0]?.pools ?? 0, from: waiting[0]?.first ?? "", job: jobs[0] };
}
