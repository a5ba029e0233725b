import { describe, expect, test } from "vitest";
import { clientOf, fakeServer, refusal, success } from "../test-support/fake-server.ts";
import { ApiError } from "./api-error.ts";
import { jwtExpiryMs } from "./session.ts";

const page = success({ total_page: 1, rows: [] });
const names = (server: ReturnType<typeof fakeServer>) =>
  server.calls.map(({ path }) => path.split("/").at(-1));
const full = ["push_app_authorize", "kingdee_auth_token", "store"];

describe("a token", () => {
  test("is fetched with the first call and sent with its address", async () => {
    const server = fakeServer(() => page);
    const client = clientOf(server, { uid: "7" });
    await client.store.list();
    await client.store.list();
    expect(names(server)).toEqual([...full, "store"]);
    const [authorize, token, store] = server.calls;
    expect(authorize).toMatchObject({ method: "POST", rawQuery: "outerInstanceId=demo" });
    expect(authorize?.headers["idempotency-key"]).toBeUndefined();
    expect(authorize?.headers["app-token"]).toBeUndefined();
    expect(token?.rawQuery).toMatch(/^app_key=appkey-1&app_signature=[^&]+&uid=7$/);
    expect(store?.headers["app-token"]).toMatch(/sig1$/);
    expect(store?.headers["x-gw-router-addr"]).toBe("https://tf.test");
  });

  test("is shared by concurrent callers", async () => {
    const server = fakeServer(() => page);
    const client = clientOf(server);
    await Promise.all(Array.from({ length: 20 }, () => client.store.list()));
    expect(server.to("kingdee_auth_token")).toHaveLength(1);
    expect(server.to("store")).toHaveLength(20);
  });

  test("is renewed shortly before it expires, with the authorization at hand", async () => {
    const server = fakeServer(() => page);
    const client = clientOf(server);
    await client.store.list();
    server.clock.now += server.tokenLifeMs - 6 * 60_000;
    await client.store.list();
    expect(server.to("kingdee_auth_token")).toHaveLength(1);
    server.clock.now += 2 * 60_000;
    await client.store.list();
    expect(server.to("kingdee_auth_token")).toHaveLength(2);
    expect(server.to("push_app_authorize")).toHaveLength(1);
  });

  test("that lives short is used for nine tenths of its life", async () => {
    const server = fakeServer(() => page);
    server.tokenLifeMs = 10_000;
    const client = clientOf(server);
    for (const pause of [0, 8_000, 2_000]) {
      server.clock.now += pause;
      await client.store.list();
    }
    expect(server.to("kingdee_auth_token")).toHaveLength(2);
  });

  test.each([
    ["401", 401, 401],
    ["1000202001 expired", 1000202001, 401],
    ["1020002008 revoked, under HTTP 200", 1020002008, 200],
  ])("is renewed once on %s; the write is sent again with its key", async (_, errcode, status) => {
    const reply = success({ ids: ["1"], id_number_map: {} });
    const server = fakeServer((__, n) => (n === 0 ? refusal(errcode, {}, status) : reply));
    await clientOf(server).store.save({ number: "CK001", name: "主仓" });
    expect(names(server)).toEqual([...full, "kingdee_auth_token", "store"]);
    const [first, second] = server.to("store");
    expect(second?.headers["app-token"]).not.toBe(first?.headers["app-token"]);
    expect(second?.headers["idempotency-key"]).toBe(first?.headers["idempotency-key"]);
  });

  test("refused twice is the caller's error", async () => {
    const server = fakeServer(() => refusal(1000202001, {}, 401));
    await expect(clientOf(server).store.list()).rejects.toMatchObject({ key: "tokenExpired" });
    expect(server.to("store")).toHaveLength(2);
  });

  test("refused to many is renewed once for all", async () => {
    let renewed = false;
    const server = fakeServer(({ headers }) => {
      renewed ||= headers["app-token"]?.endsWith("sig2") ?? false;
      return headers["app-token"]?.endsWith("sig1") ? refusal(401, {}, 401) : page;
    });
    const client = clientOf(server);
    await Promise.all(Array.from({ length: 10 }, () => client.store.list()));
    expect(renewed).toBe(true);
    expect(server.to("kingdee_auth_token")).toHaveLength(2);
  });

  test("is not suspected for codes inside the data", async () => {
    const rows = [{ number: "401", remark: '"errcode":401' }];
    const server = fakeServer(() => success({ total_page: 1, rows }));
    expect((await clientOf(server).store.list()).rows).toEqual(rows);
    expect(server.to("store")).toHaveLength(1);
  });
});

describe("an authorization", () => {
  test("is renewed once when the secret was rotated", async () => {
    const server = fakeServer(() => page);
    const client = clientOf(server);
    await client.store.list();
    server.granted = [{ status: 1, appKey: "appkey-1", appSecret: "secret-2", domain: "" }];
    server.clock.now += server.tokenLifeMs;
    await client.store.list();
    const renewal = ["kingdee_auth_token", "push_app_authorize", "kingdee_auth_token", "store"];
    expect(names(server)).toEqual([...full, ...renewal]);
    expect(server.calls.at(-1)?.headers["x-gw-router-addr"]).toBeUndefined();
  });

  test("is renewed when a business call says so", async () => {
    const server = fakeServer((_, n) => (n === 0 ? refusal(1030002006) : page));
    await clientOf(server).store.list();
    expect(names(server)).toEqual([...full, ...full]);
  });

  test("is the live one of several, else the first", async () => {
    const server = fakeServer(() => page);
    const live = server.granted[0]!;
    server.granted = [live, { ...live, status: 0, appKey: "dead" }];
    await clientOf(server).store.list();
    expect(server.to("kingdee_auth_token")[0]?.rawQuery).toContain("app_key=appkey-1");
  });

  test("that nobody gave is an error", async () => {
    const server = fakeServer(() => page);
    server.granted = [];
    const failed = clientOf(server).store.list();
    await expect(failed).rejects.toBeInstanceOf(ApiError);
    await expect(failed).rejects.toMatchObject({ key: "instanceUnknown" });
  });

  test("that failed is tried again by the next call", async () => {
    const server = fakeServer(() => page);
    const { granted } = server;
    const client = clientOf(server);
    server.granted = [];
    await expect(client.store.list()).rejects.toThrow(ApiError);
    server.granted = granted;
    await expect(client.store.list()).resolves.toMatchObject({ total_page: 1 });
  });
});

test.each([
  ["with exp", "e30.eyJleHAiOjE3MDAwMDAwMDB9.sig", 1_700_000_000_000],
  ["without exp", "e30.e30.sig", undefined],
  ["no JWT", "abc", undefined],
  ["not Base64", "a.%%.c", undefined],
])("jwtExpiryMs: %s", (_, token, expected) => {
  expect(jwtExpiryMs(token)).toBe(expected);
});
