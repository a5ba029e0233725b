/**
 * The reference: an OpenAPI 3.1 document of every served endpoint, generated from the
 * declarations.
 */
import type { Endpoint } from "./endpoint.ts";
import { modules } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { errors } from "./errors.ts";
import { type Json, printedSchema } from "./openapi-schema.ts";
import { type TableEndpoint, tableEndpoints } from "./own/tables.ts";

export interface OpenApiOptions {
  version: string;
  serverUrl: string;
}

/**
 * The OpenAPI document of this server.
 * @example openApiDocument({ version: "1.0.0", serverUrl: "http://localhost:8080" })
 */
export function openApiDocument({ version, serverUrl }: OpenApiOptions): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of [...endpoints, ...tableEndpoints]) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operationOf(endpoint),
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "星仓 Xingcang OpenAPI", version, description },
    servers: [{ url: serverUrl }],
    tags: Object.values(modules).map(({ zh, en }) => ({ name: zh, description: en })),
    paths,
    components: {
      schemas: { Error: errorSchema, ErrorDetail: errorDetailSchema },
      parameters: headerParameters,
      securitySchemes,
      responses: { Refusal: refusal },
    },
    "x-error-catalogue": Object.entries(errors).map(([key, entry]) => ({ key, ...entry })),
  };
}

const description = [
  "自托管库存引擎，接口与金蝶云星辰 OpenAPI V2 一致。",
  "业务拒绝以 HTTP 200 返回，errcode 不为 0；网关拒绝为 4xx、5xx 或 519。全部错误见 x-error-catalogue。",
  "",
  "A self-hosted inventory engine that speaks the Kingdee Xingchen OpenAPI V2.",
  "A business refusal is HTTP 200 with an errcode other than 0;",
  "a gateway refusal is 4xx, 5xx or 519.",
  "Every refusal is listed in x-error-catalogue.",
].join("\n");

const reference = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

function operationOf(endpoint: Endpoint): Json {
  const { operation, title, module, permission, body } = endpoint;
  const signedOnly = permission === "public:signed";
  return {
    operationId: operation,
    tags: [module.zh],
    summary: title.zh,
    description: `${title.en}. 权限 permission: \`${permission}\``,
    security: [signedOnly ? signed : { ...signed, appToken: [] }],
    parameters: [...queryParameters(endpoint), ...headersOf(endpoint)],
    ...(body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: printedSchema(body) } },
      },
    }),
    ...(tableOf(endpoint) === "import" && { requestBody: { required: true, content: file } }),
    responses: {
      "200": {
        description: "成功，或业务拒绝（errcode 不为 0）",
        content: replyContent(endpoint),
      },
      default: reference("responses", "Refusal"),
    },
  };
}

/**
 * Filters of a GET; the server also reads them from a JSON body, as the vendor's SDK sends them.
 */
function queryParameters({ query }: Endpoint): Json[] {
  if (!query) return [];
  const printed = printedSchema(query);
  const required = new Set((printed.required as string[] | undefined) ?? []);
  return Object.entries((printed.properties as Record<string, Json>) ?? {}).map(
    ([name, { description: text, ...schema }]) => ({
      name,
      in: "query",
      required: required.has(name),
      ...(text !== undefined && { description: text }),
      schema,
    }),
  );
}

function headersOf({ method, permission }: Endpoint): Json[] {
  const names = ["authVersion", "timestamp", "nonce", "signHeaders", "strict"];
  if (permission !== "public:signed") {
    names.push("router");
    if (method !== "GET") names.push("idempotencyKey");
  }
  return names.map((name) => reference("parameters", name));
}

const binary = { schema: { type: "string", format: "binary" } };
const file = {
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": binary,
  "text/csv": binary,
};

const tableOf = (endpoint: Endpoint) => (endpoint as Partial<TableEndpoint>).table;

/** A file, or JSON; a refusal is always JSON. */
function replyContent(endpoint: Endpoint): Json {
  const table = tableOf(endpoint);
  const isFile = table === "export" || table === "template";
  const refused = reference("schemas", "Error");
  const json = isFile ? refused : { oneOf: [successSchema(endpoint), refused] };
  return { ...(isFile && file), "application/json": { schema: json } };
}

function successSchema({ reply, success }: Endpoint): Json {
  const extra = Object.entries(success?.extra ?? {});
  return {
    type: "object",
    required: ["errcode", "description", "data", ...extra.map(([key]) => key)],
    properties: {
      errcode: { type: "integer", const: 0 },
      description: { type: "string", const: success?.description ?? "success" },
      ...Object.fromEntries(extra.map(([key, value]) => [key, { const: value }])),
      data: printedSchema(reply),
    },
  };
}

// ---- refusals ----

const detailText = {
  field: "字段路径，如 material_entity[1].qty；针对整个请求时为空",
  key: "错误目录中的键",
  description: "中文说明",
  description_en: "English description",
  remedy: "处理办法",
  remedy_en: "What to do",
};

const strings = (texts: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, { type: "string", description: text }]),
  );

const errorDetailSchema = {
  type: "object",
  properties: {
    ...strings(detailText),
    row: { type: "integer", description: "分录行号，从 1 起；0 为单据头" },
    errcode: { type: "integer", description: "错误码" },
  },
};

const errorSchema = {
  type: "object",
  required: ["errcode", "description"],
  properties: {
    errcode: { type: "integer", not: { const: 0 }, description: "错误码（首个错误）" },
    ...strings({
      description: "说明，含字段、行号与处理办法",
      description_cn: "中文说明",
      description_en: "English description",
      request_id: "请求 id",
    }),
    errors: {
      type: "array",
      description: "本次请求的全部错误",
      items: reference("schemas", "ErrorDetail"),
    },
  },
};

const refusal = {
  description: "网关拒绝或服务器错误（gateway refusal or server fault）",
  content: { "application/json": { schema: reference("schemas", "Error") } },
};

// ---- headers ----

const headerKey = (name: string, text: string) => ({
  type: "apiKey",
  in: "header",
  name,
  description: text,
});

const securitySchemes = {
  clientId: headerKey("X-Api-ClientID", "应用id（client id）"),
  signature: headerKey("X-Api-Signature", "请求签名（Base64 of hex HMAC-SHA256）"),
  appToken: headerKey("app-token", "账套 token，有效期 24 小时（app token of the account set）"),
};

const signed = { clientId: [], signature: [] };

const header = (name: string, text: string, required: boolean, schema: Json = {}) => ({
  name,
  in: "header",
  required,
  description: text,
  schema: { type: "string", ...schema },
});

const headerParameters = {
  authVersion: header("X-Api-Auth-Version", "固定 2.0（always 2.0）", true, { const: "2.0" }),
  timestamp: header("X-Api-TimeStamp", "毫秒时间戳，5 分钟内有效（milliseconds）", true),
  nonce: header("X-Api-Nonce", "随机数（random number）", true),
  signHeaders: header("X-Api-SignHeaders", "参与签名的请求头（signed headers）", true, {
    examples: ["X-Api-TimeStamp,X-Api-Nonce"],
  }),
  router: header("X-GW-Router-Addr", "授权信息中的 domain，可不传（optional here）", false),
  idempotencyKey: header("Idempotency-Key", "幂等键，重试时不变（same on a retry）", false),
  strict: header("X-Xingcang-Strict", "严格模式（1：按原接口的类型与必填校验）", false, {
    enum: ["0", "1"],
  }),
};
