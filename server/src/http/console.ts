/** The console at `/`: the built page of `@xingcang/console`, or a note how to build it. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { refuse } from "../application/refused.ts";
import { factsOf } from "./request-facts.ts";

/** Nothing from elsewhere and nothing inline: text that gets into the page is never run. */
const HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Frame-Options": "DENY",
  // Files are there plain and compressed.
  Vary: "Accept-Encoding",
};

/** Kept, but asked for anew each time. */
const REVALIDATED = "no-cache";
/** Vite puts a hash of the content into the names of the assets. */
const IMMUTABLE = "public, max-age=31536000, immutable";

export interface ConsoleOptions {
  /** The built page (default: see {@link builtFolder}). It may be built while the server runs. */
  readonly folder?: string;
}

export function consoleRoutes(app: FastifyInstance, options: ConsoleOptions = {}): void {
  const folder = options.folder ?? builtFolder();
  const config = { permission: "public" };
  app.register(async (page) => {
    await page.register(fastifyStatic, { serve: false, preCompressed: true, cacheControl: false });
    page.addHook("onRequest", async (_request, reply) => {
      reply.headers(HEADERS);
    });
    page.get("/", { config }, (_request, reply) => {
      reply.header("Cache-Control", REVALIDATED);
      if (existsSync(join(folder, "index.html"))) return reply.sendFile("index.html", folder);
      return reply.code(503).type("text/html; charset=utf-8").send(NOT_BUILT);
    });
    page.get("/favicon.svg", { config }, (request, reply) => {
      if (!existsSync(join(folder, "favicon.svg"))) notFound(factsOf(request).target);
      return reply.header("Cache-Control", REVALIDATED).sendFile("favicon.svg", folder);
    });
    page.get<{ Params: { name: string } }>("/assets/:name", { config }, (request, reply) => {
      const { name } = request.params;
      const root = join(folder, "assets");
      // One segment of plain letters: it cannot leave the folder.
      const isAsset = /^[\w-][\w.-]*$/.test(name) && existsSync(join(root, name));
      if (!isAsset) notFound(factsOf(request).target);
      return reply.header("Cache-Control", IMMUTABLE).sendFile(name, root);
    });
  });
}

function notFound(target: string): never {
  return refuse("apiNotFound", "", { given: target.slice(0, 200) });
}

/** Where the page is: in the package `@xingcang/console`, else beside the server in a clone. */
function builtFolder(): string {
  const { resolve } = createRequire(import.meta.url);
  try {
    return join(dirname(resolve("@xingcang/console/package.json")), "dist");
  } catch {
    return fileURLToPath(new URL("../../../console/dist", import.meta.url));
  }
}

/** Shown to a person who started a server without building its page. */
const NOT_BUILT = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>星仓 Xingcang</title>
</head>
<body>
<h1>星仓 Xingcang</h1>
<p>服务器在运行，控制台还没有构建。请在代码目录运行 <code>npm run build</code>，然后刷新本页。</p>
<p lang="en">The server runs, its console is not built yet. Run <code>npm run build</code> in the
checkout, then reload this page.</p>
<p><a href="/docs">接口文档 / API reference</a> · <a href="/openapi.json">OpenAPI</a> ·
<a href="/health/ready">健康检查 / health</a></p>
</body>
</html>
`;
