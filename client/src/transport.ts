/** One signed HTTP call with its safe retries. It knows nothing of tokens and schemas. */
import {
  bodyDigest,
  canonicalText,
  type QueryPair,
  SIGNATURE_AUTH_VERSION,
  SIGNATURE_HEADER,
  SIGNATURE_SIGN_HEADERS,
  SIGNATURE_SIGN_HEADERS_WITH_BODY,
  signCanonicalText,
} from "@xingcang/contract";
import { ConnectionError, type WireReply } from "./api-error.ts";
import { type Outcome, retryPause } from "./retry.ts";

export const IDEMPOTENCY_HEADER = "Idempotency-Key";

export interface WireRequest {
  method: string;
  path: string;
  /** Not encoded; sorted by name before it is signed and sent. */
  query: readonly QueryPair[];
  body: string | Uint8Array<ArrayBuffer> | undefined;
  /** A reply that is no JSON is given as a stream (default: every reply is text). */
  wantsFile?: boolean | undefined;
  headers: Readonly<Record<string, string>>;
  idempotencyKey: string | undefined;
  /** Whether a lost or postponed attempt may be made again. */
  repeatable: boolean;
  signal: AbortSignal | undefined;
}

export interface TransportOptions {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  fetch: typeof fetch;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  retries: number;
  timeoutMs: number;
  /** Whether the signature covers the body as well (D43). */
  signBody: boolean;
}

/**
 * Sends a request, signed afresh at every attempt; the body and the idempotency key stay the same.
 */
export type Send = (request: WireRequest) => Promise<WireReply>;

type Attempt = { reply: WireReply } | { lost: unknown };

export function createSend(options: TransportOptions): Send {
  return async (request) => {
    for (let attempt = 0; ; attempt++) {
      const result = await attemptOnce(options, request);
      const chance = { attempt, now: options.now(), random: Math.random() };
      const again = request.repeatable && attempt < options.retries;
      const pause = again ? retryPause(outcomeOf(result), chance) : undefined;
      if (pause === undefined) return replyOf(result, request, options, attempt + 1);
      await options.wait(pause);
      request.signal?.throwIfAborted();
    }
  };
}

const outcomeOf = (result: Attempt): Outcome =>
  "lost" in result
    ? { kind: "lost" }
    : {
        kind: "reply",
        status: result.reply.status,
        retryAfter: result.reply.headers["retry-after"] ?? null,
      };

function replyOf(
  result: Attempt,
  { path, idempotencyKey }: WireRequest,
  { baseUrl }: TransportOptions,
  attempts: number,
): WireReply {
  if ("reply" in result) return result.reply;
  throw new ConnectionError({ cause: result.lost, attempts, url: baseUrl + path, idempotencyKey });
}

async function attemptOnce(options: TransportOptions, request: WireRequest): Promise<Attempt> {
  request.signal?.throwIfAborted();
  const query = [...request.query].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const headers = await signedHeaders(options, request, query);
  const search = query.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  const url = options.baseUrl + request.path + (search === "" ? "" : `?${search}`);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(timedOut()), options.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, limit.signal]) : limit.signal;
  try {
    // A redirect is not followed: it would hand the token to another address.
    const init = { method: request.method, headers, body: request.body, signal };
    const response = await options.fetch(url, { ...init, redirect: "manual" });
    const { status } = response;
    const received = Object.fromEntries(response.headers);
    // How long a file takes is for whoever takes it.
    if (request.wantsFile && response.body !== null && !isJson(received)) {
      return { reply: { status, headers: received, body: "", file: response.body } };
    }
    return { reply: { status, headers: received, body: await response.text() } };
  } catch (lost) {
    request.signal?.throwIfAborted();
    return { lost };
  } finally {
    clearTimeout(timer);
  }
}

const timedOut = () => new DOMException("The operation timed out", "TimeoutError");

const isJson = (headers: Readonly<Record<string, string>>) =>
  /\bjson\b/.test(headers["content-type"] ?? "");

async function signedHeaders(
  { clientId, clientSecret, now, signBody }: TransportOptions,
  { method, path, body, headers, idempotencyKey }: WireRequest,
  query: readonly QueryPair[],
): Promise<Record<string, string>> {
  const timestamp = String(now());
  const nonce = randomNonce();
  const digest = signBody && body !== undefined ? await bodyDigest(body) : undefined;
  const text = canonicalText({ method, path, query, nonce, timestamp, bodyDigest: digest });
  const signed: Record<string, string> = {
    "Content-Type": "application/json",
    ...headers,
    [SIGNATURE_HEADER.clientId]: clientId,
    [SIGNATURE_HEADER.authVersion]: SIGNATURE_AUTH_VERSION,
    [SIGNATURE_HEADER.timestamp]: timestamp,
    [SIGNATURE_HEADER.nonce]: nonce,
    [SIGNATURE_HEADER.signHeaders]:
      digest === undefined ? SIGNATURE_SIGN_HEADERS : SIGNATURE_SIGN_HEADERS_WITH_BODY,
    [SIGNATURE_HEADER.signature]: await signCanonicalText(text, clientSecret),
  };
  if (digest !== undefined) signed[SIGNATURE_HEADER.bodyDigest] = digest;
  if (idempotencyKey !== undefined) signed[IDEMPOTENCY_HEADER] = idempotencyKey;
  return signed;
}

/** A random positive integer, as the gateway asks for. */
const randomNonce = () => String(crypto.getRandomValues(new Uint32Array(1))[0]! + 1);
