/** Two whole servers in this process on one database, with demo data; `verify` at the end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { testCluster, urlOf } from "./cluster.ts";
import { findingsOf } from "./findings.ts";
import { type DemoServer, startDemoServer } from "./running-server.ts";

export function useTwoServers(): () => readonly [DemoServer, DemoServer] {
  const folder = mkdtempSync(join(tmpdir(), "xingcang-test-"));
  const running: DemoServer[] = [];
  beforeAll(async () => {
    const url = urlOf(await testCluster());
    for (let each = 0; each < 2; each += 1) running.push(await startDemoServer(folder, url));
  });
  afterAll(async () => {
    try {
      expect(await findingsOf((await testCluster()).database)).toEqual([]);
    } finally {
      for (const { server } of running) await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return () => {
    const [first, second] = running;
    if (first === undefined || second === undefined) throw new Error("they are not running");
    return [first, second];
  };
}
