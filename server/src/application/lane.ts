/**
 * The lane 车道: the one way in for everything that writes in an account. It takes all requests that
 * wait, runs them one after another in ONE transaction, and answers after the commit; there is no
 * timer, the next batch starts when the last is answered. A repeat of a request gets its first
 * reply again and does nothing (D14): replies commit together with the work.
 */
import type { ReplayKey, SavedReply, UnitOfWork, WorkStore } from "./ports.ts";

export interface LaneJob {
  /** How a repeat of this request is recognised; undefined: never. */
  readonly replays: readonly ReplayKey[];
  /** Reads ahead what `run` needs; the jobs of a batch do it at the same time. */
  prepare?(unit: UnitOfWork): Promise<void>;
  /** Runs the verb and encodes its reply, refusals included. Writes nothing when it refuses. */
  run(unit: UnitOfWork): Promise<SavedReply>;
  /** The reply to a request whose key was used for another one. */
  conflict(key: string): SavedReply;
}

export interface LaneReply extends SavedReply {
  /** It is the first reply to this request, given again; nothing was done (D14). */
  readonly replayed: boolean;
}

export class LaneFull extends Error {}

interface Waiting {
  readonly job: LaneJob;
  resolve(reply: LaneReply): void;
  reject(error: unknown): void;
}

export interface LaneLimits {
  /** Most requests in one transaction. */
  readonly batchMax: number;
  /** Most requests that may wait; more are turned away before anything is done. */
  readonly queueMax: number;
}

export interface Lanes {
  submit(accountId: string, job: LaneJob): Promise<LaneReply>;
  /** Runs a request in a transaction of its own that leaves nothing behind. */
  rehearse(accountId: string, run: LaneJob["run"]): Promise<SavedReply>;
  /** How many requests wait for their transaction. */
  waiting(): number;
  /** Resolves when nothing is waiting or running any more. */
  idle(): Promise<void>;
}

export function createLanes(store: WorkStore, limits: LaneLimits): Lanes {
  const queues = new Map<string, Waiting[]>();
  const running = new Map<string, Promise<void>>();

  async function drain(accountId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await runBatch(store, accountId, queue.splice(0, limits.batchMax));
    running.delete(accountId);
    queues.delete(accountId);
  }

  return {
    rehearse: (accountId, run) => store.rehearse(accountId, run),
    submit(accountId, job) {
      const queue = queues.get(accountId) ?? [];
      if (queue.length >= limits.queueMax) return Promise.reject(new LaneFull());
      queues.set(accountId, queue);
      const reply = new Promise<LaneReply>((resolve, reject) => {
        queue.push({ job, resolve, reject });
      });
      // Started in a microtask, so that requests read from the network together share a batch.
      if (!running.has(accountId)) {
        running.set(
          accountId,
          Promise.resolve().then(() => drain(accountId, queue)),
        );
      }
      return reply;
    },
    waiting: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

async function runBatch(store: WorkStore, accountId: string, batch: Waiting[]): Promise<void> {
  try {
    const keys = batch.flatMap(({ job }) => job.replays.map((replay) => replay.key));
    const run = (unit: UnitOfWork) => runJobs(store, unit, batch);
    const replies = await store.inAccount(accountId, run, keys);
    for (const [index, waiting] of batch.entries()) waiting.resolve(replies[index] as LaneReply);
  } catch (error) {
    const [only] = batch;
    if (batch.length === 1) only?.reject(error);
    // One request failed the transaction of all: each gets its own, so that only the faulty one
    // fails.
    else for (const waiting of batch) await runBatch(store, accountId, [waiting]);
  }
}

async function runJobs(
  store: WorkStore,
  unit: UnitOfWork,
  batch: readonly Waiting[],
): Promise<LaneReply[]> {
  const known = new Map(unit.replies);
  if (batch.length > 1) await Promise.all(batch.map(({ job }) => job.prepare?.(unit)));
  const replies: LaneReply[] = [];
  for (const { job } of batch) {
    const repeated = job.replays.find((replay) => known.has(replay.key));
    const first = repeated && known.get(repeated.key);
    if (repeated && first) {
      const same = first.requestHash === repeated.requestHash;
      replies.push(
        same ? { ...first, replayed: true } : { ...job.conflict(repeated.key), replayed: false },
      );
      continue;
    }
    const reply = await job.run(unit);
    for (const replay of job.replays) {
      known.set(replay.key, { ...reply, requestHash: replay.requestHash });
      store.saveReply(unit, replay, reply);
    }
    replies.push({ ...reply, replayed: false });
  }
  return replies;
}
