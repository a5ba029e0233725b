/**
 * Every endpoint of the contract as a route: gateway, body, schema, verb, envelope. One loop,
 * nothing compiled per request.
 */
import {
  type Endpoint,
  endpoints,
  readRequest,
  request as requestSchema,
  SIGNATURE_HEADER,
  type TSchema,
  writeReply,
} from "@xingcang/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Handlers, WriteHandler } from "../application/handler.ts";
import type { Lanes } from "../application/lane.ts";
import type { Caller, SavedReply, UnitOfWork } from "../application/ports.ts";
import { PartlyDone, Refused, refuse } from "../application/refused.ts";
import { outcomeOf, Rehearsed } from "../application/rehearsal.ts";
import type { Client } from "../gateway/access.ts";
import type { Admission, GatewayRequest } from "../gateway/authenticate.ts";
import type { TokenInput } from "../gateway/authorize.ts";
import { checkBodyDigest } from "../gateway/body-digest.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { SealPersonalData } from "../gateway/personal-data.ts";
import { BODY_BYTES_MAX, isJsonType, parseBody, readFilters } from "./body.ts";
import { type ErrorReply, errorDetailOf, errorReply } from "./error-reply.ts";
import { replayKeys } from "./replay.ts";
import { factsOf, JSON_TYPE } from "./request-facts.ts";

export interface ContractRoutesOptions {
  readonly handlers: Handlers;
  readonly lanes: Lanes;
  readonly gateway: Gateway;
  /** Where callers reach this server; default: where this caller did. */
  readonly publicUrl: string | undefined;
}

/** An endpoint with what its requests need, made once. */
interface Route {
  readonly endpoint: Endpoint;
  readonly schema: TSchema;
  /** The envelope up to its data. */
  readonly envelope: string;
}

const NO_FIELDS = requestSchema({}, {});
const NO_BYTES = Buffer.alloc(0);

/** @throws Error when an endpoint has no handler, or a handler no endpoint */
export function contractRoutes(app: FastifyInstance, options: ContractRoutesOptions): void {
  checkComplete(options.handlers);
  for (const endpoint of endpoints) {
    const { method, path: url, permission } = endpoint;
    const route: Route = {
      endpoint,
      schema: endpoint.body ?? endpoint.query ?? NO_FIELDS,
      envelope: envelopeOf(endpoint),
    };
    const serve = endpoint.kind === "auth" ? authRoute(route, options) : callRoute(route, options);
    const bodyLimit = bodyLimitOf(endpoint, app.initialConfig.bodyLimit);
    app.route({ method, url, config: { permission }, bodyLimit, ...serve });
  }
}

/** No route takes less than the server does of others. */
const bodyLimitOf = ({ bodyBytesMax = 0 }: Endpoint, others = BODY_BYTES_MAX) =>
  Math.max(bodyBytesMax, others);

function checkComplete(handlers: Handlers): void {
  const called = endpoints.filter(({ kind }) => kind !== "auth").map(({ operation }) => operation);
  const missing = called.filter((operation) => !Object.hasOwn(handlers, operation));
  const unknown = Object.keys(handlers).filter((operation) => !called.includes(operation));
  if (missing.length > 0) throw new Error(`endpoints without handler: ${missing.join(", ")}`);
  if (unknown.length > 0) throw new Error(`handlers without endpoint: ${unknown.join(", ")}`);
}

function envelopeOf({ success }: Endpoint): string {
  const head = { errcode: 0, description: success?.description ?? "success", ...success?.extra };
  return `${JSON.stringify(head).slice(0, -1)},"data":`;
}

/** What was refused in a batch stands beside what was done (decision 6). */
function successBody(route: Route, result: unknown, seal?: SealPersonalData): string {
  const { envelope, endpoint } = route;
  if (result instanceof Rehearsed) {
    const outcome = JSON.stringify(result.outcome);
    return `${successBody(route, result.result, seal).slice(0, -1)},"dry_run":${outcome}}`;
  }
  if (!(result instanceof PartlyDone))
    return `${envelope}${writeReply(endpoint.reply, result, seal)}}`;
  const errors = JSON.stringify(result.reasons.map(errorDetailOf));
  return `${envelope}${writeReply(endpoint.reply, result.data, seal)},"errors":${errors}}`;
}

// ---- the two auth calls ----

function authRoute(route: Route, { gateway, publicUrl }: ContractRoutesOptions) {
  const clients = new WeakMap<FastifyRequest, Client>();
  const isAuthorize = route.endpoint.operation === "auth.authorize";
  return {
    async onRequest(request: FastifyRequest) {
      const client = await gateway.identify(gatewayRequest(request));
      request.facts.clientId = client.id;
      clients.set(request, client);
    },
    async handler(request: FastifyRequest, reply: FastifyReply) {
      const client = clients.get(request) as Client;
      const { input } = readInput(route, request, { strict: isStrict(request) });
      const data = isAuthorize
        ? await gateway.authorize(client, input, publicUrl ?? originOf(request))
        : await gateway.issueToken(client, input as unknown as TokenInput);
      return reply.type(JSON_TYPE).send(successBody(route, data));
    },
  };
}

/** Nothing stays of a write with this header; its reply tells what it would have done. */
const DRY_RUN = "X-Xingcang-Dry-Run";
export const isDryRun = (request: FastifyRequest) => headerFlag(request, DRY_RUN);
const rehearsed = async (unit: UnitOfWork, result: unknown) =>
  new Rehearsed(result, await outcomeOf(unit));

const originOf = ({ protocol, host }: FastifyRequest) => `${protocol}://${host}`;

// ---- business calls ----

