/**
 * The drill (P8): `backup` of a server under load, `restore` into another folder, `verify`, and a
 * server on it that answers the same to the same signed request. Refusals with their exit status.
 */
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createClient } from "@xingcang/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  buildCommand,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";
import { PLENTY, planOf, randomOf, send } from "../support/load.ts";
import { requestToken, send as sendBytes, sign, type TestReply } from "../support/signed-fetch.ts";
import { PIECE, STORE } from "../support/warehouse.ts";

const SEED = Number(process.env.XINGCANG_SEED ?? Date.now() % 1_000_000_007);
const WORKERS = 6;

const credentials = { clientId: "205022", clientSecret: "0123456789abcdef0123456789abcdef" };
const outerInstanceId = "XC1";
const environment = {
  XINGCANG_CLIENT_ID: credentials.clientId,
  XINGCANG_CLIENT_SECRET: credentials.clientSecret,
  XINGCANG_OUTER_INSTANCE_ID: outerInstanceId,
  XINGCANG_LOG: "warn",
};

let place: Workplace;
let elsewhere: Workplace;
let server: ServeProcess;
let file: string;

const clientOf = (baseUrl: string) =>
  createClient({ baseUrl, ...credentials, outerInstanceId, retries: 0 });
const keyOf = ({ dataDir }: Workplace) => join(dataDir, "secret.key");

beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
  elsewhere = newWorkplace();
  file = join(dirname(place.dataDir), "all.backup");
  server = await place.serve(environment);
});
afterAll(async () => {
  await place?.clean();
  await elsewhere?.clean();
});

async function goods(): Promise<string> {
  const client = clientOf(server.url);
  const { ids } = await client.material.save({ name: "备份件", base_unit_id: PIECE });
  const [id = ""] = ids;
  await client.inv_other_in.save({
    bill_date: "2026-01-01",
    trans_type_id: "12",
    operation_key: "audit",
    material_entity: [
      { material_id: id, unit_id: PIECE, stock_id: STORE, qty: `${PLENTY}`, cost: "99999.99" },
    ],
  });
  return id;
}

/** One signed request as bytes, so that it can be sent to two servers. */
async function signed(): Promise<(url: string) => Promise<TestReply>> {
  const [grant] = await clientOf(server.url).auth.authorize({ outerInstanceId });
  const { appKey, appSecret } = grant ?? { appKey: "", appSecret: "" };
  const known = { ...credentials, outerInstanceId, accountId: "", appKey, appSecret };
  const token = (await requestToken(server.url, known)).json.data["app-token"];
  const path = "/jdy/v2/scm/inventory";
  const request = await sign("GET", path, { page_size: "100" }, credentials);
  const headers = { ...request.headers, "app-token": token };
  return (url) => sendBytes(url, "GET", request.url, headers);
}

test(`taken under load, restored elsewhere, in use there, seed ${SEED}`, async () => {
  const id = await goods();
  const plan = planOf("B", [id], randomOf(SEED));
  const client = clientOf(server.url);
  let isDone = false;
  const work = async () => {
    while (!isDone) {
      const deed = plan.next();
      deed.reply = await send(client, deed);
    }
  };
  const workers = Array.from({ length: WORKERS }, work);
  while (plan.deeds.filter(({ reply }) => reply !== undefined).length < 30) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const answeredBefore = plan.deeds.filter(({ reply }) => reply !== undefined);
  const taken = await place.run(["backup", file]);
  const plannedUntil = plan.deeds.length;
  isDone = true;
  await Promise.all(workers);
  expect(taken.code, taken.stderr).toBe(0);
  expect(taken.stderr).toContain("secret.key");
  expect(plannedUntil).toBeGreaterThan(answeredBefore.length);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  mkdirSync(elsewhere.dataDir);
  copyFileSync(keyOf(place), keyOf(elsewhere));
  const restored = await elsewhere.run(["restore", file]);
  expect(restored.code, restored.stdout + restored.stderr).toBe(0);
  expect(restored.stdout).toContain("✓ 账实一致");
  const other = await elsewhere.serve({ XINGCANG_LOG: "warn" });
  expect(other.output()).not.toContain("client_secret");

  // What was answered before is there, and answers the same; the rest is done once, there as well.
  const there = clientOf(other.url);
  for (const deed of answeredBefore) expect(await send(there, deed)).toBe(deed.reply);
  for (const deed of plan.deeds) await send(there, deed);
  const explained = async (at: typeof there) => {
    const { on_hand, occupied } = await at.xingcang.explain({ material_id: id });
    return { on_hand, occupied };
  };
  expect(await explained(there)).toEqual(await explained(client));
  expect((await explained(there)).on_hand).toBe(`${plan.onHand(id)}`);
  const ask = await signed();
  const [here, away] = [await ask(server.url), await ask(other.url)];
  expect(here.json).toMatchObject({ errcode: 0 });
  expect(away.json).toMatchObject({ errcode: 0, data: here.json.data });
  expect((await elsewhere.run(["verify"])).code).toBe(0);
});

test("refused with exit status 1 and a remedy, and nothing is written", async () => {
  const cut = `${file}.cut`;
  writeFileSync(cut, readFileSync(file).subarray(0, 5000));
  const third = newWorkplace();
  const refused = async (workplace: Workplace, args: string[], text: RegExp) => {
    const { code, stdout, stderr } = await workplace.run(args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/^\s+at /m);
  };
  try {
    await refused(place, ["backup", file], /no file is overwritten/);
    await refused(third, ["backup", `${file}.2`], /no database there yet/);
    await refused(third, ["restore", `${file}.none`], /check the path/);
    await refused(third, ["restore", file], /put the secret.key of that server there first/);
    mkdirSync(third.dataDir);
    writeFileSync(keyOf(third), "ab".repeat(32));
    await refused(third, ["restore", file], /does not open the secrets.*put its secret.key there/);
    copyFileSync(keyOf(place), keyOf(third));
    await refused(third, ["restore", cut], /cut off or damaged; nothing was written/);
    expect(third.postmasterPid()).toBeUndefined();
    expect((await third.run(["verify"])).stderr).toMatch(/no database there yet/);
    await refused(place, ["restore", file], /has data already; nothing was written/);
  } finally {
    await third.clean();
  }
});
