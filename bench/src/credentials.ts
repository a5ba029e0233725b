/** How the measured server is reached, and how it reaches its database. */
import type { EmbeddedDatabase } from "xingcang/dist/storage/embedded/index.js";
import type { FixedCredentials } from "./processes.ts";

export const CREDENTIALS: FixedCredentials = {
  clientId: "205022",
  clientSecret: "0123456789abcdef0123456789abcdef",
  outerInstanceId: "XC1",
};

export function databaseUrl({ connection }: EmbeddedDatabase): string {
  const { host, port, user, password, database } = connection;
  const owner = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${owner}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}
