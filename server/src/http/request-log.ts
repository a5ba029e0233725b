/**
 * One log line for each request. It holds who asked for what and how it ended; no body, header or
 * secret.
 */
import type { FastifyInstance } from "fastify";
import { type DestinationStream, type Logger, pino } from "pino";

declare module "fastify" {
  interface FastifyRequest {
    /** What became known of the request on its way, for the log. */
    facts: {
      clientId?: string;
      accountId?: string;
      errcode?: number;
      replayed?: boolean;
    };
  }
}

/** Names under which a secret may stand in anything that is logged. */
const SECRETS = [
  "secret",
  "password",
  "appSecret",
  "app_signature",
  "clientSecret",
  '["app-token"]',
  '["x-api-signature"]',
  "access_token",
  "authorization",
  "cookie",
];

export interface LogOptions {
  readonly level: string;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

/** The server's log: JSON lines, times in ISO form. */
export function createLog({ level, destination }: LogOptions): Logger {
  const paths = SECRETS.flatMap((name) => {
    const member = name.startsWith("[") ? name : `.${name}`;
    return [member.replace(/^\./, ""), `*${member}`, `*.headers${member}`];
  });
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: "***" },
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * A URL as it may be logged.
 * @example redactUrl("/a?app_key=1&app_signature=Mz%3D&uid=2") //
 * "/a?app_key=1&app_signature=***&uid=2"
 */
export function redactUrl(url: string): string {
  if (!url.includes("?")) return url;
  return url.replace(
    /([?&](?:app_signature|access_token|app-token|[^=&]*secret)=)[^&]*/gi,
    "$1***",
  );
}

export function logRequests(app: FastifyInstance): void {
  // These lines are put together below, without secrets; to look for some costs ten times the line.
  const log = app.log.child({}, { redact: [] });
  app.addHook("onRequest", async (request) => {
    request.facts = {};
  });
  app.addHook("onResponse", async (request, reply) => {
    const { id, method, ip, facts } = request;
    log.info({
      request: id,
      method,
      url: redactUrl(request.raw.url ?? ""),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ip,
      ...facts,
    });
  });
}
