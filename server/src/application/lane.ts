/**
 * The lane 车道: the one way in for everything that writes in an account. It takes all requests that
 * wait, runs them one after another in ONE transaction, and answers after the commit; there is no
 * timer, the next batch starts when the last is answered. A repeat of a request gets its first
 * reply again and does nothing (D14): replies commit together with the work.
 */
import { Busy, WritingStopped } from "./busy.ts";
import { OutcomeUnknown } from "./connection-lost.ts";
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

/** So many wait already that this one was not taken. */
export class LaneFull extends Busy {
  override readonly name = "LaneFull";
}

/** It waited too long for its transaction, and was taken out of the queue. */
export class LaneSlow extends Busy {
  override readonly name = "LaneSlow";
}

interface Waiting {
  readonly job: LaneJob;
  /** Ends the wait; stopped when the transaction begins. */
  readonly timer: NodeJS.Timeout;
  resolve(reply: LaneReply): void;
  reject(error: unknown): void;
}

export interface LaneLimits {
  /** Most requests in one transaction. */
  readonly batchMax: number;
  /** Most requests that may wait; more are turned away before anything is done. */
  readonly queueMax: number;
  /** How long a request may wait for its transaction to begin, in milliseconds. */
  readonly waitMsMax: number;
}

/** Who wants to know how busy the lanes are. */
export interface LaneObserver {
  /** A transaction begins with so many requests. */
  batch(size: number): void;
  /** A request was turned away. */
  turnedAway(error: LaneFull | LaneSlow): void;
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

export function createLanes(store: WorkStore, limits: LaneLimits, observer: LaneObserver): Lanes {
  const queues = new Map<string, Waiting[]>();
  const running = new Map<string, Promise<void>>();

  async function drain(accountId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, limits.batchMax);
      for (const { timer } of batch) clearTimeout(timer);
      observer.batch(batch.length);
      const answer = await runBatch(store, accountId, batch);
      // Others wait: the database gets their transaction first, and works while answers are sent.
      if (queue.length > 0) setImmediate(answer);
      else answer();
    }
    running.delete(accountId);
    queues.delete(accountId);
  }

  const turnedAway = <E extends LaneFull | LaneSlow>(error: E): E => {
    observer.turnedAway(error);
    return error;
  };

  /** Nothing of it was done, so it may be told so. */
  function giveUp(queue: Waiting[], waiting: Waiting): void {
    queue.splice(queue.indexOf(waiting), 1);
    waiting.reject(turnedAway(new LaneSlow()));
  }

  return {
    rehearse: (accountId, run) =>
      store.rehearse(accountId, (unit) => {
        if (unit.writingStopped) throw new WritingStopped();
        return run(unit);
      }),
    submit(accountId, job) {
      const queue = queues.get(accountId) ?? [];
      if (queue.length >= limits.queueMax) {
        return Promise.reject(turnedAway(new LaneFull()));
      }
      queues.set(accountId, queue);
      const reply = new Promise<LaneReply>((resolve, reject) => {
        const timer = setTimeout(() => giveUp(queue, waiting), limits.waitMsMax);
        const waiting: Waiting = { job, timer, resolve, reject };
        queue.push(waiting);
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

/**
 * Runs them all; the answer is to be called, and answers them. With `doubt` it is their second run,
 * and the first may have been done after all.
 */
async function runBatch(
  store: WorkStore,
  accountId: string,
  batch: readonly Waiting[],
  doubt?: OutcomeUnknown,
): Promise<() => void> {
  try {
    const keys = batch.flatMap(({ job }) => job.replays.map((replay) => replay.key));
    const run = (unit: UnitOfWork) => runJobs(store, unit, batch);
    const replies = await store.inAccount(accountId, run, keys);
    return () => {
      for (const [index, waiting] of batch.entries()) {
        const reply = replies[index] as LaneReply | WritingStopped;
        if (reply instanceof WritingStopped) waiting.reject(reply);
        else waiting.resolve(reply);
      }
    };
  } catch (error) {
    if (error instanceof OutcomeUnknown && doubt === undefined) {
      return runAgain(store, accountId, batch, error);
    }
    // The database had no time for any of them: alone, each would wait as long once more.
    if (batch.length === 1 || error instanceof Busy || error instanceof OutcomeUnknown) {
      return () => {
        for (const waiting of batch) waiting.reject(doubt ?? error);
      };
    }
    // One request failed the transaction of all: each gets its own, so that only the faulty one
    // fails.
    for (const waiting of batch) (await runBatch(store, accountId, [waiting], doubt))();
    return () => {};
  }
}

/** Those that were done after all get the reply that was saved with them; the others are done. */
async function runAgain(
  store: WorkStore,
  accountId: string,
  batch: readonly Waiting[],
  doubt: OutcomeUnknown,
): Promise<() => void> {
  const known = batch.filter(({ job }) => job.replays.length > 0);
  for (const waiting of batch) if (!known.includes(waiting)) waiting.reject(doubt);
  return known.length === 0 ? () => {} : runBatch(store, accountId, known, doubt);
}

async function runJobs(
  store: WorkStore,
  unit: UnitOfWork,
  batch: readonly Waiting[],
): Promise<(LaneReply | WritingStopped)[]> {
  const known = new Map(unit.replies);
  if (batch.length > 1 && !unit.writingStopped)
    await Promise.all(batch.map(({ job }) => job.prepare?.(unit)));
  const replies: (LaneReply | WritingStopped)[] = [];
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
    if (unit.writingStopped) {
      replies.push(new WritingStopped());
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
