import {
  compareAscii,
  describeSignatureForm,
  distinctStyles,
  ENCODING_STYLES,
  encodeSigned,
  isPlain,
  isRawKeySafe,
  listShapes,
  type QueryPair,
  type SignatureForm,
  type SignatureWords,
} from "./signature-forms.ts";

export {
  describeSignatureForm,
  type EncodingStyleName,
  type QueryPair,
  type SignatureForm,
  type SignatureWords,
} from "./signature-forms.ts";

/** Names of the headers that carry a call's identity (contract section 2); case does not count. */
export const SIGNATURE_HEADER = {
  clientId: "X-Api-ClientID",
  authVersion: "X-Api-Auth-Version",
  timestamp: "X-Api-TimeStamp",
  nonce: "X-Api-Nonce",
  signHeaders: "X-Api-SignHeaders",
  signature: "X-Api-Signature",
  appToken: "app-token",
  routerAddress: "X-GW-Router-Addr",
  /** Ours, optional: digest of the body, `sha-256=` and Base64 (D43). */
  bodyDigest: "X-Xingcang-Body-Digest",
  /** Ours, optional: the text the client says it signed, Base64 of UTF-8; only for explanation. */
  signedText: "X-Xingcang-Signed-Text",
} as const;

/** The value of `X-Api-Auth-Version`. */
export const SIGNATURE_AUTH_VERSION = "2.0";

/** The value of `X-Api-SignHeaders` that the seed shows. */
export const SIGNATURE_SIGN_HEADERS = "X-Api-TimeStamp,X-Api-Nonce";

/**
 * The value of `X-Api-SignHeaders` when the digest of the body is signed as well. Ours: naming it
 * there adds its line to the text, so that whoever changes digest or body needs the secret (D43).
 */
export const SIGNATURE_SIGN_HEADERS_WITH_BODY = [
  SIGNATURE_SIGN_HEADERS,
  SIGNATURE_HEADER.bodyDigest,
].join(",");

/**
 * Whether `X-Api-SignHeaders` names the digest of the body.
 * @example
 * signsBodyDigest("X-Api-TimeStamp,X-Api-Nonce"); // false: so it is with the vendor's clients
 */
export const signsBodyDigest = (signHeaders: string): boolean =>
  signHeaders
    .split(",")
    .some((name) => name.trim().toLowerCase() === SIGNATURE_HEADER.bodyDigest.toLowerCase());

/** How far `X-Api-TimeStamp` may be from the server's clock, in milliseconds, either way (D40). */
export const CLOCK_WINDOW_MS = 5 * 60 * 1000;

/** At most so many canonical forms are tried for one request. */
export const CANDIDATES_MAX = 200;

/** No further form is built once those built have so many characters: it bounds the work. */
export const CANDIDATE_CHARACTERS_MAX = 1_000_000;

/** What a client is about to sign. `path` has no query; `query` is not encoded. */
export interface TextToSign {
  readonly method: string;
  readonly path: string;
  readonly query: readonly QueryPair[];
  readonly nonce: string;
  readonly timestamp: string;
  /** The digest of the body when it is signed (default: it is not). */
  readonly bodyDigest?: string | undefined;
}

/** What a server received: path and query as they stood on the request line, headers verbatim. */
export interface ReceivedText {
  readonly method: string;
  readonly rawPath: string;
  /** Without the `?`; empty when there is none. */
  readonly rawQuery: string;
  readonly nonce: string;
  readonly timestamp: string;
  /** The digest of the body when the request says that it is signed (default: it does not). */
  readonly bodyDigest?: string | undefined;
}

/** One text that the client may have signed, and the form it is written in. */
export interface CandidateText {
  readonly text: string;
  readonly form: SignatureForm;
}

/**
 * The text to sign: names sorted ASCII ascending, values encoded twice, and a final newline
 * (contract section 3). The query on the wire must have the same order.
 * @throws RangeError for a parameter name with `&`, `=`, `%` or a control character
 * @example
 * canonicalText({ method: "GET", path: "/jdy/v2/bd/store", query: [["name", "a b"]],
 *   nonce: "4427456950", timestamp: "1670305063559" });
 * // "GET\n%2Fjdy%2Fv2%2Fbd%2Fstore\nname=a%2520b\nx-api-nonce:4427456950\n" +
 * // "x-api-timestamp:1670305063559\n"
 */
