/**
 * One kept-alive HTTP/1.1 connection with one request under way: as little work as possible, as the
 * load shares the computer with what it measures.
 */
import { once } from "node:events";
import { connect } from "node:net";

export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Wire {
  /** Sends a whole request, head and body. @throws Error when the connection breaks */
  send(request: string): Promise<WireAnswer>;
  close(): void;
}

interface Waiting {
  resolve(answer: WireAnswer): void;
  reject(error: Error): void;
}

export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  let waiting: Waiting | undefined;
  let received: Buffer = Buffer.alloc(0);
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server closed the connection")));
  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      const answer = readAnswer(received);
      if (answer === undefined) return;
      received = Buffer.alloc(0);
      waiting?.resolve(answer);
      waiting = undefined;
    } catch (error) {
      fail(error as Error);
    }
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/**
 * Undefined while a part is missing.
 * @throws Error for an answer without `Content-Length`, or with more than one answer
 */
export function readAnswer(bytes: Buffer): WireAnswer | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const head = bytes.toString("latin1", 0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`);
  const start = headEnd + 4;
  const end = start + Number(length);
  if (bytes.length < end) return undefined;
  if (bytes.length > end) throw new Error("more than one answer to one request");
  return { status: Number(head.slice(9, 12)), body: bytes.toString("utf8", start, end) };
}
