/**
 * `createClient`: the endpoints of the contract as methods, with signing, tokens, retries and exact
 * numbers.
 */
import {
  type Endpoint,
  endpoints,
  errors,
  fillText,
  type QueryPair,
  readRequest,
  rowOf,
  tableEndpoints,
} from "@xingcang/contract";
import { ApiError, readAnswer, type WireReply } from "./api-error.ts";
import type { Api, CallOptions } from "./api-type.ts";
import { encodeBody, numberText, typedReply } from "./exact-json.ts";
import { createSession } from "./session.ts";
import { createSend, type Send, type WireRequest } from "./transport.ts";

export interface ClientOptions {
  /**
   * Scheme, host and port; a path in front of the API is not signed. Empty in a browser: the page's
   * own server.
   */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** Which authorized account set; without it the first that is live. */
  outerInstanceId?: string;
  /** Which user of it; without it the administrator. */
  uid?: string;
  /** Further attempts after a lost or postponed one. Default 3. */
  retries?: number;
  /**
   * Whether writes are retried too. Default true: each carries an `Idempotency-Key`, and Xingcang
   * does it once. Set it to false against a server that does not know the key, such as the vendor's
   * cloud.
   */
  retryWrites?: boolean;
  /**
   * Whether the signature covers the body as well, by a line of its own in the signed text. Default
   * true. Set it to false against a server that knows the vendor's rule only, such as the vendor's
   * cloud.
   */
  signBody?: boolean;
  /** Time for one attempt. Default 30000. */
  timeoutMs?: number;
  /**
   * Check the input as the vendor's typed JSON would, before anything is sent (D23). Default false.
   */
  strict?: boolean;
  /** Default: the global one. */
  fetch?: typeof fetch;
  /** Milliseconds since 1970, for timestamp and token expiry. Default `Date.now`. */
  now?: () => number;
  /** How a pause is made. Default `setTimeout`. */
  wait?: (ms: number) => Promise<void>;
}

export type QueryValue =
  | string
  | number
  | boolean
  | readonly (string | number)[]
  | null
  | undefined;

export interface RawCall extends CallOptions {
  query?: Readonly<Record<string, QueryValue>>;
  /** Text is sent as it is; anything else as JSON. */
  body?: unknown;
}

/** The methods of the contract, and `call` for any path. */
export interface RawClient {
  /**
   * Any call, signed and with a token, answered as it came: a refusal is not thrown.
   * @example
   * const { status, body } = await client.call("GET", "/jdy/v2/bd/store", { query: { page: 1 } });
   */
  call(method: string, path: string, call?: RawCall): Promise<WireReply>;
  /**
   * A list or a template as a file, to be taken piece by piece.
   * @throws ApiError for a refusal
   * @example
   * const { file } = await client.download("/xingcang/v1/export/material", { format: "csv" });
   */
  download(path: string, query?: RawCall["query"]): Promise<DownloadedFile>;
  /**
   * Sends a file to be imported; what it says of it.
   * @throws ApiError for a refusal
   * @example
   * await client.upload("/xingcang/v1/import/material", bytes, { preview: true });
   */
  upload(path: string, bytes: Uint8Array<ArrayBuffer>, query?: RawCall["query"]): Promise<unknown>;
}

export interface DownloadedFile {
  /** As the server names it. */
  readonly name: string;
  readonly file: ReadableStream<Uint8Array>;
}

export type Client = Api & RawClient;

interface Core {
  /** Signed, with a token. */
  asUser: Send;
  /** Signed only: the calls that give a token. */
  signed: Send;
  retryWrites: boolean;
  strict: boolean;
}

/**
 * A client of one server and one account set. Nothing is sent before the first call; methods may be
 * called concurrently and share one token.
 * @example
 * const client = createClient({ baseUrl: "http://localhost:8080", clientId, clientSecret });
 * const { rows } = await client.store.list({ page_size: 100 });
 */
export function createClient(options: ClientOptions): Client {
  const now = options.now ?? Date.now;
  const signed = createSend({
    baseUrl: options.baseUrl.replace(/\/+$/, ""),
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now,
    wait: options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
    retries: options.retries ?? 3,
    timeoutMs: options.timeoutMs ?? 30_000,
    signBody: options.signBody ?? true,
  });
  const { outerInstanceId, uid } = options;
  const core: Core = {
    signed,
    asUser: createSession({ send: signed, now, outerInstanceId, uid }),
    retryWrites: options.retryWrites ?? true,
    strict: options.strict ?? false,
  };
  const client: Record<string, unknown> = {
    call: (method: string, path: string, call: RawCall = {}) => callRaw(core, method, path, call),
  };
  client.download = (path: string, query?: RawCall["query"]) => downloaded(core, path, query);
  client.upload = (path: string, bytes: Uint8Array<ArrayBuffer>, query?: RawCall["query"]) =>
    uploaded(core, path, bytes, query);
  for (const endpoint of endpoints) addMethod(client, core, endpoint);
  return client as unknown as Client;
}

function addMethod(client: Record<string, unknown>, core: Core, endpoint: Endpoint) {
  const [resource = "", action = ""] = endpoint.operation.split(".");
  client[resource] ??= {};
  (client[resource] as Record<string, unknown>)[action] = (
    input: Record<string, unknown> = {},
    options: CallOptions = {},
  ) => callEndpoint(core, endpoint, input, options);
}

