import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      "@xingcang/contract": source("./contract/src/index.ts"),
      "@xingcang/client": source("./client/src/index.ts"),
    },
  },
  test: {
    include: ["{contract,client,server,console,bench}/src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
