import { describe, expect, test } from "vitest";
import {
  appSignature,
  CANDIDATES_MAX,
  candidateInWords,
  candidateTexts,
  canonicalText,
  decodeQuery,
  type QueryPair,
  signCanonicalText,
} from "./signature.ts";

const nonce = "4427456950";
const timestamp = "1670305063559";
const tail = `x-api-nonce:${nonce}\nx-api-timestamp:${timestamp}\n`;
const path = "/jdy/v2/bd/material";
const encodedPath = "%2Fjdy%2Fv2%2Fbd%2Fmaterial";
const officialText =
  "GET\n%2Fjdyconnector%2Fapp_management%2Fkingdee_auth_token\n" +
  "app_key=bVZgAZOv1&app_signature=MzZlYTk0ODk4MWZlNjdiODNmNWU4YzViNzYxNGM5MTFlOGJkN2NjMzk0" +
  `MTJkZGNhZGM0NzZhN2YxZDJmOTlkZA%253D%253D\n${tail}`;
const officialValue =
  "MzZlYTk0ODk4MWZlNjdiODNmNWU4YzViNzYxNGM5MTFlOGJkN2NjMzk0MTJkZGNhZGM0NzZhN2YxZDJmOTlkZA==";

const texts = (rawQuery: string, method = "GET", rawPath = path) => [
  ...candidateTexts({ method, rawPath, rawQuery, nonce, timestamp }),
];

describe("known answers of the vendor", () => {
  test("the official signing sample", async () => {
    const request = { method: "GET", path: "/jdyconnector/app_management/kingdee_auth_token" };
    const query: QueryPair[] = [
      ["app_signature", officialValue],
      ["app_key", "bVZgAZOv1"],
    ];
    const text = canonicalText({ ...request, query, nonce, timestamp });
    expect(text).toBe(officialText);
    expect(await signCanonicalText(text, "f2adcfef73369bfc4e1384677d38a0ff")).toBe(
      "OTFiZTliNDFiMjNkYTI3YzVhNzg4MDI4ZGU3MWY1ZTA5ZTk1NjVlNGM1YTI1ZjIxY2Y5YTA3ZGY2OGI1MGQ1MQ==",
    );
  });

  test("app_signature of the token page", async () => {
    expect(await appSignature("abc", "abc123")).toBe(
      "ZDljMTI3NGIyNTE1MTRkYzlkNjc1MDNhYjUzMzgzNWMyY2M4YTdjMzdmNmM3YTVlNDkxMTkzNjdiOTFjNzUyZQ==",
    );
  });

  test("the first candidate of the sample is the sample", () => {
    const rawQuery = `app_key=bVZgAZOv1&app_signature=${encodeURIComponent(officialValue)}`;
    const [first] = texts(rawQuery, "get", "/jdyconnector/app_management/kingdee_auth_token");
    expect(first?.text).toBe(officialText);
  });
});

const utf8 = new TextEncoder();
/** Byte-wise percent-encoding that shares no code with the product. */
const encoder =
  (keep: string, space = "%20") =>
  (text: string) =>
    [...utf8.encode(text)]
      .map((byte) => {
        const char = String.fromCharCode(byte);
        if (char === " ") return space;
        if (/[A-Za-z0-9\-_.]/.test(char) || keep.includes(char)) return char;
        return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
      })
      .join("");

const phpRawUrlEncode = encoder("~");
const pythonQuote = encoder("~/");
const pythonQuotePlus = encoder("~", "+");
const javaEncode = encoder("*", "+");
const phpUrlEncode = encoder("", "+");
const dotnetUrlEncode = encoder("!()*", "+");
const oldPythonQuote = encoder("");
const oldPythonQuoteSlash = encoder("/");
const jsPatched = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
const java20 = (text: string) => javaEncode(text).replaceAll("+", "%20");
const java20Tilde = (text: string) => java20(text).replaceAll("%7E", "~");
const javaTilde = (text: string) => javaEncode(text).replaceAll("%7E", "~");
const jsPlus = (text: string) => encodeURIComponent(text).replaceAll("%20", "+");

type Encode = (text: string) => string;
const twice =
  (encode: Encode): Encode =>
  (text) =>
    encode(encode(text));
