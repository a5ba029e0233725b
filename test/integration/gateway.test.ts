/**
 * Who is let in: both auth calls, every refusal of the gateway, tokens, rotation and quotas, over
 * real HTTP (D40–D42).
 */
import { appSignature, SIGNATURE_HEADER as H, signCanonicalText } from "@xingcang/contract";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTokenKeys } from "../../server/src/gateway/token.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { requestToken, send, sign } from "../support/signed-fetch.ts";

const AUTHORIZE = "/jdyconnector/app_management/push_app_authorize";
const TOKEN = "/jdyconnector/app_management/kingdee_auth_token";
const LIST = "/jdy/v2/scm/inventory";
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

describe("push_app_authorize", () => {
  test("answers in both envelopes", async () => {
    const { credentials } = server;
    const query = { outerInstanceId: "1001" };
    const reply = await server.signedFetch("POST", AUTHORIZE, { query, headers: NO_TOKEN });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      errcode: 0,
      description: "成功",
      code: 200,
      msg: "推送用户授权成功",
    });
    const { accountId, clientId, appKey, appSecret } = credentials;
    expect(reply.json.data).toEqual([
      {
        serviceId: expect.stringMatching(/^\d{19}$/),
        accountId,
        accountName: "测试账套",
        domain: server.url,
        agreementCompanyName: "测试账套",
        groupName: "",
        status: 1,
        outerInstanceId: "1001",
        instanceId: expect.any(String),
        clientId,
        appKey,
        appSecret,
        instanceExpiresTime: expect.any(Number),
        tid: 0,
      },
    ]);
  });

  test.each([undefined, "{}", "null"])(
    "with the body %s and no instance id: all grants",
    async (body) => {
      const reply = await server.signedFetch("POST", AUTHORIZE, { body, headers: NO_TOKEN });
      expect(reply.json.data).toHaveLength(1);
    },
  );

  test("of an unknown instance", async () => {
    const query = { outerInstanceId: "9" };
    const reply = await server.signedFetch("POST", AUTHORIZE, { query, headers: NO_TOKEN });
    expect(reply).toMatchObject({ status: 200, json: { errcode: 1030002008 } });
    expect(reply.json.description).toBe("第三方实例id9不存在");
  });

  test("never tells of another client's grants", async () => {
    const other = await server.newTenant();
    const reply = await other.signedFetch("POST", AUTHORIZE, { headers: NO_TOKEN });
    expect(reply.json.data).toHaveLength(1);
    expect(reply.text).not.toContain(server.credentials.accountId);
  });
});

const NO_TOKEN = { "app-token": "" };

describe("kingdee_auth_token", () => {
  test("gives the administrator's token, good for 24 hours", async () => {
    const { json } = await requestToken(server.url, server.credentials);
    expect(json).toMatchObject({ errcode: 0, description: "成功" });
    expect(json.data).toEqual({
      uid: 1,
      "app-token": expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      access_token: "",
      expires: expect.any(Number),
    });
    expect(Math.abs(json.data.expires - server.now() - DAY_MS)).toBeLessThan(60_000);
  });

  test.each([
    ["an unknown user", { uid: "77" }, 1030002009],
    ["an unknown app key", { app_key: "nokey" }, 1030002007],
    ["a wrong app signature", { app_signature: "x".repeat(88) }, 1030002006],
    ["no app signature", { app_signature: "" }, 2000002110],
  ])("%s", async (_, query, errcode) => {
    const reply = await requestToken(server.url, server.credentials, query);
    expect(reply).toMatchObject({ status: 200, json: { errcode } });
  });

  test("another client's app key is as unknown as any", async () => {
    const other = await server.newTenant();
    const { appKey, appSecret } = server.credentials;
    const query = { app_key: appKey, app_signature: await appSignature(appKey, appSecret) };
    const reply = await requestToken(server.url, other.credentials, query);
    expect(reply.json.errcode).toBe(1030002007);
  });

  test("is signed as the vendor's clients sign it: raw and form encoding, wire order", async () => {
    const { appKey, appSecret, clientId, clientSecret } = server.credentials;
    const signature = await appSignature(appKey, appSecret);
    const once = encodeURIComponent(signature);
    const wire = `app_signature=${once}&app_key=${appKey}`;
    const signed = `app_signature=${encodeURIComponent(once)}&app_key=${appKey}`;
    const timestamp = String(server.now());
    const named = `x-api-nonce:7\nx-api-timestamp:${timestamp}\n`;
    const text = `GET\n${encodeURIComponent(TOKEN)}\n${signed}\n${named}`;
    const reply = await send(server.url, "GET", `${TOKEN}?${wire}`, {
      "x-api-clientid": clientId,
      "x-api-auth-version": "2.0",
      "x-api-timestamp": timestamp,
      "x-api-nonce": "7",
      "x-api-signheaders": "X-Api-Nonce,X-Api-TimeStamp",
      "x-api-signature": await signCanonicalText(text, clientSecret),
      "app-token": "",
    });
    expect(reply.json.errcode).toBe(0);
  });
});

