/** The commands of our own endpoints with their arguments and help. */
import type { Command } from "commander";
import type { ConnectOptions } from "./connect.ts";
import type { ExplainOptions } from "./explain.ts";
import type { HoldsOptions, ReleaseOptions } from "./holds.ts";
import type { RecostingOptions } from "./recosting.ts";
import type { SettingsOptions } from "./settings.ts";
import type { ExportOptions, FileOptions, ImportOptions } from "./tables.ts";
import { both } from "./terminal.ts";

/** Makes a command below another, or below the program. */
type Add = (name: string, chinese: string, english: string, parent?: Command) => Command;

export function addOwnCommands(add: Add): void {
  addExplain(add("explain", "库存从何而来，被谁占用", "where stock comes from, and who holds it"));
  addHolds(add);
  addSettings(add("settings", "查看与修改账套设置", "show and change the account's settings"));
  addPeriod(add);
  addTables(add);
  addRecosting(add("recosting", "成本重算进度", "progress of re-costing"));
}

const where = (command: Command) =>
  command
    .option("--url <url>", both("服务地址", "address of the server"))
    .option("--outer-instance-id <id>", both("哪一个账套的授权", "which grant"));

const paged = (command: Command, size: string) =>
  command
    .option("--page <number>", both("第几页", "which page"), "1")
    .option("--page-size <rows>", both("每页条数", "rows of a page"), size)
    .option("--json", both("输出 JSON", "print JSON"), false);

function addRecosting(command: Command): void {
  command.option("--json", both("输出 JSON", "print JSON"), false);
  where(command).action(async (options: RecostingOptions) =>
    (await import("./recosting.ts")).recosting(options),
  );
}

function addExplain(command: Command): void {
  command
    .requiredOption("--material <number>", both("商品编码", "material number"))
    .option("--store <number>", both("仓库编码", "store number"))
    .option("--bin <number>", both("仓位编码", "bin number"))
    .option("--batch <number>", both("批次号", "batch number"))
    .option("--kf-date <date>", both("生产日期", "production date"))
    .option("--aux-prop-id <id>", both("辅助属性 id", "id of the aux property"))
    .option("--serial <serial>", both("序列号", "serial number"))
    .option("--order <order>", both("流水顺序：newest、date", "order of the ledger"), "newest");
  where(paged(command, "20")).action(async (options: ExplainOptions) =>
    (await import("./explain.ts")).explain(options),
  );
}

const filtered = (command: Command) =>
  command
    .option("--bill-type <type>", both("单据类型，如 isv_bill", "bill type"))
    .option("--bill-id <id>", both("单据 id", "bill id"))
    .option("--bill-no <number>", both("单据编号", "bill number"))
    .option("--client <id>", both("占用的应用 id", "id of the client that holds"))
    .option("--material <number>", both("商品编码", "material number"))
    .option("--store <number>", both("仓库编码", "store number"))
    .option("--older-than <age>", both("至少这么久，如 12h、7d", "at least as old"));

function addHolds(add: Add): void {
  const holds = add("holds", "占用清单与账龄", "holds and their age");
  where(paged(filtered(holds), "20"))
    .option("--all", both("也列已结束的", "closed ones too"), false)
    .action(async (options: HoldsOptions) => (await import("./holds.ts")).holds(options));
  const release = add("release", "批量释放占用", "release holds in bulk", holds);
  where(filtered(release.argument("[ids...]", both("占用 id", "hold ids"))))
    .requiredOption("--reason <text>", both("原因，记入占用事件", "why, kept with the events"))
    .option("--yes", both("确认执行；不加则只显示", "do it; without it, only show"), false)
    .action(async (ids: string[], options: ReleaseOptions) =>
      (await import("./holds.ts")).releaseHolds(ids, options),
    );
}

function addSettings(command: Command): void {
  const collect = (value: string, all: string[]) => [...all, value];
  const set = both("修改，可多次；map.entry=value 改一项", "change one, may be repeated");
  where(command.option("--set <key=value>", set, collect, []))
    .option("--json", both("输出 JSON", "print JSON"), false)
    .action(async (options: SettingsOptions) => (await import("./settings.ts")).settings(options));
}

function addTables(add: Add): void {
  const toFile = (command: Command) =>
    where(command)
      .option("--out <file>", both(".xlsx 或 .csv，- 为标准输出", ".xlsx or .csv, - for output"))
      .option("--lang <language>", both("表头语言：zh、en", "language of the headings"), "zh");
  const collect = (value: string, all: string[]) => [...all, value];
  toFile(
    add("export", "把列表导出为 Excel 或 CSV", "a list as an Excel or CSV file")
      .argument("<list>", both("如 material、inv_other_in、inventory", "which list"))
      .option("--filter <key=value>", both("筛选，可多次", "may be repeated"), collect, []),
  ).action(async (list: string, options: ExportOptions) =>
    (await import("./tables.ts")).exportList(list, options),
  );
  toFile(
    add("template", "导入用的空模板", "an empty table for an import").argument("<kind>"),
  ).action(async (kind: string, options: FileOptions) =>
    (await import("./tables.ts")).template(kind, options),
  );
  where(
    add("import", "从 Excel 或 CSV 导入", "import from Excel or CSV")
      .argument("<kind>", both("如 material、opening_stock", "what"))
      .argument("<file>", ".xlsx, .csv")
      .option("--preview", both("只检查，不写入", "check, write nothing"), false)
      .option("--ignore-warn", both("忽略告警，如名称重复", "skip warnings"), false)
      .option("--date <date>", both("期初库存的单据日期", "day of the opening stock")),
  ).action(async (kind: string, file: string, options: ImportOptions) =>
    (await import("./tables.ts")).importFile(kind, file, options),
  );
}

function addPeriod(add: Add): void {
  const period = add("period", "关账与反关账", "close and reopen periods");
  where(period).action(async (options: ConnectOptions) =>
    (await import("./settings.ts")).period(options),
  );
  const close = add("close", "关账至某日（含）", "close through a date, inclusive", period);
  where(close.argument("<date>", "yyyy-MM-dd")).action(
    async (through: string, options: ConnectOptions) =>
      (await import("./settings.ts")).closePeriod(through, options),
  );
  const reopen = add("reopen", "反关账；不写日期为全部", "reopen; without a date, all", period);
  where(reopen.argument("[date]", both("保留关账至此日", "stays closed through it"))).action(
    async (through: string | undefined, options: ConnectOptions) =>
      (await import("./settings.ts")).reopenPeriod(through, options),
  );
}