function callRoute(route: Route, { gateway, handlers, lanes }: ContractRoutesOptions) {
  const admissions = new WeakMap<FastifyRequest, Admission>();
  const handler = handlers[route.endpoint.operation] as Handlers[string];
  return {
    // Before the body is read: whoever is not let in costs no memory.
    async onRequest(request: FastifyRequest) {
      const admission = await gateway.admit(gatewayRequest(request));
      request.facts.clientId = admission.caller.clientId;
      request.facts.accountId = admission.caller.accountId;
      admissions.set(request, admission);
    },
    async handler(request: FastifyRequest, reply: FastifyReply) {
      const { caller, settings, seal } = admissions.get(request) as Admission;
      const { input, bytes } = readInput(route, request, {
        strict: settings.strict || isStrict(request),
        digestRequired: settings.requireBodyDigest,
      });
      if (handler.kind === "read") {
        const data = await handler.run(caller, input as never);
        return reply.type(JSON_TYPE).send(successBody(route, data, seal));
      }
      const write = (unit: UnitOfWork) =>
        (handler as WriteHandler).run(unit, caller, input as never);
      if (isDryRun(request)) {
        const tried = await lanes.rehearse(caller.accountId, (unit) =>
          answerOf(route, request, async () => rehearsed(unit, await write(unit))),
        );
        reply.header(DRY_RUN, "1").code(tried.status).type(JSON_TYPE);
        return reply.send(tried.body);
      }
      const answer = await lanes.submit(caller.accountId, {
        replays: replaysOf(request, caller, bytes),
        prepare: (unit) => readAhead(handler as WriteHandler, unit, caller, input),
        run: (unit) => answerOf(route, request, () => write(unit)),
        conflict: () => refusalReply(request, conflictOf(request)),
      });
      if (answer.replayed) {
        request.facts.replayed = true;
        reply.header("X-Xingcang-Replayed", "true");
      }
      return reply.code(answer.status).type(JSON_TYPE).send(answer.body);
    },
  };
}

async function readAhead(
  handler: WriteHandler,
  unit: UnitOfWork,
  caller: Caller,
  input: object,
): Promise<void> {
  try {
    await handler.prepare?.(unit, caller, input as never);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/**
 * The reply to a write, refusals included, as it is saved; anything else that is thrown rolls back.
 */
async function answerOf(
  route: Route,
  request: FastifyRequest,
  run: () => Promise<unknown>,
): Promise<SavedReply> {
  try {
    return { status: 200, body: successBody(route, await run()) };
  } catch (error) {
    if (error instanceof Refused) return refusalReply(request, error);
    throw error;
  }
}

export function refusalReply(request: FastifyRequest, refused: Refused): SavedReply {
  const { status, body, errcode }: ErrorReply = errorReply(refused, factsOf(request));
  request.facts.errcode = errcode;
  return { status, body };
}

export function conflictOf(request: FastifyRequest): Refused {
  const given = headerText(request, "Idempotency-Key") ?? "";
  return new Refused([{ key: "idempotencyConflict", path: "", params: { given } }]);
}

// ---- what a request says ----

interface Reading {
  readonly strict: boolean;
  /** Default: no account is known yet, so it does not ask for one. */
  readonly digestRequired?: boolean;
}

/** @throws Refused with every fault of the request's form */
function readInput(route: Route, request: FastifyRequest, reading: Reading) {
  const { strict, digestRequired: required = false } = reading;
  const bytes = (request.body as Buffer | undefined) ?? NO_BYTES;
  checkBodyDigest({ headers: request.headers, bytes, required });
  if (bytes.length > 0) checkContentType(request);
  const body = parseBody(bytes);
  const given = route.endpoint.body ? body : readFilters(targetOf(request).rawQuery, body);
  const { value, faults } = readRequest<Record<string, unknown>>(route.schema, given, { strict });
  if (faults.length > 0) throw new Refused(faults);
  return { input: value, bytes };
}

function checkContentType(request: FastifyRequest): void {
  const { "content-type": type, "content-encoding": encoding } = request.headers;
  const isPlain = encoding === undefined || encoding === "identity";
  if (isPlain && isJsonType(type)) return;
  refuse("contentTypeUnsupported", "", { given: isPlain ? String(type) : encoding });
}

export const isStrict = (request: FastifyRequest) => headerFlag(request, "X-Xingcang-Strict");

/** `1` or `true`, `0` or `false`; anything else is refused, so that nobody's wish is guessed. */
function headerFlag(request: FastifyRequest, name: string): boolean {
  const given = (headerText(request, name) ?? "0").trim().toLowerCase();
  if (given === "1" || given === "true") return true;
  if (given === "0" || given === "false" || given === "") return false;
  return refuse("flagInvalid", "", { title: name, given: given.slice(0, 60) });
}

export function headerText(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}

/** How a repeat of the request is recognised (D14). */
export function replaysOf(request: FastifyRequest, { clientId }: Caller, bytes: Buffer) {
  return replayKeys({
    clientId,
    signature: headerText(request, SIGNATURE_HEADER.signature) ?? "",
    idempotencyKey: headerText(request, "Idempotency-Key"),
    method: request.method,
    ...targetOf(request),
    bytes,
  });
}

/** Path and query as they stood on the request line. */
export function targetOf(request: FastifyRequest): { path: string; rawQuery: string } {
  const url = request.raw.url ?? "";
  const mark = url.indexOf("?");
  if (mark < 0) return { path: url, rawQuery: "" };
  return { path: url.slice(0, mark), rawQuery: url.slice(mark + 1) };
}

export function gatewayRequest(request: FastifyRequest): GatewayRequest {
  const { path, rawQuery } = targetOf(request);
  return {
    method: request.method,
    rawPath: path,
    rawQuery,
    headers: request.headers,
    remoteAddress: request.ip,
  };
}
