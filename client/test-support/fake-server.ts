/** A server that lives in a `fetch`: checks signatures, hands out tokens, keeps every call. */
import { candidateTexts, signCanonicalText, signsBodyDigest } from "@xingcang/contract";
import { type ClientOptions, createClient } from "../src/index.ts";

export interface FakeCall {
  method: string;
  path: string;
  /** As it stood on the request line. */
  rawQuery: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | undefined;
}

export type FakeReply = { status?: number; headers?: Record<string, string>; body: string };
/** Answers a business call, or throws as a lost connection does. */
export type Answering = (call: FakeCall, count: number) => FakeReply | Promise<FakeReply>;

export interface FakeServer {
  fetch: typeof fetch;
  /** Every call, auth calls too. */
  calls: FakeCall[];
  /** The calls whose path ends in `name`. */
  to(name: string): FakeCall[];
  /** Rows of `push_app_authorize`; tests rotate the secret here. */
  granted: Record<string, unknown>[];
  /** Life of the tokens it gives. */
  tokenLifeMs: number;
  clock: { now: number };
}

const CLIENT_SECRET = "f2adcfef73369bfc4e1384677d38a0ff";

export const success = (data: unknown): FakeReply => ({
  body: JSON.stringify({ errcode: 0, description: "success", data }),
});

export const refusal = (errcode: number, more: object = {}, status = 200): FakeReply => ({
  status,
  body: JSON.stringify({ errcode, description: `no ${errcode}`, ...more }),
});

export function fakeServer(answer: Answering): FakeServer {
  let tokens = 0;
  let business = 0;
  const calls: FakeCall[] = [];
  const server: FakeServer = {
    calls,
    to: (name) => calls.filter(({ path }) => path.endsWith(`/${name}`)),
    granted: [{ status: 1, appKey: "appkey-1", appSecret: "secret-1", domain: "https://tf.test" }],
    tokenLifeMs: 24 * 3_600_000,
    clock: { now: 1_670_305_063_559 },
    fetch: async (input, init) => {
      const call = callOf(String(input), init ?? {});
      calls.push(call);
      const signed = await isSigned(call);
      const reply = !signed ? refusal(4009, {}, 519) : await route(call);
      return new Response(reply.body, { status: reply.status ?? 200, headers: reply.headers });
    },
  };
  async function route(call: FakeCall): Promise<FakeReply> {
    if (call.path.endsWith("/push_app_authorize")) return success(server.granted);
    if (!call.path.endsWith("/kingdee_auth_token")) return answer(call, business++);
    const query = new URLSearchParams(call.rawQuery);
    const [live] = server.granted as { appKey: string; appSecret: string }[];
    if (!live) throw new Error("nothing granted");
    const expected = await signCanonicalText(live.appKey, live.appSecret);
    if (query.get("app_signature") !== expected) return refusal(1030002006);
    const exp = Math.floor((server.clock.now + server.tokenLifeMs) / 1000);
    const payload = btoa(JSON.stringify({ exp, n: ++tokens })).replaceAll("=", "");
    return success({ uid: 1, "app-token": `e30.${payload}.sig${tokens}`, access_token: "" });
  }
  return server;
}

/** A client of the fake server that waits no real time. */
export function clientOf(server: FakeServer, options: Partial<ClientOptions> = {}) {
  return createClient({
    baseUrl: "http://xingcang.test",
    clientId: "200001",
    clientSecret: CLIENT_SECRET,
    outerInstanceId: "demo",
    fetch: server.fetch,
    now: () => server.clock.now,
    wait: async () => {},
    ...options,
  });
}

function callOf(url: string, init: RequestInit): FakeCall {
  const [, path = "", rawQuery = ""] = /^https?:\/\/[^/]+([^?]*)\??(.*)$/.exec(url) ?? [];
  const headers = Object.fromEntries(new Headers(init.headers));
  const body = init.body === undefined ? undefined : String(init.body);
  return { method: init.method ?? "GET", path, rawQuery, headers, body };
}

async function isSigned({ method, path, rawQuery, headers }: FakeCall): Promise<boolean> {
  const nonce = headers["x-api-nonce"] ?? "";
  const timestamp = headers["x-api-timestamp"] ?? "";
  // Our own client writes the first form, the one of the vendor's rule text: sorted, twice encoded.
  const digest = headers["x-xingcang-body-digest"];
  const bodyDigest = signsBodyDigest(headers["x-api-signheaders"] ?? "") ? digest : undefined;
  const received = { method, rawPath: path, rawQuery, nonce, timestamp, bodyDigest };
  const [first] = candidateTexts(received);
  const expected = first && (await signCanonicalText(first.text, CLIENT_SECRET));
  return expected === headers["x-api-signature"];
}
