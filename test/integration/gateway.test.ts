import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

test("a signed call with a token is answered", async () => {
  const reply = await server.signedFetch("GET", "/jdy/v2/scm/inventory", { query: { page: "1" } });
  expect(reply.text).toBe("");
});