export function canonicalText(request: TextToSign): string {
  const unsafe = request.query.find(([key]) => !isRawKeySafe(key));
  if (unsafe) throw new RangeError(`A parameter name that cannot be signed: ${unsafe[0]}`);
  const sorted = [...request.query].sort(([a], [b]) => compareAscii(a, b));
  const params = sorted.map(
    ([k, v]) => `${k}=${encodeSigned(ENCODING_STYLES["uri-component"], v)}`,
  );
  return assemble(request, encodeURIComponent(request.path), params.join("&"));
}

/**
 * Every text that a known client may have signed for a received request, the most common first,
 * without repetitions, built one by one as they are asked for (contract section 3, D40).
 * A request without query and with a plain path has exactly one.
 * @example
 * const [first] = candidateTexts({ method: "POST", rawPath: "/jdy/v2/scm/inv_occupy", rawQuery: "",
 *   nonce: "1", timestamp: "1670305063559" });
 * first.text; // "POST\n%2Fjdy%2Fv2%2Fscm%2Finv_occupy\n\nx-api-nonce:1\n…"
 */
export function* candidateTexts(request: ReceivedText): Generator<CandidateText, void, void> {
  const pairs = decodeQuery(request.rawQuery);
  if (pairs.length === 0 && isPlainPath(request.rawPath)) {
    // Most writes: nothing can be written in two ways, so nothing is compared or remembered.
    yield { text: assemble(request, encodePlainPath(request.rawPath), ""), form: PLAIN_FORM };
    return;
  }
  const seen = new Set<string>();
  let characters = 0;
  for (const [at, path] of pathTexts(request.rawPath).entries()) {
    for (const { params, form } of parameterTexts(pairs)) {
      const text = assemble(request, path, params);
      if (seen.has(text)) continue;
      if (seen.size >= CANDIDATES_MAX || characters > CANDIDATE_CHARACTERS_MAX) return;
      characters += text.length;
      seen.add(text);
      yield { text, form: at === 0 ? form : { ...form, path: "other" } };
    }
  }
}

/**
 * The parameters of a raw query string, in wire order, each part decoded once: `+` and `%20` are
 * both a space. A part that is not valid percent-encoded UTF-8 is taken as it stands.
 * @example
 * decodeQuery("name=a+b&id=1"); // [["name", "a b"], ["id", "1"]]
 */
export function decodeQuery(rawQuery: string): QueryPair[] {
  const pairs: QueryPair[] = [];
  if (rawQuery === "") return pairs;
  for (const part of rawQuery.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const key = equals < 0 ? part : part.slice(0, equals);
    pairs.push([decodePart(key), equals < 0 ? "" : decodePart(part.slice(equals + 1))]);
  }
  return pairs;
}

/**
 * `X-Api-Signature`: Base64 of the lower-case hex of HMAC-SHA256. Needs WebCrypto, which a browser
 * gives only to https and localhost.
 * @throws Error when there is no WebCrypto or the secret is empty
 * @example
 * await signCanonicalText(text, clientSecret); // 88 characters that end with "=="
 */
export async function signCanonicalText(text: string, secret: string): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new Error("No WebCrypto: a browser signs only on https or localhost");
  if (secret === "") throw new Error("The secret to sign with is empty");
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const mac = new Uint8Array(await subtle.sign("HMAC", key, encoder.encode(text)));
  const hex = Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return btoa(hex);
}

/**
 * The value of `X-Xingcang-Body-Digest` for a body (D43). Needs WebCrypto as well.
 * @example
 * await bodyDigest("{}"); // "sha-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="
 */
