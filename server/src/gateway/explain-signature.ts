import {
  type CandidateText,
  candidateInWords,
  candidateTexts,
  decodeQuery,
  type ReceivedText,
  SIGNATURE_HEADER,
  type SignatureWords,
} from "@xingcang/contract";
import { equalInConstantTime } from "./constant-time.ts";
import {
  joinParts,
  type KeyMistakeKey,
  type MistakeContext,
  type MistakeKey,
  mistakeInWords,
  otherAlgorithms,
  signaturesOf,
  splitText,
  TEXT_MISTAKES,
  type TextMistakeKey,
} from "./signature-mistakes.ts";
import { headerValue, receivedText, type SignedRequest } from "./verify-signature.ts";

/** A secret that the client may have taken for its client secret. */
export interface WrongSecret {
  readonly mistake: KeyMistakeKey;
  readonly secret: string;
}

/** A refused request with what the server knows of it. */
export interface RefusedRequest extends SignedRequest {
  readonly body: string;
  readonly secret: string;
  /** App key, app secret, former and other secrets of the same account. */
  readonly wrongSecrets: readonly WrongSecret[];
}

/** One known mistake, in words. */
export interface Mistake extends SignatureWords {
  readonly key: MistakeKey;
}

/** Where two canonical texts part, counted from 1, with what stands there on both sides. */
export interface TextDifference extends SignatureWords {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly got: string;
}

/** What an owner sees of a refused signature: no secret stands in it. */
export interface SignatureExplanation extends SignatureWords {
  /** The text as the rule has it, or of all forms the nearest to what the client says it signed. */
  readonly expectedText: string;
  /** What the client says it signed; undefined when it does not say. */
  readonly clientText: string | undefined;
  readonly difference: TextDifference | undefined;
  /** What the client did, found by doing it; empty when no known mistake gives its signature. */
  readonly mistakes: readonly Mistake[];
  readonly formsTried: readonly ({ readonly text: string } & SignatureWords)[];
}

/** Forms in which single mistakes are looked for, and in which two at once are. */
const FORMS_FOR_ONE = 12;
const FORMS_FOR_TWO = 2;

/** Longer texts and bodies are not searched for two mistakes and for a signed body: it is work. */
const CHARACTERS_MAX = 16_384;

/** One way of signing to try, with the mistakes it is made of. */
interface Attempt {
  readonly text: string;
  readonly secret: string | Buffer;
  readonly mistakes: readonly MistakeKey[];
}

/**
 * Finds out how a refused signature was made, by making it in every known wrong way: the fewest
 * mistakes that give it. Undefined when none does; an empty list when the signature is right.
 * It costs some thousand HMACs: for the API log and the command line, not for every refusal.
 */
export function diagnoseSignature(request: RefusedRequest): Mistake[] | undefined {
  const given = headerValue(request.headers, SIGNATURE_HEADER.signature);
  const signature = Buffer.from(given);
  const equals = (made: string) => equalInConstantTime(signature, Buffer.from(made));
  const received = receivedText(request);
  let best: readonly MistakeKey[] | undefined;
  const found = (mistakes: readonly MistakeKey[]) => {
    if (best === undefined || mistakes.length < best.length) best = mistakes;
  };
  for (const { text, secret, mistakes } of attempts(request, received)) {
    if (best !== undefined && mistakes.length >= best.length) continue;
    for (const [digest, made] of signaturesOf(text, secret)) {
      if (equals(made)) found(digest ? [...mistakes, digest] : mistakes);
    }
  }
  for (const { text } of best ? [] : candidateTexts(received)) {
    if (otherAlgorithms(text, request.secret).some(equals)) found(["other_algorithm"]);
  }
  return best?.map((key) => ({ key, ...mistakeInWords(key) }));
}

/**
 * Explains a refused signature to the account's owner (D40): both texts side by side, the place
 * where they part, and the mistake that was made. The texts hold the parameters of the request,
 * `app_signature` among them, so it is shown to nobody else.
 */
