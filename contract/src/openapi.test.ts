import { expect, test } from "vitest";
import { endpoints as withJson } from "./endpoints.ts";
import { masters } from "./masterdata/index.ts";
import { openApiDocument } from "./openapi.ts";
import { tableEndpoints } from "./own/tables.ts";

/** Those that speak JSON, and those of files. */
const endpoints = [...withJson, ...tableEndpoints];

const document = openApiDocument({ version: "0.0.0", serverUrl: "http://localhost" });
const text = JSON.stringify(document);

interface Operation {
  operationId: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: { $ref?: string; name?: string; in?: string; required?: boolean }[];
  requestBody?: { content: { "application/json": { schema: Schema } } };
}
interface Schema {
  required?: string[];
  properties: Record<string, { description?: string }>;
}
const paths = document.paths as Record<string, Record<string, Operation>>;
const operations = Object.values(paths).flatMap((path) => Object.values(path));

test("every endpoint is an operation with its own id and a declared tag", () => {
  expect(operations.length).toBe(endpoints.length);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(endpoints.length);
  const tags = new Set((document.tags as { name: string }[]).map(({ name }) => name));
  for (const operation of operations) expect(tags.has(operation.tags[0] as string)).toBe(true);
});

test("every reference resolves", () => {
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((found) => found[1] as string);
  expect(references.length).toBeGreaterThan(endpoints.length);
  for (const reference of new Set(references)) {
    const target = reference
      .split("/")
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
    expect(target, reference).toBeDefined();
  }
});

test("the engine's own keywords are not printed", () => {
  for (const keyword of ['"wire":', '"options":', '"strictRequired"', '"~']) {
    expect(text.includes(keyword), keyword).toBe(false);
  }
});

test("schemes, headers and query parameters", () => {
  const occupy = paths["/jdy/v2/scm/inv_occupy"]?.post as Operation;
  expect(occupy.security).toEqual([{ clientId: [], signature: [], appToken: [] }]);
  expect(occupy.parameters.map(({ $ref }) => $ref?.split("/").pop())).toEqual([
    "authVersion",
    "timestamp",
    "nonce",
    "signHeaders",
    "strict",
    "router",
    "idempotencyKey",
  ]);
  const token = paths["/jdyconnector/app_management/kingdee_auth_token"]?.get as Operation;
  expect(token.security).toEqual([{ clientId: [], signature: [] }]);
  expect(token.parameters.slice(0, 3).map(({ name, required }) => [name, required])).toEqual([
    ["app_key", true],
    ["app_signature", true],
    ["uid", false],
  ]);
});

test("an id that a number may replace is explained, not required", () => {
  const save = paths["/jdy/v2/scm/inv_other_in"]?.post?.requestBody as NonNullable<
    Operation["requestBody"]
  >;
  const { schema } = save.content["application/json"];
  const line = (schema.properties.material_entity as unknown as { items: Schema }).items;
  expect(line.required).toEqual(["qty", "unit_id"]);
  expect(line.properties.stock_number?.description).toBe(
    "仓库编码；引用仓库（Store）的编码，可代替 stock_id",
  );
});

test("a title is a short label, with any note in full-width parentheses", () => {
  for (const [path, title] of titles())
    expect(title, path).toMatch(/^[^（）():：]{1,20}(（.+）)?$/);
});

test("a master that a field points to is a kind of master data", () => {
  for (const [path, , options] of titles()) {
    if (options?.master) expect(Object.keys(masters), path).toContain(options.master);
  }
});

type Titled = [path: string, title: string, options: { master?: string } | undefined];
interface Node {
  title?: string;
  wire?: string;
  options?: { master?: string };
  properties?: Record<string, Node>;
  items?: Node;
}

function titles(): Titled[] {
  return endpoints.flatMap(({ operation, query, body, reply }) =>
    [query, body, reply].flatMap((schema) => titlesIn(schema as Node | undefined, operation)),
  );
}

function titlesIn(node: Node | undefined, path: string): Titled[] {
  if (!node) return [];
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, field]) => [
    [`${path}.${key}`, field.title ?? "", field.options] as Titled,
    ...titlesIn(field, `${path}.${key}`),
  ]);
  return [...inner, ...(node.wire === "rows" ? titlesIn(node.items, path) : [])];
}
