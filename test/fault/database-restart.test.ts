/**
 * PostgreSQL is stopped and started, and its sessions are ended, under a running server and load:
 * no write gets a fault, each is answered or told to come again, and in the end each is done once.
 */
import { type Client, createClient } from "@xingcang/client";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findServer } from "../../server/src/cli/server-file.ts";
import {
  buildCommand,
  eventually,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";
import { type Deed, HELD, type Plan, planOf, randomOf } from "../support/load.ts";
import { goodsOf } from "../support/load-outcome.ts";

const SEED = Number(process.env.XINGCANG_SEED ?? Date.now() % 1_000_000_007);
const WORKERS = 8;
/** Answers before each fault, and after the last. */
const ANSWERS = 25;

const credentials = { clientId: "205022", clientSecret: "0123456789abcdef0123456789abcdef" };
const outerInstanceId = "XC1";
const random = randomOf(SEED);

let place: Workplace;
let server: ServeProcess;
let client: Client;

beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
  server = await place.serve({
    XINGCANG_CLIENT_ID: credentials.clientId,
    XINGCANG_CLIENT_SECRET: credentials.clientSecret,
    XINGCANG_OUTER_INSTANCE_ID: outerInstanceId,
    XINGCANG_LOG: "warn",
  });
  client = createClient({ baseUrl: server.url, ...credentials, outerInstanceId, retries: 0 });
});
afterAll(() => place?.clean());

const COME_AGAIN = ["serverBusy", "outcomeUnknown"];
/** How often a write was told to come again. */
let toldAgain = 0;

/** Sends it until it is done; any other answer is a fault of ours. */
async function insist(deed: Deed): Promise<void> {
  const { path, body, key } = deed;
  for (;;) {
    const reply = await client.call("POST", path, { body, idempotencyKey: key });
    const answer = JSON.parse(reply.body);
    if (reply.status === 200 && answer.errcode === 0) {
      deed.reply = reply.body;
      return;
    }
    expect(reply.status, reply.body).toBe(503);
    expect(COME_AGAIN, reply.body).toContain(answer.errors[0].key);
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(0);
    toldAgain += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const answered = (plan: Plan) => plan.deeds.filter(({ reply }) => reply !== undefined).length;

/** Runs the fault in the midst of load, and the load on behind it. */
async function underLoad(plan: Plan, faults: (() => Promise<unknown>)[]): Promise<void> {
  let isDone = false;
  const work = async () => {
    while (!isDone) await insist(plan.next());
  };
  const workers = Array.from({ length: WORKERS }, work);
  const more = async () => {
    const before = answered(plan);
    await Promise.race([eventually(() => answered(plan) >= before + ANSWERS, 60_000), ...workers]);
  };
  try {
    for (const fault of faults) {
      await more();
      await fault();
    }
    await more();
  } finally {
    isDone = true;
  }
  await Promise.all(workers);
}

async function expectEachOnce(plan: Plan, id: string): Promise<void> {
  const held = plan.holds.reduce((sum, { released, consumed }) => {
    return sum + HELD - released - consumed;
  }, 0);
  const { on_hand, occupied } = await client.xingcang.explain({ material_id: id });
  expect([on_hand, occupied]).toEqual([`${plan.onHand(id)}`, `${held}`]);
  // A repeat of any of them gets the answer it had, and does nothing.
  for (const { path, body, key, reply } of plan.deeds) {
    const again = await client.call("POST", path, { body, idempotencyKey: key });
    expect([again.status, again.body]).toEqual([200, reply]);
  }
  const { code, stdout, stderr } = await place.run(["verify"]);
  expect(code, stdout + stderr).toBe(0);
}

/** Ends every session on the database but our own. */
async function endSessions(): Promise<void> {
  const own = new pg.Client(findServer(place.dataDir)?.connection);
  await own.connect();
  await own.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where usename = current_user and pid <> pg_backend_pid()`,
  );
  await own.end();
}

const stopDatabase = (how: NodeJS.Signals) => async () => {
  const pid = place.postmasterPid() ?? 0;
  process.kill(pid, how);
  await eventually(() => ![pid, undefined].includes(place.postmasterPid()));
};

test(`sessions are ended again and again, seed ${SEED}`, async () => {
  const id = await goodsOf(client, "断线件");
  const plan = planOf("S", [id], random);
  await underLoad(plan, Array(6).fill(endSessions));
  await expectEachOnce(plan, id);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(
    /^xingcang_transaction_retries_total\{sqlstate="(?:57P01|lost)"\} [1-9]/m,
  );
});

test(`the database is stopped at once, and killed, and comes back, seed ${SEED}`, async () => {
  const id = await goodsOf(client, "停库件");
  const plan = planOf("R", [id], random);
  await underLoad(plan, [stopDatabase("SIGINT"), stopDatabase("SIGKILL")]);
  await expectEachOnce(plan, id);
  await eventually(async () => (await fetch(`${server.url}/health/ready`)).status === 200);
  console.info(`${toldAgain} times told to come again`);
});