export function explainSignature(request: RefusedRequest): SignatureExplanation {
  const received = receivedText(request);
  const candidates = [...candidateTexts(received)];
  const clientText = textOfClient(request);
  const expectedText = nearest(candidates, clientText);
  const difference =
    clientText === undefined ? undefined : firstDifference(expectedText, clientText);
  const diagnosis = diagnoseSignature(request);
  const formsTried = candidates.map((candidate) => ({
    text: candidate.text,
    ...candidateInWords(candidate),
  }));
  const mistakes = diagnosis ?? [];
  const right = diagnosis?.length === 0;
  const words = inWords({ right, mistakes, difference, clientText, forms: formsTried.length });
  return { expectedText, clientText, difference, mistakes, formsTried, ...words };
}

/** The first place where two canonical texts differ; undefined when they are the same. */
export function firstDifference(expected: string, got: string): TextDifference | undefined {
  if (expected === got) return undefined;
  let at = 0;
  while (at < expected.length && expected[at] === got[at]) at += 1;
  const before = expected.slice(0, at).split("\n");
  const line = before.length;
  const column = before.at(-1)!.length + 1;
  const name = LINE_NAMES[line - 1] ?? LINE_NAMES.at(-1)!;
  const want = fragment(expected, at);
  const have = fragment(got, at);
  return {
    line,
    column,
    expected: want.text,
    got: have.text,
    zh: `第 ${line} 行（${name.zh}）第 ${column} 个字符：应为 ${want.zh}，实为 ${have.zh}`,
    en: `Line ${line} (${name.en}), character ${column}: expected ${want.en}, got ${have.en}`,
  };
}

const LINE_NAMES: readonly SignatureWords[] = [
  { zh: "方法", en: "method" },
  { zh: "路径", en: "path" },
  { zh: "参数", en: "parameters" },
  { zh: "nonce", en: "nonce" },
  { zh: "时间戳", en: "timestamp" },
  { zh: "结尾", en: "end" },
];

function fragment(text: string, at: number): SignatureWords & { text: string } {
  const piece = text.slice(at, at + 20);
  if (piece === "") return { text: piece, zh: "文本结束", en: "the end of the text" };
  if (piece.startsWith("\n")) return { text: piece, zh: "换行", en: "a newline" };
  const shown = JSON.stringify(piece.split("\n")[0]);
  return { text: piece, zh: shown, en: shown };
}

function textOfClient(request: SignedRequest): string | undefined {
  const encoded = headerValue(request.headers, SIGNATURE_HEADER.signedText);
  return encoded === "" ? undefined : Buffer.from(encoded, "base64").toString("utf8");
}

/** The candidate that shares the longest beginning with the client's text. */
function nearest(candidates: readonly CandidateText[], clientText: string | undefined): string {
  let best = candidates[0]!.text;
  if (clientText === undefined) return best;
  let shared = sharedLength(best, clientText);
  for (const { text } of candidates) {
    const length = sharedLength(text, clientText);
    if (text === clientText) return text;
    if (length > shared) [best, shared] = [text, length];
  }
  return best;
}

function sharedLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function inWords(facts: {
  right: boolean;
  mistakes: readonly Mistake[];
  difference: TextDifference | undefined;
  clientText: string | undefined;
  forms: number;
}): SignatureWords {
  const { mistakes, difference } = facts;
  if (facts.right) return { zh: "签名正确", en: "The signature is right" };
  if (mistakes.length > 0) {
    return {
      zh: mistakes.map((mistake) => mistake.zh).join("；"),
      en: mistakes.map((mistake) => mistake.en).join(". "),
    };
  }
  if (difference) return { zh: difference.zh, en: difference.en };
  if (facts.clientText !== undefined) {
    return {
      zh: "待签文本正确，因此密钥或摘要步骤不对：请核对 clientSecret",
      en: "The signed text is right, so the secret or the digest is not: check the client secret",
    };
  }
  return {
    zh: `已试 ${facts.forms} 种写法和所有已知错误，均不符：很可能 clientSecret 不对`,
    en: `None of ${facts.forms} forms and no known mistake fits: the client secret is likely wrong`,
  };
}