const same: Encode = (text) => text;
const line = (pairs: readonly QueryPair[], key: Encode, value: Encode) =>
  pairs.map(([k, v]) => `${key(k)}=${value(v)}`).join("&");
const sorted = (pairs: readonly QueryPair[]) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));

const unsorted: QueryPair[] = [
  ["search", "a b~!'()*/c+d&e=f%g"],
  ["name", "星仓 100%"],
  ["create_time", "2024-01-01 00:00:00"],
  ["page", "1"],
];
const odd: QueryPair[] = [...unsorted, ["filter[名]", "x:y"]];
const wireOf = (pairs: readonly QueryPair[], encode: Encode = encodeURIComponent) =>
  line(pairs, encode, encode);

interface Idiom {
  client: string;
  wire: string;
  signed: string;
}
const idiom = (client: string, pairs: readonly QueryPair[], key: Encode, value: Encode): Idiom => ({
  client,
  wire: wireOf(pairs),
  signed: line(pairs, key, value),
});
const sortedOn = (client: string, key: Encode, value: Encode): Idiom => ({
  client,
  wire: wireOf(unsorted),
  signed: line(sorted(unsorted), key, value),
});

const idioms: Idiom[] = [
  sortedOn("JS guide: sorted, keys raw, encodeURIComponent twice", same, twice(encodeURIComponent)),
  idiom("Node, insertion order", unsorted, same, twice(encodeURIComponent)),
  idiom(
    "PHP SDK, insertion order, keys twice",
    odd,
    twice(phpRawUrlEncode),
    twice(phpRawUrlEncode),
  ),
  sortedOn("PHP rawurlencode, sorted", same, twice(phpRawUrlEncode)),
  idiom("PHP urlencode", unsorted, twice(phpUrlEncode), twice(phpUrlEncode)),
  sortedOn("Ruby gem, form style, keys twice", twice(javaEncode), twice(javaEncode)),
  sortedOn("Ruby CGI.escape, Python quote_plus, Go", same, twice(pythonQuotePlus)),
  sortedOn("Python quote(safe='')", twice(phpRawUrlEncode), twice(phpRawUrlEncode)),
  idiom("Singer tap: quote keeps /", odd, twice(pythonQuote), twice(pythonQuote)),
  sortedOn("Python < 3.7", twice(oldPythonQuote), twice(oldPythonQuote)),
  sortedOn("Python < 3.7 that keeps /", same, twice(oldPythonQuoteSlash)),
  sortedOn("Java URLEncoder", same, twice(javaEncode)),
  sortedOn("Java URLEncoder, %20", same, twice(java20)),
  sortedOn("Java URLEncoder, %20 and ~", same, twice(java20Tilde)),
  sortedOn("Java URLEncoder, ~", same, twice(javaTilde)),
  sortedOn("JS that patches !'()* each time", same, twice(jsPatched)),
  sortedOn("JS that patches !'()* at the end", same, (v) =>
    encodeURIComponent(encodeURIComponent(v)).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  ),
  sortedOn("JS with + for a space", same, twice(jsPlus)),
  sortedOn(".NET WebUtility", same, twice(dotnetUrlEncode)),
  sortedOn("TS client, encoded once from the decoded URL", same, encodeURIComponent),
  {
    client: "TS client that pre-encodes and lets the URL encode again",
    wire: line(unsorted, same, twice(encodeURIComponent)),
    signed: line(unsorted, same, twice(encodeURIComponent)),
  },
  {
    client: "form-encoded wire, JS signature",
    wire: wireOf(unsorted, javaEncode),
    signed: line(sorted(unsorted), same, twice(encodeURIComponent)),
  },
  {
    client: "repeated key, as sent",
    wire: "ids=2&ids=1&a=3",
    signed: "a=3&ids=2&ids=1",
  },
  { client: "repeated key, sorted as whole pairs", wire: "ids=2&ids=1", signed: "ids=1&ids=2" },
  {
    client: "sorted as whole pairs: a1 before a",
    wire: "b=1&a=2&a1=3",
    signed: "a1=3&a=2&b=1",
  },
  {
    client: "PHP http_build_query, keys twice",
    wire: "ids%5B0%5D=1&ids%5B1%5D=2",
    signed: "ids%255B0%255D=1&ids%255B1%255D=2",
  },
  { client: "PHP array, keys raw", wire: "ids[0]=1&ids[1]=2", signed: "ids[0]=1&ids[1]=2" },
  { client: "axios array, brackets dropped", wire: "ids[]=1&ids[]=2", signed: "ids=1&ids=2" },
  { client: "axios array, printed by JS", wire: "ids[]=1&ids[]=2", signed: "ids=1%252C2" },
  { client: "repeated key, printed by JS", wire: "ids=1&ids=2&b=", signed: "b=&ids=1%252C2" },
  { client: "JSON list", wire: "ids=[1,2]", signed: "ids=%255B1%252C2%255D" },
  { client: "no value", wire: "a&&b=1", signed: "a=&b=1" },
  { client: "broken percent-encoding", wire: "a=%zz", signed: "a=%2525zz" },
];

