import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseTimestamp, type SignatureCheck, verifySignature } from "./verify-signature.ts";

const secret = "f2adcfef73369bfc4e1384677d38a0ff";
const nowMs = 1_670_305_063_559;
const sign = (text: string, key = secret) =>
  Buffer.from(createHmac("sha256", key).update(text).digest("hex")).toString("base64");

interface Call {
  method?: string;
  path?: string;
  query?: string;
  /** The parameter line of the client; the query itself when left out. */
  params?: string;
  timestamp?: string;
  headers?: Record<string, string | string[] | undefined>;
  key?: string;
}

function call(given: Call): SignatureCheck {
  const { method = "POST", path = "/jdy/v2/scm/inv_occupy", query = "" } = given;
  const timestamp = given.timestamp ?? String(nowMs);
  const encodedPath = path.replaceAll("/", "%2F");
  const signed = `${method}\n${encodedPath}\n${given.params ?? query}\n`;
  const headers = {
    "x-api-clientid": "200421",
    "x-api-auth-version": "2.0",
    "x-api-timestamp": timestamp,
    "x-api-nonce": "4427456950",
    "x-api-signheaders": "X-Api-TimeStamp,X-Api-Nonce",
    "x-api-signature": sign(
      `${signed}x-api-nonce:4427456950\nx-api-timestamp:${timestamp}\n`,
      given.key,
    ),
    ...given.headers,
  };
  return { method, rawPath: path, rawQuery: query, headers, secret, nowMs };
}

const accepted: [string, Call][] = [
  ["a POST without query", {}],
  ["a GET, parameters in order", { method: "GET", query: "page=1&page_size=100" }],
  ["wire order", { method: "GET", query: "page_size=100&page=1" }],
  ["sorted", { method: "GET", query: "b=2&a=1", params: "a=1&b=2" }],
  ["form style", { method: "GET", query: "a=x+y", params: "a=x%2By" }],
  ["Chinese", { method: "GET", query: "a=%E6%98%9F", params: "a=%25E6%2598%259F" }],
  ["no sign headers", { headers: { "x-api-signheaders": undefined } }],
  ["a clock 5 minutes behind", { timestamp: String(nowMs - 300_000) }],
  ["a clock 5 minutes ahead", { timestamp: String(nowMs + 300_000) }],
  ["a PHP float", { timestamp: "1670305063559.0" }],
  ["a PHP float with a fraction", { timestamp: "1670305063559.4" }],
  ["a PHP float of low precision", { timestamp: "1.670305063559E+12" }],
  ["a header given twice", { headers: { "x-api-clientid": ["200421", "x"] } }],
];

const wrong = sign("another text");
const refused: [string, Call, object][] = [
  ["no client id", { headers: { "x-api-clientid": " " } }, { reason: "client_id_missing" }],
  [
    "no version",
    { headers: { "x-api-auth-version": undefined } },
    { reason: "auth_version", got: "" },
  ],
  [
    "version 1",
    { headers: { "x-api-auth-version": "1.0" } },
    { reason: "auth_version", got: "1.0" },
  ],
  ["no time", { headers: { "x-api-timestamp": undefined } }, { reason: "timestamp_missing" }],
  ["a date", { timestamp: "2022-12-06" }, { reason: "timestamp_invalid", got: "2022-12-06" }],
  ["a negative time", { timestamp: "-1" }, { reason: "timestamp_invalid", got: "-1" }],
  ["hex", { timestamp: "0x1" }, { reason: "timestamp_invalid", got: "0x1" }],
  [
    "a time too old",
    { timestamp: String(nowMs - 300_001) },
    { reason: "timestamp_expired", got: "1670304763558", skewMs: -300_001 },
  ],
  [
    "a time too far ahead",
    { timestamp: String(nowMs + 300_001) },
    { reason: "timestamp_expired", skewMs: 300_001 },
  ],
  ["seconds", { timestamp: "1670305063" }, { reason: "timestamp_expired", got: "1670305063" }],
  ["no nonce", { headers: { "x-api-nonce": "" } }, { reason: "nonce_missing" }],
  ["no signature", { headers: { "x-api-signature": "" } }, { reason: "signature_missing" }],
  ["another secret", { key: "x" }, { reason: "signature_invalid", formsTried: 1 }],
  ["another text", { headers: { "x-api-signature": wrong } }, { reason: "signature_invalid" }],
  [
    "a short signature",
    { headers: { "x-api-signature": "AA==" } },
    { reason: "signature_invalid" },
  ],
  [
    "non-ASCII",
    { headers: { "x-api-signature": "星".repeat(88) } },
    { reason: "signature_invalid" },
  ],
  ["another query", { query: "a=1", params: "a=2" }, { reason: "signature_invalid" }],
  ["a dropped parameter", { query: "a=1&b=2", params: "a=1" }, { reason: "signature_invalid" }],
  [
    "a hidden parameter",
    { query: "a%3D1%26b=2", params: "a=1&b=2" },
    { reason: "signature_invalid" },
  ],
];

describe("verifySignature", () => {
  test("accepts the official sample", () => {
    const signature =
      "OTFiZTliNDFiMjNkYTI3YzVhNzg4MDI4ZGU3MWY1ZTA5ZTk1NjVlNGM1YTI1ZjIxY2Y5YTA3ZGY2OGI1MGQ1MQ==";
    const appSignature =
      "MzZlYTk0ODk4MWZlNjdiODNmNWU4YzViNzYxNGM5MTFlOGJkN2NjMzk0" +
      "MTJkZGNhZGM0NzZhN2YxZDJmOTlkZA%3D%3D";
    const check = call({
      method: "GET",
      path: "/jdyconnector/app_management/kingdee_auth_token",
      query: `app_key=bVZgAZOv1&app_signature=${appSignature}`,
      headers: { "x-api-signature": signature },
    });
    expect(verifySignature(check)).toMatchObject({ ok: true, form: { order: "sorted" } });
  });

  test.each(accepted)("accepts %s", (_name, given) => {
    expect(verifySignature(call(given))).toMatchObject({ ok: true });
  });

  test("names the form that the client signed", () => {
    const verdict = verifySignature(call({ query: "b=x+y&a=1", params: "b=x%2By&a=1" }));
    expect(verdict).toMatchObject({ ok: true, form: { order: "wire", style: "form" } });
  });

  test("an unknown client is refused before anything else is looked at", () => {
    const verdict = verifySignature({ ...call({ timestamp: "x" }), secret: undefined });
    expect(verdict).toEqual({ ok: false, reason: "client_id_unknown", clientId: "200421" });
  });

  test.each(refused)("refuses %s", (_name, given, verdict) => {
    expect(verifySignature(call(given))).toMatchObject({ ok: false, ...verdict });
  });
});

test.each([
  ["1670305063559", 1_670_305_063_559],
  ["1670305063559.9", 1_670_305_063_559],
  ["1.670305063559E+12", 1_670_305_063_559],
  ["1.670305063559e12", 1_670_305_063_559],
  ["", undefined],
  ["1670305063559ms", undefined],
  ["NaN", undefined],
  ["1e999", undefined],
  ["1".repeat(33), undefined],
])("parseTimestamp(%s)", (text, milliseconds) => {
  expect(parseTimestamp(text)).toBe(milliseconds);
});
