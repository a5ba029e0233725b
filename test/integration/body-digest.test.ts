/**
 * The digest of the body (D43): what somebody who can change bytes on the way can do to a request
 * whose body is not signed, whose digest is only sent, and whose digest is signed.
 */
import {
  bodyDigest,
  canonicalText,
  SIGNATURE_HEADER,
  SIGNATURE_SIGN_HEADERS_WITH_BODY,
  signCanonicalText,
} from "@xingcang/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Handlers } from "../../server/src/application/handler.ts";
import { signedCurl } from "../../server/src/cli/signed-curl.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { startTestServer, type Tenant, type TestServer } from "../support/server.ts";
import { send, sign } from "../support/signed-fetch.ts";

const WRITE = "/jdy/v2/sys/common_operate";
const READ = "/jdy/v2/scm/inventory";
const DIGEST = "X-Xingcang-Body-Digest";

const done: unknown[] = [];
const handlers: Handlers = {
  "system.commonOperate": {
    kind: "write",
    async run(_unit: unknown, _caller: unknown, input: { ids?: string[] }) {
      done.push(input.ids?.[0]);
      return { ids: [], id_number_map: {} };
    },
  } as unknown as Handlers[string],
};

let server: TestServer;
/** An account that asks for the digest. */
let strictly: Tenant;
beforeAll(async () => {
  server = await startTestServer({ handlers });
  strictly = await server.newTenant({ requireBodyDigest: true });
});
afterAll(() => server?.stop());

const bodyOf = (id: string) =>
  JSON.stringify({ entity_number: "inv_disassemble_bill", operate_type: "audit", ids: [id] });

const OK = { status: 200, json: { errcode: 0 } };
const MISMATCH = { status: 400, json: { errors: [{ key: "bodyDigestMismatch" }] } };
const REQUIRED = { status: 400, json: { errors: [{ key: "bodyDigestRequired" }] } };
const UNSIGNED = { status: 519, json: { errcode: 4009 } };

/** The headers of a request whose signature covers this body. */
async function signedWith(body: string, { credentials, token }: Tenant, method = "POST") {
  const { clientId, clientSecret } = credentials;
  const { headers } = await sign(method, WRITE, {}, { clientId, clientSecret }, server.now());
  const text = canonicalText({
    method,
    path: WRITE,
    query: [],
    nonce: headers[SIGNATURE_HEADER.nonce] ?? "",
    timestamp: headers[SIGNATURE_HEADER.timestamp] ?? "",
    bodyDigest: await bodyDigest(body),
  });
  return {
    ...headers,
    "Content-Type": "application/json",
    [SIGNATURE_HEADER.signHeaders]: SIGNATURE_SIGN_HEADERS_WITH_BODY,
    [SIGNATURE_HEADER.signature]: await signCanonicalText(text, clientSecret),
    [DIGEST]: await bodyDigest(body),
    [SIGNATURE_HEADER.appToken]: await token(),
  };
}

const post = (body: string, headers: Record<string, string>) =>
  send(server.url, "POST", WRITE, headers, Buffer.from(body));

describe("a digest that is only sent", () => {
  test("is checked: the right one passes, another one is refused and nothing is done", async () => {
    const body = bodyOf("sent");
    const headers = { [DIGEST]: await bodyDigest(body) };
    expect(await server.signedFetch("POST", WRITE, { body, headers })).toMatchObject(OK);
    const changed = await server.signedFetch("POST", WRITE, { body: `${body} `, headers });
    expect(changed).toMatchObject(MISMATCH);
    expect(changed.json.errors[0]).toMatchObject({
      description: `请求体与请求头 ${DIGEST} 不符：${headers[DIGEST]}`,
      remedy: expect.stringContaining("SHA-256"),
    });
    expect(done).toEqual(["sent"]);
  });

  test.each([
    "md5=1B2M2Y8AsgTpgAmY7PhCfg==",
    "sha-256=",
    "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=",
    "x",
  ])("in another form it is refused: %s", async (given) => {
    const headers = { [DIGEST]: given };
    const reply = await server.signedFetch("POST", WRITE, { body: "{}", headers });
    expect(reply).toMatchObject(MISMATCH);
  });

  test("is checked without a body as well, and on both auth calls", async () => {
    const empty = { [DIGEST]: await bodyDigest("") };
    const other = { [DIGEST]: await bodyDigest("{}") };
    expect(await server.signedFetch("GET", READ, { headers: empty })).toMatchObject(OK);
    expect(await server.signedFetch("GET", READ, { headers: other })).toMatchObject(MISMATCH);
    const authorize = "/jdyconnector/app_management/push_app_authorize";
    const query = { outerInstanceId: server.credentials.outerInstanceId };
    const ask = (headers: Record<string, string>) =>
      server.signedFetch("POST", authorize, { query, headers: { "app-token": "-", ...headers } });
    expect(await ask(other)).toMatchObject(MISMATCH);
    expect(await ask(empty)).toMatchObject(OK);
  });
});

