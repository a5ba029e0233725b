/**
 * Who we are to the server: authorization (app key, app secret, address) and app token, fetched
 * once and shared.
 */
import { appSignature, authEndpoints, type ReplyOf, SIGNATURE_HEADER } from "@xingcang/contract";
import { ApiError, readAnswer, type WireReply } from "./api-error.ts";
import { typedReply } from "./exact-json.ts";
import type { Send, WireRequest } from "./transport.ts";

/**
 * A token is replaced so long before it expires (a short-lived one a tenth of its life), so that it
 * does not expire on its way.
 */
const EXPIRY_MARGIN_MS = 5 * 60 * 1000;
/** Life of a token that says nothing of its expiry (contract section 2). */
const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;

/** Whether a reply may be one of the refusals below, without parsing a long one for it. */
const MAY_BE_REFUSED = /"errcode"\s*:\s*"?(?:401|1000202001|1020002008|1030002006|1030002007)\b/;
const TOKEN_REFUSED = new Set([401, 1000202001, 1020002008]);
/**
 * The secret was rotated, or the app was disabled and enabled, which changes its key (contract
 * section 2).
 */
const AUTHORIZATION_REFUSED = new Set([1030002006, 1030002007]);

type Authorization = ReplyOf<(typeof authEndpoints)["auth.authorize"]>[number];

interface Token {
  appToken: string;
  domain: string;
  renewAtMs: number;
}

export interface SessionOptions {
  send: Send;
  now: () => number;
  outerInstanceId: string | undefined;
  uid: string | undefined;
}

/** Sends a business request as the session's user; a refused token or secret is renewed once. */
export function createSession({ send, now, outerInstanceId, uid }: SessionOptions): Send {
  let authorization: Authorization | undefined;
  let token: Token | undefined;
  let pending: Promise<Token> | undefined;

  async function authorize(): Promise<Authorization> {
    const query: Record<string, string> = outerInstanceId === undefined ? {} : { outerInstanceId };
    const granted = await callAuth(send, "auth.authorize", query);
    const found = granted.find(({ status }) => status === 1) ?? granted[0];
    if (!found) throw nothingGranted(outerInstanceId);
    authorization = found;
    return found;
  }

  async function fetchToken(): Promise<Token> {
    try {
      return await tokenOf(send, authorization ?? (await authorize()), uid, now());
    } catch (error) {
      if (!(error instanceof ApiError && AUTHORIZATION_REFUSED.has(error.errcode))) throw error;
      return tokenOf(send, await authorize(), uid, now());
    }
  }

  /** The token at hand, or the one fetch that all callers wait for. */
  async function currentToken(): Promise<Token> {
    if (token && now() < token.renewAtMs) return token;
    pending ??= fetchToken().finally(() => {
      pending = undefined;
    });
    token = await pending;
    return token;
  }

  return async (request) => {
    const used = await currentToken();
    const reply = await send(identified(request, used));
    const refused = refusalOf(reply);
    if (refused === undefined) return reply;
    // Another caller may have renewed the token in the meantime: that one is tried, not dropped.
    if (token === used) {
      token = undefined;
      if (refused === "authorization") authorization = undefined;
    }
    return send(identified(request, await currentToken()));
  };
}

function identified(request: WireRequest, { appToken, domain }: Token): WireRequest {
  const headers: Record<string, string> = {
    ...request.headers,
    [SIGNATURE_HEADER.appToken]: appToken,
  };
  if (domain !== "") headers[SIGNATURE_HEADER.routerAddress] = domain;
  return { ...request, headers };
}

function refusalOf(reply: WireReply): "token" | "authorization" | undefined {
  if (reply.status !== 401 && !MAY_BE_REFUSED.test(reply.body)) return undefined;
  const answer = readAnswer(reply);
  if (answer.ok) return undefined;
  if (AUTHORIZATION_REFUSED.has(answer.error.errcode)) return "authorization";
  return reply.status === 401 || TOKEN_REFUSED.has(answer.error.errcode) ? "token" : undefined;
}

type AuthName = keyof typeof authEndpoints;

async function callAuth<Name extends AuthName>(
  send: Send,
  name: Name,
  query: Record<string, string>,
): Promise<ReplyOf<(typeof authEndpoints)[Name]>> {
  const { method, path, reply } = authEndpoints[name];
  const pairs = Object.entries(query);
  // Both calls only read, so they are repeated without an idempotency key.
  const plain = { body: undefined, headers: {}, idempotencyKey: undefined, signal: undefined };
  const answer = readAnswer(await send({ method, path, query: pairs, ...plain, repeatable: true }));
  if (!answer.ok) throw answer.error;
  return typedReply(reply, answer.data) as ReplyOf<(typeof authEndpoints)[Name]>;
}

async function tokenOf(
  send: Send,
  { appKey, appSecret, domain }: Authorization,
  uid: string | undefined,
  nowMs: number,
): Promise<Token> {
  const query: Record<string, string> = {
    app_key: appKey,
    app_signature: await appSignature(appKey, appSecret),
  };
  if (uid !== undefined) query.uid = uid;
  const { "app-token": appToken, expires } = await callAuth(send, "auth.token", query);
  const expiresAtMs = jwtExpiryMs(appToken) ?? (expires > nowMs ? expires : nowMs + TOKEN_LIFE_MS);
  const margin = Math.min(EXPIRY_MARGIN_MS, (expiresAtMs - nowMs) / 10);
  return { appToken, domain: domain ?? "", renewAtMs: expiresAtMs - margin };
}

/**
 * When a JWT expires, in milliseconds since 1970; undefined when the text is no JWT or has no
 * `exp`.
 * @example
 * jwtExpiryMs("e30.eyJleHAiOjE3MDAwMDAwMDB9.sig"); // 1700000000000
 */
export function jwtExpiryMs(token: string): number | undefined {
  const payload = token.split(".")[1];
  if (payload === undefined) return undefined;
  try {
    const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const { exp } = JSON.parse(text) as { exp?: unknown };
    return typeof exp === "number" ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

function nothingGranted(outerInstanceId: string | undefined): ApiError {
  return new ApiError({
    errcode: 1030002008,
    key: "instanceUnknown",
    httpStatus: 200,
    description: `没有账套授权给此应用（outerInstanceId ${outerInstanceId ?? "未传"}）`,
    descriptionEn: "No account set is authorized for this client and outerInstanceId",
    errors: [],
    requestId: "",
  });
}
