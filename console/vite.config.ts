import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `vite dev` finds a running server. */
const SERVER = process.env.XINGCANG_URL ?? "http://127.0.0.1:8787";
const SERVED = ["/jdy", "/jdyconnector", "/health", "/version", "/docs", "/openapi.json"];

const COMPRESSED = new Set([".css", ".html", ".js", ".svg"]);

/** Each text once more as `.br` and `.gz`: the server sends what the browser takes. */
const compressed = (): Plugin => ({
  name: "compressed",
  apply: "build",
  writeBundle({ dir = "" }) {
    for (const name of readdirSync(dir, { recursive: true }) as string[]) {
      if (!COMPRESSED.has(extname(name))) continue;
      const path = join(dir, name);
      const content = readFileSync(path);
      writeFileSync(`${path}.br`, brotliCompressSync(content));
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    }
  },
});

export default defineConfig({
  plugins: [react(), compressed()],
  // Their sources, so that the console builds without their builds.
  resolve: {
    alias: {
      "@xingcang/contract": source("../contract/src/index.ts"),
      "@xingcang/client": source("../client/src/index.ts"),
    },
  },
  // The server's CSP allows nothing inline.
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: Object.fromEntries(SERVED.map((path) => [path, SERVER])) },
});
