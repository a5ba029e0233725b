/**
 * What a call throws: an `ApiError` when the server refused, a `ConnectionError` when there was no
 * answer.
 */
import { type ErrorDetail, type ErrorKey, errors } from "@xingcang/contract";
import { parseExact } from "./exact-json.ts";
import { retryAfterMs } from "./retry.ts";

/** A reply as it came from the wire; header names are in lower case, the body is text. */
export interface WireReply {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** A file, where one was asked for; then the body is empty. */
  file?: ReadableStream<Uint8Array>;
}

export interface ApiErrorFields {
  errcode: number;
  /** Key in the error catalogue; undefined for a code that the catalogue does not know. */
  key: ErrorKey | (string & {}) | undefined;
  /** 0 when nothing was sent: strict mode found the fault before. */
  httpStatus: number;
  description: string;
  descriptionEn: string;
  errors: ErrorDetail[];
  requestId: string;
  retryAfterMs?: number;
  idempotencyKey?: string;
}

/**
 * A refusal. `message` is Chinese and English; `errors` lists every fault with its field, row and
 * remedy (D24).
 * @example
 * try {
 *   await client.stock.occupy(input);
 * } catch (error) {
 *   if (error instanceof ApiError && error.key === "stockShort")
 * console.log(error.errors[0]?.remedy);
 *   else throw error;
 * }
 */
export class ApiError extends Error {
  readonly errcode: number;
  readonly key: ErrorKey | (string & {}) | undefined;
  readonly httpStatus: number;
  readonly description: string;
  readonly descriptionEn: string;
  readonly errors: ErrorDetail[];
  readonly requestId: string;
  /** How long the server asked to wait, where it did. */
  readonly retryAfterMs: number | undefined;
  /** The key that a write carried: repeat it with the same key and it is done once. */
  readonly idempotencyKey: string | undefined;

  constructor(fields: ApiErrorFields) {
    super(messageOf(fields));
    this.name = "ApiError";
    this.errcode = fields.errcode;
    this.key = fields.key;
    this.httpStatus = fields.httpStatus;
    this.description = fields.description;
    this.descriptionEn = fields.descriptionEn;
    this.errors = fields.errors;
    this.requestId = fields.requestId;
    this.retryAfterMs = fields.retryAfterMs;
    this.idempotencyKey = fields.idempotencyKey;
  }
}

/**
 * No answer came, though it was tried `attempts` times. A write may or may not have been done:
 * repeat it with the same `idempotencyKey` to be sure that it is done once.
 * @example
 * try {
 *   await client.stock.occupy(input);
 * } catch (error) {
 *   if (!(error instanceof ConnectionError)) throw error;
 *   await client.stock.occupy(input, { idempotencyKey: error.idempotencyKey });
 * }
 */
export class ConnectionError extends Error {
  readonly attempts: number;
  readonly idempotencyKey: string | undefined;

  constructor(fields: { cause: unknown; attempts: number; url: string; idempotencyKey?: string }) {
    const { cause, attempts, url, idempotencyKey } = fields;
    super(`没有收到应答 / no answer from ${url} (${attempts}×): ${reasonOf(cause)}`, { cause });
    this.name = "ConnectionError";
    this.attempts = attempts;
    this.idempotencyKey = idempotencyKey;
  }
}

/** Node's `fetch` only says "fetch failed"; why is in the cause of the error. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
  return cause.message + inner;
}

function messageOf({ description, descriptionEn, errcode, requestId }: ApiErrorFields): string {
  const texts = [description, descriptionEn].filter((text) => text !== "");
  const request = requestId === "" ? "" : `, request ${requestId}`;
  return `${[...new Set(texts)].join(" / ")} [errcode ${errcode}${request}]`;
}

/** What a reply says: the data of a success, or the refusal. */
export type Answer = { ok: true; data: unknown } | { ok: false; error: ApiError };

/**
 * Reads a reply: `errcode` 0 with a 2xx status is a success (an auth call may say `code` 200
 * instead); all else is a refusal, with the fields of the server, of the vendor's gateway, or of a
 * proxy in between (contract section 4).
 * @example
 * const reply = { status: 200, headers: {}, body: '{"errcode":0,"data":{}}' };
 * readAnswer(reply); // { ok: true, data: {} }
 */
export function readAnswer(reply: WireReply, idempotencyKey?: string): Answer {
  const body = objectOf(reply.body);
  const errcode = numberOf(body?.errcode);
  const code = numberOf(body?.code);
  const succeeded = errcode === 0 || (errcode === undefined && (code === 0 || code === 200));
  if (body && succeeded && reply.status >= 200 && reply.status < 300) {
    return { ok: true, data: body.data };
  }
  return { ok: false, error: errorOf(reply, body ?? {}, idempotencyKey) };
}

function errorOf(reply: WireReply, body: Record<string, unknown>, idempotencyKey?: string) {
  const details = Array.isArray(body.errors) ? (body.errors as ErrorDetail[]) : [];
  const errcode = numberOf(body.errcode) || numberOf(body.code) || reply.status;
  const english = textOf(body.description_en);
  const plain = textOf(body.description) || textOf(body.msg) || textOf(body.message);
  const chinese = textOf(body.description_cn) || plain || excerpt(reply);
  return new ApiError({
    errcode,
    key: details[0]?.key || keyOf(errcode),
    httpStatus: reply.status,
    description: chinese,
    descriptionEn: english || (plain === chinese ? "" : plain),
    errors: details,
    requestId: textOf(body.request_id) || (reply.headers["x-api-requestid"] ?? ""),
    retryAfterMs: retryAfterMs(reply.headers["retry-after"] ?? null, Date.now()),
    idempotencyKey,
  });
}

/** A proxy answers in HTML: its status and its first words are all there is to tell. */
const excerpt = ({ status, body }: WireReply) =>
  `HTTP ${status} ${body
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200)}`.trim();

const keyOf = (errcode: number): ErrorKey | undefined =>
  (Object.keys(errors) as ErrorKey[]).find((key) => errors[key].errcode === errcode);

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value = parseExact(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined;
}
