/**
 * Takes keys, wire types and required flags of every served endpoint from the contract data, a
 * directory that holds endpoints.json and models.json:
 *
 * `XINGCANG_CONTRACT_DATA=DIRECTORY npx vitest run test/conformance/contract-facts.test.ts`
 * checks facts.json against it; `XINGCANG_WRITE_FACTS=1` beside it writes facts.json anew (then
 * format it with Biome).
 *
 * In the facts a key that ends in `!` is required, `a|b` means that two sources disagree on the
 * type, and `[{…}]` is a list of objects.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vendorEndpoints } from "@xingcang/contract";

interface Field {
  type: string;
  ref?: string;
  array?: boolean;
  map?: boolean;
  required?: boolean;
  doc_type?: string;
}
interface Parameter {
  name: string;
  type: string;
  required: boolean;
}
interface Source {
  method: string;
  path: string;
  query: Parameter[];
  body: string | null;
  response: string;
  seed?: { response_data?: string };
}
type Models = Record<string, Record<string, Field>>;

export type Fact = string | Facts | [Facts];
export interface Facts {
  [key: string]: Fact;
}
export type EndpointFacts = Record<string, { request: Facts; reply: Facts }>;

const typeNames: Record<string, string> = { float: "double", "string[]": "list" };

/** The SDK has one model of this name, that of another module's list. */
const UNRELATED: Readonly<Record<string, string>> = { BomListRes: "Row" };

function factOf(models: Models, field: Field): Fact {
  if (field.map) return "map";
  if (field.ref && models[field.ref]) {
    const inner = factsOf(models, field.ref);
    return field.array ? [inner] : inner;
  }
  if (field.array) return field.type === "object" ? "rows" : "list";
  const type = typeNames[field.type] ?? field.type;
  return field.doc_type && field.doc_type !== field.type ? `${type}|${field.doc_type}` : type;
}

const keyOf = (name: string, required: boolean | undefined) => (required ? `${name}!` : name);

function factsOf(models: Models, model: string): Facts {
  const facts: Facts = {};
  for (const [name, field] of Object.entries(models[model] ?? {})) {
    const isKnown = field.ref === undefined || UNRELATED[model] !== field.ref;
    facts[keyOf(name, field.required)] = isKnown ? factOf(models, field) : "rows";
  }
  return facts;
}

function requestOf(models: Models, source: Source): Facts {
  if (source.body) return factsOf(models, source.body);
  const facts: Facts = {};
  for (const { name, type, required } of source.query) {
    facts[keyOf(name, required)] = typeNames[type] ?? type;
  }
  return facts;
}

/**
 * The facts of every served endpoint, by method and path. Throws when the data lacks one of them.
 */
export function extractFacts(directory: string): EndpointFacts {
  const load = (name: string) => JSON.parse(readFileSync(join(directory, name), "utf8"));
  const models: Models = load("models.json");
  const sources: Source[] = load("endpoints.json");
  const all: EndpointFacts = {};
  for (const { method, path } of vendorEndpoints) {
    const source = sources.find((one) => one.method === method && one.path === path);
    if (!source) throw new Error(`no data for ${method} ${path}`);
    const empty = source.seed?.response_data === "empty object";
    all[`${method} ${path}`] = {
      request: requestOf(models, source),
      reply: empty ? {} : factsOf(models, source.response),
    };
  }
  return all;
}
