/** `verify`: recomputes every balance from the ledger and tells what differs (D4). */

import { type Verdict, verifyAndStop } from "../application/verify-and-stop.ts";
import { checks, type Finding } from "../application/verify-finding.ts";
import type { VerifyProgress } from "../application/verify-ledger.ts";
import type { Database } from "../storage/database.ts";
import { createVerifyStore } from "../storage/verify-store.ts";
import { createWritingStore } from "../storage/writing-store.ts";
import { CommandFailed } from "./failure.ts";
import { startProgress } from "./progress.ts";
import { both, note, print, table } from "./terminal.ts";
import { withSystem } from "./with-system.ts";

export interface VerifyOptions {
  /** Only this account; default: all. */
  readonly account?: string;
  /** A difference stops no writing (default: it does). */
  readonly keepWriting?: boolean;
}

export function verify(options: VerifyOptions): Promise<void> {
  return withSystem("existing", ({ system }) => verifyDatabase(system.database, options));
}

/** Prints what it finds; differences make the exit status 1. */
export async function verifyDatabase(
  database: Database,
  { account, keepWriting = false }: VerifyOptions,
): Promise<void> {
  const store = createVerifyStore(database);
  const writing = createWritingStore(database);
  const all = await store.accountIds();
  const wanted = account === undefined ? all : all.filter((id) => id === account);
  if (wanted.length === 0) {
    throw new CommandFailed(both(`没有账套 ${account ?? ""}`, "no such account"));
  }
  const compared: Counts = {};
  const verdicts: Verdict[] = [];
  const shown = startProgress(both("正在核对", "verifying"), wanted.length * PARTS.length);
  for (const [index, accountId] of wanted.entries()) {
    const counts: Counts = {};
    const onProgress = (step: VerifyProgress) => {
      counts[step.part] = step.compared;
      const part = PARTS.indexOf(step.part);
      shown.reach(index * PARTS.length + part, `${titles[step.part].zh} ${step.compared}`);
    };
    const options = { store, writing, onProgress, keepWriting };
    verdicts.push(await verifyAndStop(options, accountId));
    for (const part of PARTS) compared[part] = (compared[part] ?? 0) + (counts[part] ?? 0);
  }
  shown.end(both(`已核对 ${wanted.length} 个账套`, `${wanted.length} accounts verified`));
  tell(verdicts, compared);
}

type Part = VerifyProgress["part"];
type Counts = { [part in Part]?: number };

/** In the order in which they are compared. */
const titles = {
  sequences: { zh: "流水序号", en: "sequences" },
  reversals: { zh: "冲销", en: "reversals" },
  stocks: { zh: "库存", en: "stocks" },
  pools: { zh: "成本池", en: "cost pools" },
  costs: { zh: "出库成本", en: "costs" },
  layers: { zh: "先进先出层", en: "layers" },
  holds: { zh: "占用", en: "holds" },
  serials: { zh: "序列号", en: "serials" },
  bills: { zh: "单据", en: "bills" },
  draws: { zh: "源单分录", en: "source rows" },
} as const satisfies Record<Part, { zh: string; en: string }>;
const PARTS = Object.keys(titles) as Part[];

function tell(verdicts: readonly Verdict[], compared: Counts): void {
  const findings = verdicts.flatMap((verdict) => verdict.findings);
  const list = (language: "zh" | "en", glue: string) =>
    PARTS.map((part) => `${titles[part][language]} ${compared[part] ?? 0}`).join(glue);
  print(both(list("zh", "，"), list("en", ", ")));
  for (const { accountId, outcome } of verdicts) {
    if (outcome !== "right") note(`${WRITING[outcome]}: ${accountId}`);
  }
  if (findings.length === 0) {
    print(both("✓ 账实一致，没有差异", "the balances equal the ledger"));
    return;
  }
  print(table(COLUMNS, findings.map(rowOf)));
  print(both(`✗ ${findings.length} 处差异`, `${findings.length} differences`));
  process.exitCode = 1;
}

const WRITING = {
  stopped: both(
    "账套已停止写入，直到再次核对无差异（--keep-writing 让它照常写入）",
    "the account takes no writes until it is verified without a difference (or --keep-writing)",
  ),
  resumed: both("账套恢复写入", "the account takes writes again"),
};

const COLUMNS = [
  "单据 / bill",
  "应为 / expected",
  "实为 / actual",
  "检查 / check",
  "对象 / subject",
  "记录 / record",
];

const rowOf = ({ bill, expected, actual, check, subject, record }: Finding): string[] => [
  bill,
  expected,
  actual,
  both(checks[check].zh, checks[check].en),
  subject,
  record,
];
