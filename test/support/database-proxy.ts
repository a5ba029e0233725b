/**
 * Stands between a server and its PostgreSQL on a Unix socket, and breaks connections at a chosen
 * statement: before the database gets it, or after it, with its answer lost.
 */
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How a connection ends at the statement: the text it holds, and whether the database got it. */
export interface Break {
  readonly at: string;
  readonly isSent: boolean;
  /** No connection is let in after it, until `open()`. */
  readonly thenClosed?: boolean;
}

export interface DatabaseProxy {
  /** Where to connect instead. */
  readonly host: string;
  /** The next statement that holds the text breaks its connection, once. */
  breakAt(next: Break): void;
  /** Lets connections in again. */
  open(): void;
  /** Ends all connections, and lets none in until `open()`. */
  shut(): void;
  /** How many connections were broken or turned away. */
  readonly broken: number;
  stop(): Promise<void>;
}

export async function startDatabaseProxy(database: {
  host: string;
  port: number;
}): Promise<DatabaseProxy> {
  const host = mkdtempSync(join(tmpdir(), "xc-proxy-"));
  const name = `.s.PGSQL.${database.port}`;
  const sockets = new Set<net.Socket>();
  let next: Break | undefined;
  let isOpen = true;
  let broken = 0;

  function serve(near: net.Socket): void {
    near.on("error", () => {});
    if (!isOpen) {
      broken += 1;
      near.destroy();
      return;
    }
    const far = net.connect(join(database.host, name));
    far.on("error", () => near.destroy());
    for (const socket of [near, far]) sockets.add(socket.on("close", () => sockets.delete(socket)));
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    far.on("data", (bytes) => near.write(bytes));
    near.on("data", (bytes) => {
      if (next === undefined || !bytes.includes(next.at)) return far.write(bytes);
      const { isSent, thenClosed = false } = next;
      next = undefined;
      broken += 1;
      if (thenClosed) isOpen = false;
      if (!isSent) return far.destroy();
      far.removeAllListeners("data");
      // Any answer tells that the database has done what it was sent.
      far.once("data", () => far.destroy());
      return far.write(bytes);
    });
  }

  const server = net.createServer(serve);
  await new Promise<void>((resolve) => server.listen(join(host, name), resolve));
  return {
    host,
    breakAt(wanted) {
      next = wanted;
    },
    open() {
      isOpen = true;
    },
    shut() {
      isOpen = false;
      for (const socket of sockets) socket.destroy();
    },
    get broken() {
      return broken;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(host, { recursive: true, force: true });
    },
  };
}
