/**
 * A scheduler at the boundaries of statements: every statement of every transaction waits until it
 * is chosen, one at a time, by a seed. So two servers meet in every order there is, and the same
 * seed makes them meet in the same order again.
 */
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import pg from "pg";

type Query = (this: pg.Client, statement: unknown, ...rest: unknown[]) => Promise<unknown>;

interface Line {
  /** Statements that wait to be chosen, in the order in which they were sent. */
  readonly waiting: (() => Promise<unknown>)[];
  /** The statement that was chosen last, while it runs. */
  running: Promise<unknown> | undefined;
  readonly client: pg.Client;
}

export interface Interleaving {
  /** Runs the work to its end, choosing by `choose(count)`, a number below `count`. */
  play(work: readonly Promise<unknown>[], choose: (count: number) => number): Promise<void>;
  /** All is as it was. */
  remove(): void;
}

const textOf = (statement: unknown) =>
  typeof statement === "string" ? statement : (statement as { text?: string }).text;

/** Install it before the connections are made. `monitor` looks who waits for a lock. */
export function interleaving(monitor: pg.Pool): Interleaving {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  const lines = new Map<pg.Client, Line>();

  prototype.query = function (statement, ...rest) {
    const send = () => original.call(this, statement, ...rest);
    const text = textOf(statement);
    if (text === "begin" && !lines.has(this)) {
      lines.set(this, { waiting: [], running: undefined, client: this });
    }
    const line = lines.get(this);
    if (line === undefined) return send();
    return new Promise((resolve, reject) => {
      line.waiting.push(async () => {
        const sent = send();
        sent.then(resolve, reject);
        await sent.catch(() => {});
        const isOver = text === "commit" || text === "rollback";
        if (isOver && line.waiting.length === 0) lines.delete(this);
      });
    });
  };

  return {
    async play(work, choose) {
      let isDone = false;
      const all = Promise.allSettled(work).then(() => {
        isDone = true;
      });
      while (!isDone) {
        await settled();
        const ready = [...lines.values()].filter(
          (line) => !line.running && line.waiting.length > 0,
        );
        const busy = [...lines.values()].flatMap(({ running }) => running ?? []);
        const chosen = ready[ready.length > 0 ? choose(ready.length) : -1];
        if (chosen !== undefined) await run(chosen, monitor);
        else await Promise.race([all, sleep(1), ...busy]);
      }
    },
    remove() {
      prototype.query = original;
    },
  };
}

/** What an answer sets off is sent by then: nothing in between waits for a clock. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 4; turns += 1) await turn();
}

const LOOK_MS = 2;

/** Until the statement has ended, or waits for a lock that another one holds. */
async function run(line: Line, monitor: pg.Pool): Promise<void> {
  const statement = line.waiting.shift() as () => Promise<unknown>;
  let hasEnded = false;
  const running = statement().then(() => {
    hasEnded = true;
    line.running = undefined;
  });
  line.running = running;
  while (!hasEnded) {
    await Promise.race([running, sleep(LOOK_MS)]);
    if (hasEnded || (await waitsForLock(line.client, monitor))) return;
  }
}

async function waitsForLock(client: pg.Client, monitor: pg.Pool): Promise<boolean> {
  const { rows } = await monitor.query(
    "select 1 from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'",
    [(client as unknown as { processID: number }).processID],
  );
  return rows.length > 0;
}
