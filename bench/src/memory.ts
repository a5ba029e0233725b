/** `--memory`: what the server's process keeps of the requests that it has answered. */
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { OpenHold } from "./buyers.ts";
import { runLoad } from "./load.ts";
import type { Stage } from "./stage.ts";
import { median } from "./statistics.ts";
import { type Facts, table } from "./tables.ts";

export interface MemorySizes {
  readonly few: number;
  readonly many: number;
}

export const MEMORY_SIZES: MemorySizes = { few: 10_000, many: 1_000_000 };
export const QUICK_MEMORY_SIZES: MemorySizes = { few: 2_000, many: 20_000 };

/** Megabytes after so many requests. */
export interface MemoryUse {
  readonly few: number;
  readonly many: number;
  readonly seconds: number;
}

/** Occupies and releases in turn, 64 clients, so that the database does not grow without end. */
export async function measureMemory(stage: Stage, sizes: MemorySizes): Promise<MemoryUse> {
  let left = 0;
  const steps = stage.product.map((wire) => {
    const opened: OpenHold[] = [];
    const occupy = stage.buyers.occupy(wire, stage.shop.goods, 1, opened);
    const release = stage.buyers.release(wire, opened);
    return async () => {
      if (left <= 0) return false;
      left -= 1;
      return opened.length === 0 ? occupy() : release();
    };
  });
  const send = async (count: number) => {
    left = count;
    await runLoad(steps, Number.POSITIVE_INFINITY);
  };
  const start = performance.now();
  await send(sizes.few);
  const few = await megabytes(stage.pid);
  await send(sizes.many - sizes.few);
  const many = await megabytes(stage.pid);
  return { few, many, seconds: (performance.now() - start) / 1000 };
}

const LOOKS = 5;
const BETWEEN_MS = 2000;

/** Resident memory at rest: what is looked at a few times, since collecting takes its time. */
async function megabytes(pid: number): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await sleep(BETWEEN_MS);
    const kilobytes = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
    looks.push(Number(kilobytes) / 1024);
  }
  return median(looks);
}

const GOAL = 1.1;

export function memoryReport(facts: Facts, sizes: MemorySizes, use: MemoryUse): string {
  const { cpu, cores, node, postgres, date } = facts;
  const head = `${date} · ${cores} × ${cpu}, Node ${node}, PostgreSQL ${postgres}`;
  const grown = use.many / use.few;
  const count = (value: number) => value.toLocaleString("en");
  const rows = [
    [
      `${count(sizes.few)} 个请求之后 / after ${count(sizes.few)} requests`,
      `${use.few.toFixed(0)} MB`,
      "",
      "",
    ],
    [
      `${count(sizes.many)} 个请求之后 / after ${count(sizes.many)} requests`,
      `${use.many.toFixed(0)} MB`,
      "",
      "",
    ],
    ["后 ÷ 前 / later ÷ earlier", grown.toFixed(2), `≤ ${GOAL}`, grown <= GOAL ? "✓" : "✗"],
  ];
  const title = "服务进程的内存 / memory of the server process";
  return `${head} · ${use.seconds.toFixed(0)} s\n\n${table([title, "", "", ""], rows)}`;
}