describe("a request that is not signed as it should be", () => {
  test.each<[string, Record<string, string>, number, string]>([
    ["no client id", { [H.clientId]: "" }, 4002, "Unauthorized, APP_ID is empty[GW]"],
    ["an unknown client id", { [H.clientId]: "1" }, 4003, "Unauthorized, APP_ID is unknown: 1[GW]"],
    [
      "another auth version",
      { [H.authVersion]: "1.0" },
      4004,
      "Unauthorized, X-Api-Auth-Version is invalid: 1.0[GW]",
    ],
    ["no time", { [H.timestamp]: "" }, 4005, "Unauthorized, X-Api-TimeStamp is empty[GW]"],
    [
      "an old time",
      { [H.timestamp]: "1670305063559" },
      4006,
      "Unauthorized, errDescEn: X-Api-TimeStamp is invalid: 1670305063559[GW]",
    ],
    [
      "no number as time",
      { [H.timestamp]: "now" },
      4006,
      "Unauthorized, errDescEn: X-Api-TimeStamp is invalid: now[GW]",
    ],
    ["no nonce", { [H.nonce]: "" }, 4007, "Unauthorized, X-Api-Nonce is empty[GW]"],
    ["no signature", { [H.signature]: "" }, 4008, "Unauthorized, X-Api-Signature is empty[GW]"],
    [
      "another nonce than signed",
      { [H.nonce]: "1" },
      4009,
      "Unauthorized, X-Api-Signature is invalid[GW]",
    ],
  ])("%s", async (_, headers, errcode, description) => {
    const reply = await server.signedFetch("GET", LIST, { headers });
    expect(reply.status).toBe(519);
    expect(reply.json).toMatchObject({ errcode, description });
    expect(reply.json.description_cn).toMatch(/^认证失败, .*\[网关\]$/);
    expect(reply.json.request_id).toBe(reply.headers["x-api-requestid"]);
  });

  test("is refused before its body is read", async () => {
    const body = "x".repeat(5 * 1024 * 1024);
    const reply = await server.signedFetch("POST", "/jdy/v2/scm/inv_occupy", {
      body,
      headers: { [H.signature]: "" },
    });
    expect(reply.json.errcode).toBe(4008);
  });

  test.each([-301, 301])("%i seconds beside the server's clock", async (seconds) => {
    const signed = await sign("GET", LIST, {}, server.credentials, server.now() + seconds * 1000);
    const reply = await send(server.url, "GET", signed.url, signed.headers);
    expect(reply.json.errcode).toBe(4006);
  });
});

