/** A line between client and server that loses requests and replies, as lines do. */
import { connect, createServer, type Socket } from "node:net";

export interface LossyProxy {
  readonly url: string;
  /** How often the line was cut, by when. */
  readonly cuts: Readonly<Record<Cut, number>>;
  close(): Promise<void>;
}

/** In the midst of a request, behind it, or when its reply begins to come. */
type Cut = "request" | "waiting" | "reply";

/** `random` gives numbers from 0 to below 1; of ten pieces that clients send four are cut off. */
export async function lossyProxy(target: string, random: () => number): Promise<LossyProxy> {
  const { hostname, port } = new URL(target);
  const cuts = { request: 0, waiting: 0, reply: 0 };
  const open = new Set<Socket>();

  function passOn(client: Socket): void {
    const server = connect(Number(port), hostname);
    const ends = [client, server];
    let cutsReply = false;
    const cut = (when: Cut) => {
      cuts[when] += 1;
      client.destroy();
      // What was passed on still arrives.
      server.end();
    };
    for (const end of ends) {
      open.add(end);
      end.on("error", () => {});
      end.on("close", () => {
        open.delete(end);
        for (const other of ends) other.end();
      });
    }
    client.on("data", (piece) => {
      const lot = random();
      if (lot < 0.1) {
        server.write(piece.subarray(0, piece.length / 2));
        return cut("request");
      }
      server.write(piece);
      if (lot < 0.25) cut("waiting");
      else cutsReply = lot < 0.4;
    });
    server.on("data", (piece) => {
      if (cutsReply) cut("reply");
      else client.write(piece);
    });
  }

  const proxy = createServer(passOn);
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  const own = typeof address === "object" ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${own}`,
    cuts,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
