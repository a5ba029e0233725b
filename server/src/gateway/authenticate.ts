/**
 * Who calls: the signature names the client, the app token the account and the user (D40, D41).
 * Refusals are thrown.
 */
import { type ErrorKey, SIGNATURE_HEADER } from "@xingcang/contract";
import type { AccountSettings, Caller } from "../application/ports.ts";
import { refuse } from "../application/refused.ts";
import type { Access, Client } from "./access.ts";
import type { Guard, MinuteQuotas } from "./guard.ts";
import { personalDataSeal, type SealPersonalData } from "./personal-data.ts";
import { type AppTokenOwner, type AppTokenRefusal, verifyAppToken } from "./token.ts";
import {
  headerValue,
  type SignatureRefusal,
  type SignatureVerdict,
  type SignedRequest,
  verifySignature,
} from "./verify-signature.ts";

/** A request as it came in, and from where. */
export interface GatewayRequest extends SignedRequest {
  readonly remoteAddress: string;
}

/** A caller who was let in, and the settings of the account. */
export interface Admission {
  readonly caller: Caller;
  readonly settings: AccountSettings;
  readonly seal: SealPersonalData;
}

export interface GatewayState {
  readonly access: Access;
  readonly guard: Guard;
  readonly quotas: MinuteQuotas;
  now(): number;
}

/** The vendor's quota of business calls a minute, which strict mode has (D41). */
const STRICT_CALLS_PER_MINUTE = 500;

/** The client that signed the request. */
export async function identify(state: GatewayState, request: GatewayRequest): Promise<Client> {
  const { access, guard } = state;
  const nowMs = state.now();
  const clientId = headerValue(request.headers, SIGNATURE_HEADER.clientId);
  const key = `${request.remoteAddress} ${clientId}`;
  guard.check(key, nowMs);
  const client = clientId === "" ? undefined : await access.findClient(clientId);
  if (!client) guard.check(request.remoteAddress, nowMs);
  let verdict = verifyBy(client, request, nowMs);
  if (verdict.ok) return client as Client;
  if (verdict.reason === "client_id_unknown") guard.failed(request.remoteAddress, nowMs);
  if (verdict.reason === "signature_invalid") {
    guard.failed(key, nowMs);
    const fresh = await access.findClientAnew(clientId);
    if (fresh && fresh.secret !== client?.secret) {
      verdict = verifyBy(fresh, request, nowMs);
      if (verdict.ok) return fresh;
    }
  }
  return refuseSignature(verdict as SignatureRefusal, nowMs);
}

function verifyBy(
  client: Client | undefined,
  request: GatewayRequest,
  nowMs: number,
): SignatureVerdict {
  return verifySignature({ ...request, secret: client?.secret, nowMs });
}

const SIGNATURE_ERRORS = {
  client_id_missing: "clientIdMissing",
  client_id_unknown: "clientIdUnknown",
  auth_version: "authVersionInvalid",
  timestamp_missing: "timestampMissing",
  timestamp_invalid: "timestampInvalid",
  timestamp_expired: "timestampInvalid",
  nonce_missing: "nonceMissing",
  signature_missing: "signatureMissing",
  signature_invalid: "signatureInvalid",
} as const satisfies Record<SignatureRefusal["reason"], ErrorKey>;

const SHOWN_MAX = 60;

function refuseSignature(verdict: SignatureRefusal, nowMs: number): never {
  const given = "got" in verdict ? verdict.got : "clientId" in verdict ? verdict.clientId : "";
  refuse(SIGNATURE_ERRORS[verdict.reason], "", {
    given: given.slice(0, SHOWN_MAX),
    now: String(nowMs),
  });
}

/**
 * The caller of a business call: its token must be of the client that signed, and its grant in
 * force.
 */
export async function admit(state: GatewayState, request: GatewayRequest): Promise<Admission> {
  const client = await identify(state, request);
  const nowMs = state.now();
  const owner = await tokenOwner(state, request, nowMs);
  const isGranted = client.grants.some(
    (grant) => grant.active && grant.accountId === owner.accountId,
  );
  if (owner.clientId !== client.id || !isGranted) refuse("tokenRevoked", "", {});
  const account = await state.access.findAccount(owner.accountId);
  if (!account) return refuse("tokenRevoked", "", {});
  const { settings } = account;
  const strictLimit = settings.strict ? STRICT_CALLS_PER_MINUTE : 0;
  state.quotas.take(account.id, settings.callsPerMinute || strictLimit, nowMs);
  const { accountId, clientId, userId } = owner;
  const seal = personalDataSeal(client.secret);
  return { caller: { accountId, clientId, userId }, settings, seal };
}

const TOKEN_ERRORS = {
  missing: "tokenMissing",
  malformed: "tokenMissing",
  expired: "tokenExpired",
  unknown_key: "tokenRevoked",
  bad_signature: "tokenMissing",
} as const satisfies Record<AppTokenRefusal, ErrorKey>;

async function tokenOwner(
  { access }: GatewayState,
  request: GatewayRequest,
  nowMs: number,
): Promise<AppTokenOwner> {
  const token = headerValue(request.headers, SIGNATURE_HEADER.appToken);
  let verdict = await verifyAppToken(token, await access.tokenKeys(), nowMs);
  if (!verdict.ok && verdict.reason === "unknown_key") {
    verdict = await verifyAppToken(token, await access.tokenKeys(true), nowMs);
  }
  return verdict.ok ? verdict : refuse(TOKEN_ERRORS[verdict.reason], "", {});
}