describe("app tokens", () => {
  const call = (token: string) =>
    server.signedFetch("GET", LIST, { headers: { "app-token": token } });

  test.each([
    ["none", "", 401],
    ["no token at all", "hello", 401],
    ["an unsigned one", "eyJhbGciOiJub25lIn0.e30.", 401],
  ])("%s", async (_, token, errcode) => {
    expect(await call(token)).toMatchObject({ status: 401, json: { errcode } });
  });

  test("one whose content was changed", async () => {
    const [head, body, signature] = (await server.token()).split(".") as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, "base64url").toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, accountId: "1" })).toString("base64url");
    expect(await call(`${head}.${forged}.${signature}`)).toMatchObject({
      status: 401,
      json: { errcode: 401 },
    });
  });

  test("one of a key that this server never had", async () => {
    const { keyId, privateJwk } = await createTokenKeys();
    const { accountId, clientId } = server.credentials;
    const token = await new SignJWT({ accountId, clientId })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: keyId })
      .setIssuer("xingcang")
      .setSubject("1")
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(privateJwk);
    expect(await call(token)).toMatchObject({ status: 401, json: { errcode: 1020002008 } });
  });

  test("one of another client", async () => {
    const other = await server.newTenant();
    expect(await call(await other.token())).toMatchObject({
      status: 401,
      json: { errcode: 1020002008 },
    });
  });

  test("one of a disabled grant, until it is enabled and the token fetched again", async () => {
    const tenant = await server.newTenant();
    const { credentials } = tenant;
    expect((await tenant.signedFetch("GET", LIST)).status).toBe(200);
    await server.access.setGrantActive(credentials, false);
    expect(await tenant.signedFetch("GET", LIST)).toMatchObject({
      status: 401,
      json: { errcode: 1020002008 },
    });
    const refused = await requestToken(server.url, credentials);
    expect(refused.json.errcode).toBe(1030002006);
    const rows = (await tenant.signedFetch("POST", AUTHORIZE, { headers: NO_TOKEN })).json.data;
    expect(rows[0]).toMatchObject({ status: 0, appSecret: "" });
    const { appKey } = await server.access.setGrantActive(credentials, true);
    expect(appKey).not.toBe(credentials.appKey);
    credentials.appKey = appKey;
    await tenant.token(true);
    expect((await tenant.signedFetch("GET", LIST)).status).toBe(200);
  });

  test("an expired one, after 24 hours", async () => {
    const old = await startTestServer();
    await old.token();
    old.advance(DAY_MS + 2000);
    const reply = await old.signedFetch("GET", LIST);
    expect(reply).toMatchObject({ status: 401, json: { errcode: 1000202001 } });
    expect(reply.json.description).toBe("JWT token has expired");
    await old.token(true);
    expect((await old.signedFetch("GET", LIST)).status).toBe(200);
    await old.stop();
  });

  test("servers on one database take each other's tokens", async () => {
    const second = await startTestServer();
    const token = await server.token();
    const signed = await sign("GET", LIST, {}, server.credentials);
    const headers = { ...signed.headers, "app-token": token };
    expect((await send(second.url, "GET", signed.url, headers)).status).toBe(200);
    await second.stop();
  });
});

describe("rotation", () => {
  test("the former app secret is good for the grace, then answers 1030002006", async () => {
    const rotating = await startTestServer();
    const { credentials } = rotating;
    const tokenCode = async (appSecret: string) => {
      const given = { ...credentials, appSecret };
      return (await requestToken(rotating.url, given, {}, rotating.now())).json.errcode;
    };
    const former = credentials.appSecret;
    const { appSecret } = await rotating.access.rotateAppSecret(credentials, 24);
    expect(await tokenCode(former)).toBe(0);
    expect(await tokenCode(appSecret)).toBe(0);
    rotating.advance(24 * HOUR_MS - 60_000);
    expect(await tokenCode(former)).toBe(0);
    rotating.advance(60_000);
    expect(await tokenCode(former)).toBe(1030002006);
    expect(await tokenCode(appSecret)).toBe(0);
    await rotating.access.rotateAppSecret(credentials, 0);
    expect(await tokenCode(appSecret)).toBe(1030002006);
    await rotating.stop();
  });

  test("a new client secret counts at once, the old one no more", async () => {
    const tenant = await server.newTenant();
    expect((await tenant.signedFetch("GET", LIST)).status).toBe(200);
    const clientSecret = await server.access.rotateClientSecret(tenant.credentials.clientId);
    expect((await tenant.signedFetch("GET", LIST)).json.errcode).toBe(4009);
    const renewed = { ...tenant.credentials, clientSecret };
    expect((await requestToken(server.url, renewed)).json.errcode).toBe(0);
  });

  test("what another server changed is seen as soon as it matters", async () => {
    const second = await startTestServer();
    const tenant = await server.newTenant();
    expect((await requestToken(second.url, tenant.credentials)).json.errcode).toBe(0);
    const { appSecret } = await server.access.rotateAppSecret(tenant.credentials, 0);
    const clientSecret = await server.access.rotateClientSecret(tenant.credentials.clientId);
    const renewed = { ...tenant.credentials, appSecret, clientSecret };
    expect((await requestToken(second.url, renewed)).json.errcode).toBe(0);
    await second.stop();
  });
});

