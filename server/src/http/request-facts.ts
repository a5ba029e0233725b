import type { FastifyRequest } from "fastify";
import type { RequestFacts } from "./error-reply.ts";

export const JSON_TYPE = "application/json; charset=utf-8";

/** What an error reply may say of the request. */
export function factsOf(request: FastifyRequest): RequestFacts {
  const path = (request.raw.url ?? "").split("?")[0];
  return {
    requestId: request.id,
    target: `${request.method} ${path}`,
    contentType: request.headers["content-type"] ?? "",
    bodyMax: inWords(
      request.routeOptions?.bodyLimit ?? request.server.initialConfig.bodyLimit ?? 0,
    ),
  };
}

/** @example inWords(1_048_576) // "1 MiB" */
function inWords(bytes: number): string {
  const kib = bytes / 1024;
  return kib >= 1024 ? `${Math.round(kib / 102.4) / 10} MiB` : `${Math.round(kib)} KiB`;
}
