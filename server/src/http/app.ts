/** The HTTP server, without its port: every route, and what holds for all of them. */
import { randomUUID } from "node:crypto";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { Handlers } from "../application/handler.ts";
import type { Lanes } from "../application/lane.ts";
import { refuse } from "../application/refused.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { BODY_BYTES_MAX } from "./body.ts";
import { contractRoutes } from "./contract-routes.ts";
import { docsRoutes } from "./docs.ts";
import { errorReply } from "./error-reply.ts";
import { fileRoutes, type TableServices } from "./file-routes.ts";
import { type HealthProbes, healthRoutes, type VersionInfo } from "./health.ts";
import { type MetricsOptions, metricsRoutes } from "./metrics.ts";
import { requirePermissions } from "./permissions.ts";
import { factsOf, JSON_TYPE } from "./request-facts.ts";
import { logRequests } from "./request-log.ts";

export interface AppOptions {
  /** One for each endpoint of the contract but those of kind `auth`. */
  readonly handlers: Handlers;
  readonly lanes: Lanes;
  readonly gateway: Gateway;
  /** Lists as files and back (default: there are no such routes). */
  readonly tables?: TableServices;
  readonly log: FastifyBaseLogger;
  readonly info: VersionInfo;
  readonly probes: HealthProbes;
  /**
   * Where callers reach this server, for example `https://stock.example.com` (default: where each
   * caller did).
   */
  readonly publicUrl?: string;
  /** Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count (default: none). */
  readonly trustProxy?: boolean | string | string[];
  /** Default 1 MiB. */
  readonly bodyBytesMax?: number;
  /** Who counts requests (default: nobody). */
  readonly metrics?: MetricsOptions;
  /** Further routes, each with its own permission: the console. */
  readonly extend?: (app: FastifyInstance) => void;
}

/** A client that does not send its request within this time is cut off. */
const REQUEST_TIMEOUT_MS = 60_000;

export function buildApp(options: AppOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: options.log,
    // request-log.ts writes the one line there is.
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all: each line names its request by itself.
    childLoggerFactory: (logger) => logger,
    genReqId: () => randomUUID(),
    bodyLimit: options.bodyBytesMax ?? BODY_BYTES_MAX,
    trustProxy: options.trustProxy ?? false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Requests that are under way when the server stops are still answered.
    return503OnClosing: false,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      nameReply(request, reply, options.info);
      sendError(error, request, reply);
    },
  });
  requirePermissions(app);
  readBodies(app);
  logRequests(app);
  app.addHook("onRequest", async (request, reply) => {
    nameReply(request, reply, options.info);
    if (request.is404) refuse("apiNotFound", "", { given: factsOf(request).target.slice(0, 200) });
  });
  if (options.metrics) metricsRoutes(app, options.metrics);
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  app.setNotFoundHandler(async () => undefined);
  healthRoutes(app, options);
  contractRoutes(app, { publicUrl: undefined, ...options });
  if (options.tables) fileRoutes(app, { gateway: options.gateway, tables: options.tables });
  docsRoutes(app, { version: options.info.version, serverUrl: options.publicUrl ?? "/" });
  options.extend?.(app);
  return app;
}

/** Bodies stay bytes until a route reads them; the vendor's SDK sends one with a GET as well. */
function readBodies(app: FastifyInstance): void {
  app.addHttpMethod("GET", { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

function nameReply(request: FastifyRequest, reply: FastifyReply, info: VersionInfo): void {
  reply.header("X-Api-Requestid", request.id);
  reply.header("X-Xingcang-Version", info.version);
  reply.header("Cache-Control", "no-store");
  reply.header("X-Content-Type-Options", "nosniff");
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = errorReply(error, factsOf(request));
  if (request.facts) request.facts.errcode = answer.errcode;
  if (answer.isFault) request.log.error({ request: request.id, err: error }, "server fault");
  else if (answer.status === 503) request.log.warn({ request: request.id, err: error }, "busy");
  reply.code(answer.status).headers(answer.headers).type(JSON_TYPE).send(answer.body);
}
