/** How the console's files are served: what is cached, what is allowed, what is not there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { errors } from "@xingcang/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { consoleRoutes } from "../../server/src/http/console.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const SCRIPT = "export {};\n";
let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "xingcang-console-"));
  server = await startTestServer({ app: { extend: (app) => consoleRoutes(app, { folder }) } });
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers = {}) => server.plainFetch("GET", path, headers);

describe("the console's files", () => {
  test("a note tells how to build what is not built", async () => {
    const reply = await get("/");
    expect(reply.status).toBe(503);
    expect(reply.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(reply.headers["cache-control"]).toBe("no-cache");
    expect(reply.text).toContain("npm run build");
  });

  test("built while the server runs, it is there", async () => {
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>星仓</title>");
    writeFileSync(join(folder, "secret.txt"), "no asset");
    writeFileSync(join(folder, "assets/index-Ab1_-2.js"), SCRIPT);
    writeFileSync(join(folder, "assets/index-Ab1_-2.js.gz"), gzipSync(SCRIPT));
    const reply = await get("/");
    expect(reply.status).toBe(200);
    expect(reply.text).toContain("星仓");
  });

  test("the page is asked for anew each time and may load only what is ours", async () => {
    const { headers } = await get("/?from=mail");
    expect(headers["cache-control"]).toBe("no-cache");
    expect(headers.etag).toBeDefined();
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect((await get("/", { "If-None-Match": String(headers.etag) })).status).toBe(304);
  });

  test("a file with a hash in its name is kept for ever, and sent compressed", async () => {
    const plain = await get("/assets/index-Ab1_-2.js");
    expect(plain.text).toBe(SCRIPT);
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(plain.headers["content-type"]).toMatch(/^text\/javascript|^application\/javascript/);
    const packed = await get("/assets/index-Ab1_-2.js", { "Accept-Encoding": "gzip" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers.vary).toMatch(/accept-encoding/i);
    expect(packed.headers["content-type"]).toBe(plain.headers["content-type"]);
  });

  test.each([
    "/assets/index-other.js",
    "/assets/..%2Fsecret.txt",
    "/assets/..%2findex.html",
    "/assets/%2e%2e",
    "/assets/",
    "/secret.txt",
    "/favicon.svg",
  ])("%s is not there", async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(errors.apiNotFound.status);
    expect(reply.json.request_id).toBe(reply.headers["x-api-requestid"]);
  });
});
