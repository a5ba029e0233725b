/**
 * The disk of the database is full (P6): what was answered is there, what was not is there wholly
 * or not at all, and when there is room again everything goes on. On a small disk of its own where
 * the tests may mount one; `failing-statements.test.ts` lets each statement meet one anywhere.
 */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Client, ConnectionError, createClient } from "@xingcang/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findServer } from "../../server/src/cli/server-file.ts";
import { openDatabase } from "../../server/src/storage/database.ts";
import { buildCommand, eventually, newWorkplace, type ServeProcess } from "../support/command.ts";
import { findingsOf } from "../support/findings.ts";
import { type Plan, planOf, randomOf, ServerFaulted, send } from "../support/load.ts";
import { expectAllDoneOnce, expectAnsweredThere, goodsOf } from "../support/load-outcome.ts";
import { SEED } from "../support/random.ts";

const DISK = "size=400m,mode=755";
const WORKERS = 8;
/** Faults that are waited for, and writes that are enough to meet them. */
const FAULTS = 40;
const DEEDS_MAX = 6000;

const credentials = { clientId: "205022", clientSecret: "0123456789abcdef0123456789abcdef" };
const outerInstanceId = "XC1";

const place = newWorkplace();
let server: ServeProcess;
let client: Client;

/** A disk of its own at the data folder; false where that is not allowed. */
function mounted(): boolean {
  mkdirSync(place.dataDir);
  try {
    const mount = ["-t", "tmpfs", "-o", DISK, "tmpfs", place.dataDir];
    execFileSync("mount", mount, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const isMounted = mounted();

async function start(): Promise<void> {
  server = await place.serve({
    XINGCANG_CLIENT_ID: credentials.clientId,
    XINGCANG_CLIENT_SECRET: credentials.clientSecret,
    XINGCANG_OUTER_INSTANCE_ID: outerInstanceId,
    XINGCANG_LOG: "warn",
  });
  client = createClient({ baseUrl: server.url, ...credentials, outerInstanceId, retries: 0 });
}

beforeAll(() => buildCommand());
afterAll(async () => {
  server?.child.kill("SIGTERM");
  await server?.exited;
  if (isMounted) execFileSync("umount", [place.dataDir]);
  await place.clean();
});

const ballast = () => join(place.dataDir, "ballast");

/** Takes all that is left, to the last block. */
function fillUp(): void {
  for (let bytes = 1 << 20; bytes >= 512; bytes /= 2) {
    const block = Buffer.alloc(bytes, 1);
    try {
      for (;;) appendFileSync(ballast(), block);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
    }
  }
}

async function load(plan: Plan): Promise<number> {
  let faults = 0;
  const work = async () => {
    while (faults < FAULTS && plan.deeds.length < DEEDS_MAX) {
      const deed = plan.next();
      try {
        deed.reply = await send(client, deed);
      } catch (error) {
        const isFault = error instanceof ServerFaulted || error instanceof ConnectionError;
        if (!isFault) throw error;
        faults += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return faults;
}

const isReady = async () => {
  const reply = await fetch(`${server.url}/health/ready`).catch(() => undefined);
  return reply?.status === 200;
};

/** The first write once more, which is done once. */
async function takesWrites({ deeds: [first] }: Plan): Promise<boolean> {
  if (first === undefined) throw new Error("nothing was sent");
  return send(client, first).then(
    () => true,
    () => false,
  );
}

test.runIf(isMounted)(`writes on a disk that is full, seed ${SEED}`, async () => {
  await start();
  const prefix = "D";
  const goods = [await goodsOf(client, "满盘甲"), await goodsOf(client, "满盘乙")];
  const plan = planOf(prefix, goods, randomOf(SEED));
  fillUp();
  expect(await load(plan)).toBeGreaterThanOrEqual(FAULTS);
  rmSync(ballast());
  // The database may have ended over it again and again; then the server has ended as well.
  if (server.child.exitCode !== null) await start();
  await eventually(() => takesWrites(plan));
  // A write that is taken again shows that all is well.
  await eventually(isReady);
  await expectAnsweredThere(client, { plan, prefix, goods });
  const replies: string[] = [];
  for (const deed of plan.deeds) replies.push(await send(client, deed));
  expect(replies).toEqual(plan.deeds.map(({ reply }, index) => reply ?? replies[index]));
  await expectAllDoneOnce(client, { plan, prefix, goods });
  const database = openDatabase(findServer(place.dataDir)?.connection ?? {}, () => {});
  expect(await findingsOf(database)).toEqual([]);
  await database.close();
});
