/** Every endpoint that is served, in the order of the reference. */
import { authEndpoints } from "./auth/index.ts";
import { billStepEndpoints, bills } from "./bills/index.ts";
import { type Endpoint, modules } from "./endpoint.ts";
import { masters } from "./masterdata/index.ts";
import { materialEndpoints } from "./masterdata/material-endpoints.ts";
import { ownEndpoints } from "./own/index.ts";
import { stockEndpoints } from "./stock/index.ts";
import { systemEndpoints } from "./system/index.ts";

const groups: Record<string, Endpoint>[] = [
  authEndpoints,
  ...Object.values(masters).map((master): Record<string, Endpoint> => master.endpoints),
  materialEndpoints,
  ...Object.values(bills).map((bill): Record<string, Endpoint> => bill.endpoints),
  billStepEndpoints,
  stockEndpoints,
  systemEndpoints,
  ownEndpoints,
];

/**
 * A kind of master data may lack a detail or a save; such an endpoint has no path and is not
 * served.
 */
export const endpoints: readonly Endpoint[] = groups
  .flatMap((group) => Object.values(group))
  .filter((endpoint) => endpoint.path !== "");

/** Those that the vendor documents too; the others are our own. */
export const vendorEndpoints: readonly Endpoint[] = endpoints.filter(
  ({ module }) => module !== modules.own,
);
