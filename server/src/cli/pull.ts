/** `pull`: another account, read through its own API, as a new account here. */
import { ApiError, ConnectionError, createClient } from "@xingcang/client";
import { dayOf } from "../application/china-time.ts";
import type { Account, Client, Grant } from "../gateway/access.ts";
import { errorDetailOf } from "../http/error-reply.ts";
import { ensureClient, grantTo, newAccount } from "../provision.ts";
import { type Pulled, pull as pullAccount } from "../pull/pull.ts";
import { createSource } from "../pull/source.ts";
import type { Problem } from "../pull/target.ts";
import { CommandFailed, UsageFault } from "./failure.ts";
import { both, note, print, table } from "./terminal.ts";
import { type Context, withSystem } from "./with-system.ts";

export interface PullOptions {
  /** Base URL of the API that is read. */
  readonly from: string;
  /** Goes on with this account; default: a new one. */
  readonly account?: string;
  readonly name: string;
  /** Calls a minute at most. */
  readonly pace: string;
}

/** Not as options: those stand in the list of processes and in the history of the shell. */
const VARIABLES = {
  clientId: "XINGCANG_PULL_CLIENT_ID",
  clientSecret: "XINGCANG_PULL_CLIENT_SECRET",
  outerInstanceId: "XINGCANG_PULL_OUTER_INSTANCE_ID",
} as const;

type Credentials = { readonly [name in keyof typeof VARIABLES]: string };

export function pull(options: PullOptions): Promise<void> {
  const credentials = credentialsFrom(process.env);
  const callsPerMinute = paceOf(options.pace);
  return withSystem("any", async ({ system }) => {
    const client = createClient({
      ...credentials,
      baseUrl: options.from,
      // As the vendor's cloud understands it.
      signBody: false,
      retryWrites: false,
    });
    const source = createSource(client, {
      callsPerMinute,
      now: () => performance.now(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    // Before anything is made here: whether there is somebody, and lets us in.
    await source.ask("measure_unit.list", { page: 1, page_size: 1 });
    const account = await accountFor(system, options);
    const target = {
      caller: { accountId: account.id, clientId: credentials.clientId, userId: "1" },
      inAccount: <T>(work: Parameters<typeof system.workStore.inAccount<T>>[1]) =>
        system.workStore.inAccount(account.id, work),
    };
    const today = dayOf(system.now());
    const pulled = await pullAccount(source, target, { today, onProgress: stepTeller() }).catch(
      (error) => {
        throw cutShort(error, account, options);
      },
    );
    note(both(`调用 ${source.calls()} 次`, `${source.calls()} calls`));
    await tell(system, pulled, account, { credentials, options });
  });
}

function credentialsFrom(environment: NodeJS.ProcessEnv): Credentials {
  const read = (name: string) => environment[name] ?? "";
  const found = {
    clientId: read(VARIABLES.clientId),
    clientSecret: read(VARIABLES.clientSecret),
    outerInstanceId: read(VARIABLES.outerInstanceId),
  };
  const missing = Object.values(VARIABLES).filter((name) => read(name) === "");
  if (missing.length === 0) return found;
  throw new UsageFault(
    `${both("请先设置环境变量", "set in the environment")}: ${missing.join(" ")}`,
  );
}

function paceOf(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UsageFault(`--pace ${text}: ${both("须为 1 到 99999", "from 1 to 99999")}`);
}

async function accountFor(
  system: Context["system"],
  { account: id, name }: PullOptions,
): Promise<Account> {
  if (id === undefined) return newAccount(system, { name, demo: false });
  const found = await system.access.findAccount(id);
  if (found !== undefined) return found;
  throw new CommandFailed(both(`没有账套 ${id}`, "no such account"));
}

/** Tells a line for each kind, and for each thousand of it. */
function stepTeller() {
  let lastKind = "";
  return ({ kind, done }: { kind: string; done: number }): void => {
    if (kind === lastKind && done % 1000 !== 0) return;
    lastKind = kind;
    note(`${kind} ${done}`);
  };
}

function cutShort(error: unknown, account: Account, { from }: PullOptions): unknown {
  if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) return error;
  const again = `npx xingcang pull --from ${from} --account ${account.id}`;
  const words = both("读取中断，已写入的都在；继续", "cut short, nothing is lost; go on with");
  return new CommandFailed(`${error.message}\n${words}: ${again}`);
}

async function tell(
  system: Context["system"],
  { masters, stock, drafts, problems }: Pulled,
  account: Account,
  { credentials, options }: { credentials: Credentials; options: PullOptions },
): Promise<void> {
  print(
    both(
      `基础资料 新增 ${masters.added}，已有 ${masters.known}`,
      `master data: ${masters.added} added, ${masters.known} there before`,
    ),
  );
  if (stock !== undefined) {
    const bills = stock.billNumbers.length;
    print(both(`期初库存 ${stock.rows} 行，${bills} 张单据`, `opening stock: ${stock.rows} rows`));
    tellWithoutCost(stock.withoutCost);
  }
  if (drafts !== undefined) {
    print(both(`未审核单据 新增 ${drafts.added}`, `drafts: ${drafts.added} added`));
  }
  if (problems.length > 0) {
    print(table(COLUMNS, problems.map(rowOf)));
    const again = `npx xingcang pull --from ${options.from} --account ${account.id}`;
    const words = both("以上未取来；改正后继续", "not taken over; mend and go on with");
    throw new CommandFailed(`${words}: ${again}`);
  }
  const { client, grant } = await open(system, account, credentials);
  print(both(`✓ 账套 ${account.id} 已可用`, "the account is ready"));
  print(`  client_id          ${client.id}`);
  print(`  outerInstanceId    ${grant.outerInstanceId}`);
  print(`  app_key            ${grant.appKey}`);
}

function tellWithoutCost(materials: readonly string[]): void {
  if (materials.length === 0) return;
  const words = both("没有读到成本，按 0 入库", "no cost was told, taken at 0");
  print(`${words}: ${materials.join("、")}`);
}

const COLUMNS = ["资料 / kind", "记录 / record", "字段 / field", "原因 / reason"];

const rowOf = ({ kind, id, title, reasons }: Problem): string[] => {
  const [first] = reasons.map(errorDetailOf);
  return [kind, title || id, first?.field ?? "", first?.description ?? ""];
};

/** The same client and instance as there, so that only the address of an integration changes. */
async function open(
  system: Context["system"],
  account: Account,
  credentials: Credentials,
): Promise<{ client: Client; grant: Grant }> {
  const client = await ensureClient(system, credentials);
  const { outerInstanceId } = credentials;
  const mine = client.grants.find((grant) => grant.accountId === account.id);
  const isTaken = client.grants.some((grant) => grant.outerInstanceId === outerInstanceId);
  const grant =
    mine ?? (await grantTo(system, client, account.id, isTaken ? undefined : outerInstanceId));
  return { client, grant };
}
