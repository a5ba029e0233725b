/**
 * Every endpoint answers over real HTTP with its documented keys and JSON types, and as its golden
 * transcript says. Golden files are written anew by `npx vitest run test/conformance -u`; what
 * differs from run to run stands in them as `<id 1>`, `<time>` or `<date>`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endpoints } from "@xingcang/contract";
import { expect, test } from "vitest";
import { useDemoServer } from "../support/running-server.ts";
import { type Transcript, transcripts } from "./transcripts.ts";

type Fact = string | { [key: string]: Fact } | Fact[];
const facts: Record<string, { reply: Fact }> = JSON.parse(
  readFileSync(join(import.meta.dirname, "facts.json"), "utf8"),
);
const demo = useDemoServer();
const ids = new Map<string, string>();

/**
 * Ids that this run made (19 digits; the demo's own have fewer or more), times and dates of today.
 */
function steady(text: string): string {
  return text
    .replace(/(?<!\d)1\d{18}(?!\d)/g, (id) => {
      if (!ids.has(id)) ids.set(id, `<id ${ids.size + 1}>`);
      return ids.get(id) ?? id;
    })
    .replace(/20(2[6-9]|[3-9]\d)-\d\d-\d\d \d\d:\d\d:\d\d/g, "<time>")
    .replace(/20(2[6-9]|[3-9]\d)-?\d\d-?\d\d/g, "<date>");
}

/** Keys and JSON types that differ from the documented ones. */
function differences(value: unknown, fact: Fact, path: string): string[] {
  if (Array.isArray(fact)) {
    if (!Array.isArray(value)) return [`${path}: no list`];
    return value.flatMap((item, i) => differences(item, fact[0] ?? "", `${path}[${i}]`));
  }
  if (typeof fact === "object") {
    if (typeof value !== "object" || value === null) return [`${path}: no object`];
    const record = value as Record<string, unknown>;
    return Object.entries(fact).flatMap(([key, inner]) =>
      key in record
        ? differences(record[key], inner, `${path}.${key}`)
        : [`${path}.${key}: missing`],
    );
  }
  return isOfType(value, fact) ? [] : [`${path}: ${JSON.stringify(value)} is no ${fact}`];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "string") return typeof value === "string";
  if (type === "int") return Number.isInteger(value);
  if (type === "double") return typeof value === "number";
  if (type === "bool") return typeof value === "boolean";
  if (type === "list") return Array.isArray(value) && value.every((v) => typeof v === "string");
  return typeof value === "object" && value !== null;
}

async function send({ operation, query, body }: Transcript) {
  const endpoint = endpoints.find((candidate) => candidate.operation === operation);
  if (endpoint === undefined) throw new Error(`no endpoint ${operation}`);
  const { method, path } = endpoint;
  const reply = await demo().client.call(method, path, { query, body });
  return { request: { method, path, query, body }, status: reply.status, body: reply.body };
}

test("every endpoint has a transcript", () => {
  const told = new Set(transcripts.map((transcript) => transcript.operation));
  const silent = endpoints
    .filter((endpoint) => endpoint.kind !== "auth" && !told.has(endpoint.operation))
    .map((endpoint) => endpoint.operation);
  expect(silent).toEqual([]);
});

const conforming: string[] = [];

for (const transcript of transcripts) {
  const name = transcript.name ?? transcript.operation;
  test(name, async () => {
    const { request, status, body } = await send(transcript);
    const reply = JSON.parse(body);
    expect(reply, body).toMatchObject({ errcode: 0, description: "success" });
    const fact = facts[`${request.method} ${request.path}`];
    expect(differences(reply.data, fact?.reply ?? {}, "data")).toEqual([]);
    conforming.push(transcript.operation);
    const golden = `${steady(JSON.stringify({ request, status, reply }, null, 2))}\n`;
    await expect(golden).toMatchFileSnapshot(`golden/${name}.json`);
  });
}

test("how many endpoints answer with the documented shape", () => {
  const served = endpoints.filter((endpoint) => endpoint.kind !== "auth");
  const answered = new Set(conforming);
  console.info(`${answered.size} of ${served.length} endpoints answer with the documented shape`);
  expect(answered.size).toBe(served.length);
});
