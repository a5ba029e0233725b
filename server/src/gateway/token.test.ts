import { base64url, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { createTokenKeys, issueAppToken, loadTokenKeys, verifyAppToken } from "./token.ts";

const nowMs = 1_670_305_063_559;
const dayMs = 24 * 60 * 60 * 1000;
const owner = { accountId: "7001", clientId: "200421", userId: "9001" };
const [pair, stranger] = await Promise.all([createTokenKeys(), createTokenKeys()]);
const keys = await loadTokenKeys([pair]);
const order = { ...owner, privateKey: pair.privateJwk, keyId: pair.keyId, nowMs };
const { token, expiresAtMs } = await issueAppToken(order);
const [header, payload, signature] = token.split(".") as [string, string, string];

describe("a token", () => {
  test("is a JWT like the vendor's and lives 24 hours", () => {
    const shown = JSON.parse(new TextDecoder().decode(base64url.decode(header)));
    expect(shown).toEqual({ alg: "RS256", typ: "JWT", kid: pair.keyId });
    expect(expiresAtMs).toBe(Math.floor(nowMs / 1000) * 1000 + dayMs);
  });

  test("names its owner, afresh and remembered", async () => {
    const verdict = { ok: true, ...owner, expiresAtMs };
    expect(await verifyAppToken(token, keys, nowMs)).toEqual(verdict);
    expect(keys.verified.has(token)).toBe(true);
    expect(await verifyAppToken(token, keys, expiresAtMs - 1)).toEqual(verdict);
  });

  test("expires although it is remembered, and is then forgotten", async () => {
    const fresh = await loadTokenKeys([pair]);
    await verifyAppToken(token, fresh, nowMs);
    const verdict = { ok: false, reason: "expired" };
    expect(await verifyAppToken(token, fresh, expiresAtMs)).toEqual(verdict);
    expect(fresh.verified.size).toBe(0);
  });

  test("is remembered in bounded number, the one not used for longest goes first", async () => {
    const few = await loadTokenKeys([pair], { verifiedMax: 2 });
    const tokens: string[] = [];
    for (const userId of ["1", "2", "3"]) {
      tokens.push((await issueAppToken({ ...order, userId })).token);
    }
    for (const at of [0, 1, 0, 2]) await verifyAppToken(tokens[at], few, nowMs);
    expect([...few.verified.keys()]).toEqual([tokens[0], tokens[2]]);
  });

  test("outlives the rotation of keys while its key is in force", async () => {
    const both = await loadTokenKeys([stranger, pair]);
    expect(await verifyAppToken(token, both, nowMs)).toMatchObject({ ok: true });
  });
});

const json = (value: unknown) => base64url.encode(JSON.stringify(value));
const hmac = await new SignJWT({ ...owner })
  .setProtectedHeader({ alg: "HS256", kid: pair.keyId })
  .sign(new TextEncoder().encode(JSON.stringify(pair.publicJwk)));
const foreign = await issueAppToken({ ...order, privateKey: stranger.privateJwk });
const unknown = await issueAppToken({ ...order, keyId: stranger.keyId });
const noOwner = await new SignJWT({})
  .setProtectedHeader({ alg: "RS256", kid: pair.keyId })
  .setIssuer("xingcang")
  .setExpirationTime(Math.floor(nowMs / 1000) + 60)
  .sign(await import("jose").then(({ importJWK }) => importJWK(pair.privateJwk, "RS256")));
const claims = JSON.parse(new TextDecoder().decode(base64url.decode(payload)));

test.each<[string, string | undefined, string]>([
  ["none", undefined, "missing"],
  ["an empty one", "", "missing"],
  ["a word", "token", "malformed"],
  ["three words", "a.b.c", "malformed"],
  ["a header that is no object", `${json(1)}.${payload}.${signature}`, "malformed"],
  ["an unsigned one", new UnsecuredJWT({ ...owner }).encode(), "malformed"],
  ["one signed by the public key as a secret", hmac, "malformed"],
  ["one without an owner", noOwner, "malformed"],
  ["a cut one", `${header}.${payload}`, "malformed"],
  [
    "a changed owner",
    `${header}.${json({ ...claims, accountId: "1" })}.${signature}`,
    "bad_signature",
  ],
  ["a changed end", `${header}.${json({ ...claims, exp: 9e9 })}.${signature}`, "bad_signature"],
  ["another's signature under our key id", foreign.token, "bad_signature"],
  ["a key that is not in force", unknown.token, "unknown_key"],
])("refuses %s", async (_name, given, reason) => {
  expect(await verifyAppToken(given, keys, nowMs)).toEqual({ ok: false, reason });
});

test("refuses an expired one", async () => {
  const verdict = { ok: false, reason: "expired" };
  expect(await verifyAppToken(token, await loadTokenKeys([pair]), expiresAtMs)).toEqual(verdict);
});
