import {
  type CryptoKey,
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";

const ALGORITHM = "RS256";
const ISSUER = "xingcang";

/** How long an app token lives, in seconds: 24 hours (contract section 2, D41). */
export const APP_TOKEN_SECONDS = 24 * 60 * 60;

/** A signing key as it is stored (the private half sealed) and, while it lives, its public half. */
export interface TokenKeyPair {
  readonly keyId: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** For whom a token is issued. */
export interface AppTokenOwner {
  readonly accountId: string;
  readonly clientId: string;
  readonly userId: string;
}

/** What {@link issueAppToken} signs, with which key and when. */
export interface AppTokenOrder extends AppTokenOwner {
  readonly privateKey: JWK | CryptoKey;
  readonly keyId: string;
  readonly nowMs: number;
}

/** The token stands in the reply as `app-token` and as `access_token`. */
export interface IssuedAppToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Whose token it is, or why it is none. */
export type AppTokenVerdict =
  | ({ readonly ok: true; readonly expiresAtMs: number } & AppTokenOwner)
  | { readonly ok: false; readonly reason: AppTokenRefusal };

/** `malformed` is everything that this server never issued. */
export type AppTokenRefusal = "missing" | "malformed" | "expired" | "unknown_key" | "bad_signature";

/** The public keys that are in force, with the memory of what they verified. */
export interface TokenKeys {
  readonly byId: ReadonlyMap<string, CryptoKey>;
  readonly verified: Map<string, AppTokenVerdict & { ok: true }>;
  readonly verifiedMax: number;
}

/** Makes a new 2048-bit RSA key; its id is random. Slow (about 0.1 s): for setup and rotation. */
export async function createTokenKeys(): Promise<TokenKeyPair> {
  const pair = await generateKeyPair(ALGORITHM, { modulusLength: 2048, extractable: true });
  const keyId = globalThis.crypto.randomUUID();
  const named = { kid: keyId, alg: ALGORITHM, use: "sig" };
  const privateJwk = { ...(await exportJWK(pair.privateKey)), ...named };
  return { keyId, privateJwk, publicJwk: { ...(await exportJWK(pair.publicKey)), ...named } };
}

/**
 * Takes public keys into use. Verified tokens are remembered (the 10 000 used last by default) as
 * long as this value lives: after a key is withdrawn, take the rest into use afresh.
 */
export async function loadTokenKeys(
  keys: readonly Pick<TokenKeyPair, "keyId" | "publicJwk">[],
  { verifiedMax = 10_000 }: { verifiedMax?: number } = {},
): Promise<TokenKeys> {
  const byId = new Map<string, CryptoKey>();
  for (const { keyId, publicJwk } of keys) {
    byId.set(keyId, (await importJWK(publicJwk, ALGORITHM)) as CryptoKey);
  }
  return { byId, verified: new Map(), verifiedMax };
}

/** Issues a token that lives 24 hours from `nowMs`, counted in whole seconds. */
export async function issueAppToken(order: AppTokenOrder): Promise<IssuedAppToken> {
  const issuedAt = Math.floor(order.nowMs / 1000);
  const expiresAt = issuedAt + APP_TOKEN_SECONDS;
  const token = await new SignJWT({ accountId: order.accountId, clientId: order.clientId })
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT", kid: order.keyId })
    .setIssuer(ISSUER)
    .setSubject(order.userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(order.privateKey);
  return { token, expiresAtMs: expiresAt * 1000 };
}

/**
 * Checks a token of the `app-token` header or of `access_token`: only RS256, only keys in force.
 * It does not know whether its owner was disabled since; that is the next check's business.
 */
export async function verifyAppToken(
  token: string | undefined,
  keys: TokenKeys,
  nowMs: number,
): Promise<AppTokenVerdict> {
  if (token === undefined || token === "") return { ok: false, reason: "missing" };
  const known = keys.verified.get(token);
  if (known) keys.verified.delete(token);
  if (known && nowMs < known.expiresAtMs) {
    keys.verified.set(token, known);
    return known;
  }
  const verdict = await verifyAfresh(token, keys.byId, nowMs);
  if (!verdict.ok) return verdict;
  keys.verified.set(token, verdict);
  if (keys.verified.size > keys.verifiedMax) {
    keys.verified.delete(keys.verified.keys().next().value!);
  }
  return verdict;
}

async function verifyAfresh(
  token: string,
  byId: TokenKeys["byId"],
  nowMs: number,
): Promise<AppTokenVerdict> {
  try {
    const header = decodeProtectedHeader(token);
    if (header.alg !== ALGORITHM) return { ok: false, reason: "malformed" };
    const key = byId.get(header.kid ?? "");
    if (!key) return { ok: false, reason: "unknown_key" };
    const currentDate = new Date(nowMs);
    const options = { algorithms: [ALGORITHM], issuer: ISSUER, currentDate };
    const { payload } = await jwtVerify(token, key, options);
    const { accountId, clientId, sub: userId, exp } = payload;
    const named = typeof accountId === "string" && typeof clientId === "string";
    if (!named || userId === undefined || exp === undefined) {
      return { ok: false, reason: "malformed" };
    }
    return { ok: true, accountId, clientId, userId, expiresAtMs: exp * 1000 };
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
}

function refusalOf(error: unknown): AppTokenRefusal {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "bad_signature";
  // A header that cannot be decoded is a TypeError in jose.
  if (error instanceof errors.JOSEError || error instanceof TypeError) return "malformed";
  throw error;
}
