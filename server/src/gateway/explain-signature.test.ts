import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  diagnoseSignature,
  explainSignature,
  firstDifference,
  type RefusedRequest,
} from "./explain-signature.ts";
import type { MistakeKey } from "./signature-mistakes.ts";

const secret = "f2adcfef73369bfc4e1384677d38a0ff";
const body = '{"material_entity":[{"qty":"1"}]}';
const query = "name=a%20b&page=1";
const path = "%2Fjdy%2Fv2%2Fbd%2Fstore";
const params = "name=a%2520b&page=1";
const nonce = "x-api-nonce:4427456950";
const timestamp = "x-api-timestamp:1670305063559";
const right = `GET\n${path}\n${params}\n${nonce}\n${timestamp}\n`;
const post = `POST\n${path}\n\n${nonce}\n${timestamp}\n`;

const mac = (text: string, key: string | Buffer = secret) =>
  createHmac("sha256", key).update(text).digest();
const base64 = (text: string) => Buffer.from(text).toString("base64");
const sign = (text: string, key: string | Buffer = secret) =>
  base64(mac(text, key).toString("hex"));

function refused(signature: string, given: Partial<RefusedRequest> = {}): RefusedRequest {
  const { headers, ...rest } = given;
  return {
    method: "GET",
    rawPath: "/jdy/v2/bd/store",
    rawQuery: query,
    headers: {
      host: "wms.example:8080",
      "x-api-clientid": "200421",
      "x-api-nonce": "4427456950",
      "x-api-timestamp": "1670305063559",
      "x-api-signature": signature,
      ...headers,
    },
    body: "",
    secret,
    wrongSecrets: [
      { mistake: "app_secret", secret: "the-app-secret" },
      { mistake: "app_key", secret: "bVZgAZOv" },
      { mistake: "former_client_secret", secret: "the-former-secret" },
      { mistake: "other_client_secret", secret: "the-other-secret" },
    ],
    ...rest,
  };
}

const get = (from: string, to: string) => right.replace(from, to);
const encodedPath = (text: string) => get(path, encodeURIComponent(text));

const texts: [MistakeKey, string][] = [
  ["method_lower_case", get("GET", "get")],
  ["method_other", get("GET", "POST")],
  ["path_not_encoded", get(path, "/jdy/v2/bd/store")],
  ["path_encoded_twice", encodedPath(path)],
  ["path_lower_hex", get(path, path.replaceAll("%2F", "%2f"))],
  ["path_with_query", encodedPath(`/jdy/v2/bd/store?${query}`)],
  ["path_with_host", encodedPath("https://wms.example:8080/jdy/v2/bd/store")],
  ["path_with_http_host", encodedPath("http://wms.example:8080/jdy/v2/bd/store")],
  ["path_without_slash", encodedPath("jdy/v2/bd/store")],
  ["path_trailing_slash", encodedPath("/jdy/v2/bd/store/")],
  ["params_missing", get(params, "")],
  ["params_not_encoded", get("%2520", " ")],
  ["params_encoded_once_form", get("%2520", "+")],
  ["params_encoded_three_times", get("%2520", "%252520")],
  ["params_line_encoded", get(params, encodeURIComponent(params))],
  ["params_with_question_mark", get(params, `?${params}`)],
  ["timestamp_before_nonce", get(`${nonce}\n${timestamp}`, `${timestamp}\n${nonce}`)],
  [
    "header_names_not_lower_case",
    right.replace("x-api-nonce", "X-Api-Nonce").replace("x-api-timestamp", "X-Api-TimeStamp"),
  ],
  ["header_space_after_colon", right.replaceAll(":", ": ")],
  ["header_values_only", right.replaceAll(/x-api-\w+:/g, "")],
  ["timestamp_in_seconds", get("1670305063559", "1670305063")],
  ["no_final_newline", right.slice(0, -1)],
  ["two_final_newlines", `${right}\n`],
  ["windows_newlines", right.replaceAll("\n", "\r\n")],
  ["escaped_newlines", right.replaceAll("\n", "\\n")],
];

const bodies: [MistakeKey, string][] = [
  ["params_line_omitted", post.replace("\n\n", "\n")],
  ["body_signed", post.replace("\n\n", `\n${body}\n`)],
  ["body_encoded_signed", post.replace("\n\n", `\n${encodeURIComponent(body)}\n`)],
  [
    "body_encoded_twice_signed",
    post.replace("\n\n", `\n${encodeURIComponent(encodeURIComponent(body))}\n`),
  ],
  [
    "body_hash_signed",
    post.replace("\n\n", `\n${createHash("sha256").update(body).digest("hex")}\n`),
  ],
];

const keys: [MistakeKey, string | Buffer][] = [
  ["app_secret", "the-app-secret"],
  ["app_key", "bVZgAZOv"],
  ["client_id", "200421"],
  ["former_client_secret", "the-former-secret"],
  ["other_client_secret", "the-other-secret"],
  ["empty_secret", ""],
  ["secret_with_blank", `${secret}\n`],
  ["secret_case", secret.toUpperCase()],
  ["secret_as_hex", Buffer.from(secret, "hex")],
  ["secret_as_base64", Buffer.from(secret, "base64")],
];

