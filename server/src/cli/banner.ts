/** What `serve` prints when it is ready, and the credentials that it prints once. */
import { bills, type QueryPair, systemEndpoints } from "@xingcang/contract";
import type { FixedCredentials } from "../config.ts";
import type { Provisioned } from "../provision.ts";
import type { RunningServer } from "../serve.ts";
import { newAppToken } from "./credential.ts";
import { DEMO_BILL, hasDemoBill } from "./demo-bill.ts";
import { newNonce, signedCurl } from "./signed-curl.ts";
import { both, print } from "./terminal.ts";

/** Only in the start that made them; secrets that the environment gave are not repeated. */
export function printCredentials(
  { client, grant }: Provisioned,
  given: FixedCredentials | undefined,
): void {
  const secret = given === undefined ? client.secret : "XINGCANG_CLIENT_SECRET";
  print();
  print(both("首次启动，接口凭据只显示这一次", "First start: these credentials are shown once"));
  print(`  client_id          ${client.id}`);
  print(`  client_secret      ${secret}`);
  print(`  outerInstanceId    ${grant.outerInstanceId}`);
  print(`  app_key            ${grant.appKey}`);
}

export async function printBanner(server: RunningServer, version: string): Promise<void> {
  const { url, app, provisioned } = server;
  const has = (path: string) => app.hasRoute({ method: "GET", url: path });
  const sample = await sampleOf(server);
  const search = sample.query.map((pair) => pair.join("=")).join("&");
  const again = `npx xingcang call GET ${sample.path} ${search === "" ? "" : `'${search}' `}--curl`;
  const lines = [
    "",
    `星仓 Xingcang ${version}`,
    `  接口 / API           ${url}`,
    ...(has("/") ? [`  控制台 / console     ${url}/`] : []),
    ...(has("/docs") ? [`  接口文档 / docs      ${url}/docs`] : []),
    `  健康检查 / health    ${url}/health/ready`,
    "",
    isForEyes(provisioned) ? PASTE : FOR_ONE,
    `  ${again}`,
    "",
    ...(isForEyes(provisioned) ? [await sampleCurl(server, sample), ""] : []),
    ...(provisioned.isNew ? [] : [SHOW]),
    both("按 Ctrl+C 停止", "Ctrl+C stops"),
  ];
  // At once: lines of the log do not come in between.
  print(lines.join("\n"));
}

/**
 * The line has a token that is good for a day: it does not go into a service's log with each start.
 * The first start prints more than that, once.
 */
const isForEyes = ({ isNew }: Provisioned) => isNew || process.stdout.isTTY === true;

const PASTE = both(
  "粘贴即可运行，签名 5 分钟内有效；要新的请运行",
  "Paste and run within 5 minutes; for a new one run",
);
const FOR_ONE = both("要一行签好名的 curl 请运行", "For a signed curl line run");
const SHOW = both("查看凭据", "Credentials: npx xingcang credentials --show");

interface Sample {
  readonly path: string;
  readonly query: readonly QueryPair[];
}

/** The bill of the seed document 拆卸单详情 where the account has it. */
async function sampleOf({ system, provisioned }: RunningServer): Promise<Sample> {
  if (!(await hasDemoBill(system.readStore, provisioned.grant.accountId))) {
    return { path: USER_INFO, query: [] };
  }
  const { type, id, number } = DEMO_BILL;
  return { path: bills[type].endpoints.detail.path, query: Object.entries({ id, number }) };
}

const USER_INFO = systemEndpoints["system.currentUserInfo"].path;

async function sampleCurl(server: RunningServer, sample: Sample): Promise<string> {
  const { access, now } = server.system;
  const { client, grant } = server.provisioned;
  const appToken = await newAppToken(access, grant);
  const { id: clientId, secret: clientSecret } = client;
  const request = { ...sample, baseUrl: server.url, method: "GET", body: "", headers: {} };
  const clock = { nowMs: now(), nonce: newNonce() };
  return signedCurl({ ...request, clientId, clientSecret, appToken }, clock);
}
