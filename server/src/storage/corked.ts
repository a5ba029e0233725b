/**
 * Statements that are sent in one turn go over the connection in one piece: each piece costs a
 * system call here and wakes the database up there.
 */

import type { Duplex } from "node:stream";
import type pg from "pg";

/** The driver's own connection; not in its types. */
interface Driven {
  readonly connection: { readonly stream: Duplex };
}

/** From now on what the client sends waits for the end of the turn in which it is sent. */
export function cork(client: pg.ClientBase): void {
  const { stream } = (client as unknown as Driven).connection;
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  let isCorked = false;
  Object.assign(client, {
    query(...given: unknown[]) {
      if (!isCorked) {
        isCorked = true;
        stream.cork();
        queueMicrotask(() => {
          isCorked = false;
          stream.uncork();
        });
      }
      return query(...given);
    },
  });
}
