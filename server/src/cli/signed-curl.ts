/** A request as one curl line: signed, with a token, ready to be pasted. */
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

export interface CurlRequest {
  readonly baseUrl: string;
  readonly method: string;
  readonly path: string;
  /** Not encoded. */
  readonly query: readonly QueryPair[];
  /** Empty: no body. */
  readonly body: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly appToken: string;
  /** Further headers, such as `Idempotency-Key`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The signature is good for five minutes before and after `nowMs`. */
export async function signedCurl(
  request: CurlRequest,
  { nowMs, nonce }: { nowMs: number; nonce: string },
): Promise<string> {
  const { method, path, clientId, clientSecret } = request;
  const query = [...request.query].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const timestamp = String(nowMs);
  const digest = request.body === "" ? undefined : await bodyDigest(request.body);
  const text = canonicalText({ method, path, query, nonce, timestamp, bodyDigest: digest });
  const headers: Record<string, string> = {
    [SIGNATURE_HEADER.clientId]: clientId,
    [SIGNATURE_HEADER.authVersion]: SIGNATURE_AUTH_VERSION,
    [SIGNATURE_HEADER.timestamp]: timestamp,
    [SIGNATURE_HEADER.nonce]: nonce,
    [SIGNATURE_HEADER.signHeaders]:
      digest === undefined ? SIGNATURE_SIGN_HEADERS : SIGNATURE_SIGN_HEADERS_WITH_BODY,
    ...(digest !== undefined && { [SIGNATURE_HEADER.bodyDigest]: digest }),
    [SIGNATURE_HEADER.signature]: await signCanonicalText(text, clientSecret),
    [SIGNATURE_HEADER.appToken]: request.appToken,
    ...(request.body !== "" && { "Content-Type": "application/json" }),
    ...request.headers,
  };
  const search = query.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  const url = request.baseUrl + path + (search === "" ? "" : `?${search}`);
  const parts = ["curl -sS", ...(method === "GET" ? [] : ["-X", method]), quoted(url)];
  for (const [name, value] of Object.entries(headers))
    parts.push("-H", quoted(`${name}: ${value}`));
  if (request.body !== "") parts.push("--data-raw", quoted(request.body));
  return parts.join(" ");
}

/** As one word of a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A random whole number, as the gateway asks for. */
export const newNonce = (): string => String(crypto.getRandomValues(new Uint32Array(1))[0]! + 1);
