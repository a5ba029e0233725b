/**
 * The reference: `/openapi.json`, and `/docs` to read and to try it in a browser. All files are our
 * own: it works offline.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import helmet from "@fastify/helmet";
import { openApiDocument } from "@xingcang/contract";
import type { FastifyInstance } from "fastify";
import { docsPage, docsScript, docsStyle } from "./docs-page.ts";
import { JSON_TYPE } from "./request-facts.ts";

const resolve = createRequire(import.meta.url).resolve;

const HTML = "text/html; charset=utf-8";
const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

/** Nothing from elsewhere; the interface sets styles on its elements. */
const CONTENT_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:"],
    fontSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

interface Asset {
  readonly name: string;
  readonly type: string;
  read(): Promise<Buffer | string>;
}

const text = (name: string, type: string, content: string): Asset => ({
  name,
  type,
  read: async () => content,
});

/** Looked for when it is asked for: a server without the package's files still starts. */
const file = (name: string, type: string, folder: () => string, path = name): Asset => ({
  name,
  type,
  read: () => readFile(join(folder(), path)),
});

const interfaceFolder = () => join(dirname(resolve("@fastify/swagger-ui/package.json")), "static");
const contractFolder = () => dirname(resolve("@xingcang/contract"));

const assets: readonly Asset[] = [
  text("", HTML, docsPage),
  text("page.css", CSS, docsStyle),
  text("try.js", SCRIPT, docsScript),
  file("swagger-ui.css", CSS, interfaceFolder),
  file("swagger-ui-bundle.js", SCRIPT, interfaceFolder),
  file("contract/signature.js", SCRIPT, contractFolder, "signature.js"),
  file("contract/signature-forms.js", SCRIPT, contractFolder, "signature-forms.js"),
];

export function docsRoutes(
  app: FastifyInstance,
  options: { version: string; serverUrl: string },
): void {
  const config = { permission: "public" };
  const description = JSON.stringify(openApiDocument(options));
  app.get("/openapi.json", { config }, (_request, reply) => {
    reply.type(JSON_TYPE).send(description);
  });
  app.get("/docs", { config }, (_request, reply) => reply.redirect("docs/", 308));
  app.register(async (docs) => {
    // Strict transport is the proxy's to declare: the server itself may well be plain http in a
    // warehouse.
    await docs.register(helmet, {
      contentSecurityPolicy: CONTENT_POLICY,
      strictTransportSecurity: false,
    });
    for (const { name, type, read } of assets) {
      docs.get(`/docs/${name}`, { config }, async (_request, reply) => {
        reply.header("Cache-Control", "no-cache");
        return reply.type(type).send(await read());
      });
    }
  });
}