describe("quotas", () => {
  test("business calls of an account answer 429 with the time to wait", async () => {
    const tenant = await server.newTenant({ callsPerMinute: 3 });
    const other = await server.newTenant({ callsPerMinute: 3 });
    for (let call = 1; call <= 3; call += 1) {
      expect((await tenant.signedFetch("GET", LIST)).status).toBe(200);
    }
    const reply = await tenant.signedFetch("GET", LIST);
    expect(reply).toMatchObject({ status: 429, json: { errcode: 429 } });
    const seconds = Number(reply.headers["retry-after"]);
    expect(seconds).toBeGreaterThan(0);
    expect(reply.json.description).toContain(String(seconds));
    expect((await other.signedFetch("GET", LIST)).status).toBe(200);
  });

  test("strict mode has the vendor's two token calls a minute, parameters being equal", async () => {
    const { credentials } = await server.newTenant({ strict: true });
    const codes: number[] = [];
    for (let call = 1; call <= 3; call += 1) {
      codes.push((await requestToken(server.url, credentials)).json.errcode);
    }
    expect(codes).toEqual([0, 0, 429]);
    expect((await requestToken(server.url, credentials, { uid: "1" })).json.errcode).toBe(0);
  });

  test("who guesses is not checked any more; the same client elsewhere is", async () => {
    const guarded = await startTestServer({
      failuresPerMinute: 3,
      app: { trustProxy: "127.0.0.1" },
    });
    const call = (address: string, headers: Record<string, string> = {}) =>
      guarded.signedFetch("GET", LIST, { headers: { "X-Forwarded-For": address, ...headers } });
    await guarded.token();
    const wrong = { [H.signature]: "x" };
    const codes: number[] = [];
    for (let guess = 1; guess <= 4; guess += 1) {
      codes.push((await call("203.0.113.1", wrong)).json.errcode);
    }
    expect(codes).toEqual([4009, 4009, 4009, 429]);
    expect((await call("203.0.113.1")).json.errcode).toBe(429);
    expect((await call("203.0.113.2")).json.errcode).toBe(0);
    guarded.advance(61_000);
    expect((await call("203.0.113.1")).json.errcode).toBe(0);
    await guarded.stop();
  });

  test("who guesses app secrets, and who guesses client ids", async () => {
    const guarded = await startTestServer({ failuresPerMinute: 2 });
    const guess = async (query: Record<string, string>) =>
      (await requestToken(guarded.url, guarded.credentials, query)).json.errcode;
    const wrong = { app_signature: "x" };
    expect([await guess(wrong), await guess(wrong), await guess(wrong)]).toEqual([
      1030002006, 1030002006, 429,
    ]);
    const codes: number[] = [];
    for (const id of ["a", "b", "c"]) {
      const reply = await guarded.plainFetch("GET", LIST, { [H.clientId]: id });
      codes.push(reply.json.errcode);
    }
    expect(codes).toEqual([4003, 4003, 429]);
    // A client that exists is not kept out by those who do not, from the same address.
    expect((await guarded.plainFetch("GET", LIST, idOf(guarded))).json.errcode).toBe(4004);
    await guarded.stop();
  });
});

const idOf = ({ credentials }: TestServer) => ({ [H.clientId]: credentials.clientId });

test("secrets are stored sealed and never logged", async () => {
  const { pool } = server.cluster.database;
  const { rows } = await pool.query(
    `select to_jsonb(c) as row from client c union all
     select to_jsonb(g) from authorization_grant g union all select to_jsonb(k) from token_key k`,
  );
  const stored = JSON.stringify(rows);
  const { clientSecret, appSecret } = server.credentials;
  expect(stored).not.toContain(clientSecret);
  expect(stored).not.toContain(appSecret);
  expect(stored).toContain("xcbox1.");
  const credentials = await server.access.listCredentials();
  const listed = credentials.find(({ id }) => id === server.credentials.clientId);
  expect(listed).toMatchObject({ secret: clientSecret, grants: [{ appSecret }] });
  const log = server.logged.join("");
  expect(log).toContain("kingdee_auth_token?app_key=");
  for (const secret of [clientSecret, appSecret, await server.token(), "app_signature=x"]) {
    expect(log).not.toContain(secret);
  }
  expect(log).not.toContain(
    encodeURIComponent(await appSignature(server.credentials.appKey, appSecret)),
  );
});
