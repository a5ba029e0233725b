/** The account that is read, through its own API, no faster than it allows. */
import type { Client } from "@xingcang/client";
import type { Data } from "../application/ports.ts";

export interface Source {
  /** Every row of a list, 100 a call; the filters are those of the list. */
  rows(operation: string, filters?: Data): AsyncGenerator<Data, void, void>;
  /** One call of an endpoint by its operation, for example `material.detail`. */
  ask(operation: string, input: Data): Promise<Data>;
  /** How many calls were made. */
  calls(): number;
}

export interface Pace {
  /** Calls a minute at most. */
  readonly callsPerMinute: number;
  now(): number;
  wait(ms: number): Promise<void>;
}

const PAGE_SIZE = 100;

type Method = (input: Data) => Promise<Data>;

export function createSource(client: Client, { callsPerMinute, now, wait }: Pace): Source {
  const betweenMs = 60_000 / callsPerMinute;
  let nextAt = 0;
  let calls = 0;

  async function ask(operation: string, input: Data): Promise<Data> {
    const [resource = "", action = ""] = operation.split(".");
    const method = (client as unknown as Record<string, Record<string, Method>>)[resource]?.[
      action
    ];
    if (method === undefined) throw new Error(`no endpoint ${operation}`);
    const at = Math.max(now(), nextAt);
    nextAt = at + betweenMs;
    calls += 1;
    if (at > now()) await wait(at - now());
    return method(input);
  }

  async function* rows(operation: string, filters: Data = {}) {
    for (let page = 1; ; page += 1) {
      const reply = await ask(operation, { ...filters, page, page_size: PAGE_SIZE });
      const found = (reply.rows ?? []) as Data[];
      yield* found;
      // The vendor counts pages by the size that was asked for (contract section 5).
      if (found.length === 0 || page >= Number(reply.total_page ?? 0)) return;
    }
  }

  return { ask, rows, calls: () => calls };
}
