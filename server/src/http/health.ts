/**
 * Whether the server lives, is ready, and what it is: for supervisors and load balancers, without a
 * signature.
 */
import type { FastifyInstance } from "fastify";

export interface VersionInfo {
  /** Of this server. */
  readonly version: string;
  /** The schema that this server brings and expects, for example `0001-initial`. */
  readonly schemaVersion: string;
}

export interface HealthProbes {
  /** The last migration that the database has; throws when the database does not answer. */
  schemaVersion(): Promise<string>;
  /** Requests that wait for their lane. */
  queueDepth(): number;
  /** "ok", or why what is written now would not be kept or not be right; no account is named. */
  writing(): Promise<string>;
}

/** A database that does not answer within this time is not ready. */
const PROBE_MS = 2000;

export function healthRoutes(
  app: FastifyInstance,
  { info, probes }: { info: VersionInfo; probes: HealthProbes },
): void {
  const config = { permission: "public" };
  app.get("/health/live", { config }, async () => ({ status: "ok" }));
  app.get("/version", { config }, async () => info);
  app.get("/health/ready", { config }, async (_request, reply) => {
    const [schemaVersion, writing] = await Promise.all([
      within(probes.schemaVersion()),
      within(probes.writing()),
    ]);
    const checks = {
      database: schemaVersion === undefined ? "unreachable" : "ok",
      schema: schemaVersion === info.schemaVersion ? "ok" : "not migrated",
      writing: writing ?? "unknown",
    };
    const isReady = Object.values(checks).every((found) => found === "ok");
    reply.code(isReady ? 200 : 503);
    return {
      status: isReady ? "ok" : "unavailable",
      checks,
      schemaVersion: schemaVersion ?? "",
      queueDepth: probes.queueDepth(),
    };
  });
}

/** Undefined when the probe fails or takes too long. */
async function within(probe: Promise<string>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PROBE_MS, undefined);
  });
  try {
    return await Promise.race([probe, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
