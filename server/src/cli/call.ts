/** `call`: signs a request, sends it to the running server and prints the reply. */
import { createClient, type RawCall } from "@xingcang/client";
import { appSignature, type QueryPair } from "@xingcang/contract";
import { parse, stringify } from "lossless-json";
import { type ConnectOptions, type Credential, findCredential, serverUrl } from "./connect.ts";
import { CommandFailed, UsageFault } from "./failure.ts";
import { newNonce, signedCurl } from "./signed-curl.ts";
import { both, note, print } from "./terminal.ts";

export interface CallOptions extends ConnectOptions {
  /** Print the request as a curl line instead of sending it. */
  readonly curl: boolean;
  /** Ask what a write would do; nothing stays. */
  readonly dryRun: boolean;
  readonly idempotencyKey?: string;
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Empty: none. */
  readonly body: string;
}

export async function call(
  method: string,
  path: string,
  input: string,
  options: CallOptions,
): Promise<void> {
  const request = readRequest(method, path, input);
  const url = serverUrl(options.url);
  const credential = await findCredential(url, options, options.curl);
  if (options.curl) return printCurl(request, options, url, credential);
  const client = createClient({ baseUrl: url, ...credential });
  const { idempotencyKey } = options;
  const content: RawCall = { query: request.query, idempotencyKey };
  if (options.dryRun) content.headers = { "X-Xingcang-Dry-Run": "1" };
  if (request.body !== "") content.body = request.body;
  const reply = await client.call(request.method, request.path, content);
  note(`HTTP ${reply.status}`);
  const body = parsed(reply.body);
  print(body === undefined ? reply.body : (stringify(body, null, 2) ?? ""));
  const errcode = (body as { errcode?: unknown } | undefined)?.errcode;
  if (String(errcode) !== "0") process.exitCode = 1;
}

// ---- the request ----

/** A GET takes its filters from `a=1&b=2` or from a JSON object; a POST takes JSON as its body. */
function readRequest(method: string, target: string, input: string): Request {
  const upper = method.toUpperCase();
  if (!/^[A-Z]+$/.test(upper) || !target.startsWith("/")) {
    throw new UsageFault(
      `${both("方法与路径形如", "method and path look like")}: GET /jdy/v2/bd/store`,
    );
  }
  const [path = "", search = ""] = target.split(/\?(.*)/s);
  const inPath = Object.fromEntries(new URLSearchParams(search));
  const isJson = /^\s*[[{]/.test(input);
  if (!isJson) {
    const query = { ...inPath, ...Object.fromEntries(new URLSearchParams(input)) };
    return { method: upper, path, query, body: "" };
  }
  const value = parsed(input);
  if (value === undefined) {
    throw new UsageFault(`${both("不是正确的 JSON", "this is not JSON")}: ${input}`);
  }
  if (upper !== "GET") return { method: upper, path, query: inPath, body: input };
  return { method: upper, path, query: { ...inPath, ...filtersOf(value) }, body: "" };
}

const filtersOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value as object).map(([name, filter]) => [
      name,
      (Array.isArray(filter) ? filter : [filter]).map(String).join(","),
    ]),
  );

/** With every digit; undefined when it is not JSON. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

async function printCurl(
  { method, path, query, body }: Request,
  { idempotencyKey }: CallOptions,
  url: string,
  credential: Credential,
): Promise<void> {
  const appToken = credential.appToken ?? (await requestToken(url, credential));
  const pairs = Object.entries(query) satisfies QueryPair[];
  const headers: Record<string, string> = {};
  if (idempotencyKey !== undefined) headers["Idempotency-Key"] = idempotencyKey;
  const request = { baseUrl: url, method, path, query: pairs, body, headers };
  const clock = { nowMs: Date.now(), nonce: newNonce() };
  print(await signedCurl({ ...request, ...credential, appToken }, clock));
  note(both("签名 5 分钟内有效", "the signature is valid for 5 minutes"));
}

async function requestToken(url: string, credential: Credential): Promise<string> {
  const client = createClient({ baseUrl: url, ...credential });
  const [grant] = await client.auth.authorize({ outerInstanceId: credential.outerInstanceId });
  if (grant === undefined) throw new CommandFailed(both("没有授权", "nothing is granted"));
  const signature = await appSignature(grant.appKey, grant.appSecret);
  const token = await client.auth.token({ app_key: grant.appKey, app_signature: signature });
  return token["app-token"];
}
