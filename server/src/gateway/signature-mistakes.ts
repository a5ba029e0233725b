import { createHash, createHmac } from "node:crypto";
import type { SignatureWords } from "@xingcang/contract";

/**
 * Known ways to sign wrongly. Each recipe is run against the refused signature: the one that yields
 * it is what the client did. Pure data and functions for `explain-signature.ts`.
 */

/** The signed text in its parts, so that a recipe can spoil one of them. */
export interface TextParts {
  readonly method: string;
  readonly path: string;
  /** Undefined when the whole line is left out. */
  readonly params: string | undefined;
  readonly headers: readonly string[];
  readonly newline: string;
  readonly end: string;
}

/** The request behind the parts, for recipes that sign something else of it. */
export interface MistakeContext {
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly host: string;
  readonly body: string;
  readonly nonce: string;
  readonly timestamp: string;
  /** The parameters in wire order, decoded once; and with `+` left as it stood. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly pairsWithPlus: readonly (readonly [string, string])[];
}

/** One known mistake; `spoil` undefined means that it cannot have happened in this request. */
interface TextMistake extends SignatureWords {
  readonly spoil: (parts: TextParts, context: MistakeContext) => TextParts | undefined;
}

const enc = encodeURIComponent;
const threeTimes = (value: string) => enc(enc(enc(value)));
const plusForSpace = (value: string) => enc(value).replaceAll("%20", "+");
const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The parameter line with another encoding, in the order in which the parts have it. */
function reencode(encode: (value: string) => string, withPlus = false): TextMistake["spoil"] {
  return (parts, context) => {
    if (!parts.params) return undefined;
    const rank = new Map(parts.params.split("&").map((pair, at) => [pair.split("=")[0]!, at]));
    const pairs = [...(withPlus ? context.pairsWithPlus : context.pairs)];
    const place = (key: string) => rank.get(key) ?? rank.get(enc(enc(key))) ?? 0;
    pairs.sort(([a], [b]) => place(a) - place(b));
    return { ...parts, params: pairs.map(([key, value]) => `${key}=${encode(value)}`).join("&") };
  };
}

const path = (text: (context: MistakeContext) => string): TextMistake["spoil"] => {
  return (parts, context) => ({ ...parts, path: text(context) });
};

const headers = (lines: (context: MistakeContext) => readonly string[]): TextMistake["spoil"] => {
  return (parts, context) => ({ ...parts, headers: lines(context) });
};

const lines = (nonce: string, timestamp: string) => [
  `x-api-nonce:${nonce}`,
  `x-api-timestamp:${timestamp}`,
];

const body = (params: (body: string, parts: TextParts) => string): TextMistake["spoil"] => {
  return (parts, context) =>
    context.body === "" ? undefined : { ...parts, params: params(context.body, parts) };
};

/** Mistakes in the text. They are applied in this order when two are combined. */
export const TEXT_MISTAKES = {
  method_lower_case: {
    zh: "方法用了小写，应为大写（如 POST）",
    en: "The method was signed in lower case; sign it in upper case, such as POST",
    spoil: (parts) => ({ ...parts, method: parts.method.toLowerCase() }),
  },
  method_other: {
    zh: "签名用的方法与实际请求的方法不同（GET 与 POST）",
    en: "Another method was signed than was sent (GET and POST)",
    spoil: (parts) => ({ ...parts, method: parts.method === "GET" ? "POST" : "GET" }),
  },
  path_not_encoded: {
    zh: "路径没有编码，/ 应写成 %2F",
    en: "The path was not encoded: / is written %2F",
    spoil: path(({ rawPath }) => rawPath),
  },
  path_encoded_twice: {
    zh: "路径编码了两次，应只编码一次",
    en: "The path was encoded twice; encode it once",
    spoil: path(({ rawPath }) => enc(enc(rawPath))),
  },
  path_lower_hex: {
    zh: "路径编码用了小写字母（%2f），应为大写（%2F）",
    en: "The path was encoded in lower case (%2f); use upper case (%2F)",
    spoil: path(({ rawPath }) => lowerHex(enc(rawPath))),
  },
  path_with_query: {
    zh: "路径里带了 ? 和参数，路径行只签路径",
    en: "The path was signed with its query; sign the path only",
    spoil: (parts, { rawPath, rawQuery }) =>
      rawQuery === "" ? undefined : { ...parts, path: enc(`${rawPath}?${rawQuery}`) },
  },
  path_with_host: {
    zh: "路径里带了协议和域名，路径行只签路径",
    en: "The path was signed with scheme and host; sign the path only",
    spoil: path(({ host, rawPath }) => enc(`https://${host}${rawPath}`)),
  },
  path_with_http_host: {
    zh: "路径里带了 http:// 和域名，路径行只签路径",
    en: "The path was signed with http:// and the host; sign the path only",
    spoil: path(({ host, rawPath }) => enc(`http://${host}${rawPath}`)),
  },
  path_without_slash: {
    zh: "路径缺少开头的 /",
    en: "The path was signed without its leading slash",
    spoil: path(({ rawPath }) => enc(rawPath.replace(/^\/+/, ""))),
  },
  path_trailing_slash: {
    zh: "签名的路径末尾多了 /",
    en: "The path was signed with a slash at its end",
    spoil: path(({ rawPath }) => enc(`${rawPath}/`)),
  },
  params_missing: {
    zh: "请求带了参数，但签名里没有参数",
    en: "The request has parameters, but none were signed",
    spoil: (parts) => (parts.params ? { ...parts, params: "" } : undefined),
  },
  params_line_omitted: {
    zh: "没有参数时也要保留一个空行",
    en: "The parameter line was left out; without parameters it is an empty line",
    spoil: (parts) => (parts.params === "" ? { ...parts, params: undefined } : undefined),
  },
  params_not_encoded: {
    zh: "参数值没有编码，应编码两次",
    en: "The parameter values were not encoded; encode them twice",
    spoil: reencode((value) => value),
  },
  params_encoded_once: {
    zh: "参数值只编码了一次，应编码两次",
    en: "The parameter values were encoded once; encode them twice",
    spoil: reencode(enc),
  },
  params_encoded_once_form: {
    zh: "参数值只编码了一次（空格写成 +），应编码两次",
    en: "The parameter values were encoded once, with + for a space; encode them twice",
    spoil: reencode(plusForSpace),
  },
  params_encoded_three_times: {
    zh: "参数值编码了三次，应编码两次",
    en: "The parameter values were encoded three times; encode them twice",
    spoil: reencode(threeTimes),
  },
  params_lower_hex: {
    zh: "参数值编码用了小写字母（%3d），应为大写（%3D）",
    en: "The parameter values were encoded in lower case (%3d); use upper case (%3D)",
    spoil: reencode((value) => lowerHex(enc(lowerHex(enc(value))))),
  },
  params_plus_not_encoded: {
    zh: "网址里的 + 没有编码成 %2B，服务器读成了空格",
    en: "A + stands in the URL unencoded and reads as a space; send it as %2B",
    spoil: (parts, context) =>
      context.rawQuery.includes("+")
        ? reencode((value) => enc(enc(value)), true)(parts, context)
        : undefined,
  },
  params_line_encoded: {
    zh: "整行参数又编码了一次，只应编码参数值",
    en: "The whole parameter line was encoded; encode the values only",
    spoil: (parts) => (parts.params ? { ...parts, params: enc(parts.params) } : undefined),
  },
  params_with_question_mark: {
    zh: "参数行开头多了 ?",
    en: "The parameter line was signed with a leading ?",
    spoil: (parts) => (parts.params ? { ...parts, params: `?${parts.params}` } : undefined),
  },
  body_signed: {
    zh: "把请求体写进了参数行；请求体不参与签名",
    en: "The body was signed in the parameter line; the body is not signed",
    spoil: body((text) => text),
  },
  body_encoded_signed: {
    zh: "把请求体编码后写进了参数行；请求体不参与签名",
    en: "The encoded body was signed in the parameter line; the body is not signed",
    spoil: body((text) => enc(text)),
  },
  body_encoded_twice_signed: {
    zh: "把请求体编码两次后写进了参数行；请求体不参与签名",
    en: "The body, encoded twice, was signed in the parameter line; the body is not signed",
    spoil: body((text) => enc(enc(text))),
  },
  body_hash_signed: {
    zh: "把请求体的 SHA-256 写进了参数行；请求体不参与签名",
    en: "The SHA-256 of the body was signed in the parameter line; the body is not signed",
    spoil: body((text) => sha256(text)),
  },
  timestamp_before_nonce: {
    zh: "nonce 行应在 timestamp 行之前，与 X-Api-SignHeaders 的次序无关",
    en: "The nonce line comes before the timestamp line, whatever X-Api-SignHeaders says",
    spoil: headers(({ nonce, timestamp }) => lines(nonce, timestamp).reverse()),
  },
  header_names_not_lower_case: {
    zh: "签名里的请求头名应为小写：x-api-nonce、x-api-timestamp",
    en: "Header names are signed in lower case: x-api-nonce, x-api-timestamp",
    spoil: headers(({ nonce, timestamp }) => [
      `X-Api-Nonce:${nonce}`,
      `X-Api-TimeStamp:${timestamp}`,
    ]),
  },
  header_space_after_colon: {
    zh: "签名里请求头的冒号后不应有空格",
    en: "No space follows the colon in the signed header lines",
    spoil: headers(({ nonce, timestamp }) => lines(` ${nonce}`, ` ${timestamp}`)),
  },
  header_values_only: {
    zh: "签名里只写了请求头的值，应写 x-api-nonce:值",
    en: "Only the header values were signed; sign x-api-nonce:value",
    spoil: headers(({ nonce, timestamp }) => [nonce, timestamp]),
  },
  timestamp_in_seconds: {
    zh: "签名里的时间戳是秒，请求头里是毫秒；两处应相同（毫秒）",
    en: "The timestamp was signed in seconds but sent in milliseconds; both are milliseconds",
    spoil: headers(({ nonce, timestamp }) => lines(nonce, timestamp.slice(0, -3))),
  },
  no_final_newline: {
    zh: "末尾缺少换行：timestamp 行之后也要有 \\n",
    en: "The final newline is missing: the timestamp line ends with \\n as well",
    spoil: (parts) => ({ ...parts, end: "" }),
  },
  two_final_newlines: {
    zh: "末尾多了一个换行",
    en: "There is one newline too many at the end",
    spoil: (parts) => ({ ...parts, end: parts.newline + parts.newline }),
  },
  windows_newlines: {
    zh: "换行用了 \\r\\n，应为 \\n",
    en: "Lines were ended with \\r\\n; end them with \\n",
    spoil: (parts) => ({ ...parts, newline: "\r\n", end: parts.end === "" ? "" : "\r\n" }),
  },
  escaped_newlines: {
    zh: "换行写成了反斜杠加 n 两个字符，应为真正的换行符",
    en: "Lines were ended with a backslash and an n; end them with a real newline",
    spoil: (parts) => ({ ...parts, newline: "\\n", end: parts.end === "" ? "" : "\\n" }),
  },
} as const satisfies Record<string, TextMistake>;

/** Mistakes in the key, by what was used in place of the client secret. */
export const KEY_MISTAKES = {
  app_secret: {
    zh: "用了 appSecret 作密钥，应使用 clientSecret",
    en: "Signed with the app secret; use the client secret",
  },
  app_key: {
    zh: "用了 appKey 作密钥，应使用 clientSecret",
    en: "Signed with the app key; use the client secret",
  },
  client_id: {
    zh: "用了 clientId 作密钥，应使用 clientSecret",
    en: "Signed with the client id; use the client secret",
  },
  former_client_secret: {
    zh: "用了已更换的旧 clientSecret",
    en: "Signed with a former client secret that was replaced",
  },
  other_client_secret: {
    zh: "用了另一个应用的 clientSecret",
    en: "Signed with the client secret of another client",
  },
  empty_secret: { zh: "密钥为空", en: "Signed with an empty secret" },
  secret_with_blank: {
    zh: "密钥前后带了空格或换行",
    en: "The secret was used with a blank or newline around it",
  },
  secret_case: {
    zh: "密钥的大小写被改了",
    en: "The letter case of the secret was changed",
  },
  secret_as_hex: {
    zh: "把密钥当作十六进制解码了，应直接用其文本",
    en: "The secret was decoded as hex; use its text as it is",
  },
  secret_as_base64: {
    zh: "把密钥当作 Base64 解码了，应直接用其文本",
    en: "The secret was decoded as Base64; use its text as it is",
  },
  secret_as_message: {
    zh: "密钥和待签文本的位置颠倒了",
    en: "The secret and the text to sign were swapped",
  },
} as const satisfies Record<string, SignatureWords>;

/** Mistakes in what is made of the text and the key. */
export const DIGEST_MISTAKES = {
  raw_base64: {
    zh: "对 HMAC 的原始字节做了 Base64；应先转小写十六进制再做 Base64",
    en: "Base64 of the raw HMAC bytes; make lower-case hex first, then Base64 of that",
  },
  hex_without_base64: {
    zh: "只做了十六进制，还应对十六进制文本做 Base64",
    en: "Hex only; make Base64 of the hex text",
  },
  upper_hex: {
    zh: "十六进制用了大写字母，应为小写",
    en: "The hex was in upper case; use lower case",
  },
  no_padding: {
    zh: "Base64 末尾的 == 被去掉了",
    en: "The == at the end of the Base64 was left out",
  },
  base64_twice: { zh: "Base64 做了两次", en: "Base64 was made twice" },
  percent_encoded: {
    zh: "签名又做了网址编码（%3D），请求头里应原样传",
    en: "The signature was percent-encoded (%3D); send it in the header as it is",
  },
  other_algorithm: {
    zh: "算法不对，应为 HMAC-SHA256",
    en: "Another algorithm than HMAC-SHA256 was used",
  },
} as const satisfies Record<string, SignatureWords>;

export type TextMistakeKey = keyof typeof TEXT_MISTAKES;
export type KeyMistakeKey = keyof typeof KEY_MISTAKES;
export type DigestMistakeKey = keyof typeof DIGEST_MISTAKES;

/** The name of a known mistake. */
export type MistakeKey = TextMistakeKey | KeyMistakeKey | DigestMistakeKey;

const ALL: Record<MistakeKey, SignatureWords> = {
  ...TEXT_MISTAKES,
  ...KEY_MISTAKES,
  ...DIGEST_MISTAKES,
};

/** What was done wrong, and what to do instead, in words. */
export function mistakeInWords(key: MistakeKey): SignatureWords {
  const { zh, en } = ALL[key];
  return { zh, en };
}

/** The parts of a canonical text; the inverse of {@link joinParts}. */
export function splitText(text: string): TextParts {
  const [method = "", encodedPath = "", params = "", ...rest] = text.split("\n");
  return { method, path: encodedPath, params, headers: rest.slice(0, 2), newline: "\n", end: "\n" };
}

/** The text that the parts make. */
export function joinParts(parts: TextParts): string {
  const params = parts.params === undefined ? [] : [parts.params];
  const all = [parts.method, parts.path, ...params, ...parts.headers];
  return all.join(parts.newline) + parts.end;
}

/** What a signature looks like by the rule (no mistake) and by each mistake of the last steps. */
export function signaturesOf(
  text: string,
  secret: string | Buffer,
): [mistake: DigestMistakeKey | undefined, signature: string][] {
  const mac = createHmac("sha256", secret).update(text).digest();
  const hex = mac.toString("hex");
  const right = base64(hex);
  return [
    [undefined, right],
    ["raw_base64", mac.toString("base64")],
    ["hex_without_base64", hex],
    ["upper_hex", base64(hex.toUpperCase())],
    ["no_padding", right.replace(/=+$/, "")],
    ["base64_twice", base64(right)],
    ["percent_encoded", encodeURIComponent(right)],
  ];
}

/** Signatures by another algorithm than HMAC-SHA256, in each writing. */
export function otherAlgorithms(text: string, secret: string): string[] {
  const macs = ["sha1", "md5", "sha512"].map((name) => createHmac(name, secret).update(text));
  const plain = [text, text + secret, secret + text].map((all) => createHash("sha256").update(all));
  return [...macs, ...plain].flatMap((hash) => {
    const digest = hash.digest();
    const hex = digest.toString("hex");
    return [base64(hex), digest.toString("base64"), hex, hex.toUpperCase()];
  });
}

const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");
