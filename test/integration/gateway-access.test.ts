/** Accounts, clients, grants and token keys on a real database. */
import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { type Access, AccessTaken, createAccess } from "../../server/src/gateway/access.ts";
import { verifyAppToken } from "../../server/src/gateway/token.ts";
import { createAccessStore } from "../../server/src/storage/access-store.ts";
import { settingsOf } from "../../server/src/storage/unit-of-work.ts";
import { type TestCluster, testCluster } from "../support/cluster.ts";
import { newTestId } from "../support/server.ts";

const masterKey = randomBytes(32);
let cluster: TestCluster;
let access: Access;

/** One more server on the same database. */
const server = (key = masterKey) =>
  createAccess(createAccessStore(cluster.database), {
    masterKey: key,
    now: Date.now,
    newId: newTestId,
    settingsOf,
  });

beforeAll(async () => {
  cluster = await testCluster();
  access = server();
});

test("servers that start together agree on one token key", async () => {
  const servers = [server(), server(), server()];
  const keys = await Promise.all(servers.map((each) => each.tokenKeys()));
  expect(new Set(keys.flatMap(({ byId }) => [...byId.keys()])).size).toBe(1);
  const owner = { accountId: "1", clientId: "2", userId: "3" };
  const { token } = await servers[0]!.issueToken(owner);
  const verdict = await verifyAppToken(token, await servers[1]!.tokenKeys(), Date.now());
  expect(verdict).toMatchObject({ ok: true, ...owner });
});

test("an account comes with its lane and its administrator", async () => {
  const account = await access.createAccount({ name: "甲公司", settings: { strict: true } });
  expect(account.id).toMatch(/^\d{19}$/);
  expect(account.settings).toMatchObject({ strict: true, secretGraceHours: 24 });
  expect(await server().findAccount(account.id)).toEqual(account);
  expect(await access.administrator(account.id)).toMatchObject({ id: "1", isAdmin: true });
  const { rows } = await cluster.database.pool.query(
    "select ledger_seq from lane where account_id = $1",
    [account.id],
  );
  expect(rows).toEqual([{ ledger_seq: "0" }]);
  const again = access.createAccount({ name: "乙公司", id: account.id });
  await expect(again).rejects.toThrow(AccessTaken);
  expect((await server().findAccount(account.id))?.name).toBe("甲公司");
});

test("changed settings are seen at once", async () => {
  const { id } = await access.createAccount({ name: "甲公司" });
  expect((await access.findAccount(id))?.settings.callsPerMinute).toBe(0);
  await access.saveSettings(id, { callsPerMinute: 5 });
  expect((await access.findAccount(id))?.settings.callsPerMinute).toBe(5);
});

test("clients and grants keep the ids and secrets that they are given", async () => {
  const { id: accountId } = await access.createAccount({ name: "甲公司" });
  const client = await access.createClient({ name: "应用", id: "900001", secret: "s".repeat(32) });
  expect(client).toMatchObject({ id: "900001", secret: "s".repeat(32) });
  expect(await access.findClient("900001")).toMatchObject({ grants: [] });
  await expect(access.createClient({ name: "应用", id: "900001" })).rejects.toThrow(AccessTaken);
  const name = { clientId: "900001", outerInstanceId: "7" };
  const grant = await access.grantAccess({ ...name, accountId });
  expect(await access.findClient("900001")).toMatchObject({ grants: [grant] });
  await expect(access.grantAccess({ ...name, accountId })).rejects.toThrow(AccessTaken);
  await expect(access.rotateAppSecret({ ...name, outerInstanceId: "8" }, 1)).rejects.toThrow("8");
});

test("rotation keeps the former secret until its grace ends, to the millisecond", async () => {
  const { id: accountId } = await access.createAccount({ name: "甲公司" });
  const { id: clientId } = await access.createClient({ name: "应用" });
  const name = { clientId, outerInstanceId: "1" };
  const first = await access.grantAccess({ ...name, accountId });
  const second = await access.rotateAppSecret(name, 1);
  expect(second.appSecret).not.toBe(first.appSecret);
  expect(second.former?.secret).toBe(first.appSecret);
  expect((await server().findClient(clientId))?.grants).toEqual([second]);
});

test("what does not exist is undefined", async () => {
  expect(await access.findClient("nobody")).toBeUndefined();
  expect(await access.findAccount("nobody")).toBeUndefined();
  expect(await access.user("nobody", "1")).toBeUndefined();
});

test("another master key opens nothing", async () => {
  const { id } = await access.createClient({ name: "应用" });
  await expect(server(randomBytes(32)).findClient(id)).rejects.toThrow("sealed");
});
