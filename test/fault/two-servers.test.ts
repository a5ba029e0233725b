/**
 * Two servers on one database, one of them killed in the midst of its requests: the other goes on
 * without a fault, what either answered is there once, and what was not answered is done once when
 * the other gets it again (P1, P6).
 */
import { randomBytes } from "node:crypto";
import { type Client, ConnectionError, createClient } from "@xingcang/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testCluster, urlOf } from "../support/cluster.ts";
import {
  buildCommand,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";
import { findingsOf } from "../support/findings.ts";
import { type Plan, planOf, randomOf, send } from "../support/load.ts";
import { expectAllDoneOnce, expectAnsweredThere, goodsOf } from "../support/load-outcome.ts";
import { SEED } from "../support/random.ts";

const ROUNDS = 4;
const WORKERS_EACH = 8;
/** Answers before the kill, and after it. */
const ANSWERS = { before: 80, after: 80 };

const credentials = { clientId: "205022", clientSecret: "0123456789abcdef0123456789abcdef" };
const outerInstanceId = "XC1";

interface Server {
  readonly process: ServeProcess;
  readonly client: Client;
}

const random = randomOf(SEED);
let place: Workplace;
let servers: [Server, Server];
let environment: Record<string, string>;

async function start(): Promise<Server> {
  const process = await place.serve(environment);
  const { url: baseUrl } = process;
  return {
    process,
    client: createClient({ baseUrl, ...credentials, outerInstanceId, retries: 0 }),
  };
}

beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
  environment = {
    DATABASE_URL: urlOf(await testCluster()),
    XINGCANG_SECRET_KEY: randomBytes(32).toString("hex"),
    XINGCANG_CLIENT_ID: credentials.clientId,
    XINGCANG_CLIENT_SECRET: credentials.clientSecret,
    XINGCANG_OUTER_INSTANCE_ID: outerInstanceId,
    XINGCANG_LOG: "warn",
  };
  servers = [await start(), await start()];
});
afterAll(() => place?.clean());

/** Sends what is planned until there are enough answers; one that is killed ends it. */
async function work(client: Client, plan: Plan, answered: () => boolean): Promise<"ended" | "cut"> {
  for (let isOver = false; !isOver; ) {
    const deed = plan.next();
    try {
      deed.reply = await send(client, deed);
    } catch (error) {
      if (error instanceof ConnectionError) return "cut";
      throw error;
    }
    isOver = answered();
  }
  return "ended";
}

async function loadAndKill(plan: Plan, victim: Server, other: Server): Promise<void> {
  let answers = 0;
  const answered = () => {
    answers += 1;
    if (answers === ANSWERS.before) process.kill(victim.process.pid, "SIGKILL");
    return answers >= ANSWERS.before + ANSWERS.after;
  };
  const all = (client: Client) =>
    Promise.all(Array.from({ length: WORKERS_EACH }, () => work(client, plan, answered)));
  const [ofVictim, ofOther] = await Promise.all([all(victim.client), all(other.client)]);
  expect(new Set(ofVictim)).toEqual(new Set(["cut"]));
  expect(new Set(ofOther)).toEqual(new Set(["ended"]));
  expect(await victim.process.exited).toBe("SIGKILL");
}

test(`${ROUNDS} kills of one of two, seed ${SEED}`, async () => {
  let lost = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [victim, other] = servers;
    const prefix = `S${round}`;
    const goods: string[] = [];
    for (const { client } of servers)
      goods.push(await goodsOf(client, `${prefix} ${goods.length}`));
    const plan = planOf(prefix, goods, random);
    const load = { plan, prefix, goods };
    await loadAndKill(plan, victim, other);
    await expectAnsweredThere(other.client, load);
    lost += plan.deeds.filter(({ reply }) => reply === undefined).length;
    const replies = await Promise.all(plan.deeds.map((deed) => send(other.client, deed)));
    expect(replies).toEqual(plan.deeds.map(({ reply }, index) => reply ?? replies[index]));
    await expectAllDoneOnce(other.client, load);
    expect(await findingsOf((await testCluster()).database)).toEqual([]);
    servers = [other, await start()];
  }
  expect(lost).toBeGreaterThan(0);
});