async function callEndpoint(
  core: Core,
  endpoint: Endpoint,
  input: Record<string, unknown>,
  options: CallOptions,
): Promise<unknown> {
  if (core.strict) refuseFaults(endpoint, input);
  const { method, path, query, body, reply, kind } = endpoint;
  const request = requestOf(core, method, path, options, {
    // The auth calls only read: with a key the server would keep a secret in a saved reply.
    write: method !== "GET" && kind !== "auth",
    query: query ? queryPairs(input as Record<string, QueryValue>) : [],
    body: body ? encodeBody(body, input) : undefined,
  });
  const answered = await (kind === "auth" ? core.signed : core.asUser)(request);
  const answer = readAnswer(answered, request.idempotencyKey);
  if (!answer.ok) throw answer.error;
  return typedReply(reply, answer.data);
}

async function callRaw(core: Core, method: string, path: string, call: RawCall) {
  const upper = method.toUpperCase();
  const known = endpoints.find((one) => one.method === upper && one.path === path);
  const isAuth = known?.kind === "auth";
  const { body } = call;
  const request = requestOf(core, upper, path, call, {
    write: upper !== "GET" && !isAuth,
    query: queryPairs(call.query ?? {}),
    body: body === undefined || typeof body === "string" ? body : encodeBody(known?.body, body),
  });
  return (isAuth ? core.signed : core.asUser)(request);
}

async function downloaded(
  core: Core,
  path: string,
  query: RawCall["query"] = {},
): Promise<DownloadedFile> {
  const content = { write: false, query: queryPairs(query), body: undefined };
  const request = requestOf(core, "GET", path, {}, content);
  const reply = await core.asUser({ ...request, wantsFile: true });
  if (reply.file === undefined) throw refusedFile(reply);
  const name = /filename="([^"]+)"/.exec(reply.headers["content-disposition"] ?? "")?.[1] ?? "";
  return { name, file: reply.file };
}

/** No file came, and no refusal either: that is no server of ours. */
function refusedFile(reply: WireReply): Error {
  const answer = readAnswer(reply);
  return answer.ok ? new TypeError(`no file: HTTP ${reply.status}`) : answer.error;
}

async function uploaded(
  core: Core,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  query: RawCall["query"] = {},
): Promise<unknown> {
  const headers = { "Content-Type": "application/octet-stream" };
  const content = { write: true, query: queryPairs(query), body: bytes };
  const request = requestOf(core, "POST", path, { headers }, content);
  const answer = readAnswer(await core.asUser(request), request.idempotencyKey);
  if (!answer.ok) throw answer.error;
  const known = tableEndpoints.find((endpoint) => endpoint.path === path);
  return known === undefined ? answer.data : typedReply(known.reply, answer.data);
}

function requestOf(
  { retryWrites }: Core,
  method: string,
  path: string,
  { headers = {}, signal, idempotencyKey }: CallOptions,
  content: { write: boolean; query: QueryPair[]; body: WireRequest["body"] },
): WireRequest {
  const { write, query, body } = content;
  return {
    method,
    path,
    query,
    body,
    headers,
    idempotencyKey: write ? (idempotencyKey ?? crypto.randomUUID()) : undefined,
    repeatable: !write || retryWrites,
    signal,
  };
}

/**
 * A query as pairs: unset values are left out, a list is joined by commas.
 * @throws RangeError for an empty list: it would mean "no filter", which is hardly what was meant
 * @example
 * queryPairs({ page: 1, ids: ["7", "8"], name: undefined }); // [["page", "1"], ["ids", "7,8"]]
 */
export function queryPairs(query: Readonly<Record<string, QueryValue>>): QueryPair[] {
  const pairs: QueryPair[] = [];
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    const parts = Array.isArray(value) ? value : [value as string | number | boolean];
    if (parts.length === 0) {
      throw new RangeError(
        `${key}: 空列表不是筛选，请不传 / an empty list filters nothing, leave it out`,
      );
    }
    const texts = parts.map((part) =>
      typeof part === "number" ? numberText(part, key) : `${part}`,
    );
    pairs.push([key, texts.join(",")]);
  }
  return pairs;
}

/**
 * Strict mode: all faults of the input at once, in the words of the catalogue, before anything is
 * sent.
 */
function refuseFaults(endpoint: Endpoint, input: Record<string, unknown>): void {
  const schema = endpoint.body ?? endpoint.query;
  if (!schema) return;
  const { faults } = readRequest(schema, input, { strict: true });
  if (faults.length === 0) return;
  const details = faults.map(({ key, path, params }) => ({
    field: path,
    row: rowOf(path) ?? 0,
    errcode: errors[key].errcode,
    key,
    description: `${path}: ${fillText(errors[key].zh, params)}`,
    description_en: `${path} ${fillText(errors[key].en, params)}`,
    remedy: fillText(errors[key].remedyZh, params),
    remedy_en: fillText(errors[key].remedyEn, params),
  }));
  const [first] = details;
  throw new ApiError({
    errcode: first!.errcode,
    key: first!.key,
    httpStatus: 0,
    description: details.map(({ description }) => description).join("；"),
    descriptionEn: details.map(({ description_en }) => description_en).join("; "),
    errors: details,
    requestId: "",
  });
}
