/** Nothing is reachable without a declared permission (D42). */
import type { FastifyInstance, RouteOptions } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * What the caller must be allowed to do; "public" for everybody, "public:signed" for every
     * client.
     */
    permission?: string;
  }
}

/**
 * Makes the registration of a route without a permission fail, so that the server does not start.
 */
export function requirePermissions(app: FastifyInstance): void {
  app.addHook("onRoute", (route: RouteOptions) => {
    if (route.config?.permission) return;
    throw new Error(`route ${route.method} ${route.url} declares no permission`);
  });
}