const hex = mac(right).toString("hex");
const digests: [MistakeKey, string][] = [
  ["raw_base64", mac(right).toString("base64")],
  ["hex_without_base64", hex],
  ["upper_hex", base64(hex.toUpperCase())],
  ["no_padding", base64(hex).replace("==", "")],
  ["base64_twice", base64(base64(hex))],
  ["percent_encoded", encodeURIComponent(base64(hex))],
  ["other_algorithm", createHmac("sha1", secret).update(right).digest("base64")],
  ["other_algorithm", createHash("sha256").update(right).digest("hex")],
];

const named = (request: RefusedRequest) => diagnoseSignature(request)?.map(({ key }) => key);

describe("diagnoseSignature names the mistake", () => {
  test.each(texts)("%s", (mistake, text) => {
    expect(named(refused(sign(text)))).toEqual([mistake]);
  });

  test.each(bodies)("%s", (mistake, text) => {
    const request = refused(sign(text), { method: "POST", rawQuery: "", body });
    expect(named(request)).toEqual([mistake]);
  });

  test("params_lower_hex", () => {
    const request = refused(sign(get(params, "name=%253d")), { rawQuery: "name=%3D" });
    expect(named(request)).toEqual(["params_lower_hex"]);
  });

  test("params_plus_not_encoded", () => {
    const request = refused(sign(get(params, "name=a%252Bb")), { rawQuery: "name=a+b" });
    expect(named(request)).toEqual(["params_plus_not_encoded"]);
  });

  test.each(keys)("%s", (mistake, key) => {
    expect(named(refused(sign(right, key)))).toEqual([mistake]);
  });

  test("secret_as_message", () => {
    expect(named(refused(sign(secret, right)))).toEqual(["secret_as_message"]);
  });

  test.each(digests)("%s", (mistake, signature) => {
    expect(named(refused(signature))).toEqual([mistake]);
  });

  test.each<[string, MistakeKey[], string]>([
    [
      "text and digest",
      ["no_final_newline", "raw_base64"],
      mac(right.slice(0, -1)).toString("base64"),
    ],
    [
      "text and text",
      ["path_not_encoded", "no_final_newline"],
      sign(get(path, "/jdy/v2/bd/store").slice(0, -1)),
    ],
    ["text and key", ["params_missing", "app_secret"], sign(get(params, ""), "the-app-secret")],
    [
      "key and digest",
      ["client_id", "upper_hex"],
      base64(mac(right, "200421").toString("hex").toUpperCase()),
    ],
  ])("two at once: %s", (_name, mistakes, signature) => {
    expect(named(refused(signature))).toEqual(mistakes);
  });

  test("none when the signature is right, whatever the form", () => {
    expect(named(refused(sign(right)))).toEqual([]);
    expect(named(refused(sign(get("%2520", "%2B"))))).toEqual([]);
  });

  test("nothing when no known mistake fits", () => {
    expect(named(refused(sign(right, "quite another")))).toBeUndefined();
  });
});

describe("explainSignature", () => {
  const says = (text: string) => ({ "x-xingcang-signed-text": base64(text) });

  test("says what was done wrong in both languages", () => {
    const explanation = explainSignature(refused(sign(right.slice(0, -1))));
    expect(explanation.expectedText).toBe(right);
    expect(explanation.clientText).toBeUndefined();
    expect(explanation.zh).toContain("末尾缺少换行");
    expect(explanation.en).toContain("final newline is missing");
    expect(explanation.formsTried.length).toBeGreaterThan(1);
    expect(JSON.stringify(explanation)).not.toContain(secret);
  });

  test("shows where the client's text parts from the nearest form", () => {
    const text = get("%2520", "%2B").replace("page=1", "page=2");
    const explanation = explainSignature(refused(sign(text), { headers: says(text) }));
    expect(explanation.clientText).toBe(text);
    expect(explanation.expectedText).toBe(get("%2520", "%2B"));
    expect(explanation.difference).toMatchObject({ line: 3, column: 17 });
    expect(explanation.en).toBe('Line 3 (parameters), character 17: expected "1", got "2"');
    expect(explanation.zh).toBe('第 3 行（参数）第 17 个字符：应为 "1"，实为 "2"');
  });

  test("a right text with an unknown secret points at the secret", () => {
    const request = refused(sign(right, "quite another"), { headers: says(right) });
    expect(explainSignature(request).en).toContain("check the client secret");
  });

  test("without the client's text an unknown mistake points at the secret", () => {
    expect(explainSignature(refused("AA==")).zh).toContain("很可能 clientSecret 不对");
  });

  test("a right signature is called right", () => {
    expect(explainSignature(refused(sign(right))).en).toBe("The signature is right");
  });
});

test.each([
  ["a\nb\n", "a\nc\n", 'Line 2 (path), character 1: expected "b", got "c"'],
  ["a\n", "a", "Line 1 (method), character 2: expected a newline, got the end of the text"],
  ["a", "a\nb", "Line 1 (method), character 2: expected the end of the text, got a newline"],
])("firstDifference(%j, %j)", (expected, got, en) => {
  expect(firstDifference(expected, got)?.en).toBe(en);
});
