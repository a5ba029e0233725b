/**
 * docs/reference/api: every served endpoint with its fields and a request that works on the demo
 * data, made from the contract and the golden transcripts.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Endpoint, endpoints, type FieldSchema, type TSchema } from "@xingcang/contract";
import { pathOf } from "./documents.ts";

interface Node extends FieldSchema {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
}

interface Transcript {
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly reply?: { readonly errcode: number };
}

/** By file name: title and which endpoints. */
const PAGES: Readonly<Record<string, { title: string; holds(endpoint: Endpoint): boolean }>> = {
  auth: { title: "授权 · Authorization", holds: ({ kind }) => kind === "auth" },
  sys: { title: "系统 · System", holds: under("/jdy/v2/sys/") },
  bd: { title: "基础资料 · Master data", holds: under("/jdy/v2/bd/") },
  scm: { title: "进销存 · Stock, purchase, sales", holds: under("/jdy/v2/scm/") },
  own: { title: "星仓自己的接口 · Endpoints of our own", holds: under("/xingcang/") },
};

function under(folder: string) {
  return ({ path }: Endpoint) => path.startsWith(folder);
}

/** By file name: the page. */
export function referencePages(): ReadonlyMap<string, string> {
  const samples = firstSuccesses();
  return new Map(
    Object.entries(PAGES).map(([name, { title, holds }]) => {
      const parts = endpoints.filter(holds).map((endpoint) => partOf(endpoint, samples));
      return [`${name}.md`, [`# ${title}\n`, INTRODUCTION, ...parts].join("\n")];
    }),
  );
}

const INTRODUCTION = [
  "由接口声明生成，请勿手改。Generated from the contract; do not edit.",
  "",
  "示例取自在演示数据上成功的对话（`test/conformance/golden`）；`<id 2>` 之类是此前的请求得到的 id。",
  "接在任何一种语言的[示例程序](../../samples)后面即可发送。",
  "",
  "*A sample is taken from a conversation that succeeded on the demo data; `<id 2>` stands for an id",
  "that an earlier request gave. Put it behind any of the [sample programs](../../samples).*",
  "",
  "`sh call.sh …` · `npx tsx call.ts …` · `php call.php …` · `python3 call.py …` ·",
  "`java Call.java …` · `npx xingcang call …`",
  "",
].join("\n");

function firstSuccesses(): ReadonlyMap<string, Transcript> {
  const folder = pathOf("test/conformance/golden");
  const found = new Map<string, Transcript>();
  for (const file of readdirSync(folder).sort()) {
    const transcripts: Transcript[] = JSON.parse(readFileSync(join(folder, file), "utf8"));
    for (const transcript of transcripts) {
      if (transcript.reply?.errcode !== 0) continue;
      const known = found.get(transcript.operation);
      // Best is one that needs no other before it.
      if (known === undefined || (namesOthers(known) && !namesOthers(transcript))) {
        found.set(transcript.operation, transcript);
      }
    }
  }
  return found;
}

const namesOthers = ({ query, body }: Transcript) =>
  /<id \d+>/.test(JSON.stringify({ query, body }));

function partOf(endpoint: Endpoint, samples: ReadonlyMap<string, Transcript>): string {
  const { method, path, title, body, query, reply, permission } = endpoint;
  const sample = samples.get(endpoint.operation);
  const asked = rowsOf((body ?? query) as TSchema | undefined);
  return [
    `## ${title.zh}\n`,
    `*${title.en}* · \`${method} ${path}\`${permission === undefined ? "" : ` · \`${permission}\``}\n`,
    ...(sample === undefined ? [] : ["```", commandOf(endpoint, sample), "```\n"]),
    ...(asked.length === 0
      ? []
      : [
          "| 请求 Request | 类型 Type | 必填 Required | 说明 Meaning |",
          "| --- | --- | --- | --- |",
        ]),
    ...asked.map(({ name, type, isRequired, title: words }) =>
      [`| \`${name}\``, type, isRequired ? "✓" : "", `${words} |`].join(" | "),
    ),
    "",
    ...replyOf(reply as TSchema),
  ].join("\n");
}

function replyOf(reply: TSchema): string[] {
  const rows = rowsOf(reply);
  if (rows.length === 0) return [];
  return [
    "| 返回 `data` Reply | 类型 Type | 说明 Meaning |",
    "| --- | --- | --- |",
    ...rows.map(({ name, type, title }) => `| \`${name}\` | ${type} | ${title} |`),
    "",
  ];
}

function commandOf({ method, path }: Endpoint, { query = {}, body }: Transcript): string {
  const encoded = Object.entries(query)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join("&");
  const input = method === "GET" ? encoded : JSON.stringify(body ?? {});
  return [method, path, ...(input === "" ? [] : [`'${input.replaceAll("'", "'\\''")}'`])].join(" ");
}

interface Row {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly title: string;
}

const TYPES: Readonly<Record<FieldSchema["wire"], string>> = {
  text: "string",
  decimalText: "string（数）",
  date: "string（日期）",
  int: "int",
  double: "double",
  flag: "bool",
  list: "string[]",
  map: "map",
  rows: "object[]",
  object: "object",
};

/** Fields of fields behind them, named by their path. */
function rowsOf(schema: TSchema | undefined, before = ""): Row[] {
  const { properties = {}, required = [] } = (schema ?? {}) as unknown as Node;
  return Object.entries(properties).flatMap(([key, node]) => {
    const name = `${before}${key}`;
    const title = node.title.replaceAll("|", "\\|");
    const row = { name, type: TYPES[node.wire], isRequired: required.includes(key), title };
    if (node.wire === "rows") return [row, ...rowsOf(node.items as never, `${name}[].`)];
    if (node.wire === "object") return [row, ...rowsOf(node as never, `${name}.`)];
    return [row];
  });
}
