/** `credentials`: who may call, and with which secrets. */
import { timeText } from "../application/china-time.ts";
import type { Client, Grant } from "../gateway/access.ts";
import { CommandFailed } from "./failure.ts";
import { both, print, table } from "./terminal.ts";
import { type Context, withSystem } from "./with-system.ts";

export interface CredentialsOptions {
  readonly show: boolean;
  readonly rotate: boolean;
  /** Which grant to rotate; needed when there are several. */
  readonly outerInstanceId?: string;
}

export function credentials(options: CredentialsOptions): Promise<void> {
  return withSystem("existing", async (context) => {
    if (options.rotate) await rotate(context, options.outerInstanceId);
    const clients = await context.system.access.listCredentials();
    if (clients.length === 0) {
      throw new CommandFailed(
        both("还没有应用，首次启动时建立", "no client yet: the first start makes it") +
          ": npx xingcang serve",
      );
    }
    await list(context, clients, options.show);
  });
}

async function list({ system }: Context, clients: readonly Client[], show: boolean) {
  const rows = clients.flatMap((client) => client.grants.map((grant) => ({ client, grant })));
  const cells = await Promise.all(
    rows.map(async ({ client, grant }) => {
      const account = await system.access.findAccount(grant.accountId);
      const state = grant.active ? both("启用", "active") : both("停用", "disabled");
      const shown = [client.id, grant.outerInstanceId, grant.appKey, state, account?.name ?? ""];
      return show ? [...shown, client.secret, grant.appSecret] : shown;
    }),
  );
  const titles = ["client_id", "outerInstanceId", "app_key", "状态 / state", "账套 / account"];
  print(table(show ? [...titles, "client_secret", "app_secret"] : titles, cells));
  for (const { grant } of rows) tellFormer(grant, system.now());
  if (!show) print(both("加 --show 显示密钥", "--show shows the secrets"));
}

function tellFormer({ outerInstanceId, former }: Grant, nowMs: number): void {
  if (former === undefined || former.graceEndsAtMs <= nowMs) return;
  const until = timeText(former.graceEndsAtMs);
  print(
    both(
      `${outerInstanceId} 原 app_secret 到 ${until}（北京时间）失效`,
      `the former app_secret ends then (UTC+8)`,
    ),
  );
}

async function rotate({ system }: Context, wanted: string | undefined): Promise<void> {
  const clients = await system.access.listCredentials();
  const grants = clients
    .flatMap((client) => client.grants)
    .filter((grant) => wanted === undefined || grant.outerInstanceId === wanted);
  const [grant] = grants;
  if (grant === undefined || grants.length > 1) {
    const ids = clients.flatMap(({ grants }) => grants.map((each) => each.outerInstanceId));
    throw new CommandFailed(
      both("请用 --outer-instance-id 指明一个授权", "name one grant with --outer-instance-id") +
        `: ${ids.join(", ")}`,
    );
  }
  const account = await system.access.findAccount(grant.accountId);
  const graceHours = account?.settings.secretGraceHours ?? 0;
  await system.access.rotateAppSecret(grant, graceHours);
  print(
    both(
      `已更换 ${grant.outerInstanceId} 的 app_secret，原来的 ${graceHours} 小时内仍有效`,
      `app_secret rotated; the former one is valid for ${graceHours} more hours`,
    ),
  );
}