/** Every known way to sign this request wrongly, the plain ways first. */
function* attempts(request: RefusedRequest, received: ReceivedText): Generator<Attempt> {
  const { secret } = request;
  const texts = [...candidateTexts(received)].map((candidate) => candidate.text);
  for (const text of texts) yield { text, secret, mistakes: [] };
  const context = contextOf(request, received);
  const spoilt = texts.slice(0, FORMS_FOR_ONE).flatMap((text) => spoil(text, context));
  for (const { text, mistake } of spoilt) yield { text, secret, mistakes: [mistake] };
  const keys = wrongKeys(request);
  for (const text of texts.slice(0, FORMS_FOR_ONE)) {
    for (const key of keys) yield { text, secret: key.secret, mistakes: [key.mistake] };
    yield { text: secret, secret: text, mistakes: ["secret_as_message"] };
  }
  const few = texts.slice(0, FORMS_FOR_TWO);
  for (const { text, mistake } of few.flatMap((first) => spoil(first, context))) {
    for (const key of keys) yield { text, secret: key.secret, mistakes: [mistake, key.mistake] };
  }
  for (const first of few) {
    if (first.length <= CHARACTERS_MAX) yield* spoiltTwice(first, secret, context);
  }
}

function* spoiltTwice(first: string, secret: string, context: MistakeContext): Generator<Attempt> {
  const keys = Object.keys(TEXT_MISTAKES) as TextMistakeKey[];
  for (const [at, one] of keys.entries()) {
    const parts = TEXT_MISTAKES[one].spoil(splitText(first), context);
    for (const two of parts ? keys.slice(at + 1) : []) {
      const both = TEXT_MISTAKES[two].spoil(parts!, context);
      if (both) yield { text: joinParts(both), secret, mistakes: [one, two] };
    }
  }
}

function spoil(text: string, context: MistakeContext): { text: string; mistake: TextMistakeKey }[] {
  const keys = Object.keys(TEXT_MISTAKES) as TextMistakeKey[];
  return keys.flatMap((mistake) => {
    const parts = TEXT_MISTAKES[mistake].spoil(splitText(text), context);
    return parts ? [{ text: joinParts(parts), mistake }] : [];
  });
}

function contextOf(request: RefusedRequest, received: ReceivedText): MistakeContext {
  const { rawPath, rawQuery, nonce, timestamp } = received;
  return {
    rawPath,
    rawQuery,
    nonce,
    timestamp,
    host: headerValue(request.headers, "host"),
    body: request.body.length <= CHARACTERS_MAX ? request.body : "",
    pairs: decodeQuery(rawQuery),
    pairsWithPlus: decodeQuery(rawQuery.replaceAll("+", "%2B")),
  };
}

function wrongKeys(request: RefusedRequest): { mistake: KeyMistakeKey; secret: string | Buffer }[] {
  const { secret } = request;
  const clientId = headerValue(request.headers, SIGNATURE_HEADER.clientId);
  const keys: { mistake: KeyMistakeKey; secret: string | Buffer }[] = [
    ...request.wrongSecrets,
    { mistake: "client_id", secret: clientId },
    { mistake: "empty_secret", secret: "" },
    { mistake: "secret_case", secret: secret.toUpperCase() },
    { mistake: "secret_case", secret: secret.toLowerCase() },
    { mistake: "secret_as_base64", secret: Buffer.from(secret, "base64") },
  ];
  for (const odd of [`${secret}\n`, `${secret}\r\n`, `${secret} `, ` ${secret}`, secret.trim()]) {
    keys.push({ mistake: "secret_with_blank", secret: odd });
  }
  if (/^([0-9a-f]{2})+$/i.test(secret)) {
    keys.push({ mistake: "secret_as_hex", secret: Buffer.from(secret, "hex") });
  }
  return keys.filter((key) => key.secret !== secret);
}
