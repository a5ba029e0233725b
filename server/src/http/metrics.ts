/**
 * `GET /metrics` for Prometheus, and the counting of requests. It names routes and rates, so it is
 * not for everybody: with a token for whoever has it, without one for this machine alone (D42).
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../application/refused.ts";

/** How a request ended: by its errcode where it has one, else by its status. */
export type Outcome = "ok" | "replayed" | "refused" | "denied" | "throttled" | "busy" | "fault";

export interface RequestObservation {
  readonly method: string;
  /** The route as it is declared, `unknown` when there is none: never what the caller wrote. */
  readonly route: string;
  readonly outcome: Outcome;
  readonly seconds: number;
}

export interface HttpMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  observe(observation: RequestObservation): void;
}

export interface MetricsOptions {
  readonly source: HttpMetrics;
  /** Empty: only this machine may read them. */
  readonly token: string;
}

/** Counts every route that is registered after it. */
export function metricsRoutes(app: FastifyInstance, { source, token }: MetricsOptions): void {
  app.addHook("onResponse", async (request, reply) => {
    source.observe({
      method: request.method,
      route: (request.is404 ? undefined : request.routeOptions.url) ?? "unknown",
      outcome: outcomeOf(request, reply),
      seconds: reply.elapsedTime / 1000,
    });
  });
  app.get("/metrics", {
    config: { permission: "metrics:read" },
    async onRequest(request) {
      const isAllowed = token === "" ? isFromHere(request) : hasToken(request, token);
      if (!isAllowed) refuse("metricsDenied", "", {});
    },
    handler: async (_request, reply) => reply.type(source.contentType).send(await source.text()),
  });
}

function outcomeOf({ facts }: FastifyRequest, { statusCode }: FastifyReply): Outcome {
  if (statusCode === 503) return "busy";
  if (statusCode === 429) return "throttled";
  if (DENIED.has(statusCode)) return "denied";
  if (statusCode >= 500) return "fault";
  if (facts.replayed) return "replayed";
  return statusCode >= 400 || (facts.errcode ?? 0) !== 0 ? "refused" : "ok";
}

/** The last is the gateway's own (contract section 4). */
const DENIED = new Set([401, 403, 519]);

const sha256 = (text: string) => createHash("sha256").update(text).digest();

/** Digests are compared, so that neither the time nor the length tells anything of the token. */
function hasToken(request: FastifyRequest, token: string): boolean {
  const [, given = ""] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "") ?? [];
  return timingSafeEqual(sha256(given), sha256(token));
}

/** What a proxy adds: the caller behind it is somewhere else. */
const PROXY_HEADERS = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/**
 * The connection comes from this machine, was not handed on by a proxy on it, and was not made by a
 * page whose name was pointed here.
 */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  return (
    /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? "") &&
    PROXY_HEADERS.every((name) => headers[name] === undefined) &&
    /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(headers.host ?? "")
  );
}
