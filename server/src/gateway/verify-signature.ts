import {
  CLOCK_WINDOW_MS,
  candidateTexts,
  type ReceivedText,
  SIGNATURE_AUTH_VERSION,
  SIGNATURE_HEADER,
  type SignatureForm,
  signsBodyDigest,
} from "@xingcang/contract";
import { equalInConstantTime, signText } from "./constant-time.ts";

/** Header values by lower-case name, as Node gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * A request as it stood on the wire. The body is not signed by the vendor's rule; its digest is
 * when the request says so (D43).
 */
export interface SignedRequest {
  readonly method: string;
  readonly rawPath: string;
  /** Without the `?`; empty when there is none. */
  readonly rawQuery: string;
  readonly headers: RequestHeaders;
}

/** What the check needs besides the request. */
export interface SignatureCheck extends SignedRequest {
  /** The client secret of `X-Api-ClientID`; undefined when no such client is known. */
  readonly secret: string | undefined;
  readonly nowMs: number;
}

/** Why a request is not from the client it names; each is one entry of the error catalogue. */
export type SignatureRefusal =
  | { readonly ok: false; readonly reason: "client_id_missing" | "timestamp_missing" }
  | { readonly ok: false; readonly reason: "nonce_missing" | "signature_missing" }
  | { readonly ok: false; readonly reason: "client_id_unknown"; readonly clientId: string }
  | { readonly ok: false; readonly reason: "auth_version"; readonly got: string }
  | { readonly ok: false; readonly reason: "timestamp_invalid"; readonly got: string }
  | {
      readonly ok: false;
      readonly reason: "timestamp_expired";
      readonly got: string;
      /** The client's clock minus the server's, in milliseconds. */
      readonly skewMs: number;
    }
  | { readonly ok: false; readonly reason: "signature_invalid"; readonly formsTried: number };

/** The verdict; `form` is the canonical form that the client signed. */
export type SignatureVerdict =
  | { readonly ok: true; readonly form: SignatureForm }
  | SignatureRefusal;

/** A header's value without surrounding blanks; empty when it is absent. */
export function headerValue(headers: RequestHeaders, name: string): string {
  const value = headers[name.toLowerCase()];
  return (typeof value === "string" ? value : (value?.[0] ?? "")).trim();
}

/**
 * Milliseconds of an `X-Api-TimeStamp`, or undefined. The PHP SDK sends a float, which prints as
 * `1670305063559`, `1670305063559.0` or `1.670305063559E+12` by the host's settings (section 3).
 */
export function parseTimestamp(text: string): number | undefined {
  if (text.length > 32 || !/^\d+(\.\d+)?([eE]\+?\d{1,2})?$/.test(text)) return undefined;
  return Math.floor(Number(text));
}

/** The digest of the body when the request names it among what it signed. */
export const signedBodyDigest = ({ headers }: Pick<SignedRequest, "headers">) =>
  signsBodyDigest(headerValue(headers, SIGNATURE_HEADER.signHeaders))
    ? headerValue(headers, SIGNATURE_HEADER.bodyDigest)
    : undefined;

/** The part of a request that its client signed. */
export function receivedText(request: SignedRequest): ReceivedText {
  const nonce = headerValue(request.headers, SIGNATURE_HEADER.nonce);
  const timestamp = headerValue(request.headers, SIGNATURE_HEADER.timestamp);
  const { method, rawPath, rawQuery } = request;
  const bodyDigest = signedBodyDigest(request);
  return { method, rawPath, rawQuery, nonce, timestamp, bodyDigest };
}

/**
 * Checks who sent a request (D40): identity, clock window of ±5 minutes, then the signature against
 * every canonical form of contract section 3. All forms are always tried and each comparison takes
 * constant time, so that the time tells nothing about how close a forgery came.
 */
export function verifySignature(check: SignatureCheck): SignatureVerdict {
  const header = (name: string) => headerValue(check.headers, name);
  const clientId = header(SIGNATURE_HEADER.clientId);
  if (clientId === "") return { ok: false, reason: "client_id_missing" };
  if (check.secret === undefined) return { ok: false, reason: "client_id_unknown", clientId };
  const version = header(SIGNATURE_HEADER.authVersion);
  if (version !== SIGNATURE_AUTH_VERSION)
    return { ok: false, reason: "auth_version", got: version };
  const stale = checkTimestamp(header(SIGNATURE_HEADER.timestamp), check.nowMs);
  if (stale) return stale;
  if (header(SIGNATURE_HEADER.nonce) === "") return { ok: false, reason: "nonce_missing" };
  const signature = header(SIGNATURE_HEADER.signature);
  if (signature === "") return { ok: false, reason: "signature_missing" };
  return checkForms(receivedText(check), Buffer.from(signature), check.secret);
}

function checkTimestamp(got: string, nowMs: number): SignatureRefusal | undefined {
  if (got === "") return { ok: false, reason: "timestamp_missing" };
  const sentMs = parseTimestamp(got);
  if (sentMs === undefined) return { ok: false, reason: "timestamp_invalid", got };
  const skewMs = sentMs - nowMs;
  if (Math.abs(skewMs) <= CLOCK_WINDOW_MS) return undefined;
  return { ok: false, reason: "timestamp_expired", got, skewMs };
}

function checkForms(received: ReceivedText, signature: Buffer, secret: string): SignatureVerdict {
  let matched: SignatureForm | undefined;
  let formsTried = 0;
  for (const { text, form } of candidateTexts(received)) {
    formsTried += 1;
    const equal = equalInConstantTime(signature, Buffer.from(signText(text, secret)));
    if (equal && matched === undefined) matched = form;
  }
  if (matched === undefined) return { ok: false, reason: "signature_invalid", formsTried };
  return { ok: true, form: matched };
}
