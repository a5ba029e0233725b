/**
 * The only translator of what went wrong into a reply (HOUSE, "Errors"). A refusal tells its field,
 * row, reason and remedy in Chinese and English; anything unexpected is a server fault that tells
 * nothing but the request id.
 */
import {
  type ErrorDetail,
  type ErrorEnvelope,
  type ErrorKey,
  type ErrorText,
  errors,
  fillText,
  rowOf,
} from "@xingcang/contract";
import { Busy, WritingStopped } from "../application/busy.ts";
import { isConnectionLost, isUnwritable, OutcomeUnknown } from "../application/connection-lost.ts";
import { type Reason, Refused } from "../application/refused.ts";

export interface ErrorReply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errcode: number;
  /** A fault of the server, which the log must hold. */
  readonly isFault: boolean;
}

/**
 * Status of the gateway's own refusals, which speak English first as observed (contract section 4).
 */
const GATEWAY_STATUS = 519;

/** More would make a reply of many megabytes of a request of one. */
const DETAILS_MAX = 1000;
const REASONS_MAX = 50;

const BUSY_RETRY_SECONDS = "1";

/** What a refusal may have to say of the request. */
export interface RequestFacts {
  readonly requestId: string;
  /** Method and path. */
  readonly target: string;
  readonly contentType: string;
  /** The limit of a body, in words. */
  readonly bodyMax: string;
}

/**
 * The reply to whatever was thrown while a request was served; the first reason gives code and
 * status (D24).
 */
export function errorReply(error: unknown, about: RequestFacts): ErrorReply {
  const { requestId } = about;
  const known = reasonsOf(error, about) ?? [];
  const reasons = known.length > 0 ? known : [reason("serverFault", { requestId })];
  const first = reasons[0] as Reason;
  const { status, errcode } = errors[first.key];
  const description = joined(reasons, "；", inChinese, (more) => `另有 ${more} 处错误`);
  const english = joined(reasons, "; ", inEnglish, (more) => `and ${more} more`);
  const envelope: ErrorEnvelope = {
    errcode,
    description: status === GATEWAY_STATUS ? english : description,
    description_cn: description,
    description_en: english,
    errors: reasons.slice(0, DETAILS_MAX).map(errorDetailOf),
    request_id: requestId,
  };
  return {
    status,
    errcode,
    body: JSON.stringify(envelope),
    headers: retryAfter(first),
    isFault: first.key === "serverFault",
  };
}

const textOf = (key: ErrorKey): ErrorText => errors[key];

/** One reason as a client reads it. */
export function errorDetailOf({ key, path, params }: Reason): ErrorDetail {
  const text = textOf(key);
  return {
    field: path,
    row: rowOf(path) ?? 0,
    errcode: text.errcode,
    key,
    description: fillText(text.zh, params),
    description_en: fillText(text.en, params),
    remedy: fillText(text.remedyZh, params),
    remedy_en: fillText(text.remedyEn, params),
  };
}

function inChinese({ key, path, params }: Reason): string {
  const row = textOf(key).zh.startsWith("proto:") ? undefined : rowOf(path);
  const target = params.target === undefined ? "" : `【${params.target}】`;
  return `${target}${row === undefined ? "" : `第${row}行`}${fillText(textOf(key).zh, params)}`;
}

/** English texts are sentences about the field, whose path leads them. */
function inEnglish({ key, path, params }: Reason): string {
  const text = fillText(textOf(key).en, params);
  return path === "" ? text : `${path} ${text}`;
}

function joined(
  reasons: readonly Reason[],
  separator: string,
  inWords: (reason: Reason) => string,
  rest: (more: number) => string,
): string {
  const texts = reasons.slice(0, REASONS_MAX).map(inWords);
  if (reasons.length > REASONS_MAX) texts.push(rest(reasons.length - REASONS_MAX));
  return texts.join(separator);
}

function retryAfter({ key, params }: Reason): Record<string, string> {
  if (key === "tooManyRequests") return { "Retry-After": params.seconds ?? BUSY_RETRY_SECONDS };
  return PASSES_SOON.includes(key) ? { "Retry-After": BUSY_RETRY_SECONDS } : {};
}

const PASSES_SOON: readonly ErrorKey[] = ["serverBusy", "outcomeUnknown"];

/** What Fastify itself refuses, by its error codes. */
const FRAMEWORK_ERRORS: Readonly<Record<string, (about: RequestFacts) => Reason>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (about) => reason("bodyTooLarge", { max: about.bodyMax }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (about) =>
    reason("contentTypeUnsupported", { given: about.contentType.slice(0, SHOWN_MAX) }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => reason("jsonInvalid", { given: "Content-Length" }),
  FST_ERR_BAD_URL: (about) => reason("apiNotFound", { given: about.target.slice(0, SHOWN_MAX) }),
};

const SHOWN_MAX = 200;

/** The database gave up waiting: nothing was done, and it may pass. */
const BUSY_STATES = new Set(["55P03", "40001", "40P01"]);

const reason = (key: ErrorKey, params: Record<string, string>): Reason => ({
  key,
  path: "",
  params,
});

function reasonsOf(error: unknown, about: RequestFacts): readonly Reason[] | undefined {
  if (error instanceof Refused) return error.reasons;
  if (error instanceof WritingStopped) return [reason("writingStopped", {})];
  if (error instanceof Busy) return [reason("serverBusy", {})];
  if (error instanceof OutcomeUnknown) return [reason("outcomeUnknown", {})];
  // The database is away, and comes back: its supervisor starts it again. What writes goes through
  // a transaction, which tells it as one of those above; this was only to be read.
  if (isConnectionLost(error)) return [reason("serverBusy", {})];
  if (isUnwritable(error)) return [reason("databaseUnwritable", {})];
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code !== "string") return undefined;
  if (BUSY_STATES.has(code)) return [reason("serverBusy", {})];
  const known = FRAMEWORK_ERRORS[code]?.(about);
  return known && [known];
}
