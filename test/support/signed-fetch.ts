/** Requests as a client of the vendor's API signs and sends them. */
import http from "node:http";
import {
  appSignature,
  canonicalText,
  SIGNATURE_AUTH_VERSION,
  SIGNATURE_HEADER,
  SIGNATURE_SIGN_HEADERS,
  signCanonicalText,
} from "@xingcang/contract";

export interface TestCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly outerInstanceId: string;
  readonly accountId: string;
  appKey: string;
  appSecret: string;
}

export interface TestRequest {
  query?: Record<string, string> | readonly (readonly [string, string])[];
  /** Sent as JSON, or as it is when it is text or bytes. */
  body?: unknown;
  /** Over the headers that a client sends; an empty text leaves a header out. */
  headers?: Record<string, string>;
}

export interface TestReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at replies of any shape
  readonly json: any;
}

const pairsOf = (query: TestRequest["query"]) =>
  Array.isArray(query)
    ? (query as readonly (readonly [string, string])[])
    : Object.entries((query as Record<string, string> | undefined) ?? {});

/** The headers of a signed request, and its path with the query in signing order. */
export async function sign(
  method: string,
  path: string,
  query: TestRequest["query"],
  { clientId, clientSecret }: Pick<TestCredentials, "clientId" | "clientSecret">,
  timeMs = Date.now(),
): Promise<{ url: string; headers: Record<string, string> }> {
  const pairs = [...pairsOf(query)].sort(([a], [b]) => (a < b ? -1 : 1));
  const timestamp = String(timeMs);
  const nonce = String(Math.floor(Math.random() * 1e10));
  const text = canonicalText({ method, path, query: pairs, nonce, timestamp });
  const search = pairs.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`);
  return {
    url: search.length === 0 ? path : `${path}?${search.join("&")}`,
    headers: {
      [SIGNATURE_HEADER.clientId]: clientId,
      [SIGNATURE_HEADER.authVersion]: SIGNATURE_AUTH_VERSION,
      [SIGNATURE_HEADER.timestamp]: timestamp,
      [SIGNATURE_HEADER.nonce]: nonce,
      [SIGNATURE_HEADER.signHeaders]: SIGNATURE_SIGN_HEADERS,
      [SIGNATURE_HEADER.signature]: await signCanonicalText(text, clientSecret),
    },
  };
}

const agent = new http.Agent({ keepAlive: true });

/** Sends exactly these headers and bytes; a GET may have a body, which `fetch` refuses. */
export function send(
  base: string,
  method: string,
  target: string,
  headers: Record<string, string>,
  body?: string | Uint8Array,
): Promise<TestReply> {
  const given = Object.entries(headers).filter(([, value]) => value !== "");
  const bytes = body === undefined ? undefined : Buffer.from(body as string);
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.request(
      { method, path: target, hostname, port, headers: Object.fromEntries(given), agent },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, text, json: jsonOf(text) });
        });
      },
    );
    request.on("error", reject);
    if (bytes !== undefined) request.setHeader("Content-Length", bytes.length);
    request.end(bytes);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const bodyOf = (body: unknown): string | Uint8Array | undefined =>
  body === undefined || typeof body === "string" || body instanceof Uint8Array
    ? (body as string | Uint8Array | undefined)
    : JSON.stringify(body);

const TOKEN_PATH = "/jdyconnector/app_management/kingdee_auth_token";

/** `kingdee_auth_token` as it answers. */
export async function requestToken(
  base: string,
  credentials: TestCredentials,
  query: Record<string, string> = {},
  timeMs = Date.now(),
): Promise<TestReply> {
  const { appKey, appSecret } = credentials;
  const signed = { app_key: appKey, app_signature: await appSignature(appKey, appSecret) };
  const all = { ...signed, ...query };
  const { url, headers } = await sign("GET", TOKEN_PATH, all, credentials, timeMs);
  return send(base, "GET", url, headers);
}