describe("a digest that is signed", () => {
  test("is written as the last line of the text, and passes", async () => {
    const body = bodyOf("signed");
    const digest = await bodyDigest(body);
    const frame = { method: "POST", path: "/a", query: [], nonce: "1", timestamp: "2" };
    expect(canonicalText({ ...frame, bodyDigest: digest })).toBe(
      `POST\n%2Fa\n\nx-api-nonce:1\nx-api-timestamp:2\nx-xingcang-body-digest:${digest}\n`,
    );
    expect(canonicalText(frame)).toBe("POST\n%2Fa\n\nx-api-nonce:1\nx-api-timestamp:2\n");
    expect(await post(body, await signedWith(body, server))).toMatchObject(OK);
    expect(done.at(-1)).toBe("signed");
  });

  test("neither body, digest nor the claim can be changed without the secret", async () => {
    const [mine, theirs] = [bodyOf("mine"), bodyOf("theirs")];
    const headers = await signedWith(mine, server);
    const before = done.length;
    expect(await post(theirs, headers)).toMatchObject(MISMATCH);
    const digest = { [DIGEST]: await bodyDigest(theirs) };
    expect(await post(theirs, { ...headers, ...digest })).toMatchObject(UNSIGNED);
    const claims = { [SIGNATURE_HEADER.signHeaders]: "X-Api-TimeStamp,X-Api-Nonce" };
    expect(await post(theirs, { ...headers, ...digest, ...claims })).toMatchObject(UNSIGNED);
    const { [DIGEST]: _, ...none } = headers;
    expect(await post(theirs, none)).toMatchObject(UNSIGNED);
    expect(await post("", headers)).toMatchObject(MISMATCH);
    expect(done).toHaveLength(before);
    expect(await post(mine, headers)).toMatchObject(OK);
  });

  test("a claim that an unsigned digest is signed is refused", async () => {
    const headers = {
      [DIGEST]: await bodyDigest("{}"),
      [SIGNATURE_HEADER.signHeaders]: SIGNATURE_SIGN_HEADERS_WITH_BODY,
    };
    const reply = await server.signedFetch("POST", WRITE, { body: "{}", headers });
    expect(reply).toMatchObject(UNSIGNED);
  });
});

describe("an account that requires it", () => {
  test("refuses a body whose digest is absent or only sent", async () => {
    const body = bodyOf("vendor");
    const before = done.length;
    expect(await strictly.signedFetch("POST", WRITE, { body })).toMatchObject(REQUIRED);
    const headers = { [DIGEST]: await bodyDigest(body) };
    expect(await strictly.signedFetch("POST", WRITE, { body, headers })).toMatchObject(REQUIRED);
    // The filters of a read may stand in a body: nobody shall put one under a signed read.
    const filters = { page: "2" };
    expect(await strictly.signedFetch("GET", READ, { body: filters })).toMatchObject(REQUIRED);
    expect(done).toHaveLength(before);
  });

  test("takes signed ones, and requests without a body", async () => {
    const body = bodyOf("theirs");
    expect(await post(body, await signedWith(body, strictly))).toMatchObject(OK);
    expect(await strictly.signedFetch("GET", READ)).toMatchObject(OK);
  });

  test("the others still take what the vendor's clients send", async () => {
    const body = bodyOf("vendor");
    expect(await server.signedFetch("POST", WRITE, { body })).toMatchObject(OK);
  });
});

describe("our own clients", () => {
  const demo = useDemoServer();

  test("work with an account that requires it, and turn it off again", async () => {
    const { client, other } = demo();
    const saved = await client.xingcang.saveSettings({ require_body_digest: true });
    expect(saved.require_body_digest).toBe(true);
    expect((await other.xingcang.settings()).require_body_digest).toBe(false);
    await client.store.save({ number: "D1", name: "摘要仓 😀" });
    const headers = { [DIGEST]: "sha-256=AAAA" };
    const raw = await client.call("POST", "/jdy/v2/bd/store", {
      body: { number: "D2", name: "x" },
      headers,
    });
    expect(raw.status).toBe(200);
    await client.xingcang.saveSettings({ require_body_digest: false });
    expect((await client.xingcang.settings()).require_body_digest).toBe(false);
  });

  test("one that signs as the vendor's do is told why it is refused", async () => {
    const { server, client, clientWith } = demo();
    const vendorLike = clientWith({ signBody: false });
    expect(server.url).toMatch(/^http/);
    await client.xingcang.saveSettings({ require_body_digest: true });
    const call = vendorLike.store.save({ number: "D3", name: "仓" });
    expect(await refusalOf(call)).toEqual([["bodyDigestRequired", ""]]);
    await client.xingcang.saveSettings({ require_body_digest: false });
    await vendorLike.store.save({ number: "D3", name: "厂商客户端的仓" });
  });

  test("the curl line signs its body", async () => {
    const line = await signedCurl(
      {
        baseUrl: "http://127.0.0.1",
        method: "POST",
        path: WRITE,
        query: [],
        body: "{}",
        clientId: "1",
        clientSecret: "s",
        appToken: "t",
        headers: {},
      },
      { nowMs: 1, nonce: "1" },
    );
    expect(line).toContain(`${DIGEST}: ${await bodyDigest("{}")}`);
    expect(line).toContain(SIGNATURE_SIGN_HEADERS_WITH_BODY);
  });
});