describe("candidateTexts", () => {
  test.each(idioms)("finds what is signed by: $client", ({ wire, signed }) => {
    const found = texts(wire).map((candidate) => candidate.text);
    expect(found).toContain(`GET\n${encodedPath}\n${signed}\n${tail}`);
    expect(new Set(found).size).toBe(found.length);
  });

  test.each([
    ["no query", "", 1],
    ["plain values in order", "page=1&page_size=100", 1],
    ["plain values out of order", "page_size=100&page=1", 2],
    ["a colon", "time=10%3A00", 2],
    ["a space", "name=a%20b", 3],
  ])("builds no more than needed for %s", (_name, rawQuery, count) => {
    expect(texts(rawQuery)).toHaveLength(count);
  });

  test("is bounded in number and in work", () => {
    const worst = "b[]=~!'()*/+&b[1]=2&a1=%20&a=%24";
    expect(texts(worst, "GET", "/x ~!'()*/%20y").length).toBeLessThanOrEqual(CANDIDATES_MAX);
    const long = `z[]=${"~!'()*/+".repeat(2000)}&a[]=1`;
    const size = texts(long).reduce((sum, candidate) => sum + candidate.text.length, 0);
    expect(size).toBeLessThan(1_300_000);
  });

  test("covers odd paths raw, decoded and form-encoded", () => {
    const paths = texts("", "GET", "/a%20b").map(({ text }) => text.split("\n")[1]);
    expect(paths).toEqual(["%2Fa%2520b", "%2Fa%20b", "%2Fa+b"]);
  });

  test("names each form in both languages", () => {
    const words = texts(wireOf(odd)).map(candidateInWords);
    expect(words[0]).toEqual({
      zh: "参数按名排序；值编码两次（JS encodeURIComponent）",
      en: "parameters sorted by name; values encoded twice (JS encodeURIComponent)",
    });
    expect(new Set(words.map((word) => word.zh)).size).toBe(words.length);
    expect(new Set(words.map((word) => word.en)).size).toBe(words.length);
  });

  test.each(["a%3Db%26c=d", "a%0Ax-api-nonce%3A1=d", "a%2520b=d"])(
    "never puts a name that could hide a parameter unencoded: %s",
    (rawQuery) => {
      for (const { form } of texts(rawQuery)) expect(form.keys).toBe("encoded");
    },
  );
});

describe("decodeQuery", () => {
  test.each<[string, QueryPair[]]>([
    ["", []],
    [
      "a=1&b=2",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ["a=x+y%20z", [["a", "x y z"]]],
    ["a=%2B", [["a", "+"]]],
    ["a=b=c", [["a", "b=c"]]],
    ["%E5%90%8D=%E6%98%9F", [["名", "星"]]],
    ["a=%E5", [["a", "%E5"]]],
  ])("%s", (rawQuery, pairs) => {
    expect(decodeQuery(rawQuery)).toEqual(pairs);
  });
});

describe("refusals", () => {
  test("a name that cannot be signed", () => {
    const request = { method: "GET", path, nonce, timestamp };
    expect(() => canonicalText({ ...request, query: [["a&b", "1"]] })).toThrow(RangeError);
  });

  test("an empty secret", async () => {
    await expect(signCanonicalText("text", "")).rejects.toThrow("empty");
  });
});