export async function bodyDigest(body: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return `sha-256=${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/**
 * `app_signature` of the token call: the app key signed with the app secret (contract section 2).
 * @example
 * await appSignature("abc", "abc123"); // "ZDljMTI3NGIyNTE1MTRkYzlkNjc1MDNhYjUzMzgzNWMy…"
 */
export function appSignature(appKey: string, appSecret: string): Promise<string> {
  return signCanonicalText(appKey, appSecret);
}

/**
 * A candidate's form in words.
 * @example
 * candidateInWords(candidate).zh; // "参数按名排序；值编码两次（JS encodeURIComponent）"
 */
export function candidateInWords(candidate: CandidateText): SignatureWords {
  return describeSignatureForm(candidate.form);
}

const PLAIN_FORM: SignatureForm = {
  order: "sorted",
  keys: "raw",
  style: "uri-component",
  lists: "as-sent",
  path: "as-sent",
};

const isPlainPath = (path: string) => /^[A-Za-z0-9\-_./]*$/.test(path);
const encodePlainPath = (path: string) => path.replaceAll("/", "%2F");

type SignedFrame = Pick<TextToSign, "method" | "nonce" | "timestamp" | "bodyDigest">;

function assemble(frame: SignedFrame, path: string, params: string): string {
  const headers = `x-api-nonce:${frame.nonce}\nx-api-timestamp:${frame.timestamp}\n`;
  const digest =
    frame.bodyDigest === undefined
      ? ""
      : `${SIGNATURE_HEADER.bodyDigest.toLowerCase()}:${frame.bodyDigest}\n`;
  return `${frame.method.toUpperCase()}\n${path}\n${params}\n${headers}${digest}`;
}

function decodePart(part: string): string {
  const spaced = part.replaceAll("+", " ");
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** The path encoded once; one text for our own paths, more where encoders differ. */
function pathTexts(rawPath: string): string[] {
  if (isPlainPath(rawPath)) return [encodePlainPath(rawPath)];
  let decoded = rawPath;
  try {
    decoded = decodeURIComponent(rawPath);
  } catch {
    // Not valid percent-encoded UTF-8: there is only the path as it stands.
  }
  const texts = [rawPath, decoded].flatMap((path) =>
    (["uri-component", "rfc3986", "form"] as const).map((name) =>
      encodeSigned({ ...ENCODING_STYLES[name], times: 1 }, path),
    ),
  );
  return [...new Set(texts)];
}

function* parameterTexts(
  pairs: readonly QueryPair[],
): Generator<{ params: string; form: SignatureForm }> {
  for (const shape of listShapes(pairs)) {
    const keys = shape.pairs.map(([key]) => key);
    const keyForms: SignatureForm["keys"][] = keys.every(isRawKeySafe) ? ["raw"] : [];
    if (!keys.every(isPlain)) keyForms.push("encoded");
    const base = { lists: shape.lists, path: "as-sent" } as const;
    for (const style of distinctStyles(shape.pairs.flat())) {
      const values = shape.pairs.map(([, value]) => encodeSigned(ENCODING_STYLES[style], value));
      for (const keyForm of keyForms) {
        const names =
          keyForm === "raw" ? keys : keys.map((key) => encodeSigned(ENCODING_STYLES[style], key));
        for (const { order, params } of orderedTexts(keys, names, values)) {
          yield { params, form: { ...base, order, keys: keyForm, style } };
        }
      }
    }
  }
}

/** `name=value` pairs joined in each order, once per order that differs from those before it. */
function orderedTexts(
  keys: readonly string[],
  names: readonly string[],
  values: readonly string[],
): { order: SignatureForm["order"]; params: string }[] {
  const pairs = names.map((name, at) => `${name}=${values[at]}`);
  const wire = pairs.join("&");
  if (pairs.length < 2) return [{ order: "sorted", params: wire }];
  const byKey = pairs.map((_, at) => at).sort((a, b) => compareAscii(keys[a]!, keys[b]!));
  const sorted = byKey.map((at) => pairs[at]!).join("&");
  const texts: { order: SignatureForm["order"]; params: string }[] = [
    { order: "sorted", params: sorted },
  ];
  if (wire !== sorted) texts.push({ order: "wire", params: wire });
  const whole = [...pairs].sort(compareAscii).join("&");
  if (whole !== sorted && whole !== wire) texts.push({ order: "sorted-pairs", params: whole });
  return texts;
}
