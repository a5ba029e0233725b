/** What the figures were measured on. */
import { availableParallelism, cpus, loadavg } from "node:os";
import type { Database } from "xingcang/dist/storage/database.js";
import type { Facts } from "./tables.ts";

/** As this process began: what it does itself does not count. */
const [loadBefore = 0] = loadavg();

export async function factsOf({ pool }: Database, secondsPerCase: number): Promise<Facts> {
  const { rows } = await pool.query("select current_setting('server_version') as version");
  return {
    cpu: cpus()[0]?.model.trim() ?? "?",
    cores: availableParallelism(),
    node: process.versions.node,
    postgres: String(rows[0]?.version).split(" ")[0] ?? "?",
    date: new Date().toISOString().slice(0, 10),
    secondsPerCase,
    loadBefore,
  };
}
