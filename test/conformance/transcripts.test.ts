/**
 * Golden transcripts: each file in `golden/` is a list of requests with the replies that the demo
 * data gives. Every endpoint answers over real HTTP with its documented keys and JSON types, and
 * exactly as written. To add one write the requests only and run `npx vitest run test/conformance
 * -u`; what differs from run to run stands in them as `<id 1>`, `<time>` or `<date>`. A request may
 * name an id that an earlier reply of its file gave.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { endpoints, vendorEndpoints } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { useDemoServer } from "../support/running-server.ts";

interface Transcript {
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Of a long table that nobody reads to its end: how many of its rows the transcript shows. */
  readonly rows_shown?: number;
}

type Fact = string | { [key: string]: Fact } | Fact[];
const facts: Record<string, { reply: Fact }> = JSON.parse(
  readFileSync(join(import.meta.dirname, "facts.json"), "utf8"),
);
const folder = join(import.meta.dirname, "golden");
const files = readdirSync(folder).sort();
const transcriptsOf = (file: string): Transcript[] =>
  JSON.parse(readFileSync(join(folder, file), "utf8"));
const called = endpoints.filter((endpoint) => endpoint.kind !== "auth");

const demo = useDemoServer();
const ids = new Map<string, string>();

/**
 * Ids that this run made (19 digits, one more for a unit of a material), times and dates of today.
 */
function steady(text: string): string {
  return text
    .replace(/(?<!\d)(1\d{18})(\d?)(?!\d)/g, (_, id: string, unit: string) => {
      if (!ids.has(id)) ids.set(id, `<id ${ids.size + 1}>`);
      return `${ids.get(id)}${unit}`;
    })
    .replace(/20(2[6-9]|[3-9]\d)-\d\d-\d\d \d\d:\d\d:\d\d/g, "<time>")
    .replace(/20(2[6-9]|[3-9]\d)-?\d\d-?\d\d/g, "<date>");
}

/** The request with the ids of this run. */
function filled(transcript: Transcript): Transcript {
  const made = new Map([...ids].map(([id, name]) => [name, id]));
  const text = JSON.stringify(transcript);
  return JSON.parse(text.replace(/<id \d+>/g, (name) => made.get(name) ?? name));
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

/** Sends the request, checks the shape of its reply, and gives the transcript anew. */
async function retell(transcript: Transcript): Promise<object> {
  const { operation, query, body, rows_shown } = filled(transcript);
  const endpoint = called.find((candidate) => candidate.operation === operation);
  if (endpoint === undefined) throw new Error(`no endpoint ${operation}`);
  const { method, path } = endpoint;
  const answer = await demo().client.call(method, path, { query, body });
  const reply = JSON.parse(answer.body);
  expect(reply, `${operation}: ${answer.body}`).toMatchObject({ errcode: 0 });
  expect(answer.status).toBe(200);
  const wrong = differences(reply.data, facts[`${method} ${path}`]?.reply ?? {}, operation);
  expect(wrong).toEqual([]);
  if (rows_shown !== undefined) reply.data.rows.length = rows_shown;
  const retold = { operation, query, body, rows_shown, reply };
  // Ids are numbered as they appear, for the requests that follow.
  steady(JSON.stringify(retold));
  return retold;
}

const told = new Set(files.flatMap((file) => transcriptsOf(file).map((item) => item.operation)));

test("every endpoint has a transcript", () => {
  expect(called.map(({ operation }) => operation).filter((name) => !told.has(name))).toEqual([]);
});

describe("golden transcripts", () => {
  for (const file of files) {
    test(file, async () => {
      ids.clear();
      const retold: object[] = [];
      for (const transcript of transcriptsOf(file)) retold.push(await retell(transcript));
      const text = `${steady(JSON.stringify(retold, null, 2))}\n`;
      await expect(text).toMatchFileSnapshot(join(folder, file));
    });
  }
});

test("how many endpoints answer with the documented shape", () => {
  // Our own endpoints have transcripts as well, and are none of the vendor's.
  const documented = called.filter((endpoint) => vendorEndpoints.includes(endpoint));
  const answering = documented.filter(({ operation }) => told.has(operation)).length;
  console.info(`${answering} of ${documented.length} endpoints answer with the documented shape`);
  expect(answering).toBe(documented.length);
  expect(told.size).toBe(called.length);
});
