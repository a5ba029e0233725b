/**
 * kill −9 of server, database or both under load, again and again on one data folder (P6, P1): what
 * was answered is there once, what was not is there wholly or not at all, and sent again with its
 * key it is done once. Replay with XINGCANG_SEED=<seed>, more of it with XINGCANG_KILLS=<number>.
 */
import { type Client, ConnectionError, createClient } from "@xingcang/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findServer } from "../../server/src/cli/server-file.ts";
import { openDatabase } from "../../server/src/storage/database.ts";
import {
  buildCommand,
  eventually,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";
import { findingsOf } from "../support/findings.ts";
import { type Plan, planOf, randomOf, ServerFaulted, send } from "../support/load.ts";
import { expectAllDoneOnce, expectAnsweredThere, goodsOf } from "../support/load-outcome.ts";

const KILLS = Number(process.env.XINGCANG_KILLS ?? 20);
const SEED = Number(process.env.XINGCANG_SEED ?? Date.now() % 1_000_000_007);
const WORKERS = 12;
/** Answers before a kill. */
const ANSWERS = { min: 20, max: 120 };

const credentials = { clientId: "205022", clientSecret: "0123456789abcdef0123456789abcdef" };
const outerInstanceId = "XC1";
const environment = {
  XINGCANG_CLIENT_ID: credentials.clientId,
  XINGCANG_CLIENT_SECRET: credentials.clientSecret,
  XINGCANG_OUTER_INSTANCE_ID: outerInstanceId,
  XINGCANG_LOG: "warn",
};

const random = randomOf(SEED);
let place: Workplace;
let server: ServeProcess;
let client: Client;

async function start(): Promise<void> {
  server = await place.serve(environment);
  // A lost reply is the test's to deal with.
  client = createClient({ baseUrl: server.url, ...credentials, outerInstanceId, retries: 0 });
}

beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
  await start();
});
afterAll(() => place?.clean());

/** Sends what is planned until the kill. */
async function work(plan: Plan, answered: () => boolean): Promise<void> {
  for (let isOver = false; !isOver; ) {
    const deed = plan.next();
    try {
      deed.reply = await send(client, deed);
    } catch (error) {
      if (error instanceof ConnectionError || error instanceof ServerFaulted) return;
      throw error;
    }
    isOver = answered();
  }
}

type Victim = "server" | "database";

/** A server starts its database again so often before it gives up. */
const RESTARTS_MAX = 3;
let restarts = 0;

function victims(): Victim[] {
  const lot = random();
  if (lot < 0.25) return ["server", "database"];
  return lot < 0.5 && restarts < RESTARTS_MAX ? ["database"] : ["server"];
}

/** Kills after so many answers, in the midst of other requests; all is up again afterwards. */
async function loadAndKill(plan: Plan): Promise<void> {
  let left = ANSWERS.min + Math.floor(random() * (ANSWERS.max - ANSWERS.min));
  const chosen = victims();
  const pids = { server: server.pid, database: place.postmasterPid() ?? 0 };
  const answered = () => {
    left -= 1;
    if (left === 0) for (const victim of chosen) process.kill(pids[victim], "SIGKILL");
    return left <= 0;
  };
  await Promise.all(Array.from({ length: WORKERS }, () => work(plan, answered)));
  expect(left).toBeLessThanOrEqual(0);
  if (chosen.includes("server")) {
    expect(await server.exited).toBe("SIGKILL");
    restarts = 0;
    return start();
  }
  restarts += 1;
  await eventually(() => place.postmasterPid() !== pids.database && isReady());
}

const isReady = async () => (await fetch(`${server.url}/health/ready`)).status === 200;

/** Of the running server's own database. */
async function expectVerified(): Promise<void> {
  const connection = findServer(place.dataDir)?.connection;
  if (connection === undefined) throw new Error("no server on the data folder");
  const database = openDatabase(connection, () => {});
  try {
    expect(await findingsOf(database)).toEqual([]);
  } finally {
    await database.close();
  }
}

const title = `${KILLS} kills under load, seed ${SEED}`;

test(title, { timeout: 120_000 + KILLS * 20_000 }, async () => {
  console.info(`XINGCANG_SEED=${SEED}`);
  let lost = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const prefix = `K${kill}`;
    const goods = [await goodsOf(client, `${prefix} 甲`), await goodsOf(client, `${prefix} 乙`)];
    const plan = planOf(prefix, goods, random);
    const load = { plan, prefix, goods };
    await loadAndKill(plan);
    await expectAnsweredThere(client, load);
    lost += plan.deeds.filter(({ reply }) => reply === undefined).length;
    const replies = await Promise.all(plan.deeds.map((deed) => send(client, deed)));
    // Those that were answered before get that answer again.
    expect(replies).toEqual(plan.deeds.map(({ reply }, index) => reply ?? replies[index]));
    await expectAllDoneOnce(client, load);
    await expectVerified();
  }
  expect(lost).toBeGreaterThan(0);
});
