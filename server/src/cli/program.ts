/** The commands with their arguments and help, Chinese first. Each loads its code when it runs. */
import { Command, Option } from "commander";
import { VERSION } from "../version.ts";
import type { CallOptions } from "./call.ts";
import type { CredentialsOptions } from "./credentials.ts";
import { addOwnCommands } from "./own-commands.ts";
import type { PullOptions } from "./pull.ts";
import type { Profile, SeedOptions } from "./seed.ts";
import { both } from "./terminal.ts";
import type { VerifyOptions } from "./verify.ts";

export function createProgram(): Command {
  const program = new Command("xingcang");
  bilingual(program)
    .description(both("星仓：自托管的库存引擎", "Xingcang: a self-hosted inventory engine"))
    // Options behind the name of a command are that command's, also below another command.
    .enablePositionalOptions()
    .version(VERSION, "-V, --version", both("显示版本", "show the version"))
    .helpCommand("help [command]", both("显示某个命令的帮助", "show the help of a command"))
    .addHelpText("after", ENVIRONMENT);
  const command = (name: string, chinese: string, english: string, parent = program) =>
    bilingual(parent.command(name)).description(both(chinese, english));
  command("serve", "启动服务", "start the server").action(async () =>
    (await import("./serve.ts")).serve(),
  );
  command("migrate", "升级数据库结构", "bring the schema up").action(async () =>
    (await import("./migrate.ts")).migrate(),
  );
  addSeed(command("seed", "新建一个带数据的账套", "make a new account with data"));
  addPull(command("pull", "从另一个账套取来资料与库存", "take over an account through its API"));
  addCredentials(command("credentials", "列出接口凭据", "list the credentials"));
  addCall(command("call", "签名并发送一个请求", "sign and send a request"));
  addVerify(command("verify", "用流水核对全部结存", "compare every balance with the ledger"));
  addBackup(command("backup", "备份到一个文件，不必停机", "back up to a file while running"));
  addRestore(
    command("restore", "把备份恢复到空的数据库", "restore a backup into an empty database"),
  );
  addOwnCommands(command);
  command("doctor", "检查环境，说明如何修复", "check the environment, and how to mend it").action(
    async () => (await import("./doctor.ts")).doctor(),
  );
  return program;
}

const PROFILES: readonly Profile[] = ["demo", "empty", "large"];

function addSeed(command: Command): void {
  command
    .addOption(
      new Option("--profile <profile>", both("内容", "what is in it"))
        .choices(PROFILES)
        .makeOptionMandatory(),
    )
    .option("--seed <number>", both("large 的随机种子", "seed number of large"), "42")
    .option("--materials <count>", both("large 的商品数", "materials of large"), "2000")
    .option(
      "--rows <count>",
      both(
        "large 的流水行数，由数据库直接生成",
        "ledger rows of large, made by the database itself",
      ),
    )
    .action(async (options: SeedOptions) => (await import("./seed.ts")).seed(options));
}

function addPull(command: Command): void {
  command
    .requiredOption("--from <url>", both("对方接口地址", "address of the API that is read"))
    .option("--account <id>", both("接着取到这个账套", "go on with this account"))
    .option("--name <name>", both("新账套的名称", "name of the new account"), "取来的账套")
    .option("--pace <calls>", both("每分钟最多调用几次", "calls a minute at most"), "300")
    .addHelpText("after", PULL_ENVIRONMENT)
    .action(async (options: PullOptions) => (await import("./pull.ts")).pull(options));
}

const PULL_ENVIRONMENT = `
对方的凭据只从环境变量读 / The other side's credentials come from the environment only:
  XINGCANG_PULL_CLIENT_ID, XINGCANG_PULL_CLIENT_SECRET, XINGCANG_PULL_OUTER_INSTANCE_ID`;

const INSTANCE = "--outer-instance-id <id>";

function addCredentials(command: Command): void {
  command
    .option("--show", both("显示密钥", "show the secrets"), false)
    .option("--rotate", both("更换 app_secret", "rotate the app secret"), false)
    .option(INSTANCE, both("哪一个授权", "which grant"))
    .action(async (options: CredentialsOptions) =>
      (await import("./credentials.ts")).credentials(options),
    );
}

function addCall(command: Command): void {
  command
    .argument("<method>", "GET, POST")
    .argument("<path>", "/jdy/v2/…")
    .argument("[input...]", both("GET 的筛选或 POST 的 JSON", "filters of a GET, JSON of a POST"))
    .option("--dry-run", both("只试算，不写入", "only tell what a write would do"), false)
    .option("--curl", both("只打印签好名的 curl", "only print a signed curl line"), false)
    .option("--idempotency-key <key>", both("幂等键", "repeats with the same key are done once"))
    .option("--url <url>", both("服务地址", "address of the server"))
    .option(INSTANCE, both("哪一个账套的授权", "which grant"))
    .addHelpText("after", CALL_EXAMPLES)
    .action(async (method: string, path: string, input: string[], options: CallOptions) =>
      (await import("./call.ts")).call(method, path, input.join("&"), options),
    );
}

const CALL_EXAMPLES = `
例 / Examples:
  npx xingcang call GET /jdy/v2/scm/inv_disassemble_detail id=1 number=001
  npx xingcang call GET /jdy/v2/scm/inventory '{"material_numbers":["SP00009"]}'
  npx xingcang call POST /jdy/v2/bd/store '{"number":"CK100","name":"二号仓"}' --curl`;

function addVerify(command: Command): void {
  command
    .option("--account <id>", both("只核对这个账套", "only this account"))
    .option("--keep-writing", both("有差异也不停写", "stop no writing for a difference"), false)
    .action(async (options: VerifyOptions) => (await import("./verify.ts")).verify(options));
}

const BACKUP_FILE = both("备份文件", "the backup");

function addBackup(command: Command): void {
  command
    .argument("<file>", BACKUP_FILE)
    .action(async (file: string) => (await import("./backup.ts")).backup(file));
}

function addRestore(command: Command): void {
  command
    .argument("<file>", BACKUP_FILE)
    .action(async (file: string) => (await import("./restore.ts")).restore(file));
}

const TITLES: Record<string, string> = {
  "Usage:": "用法 / Usage:",
  "Arguments:": "参数 / Arguments:",
  "Options:": "选项 / Options:",
  "Commands:": "命令 / Commands:",
};

function bilingual(command: Command): Command {
  return command
    .helpOption("-h, --help", both("显示帮助", "show this help"))
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title, showGlobalOptions: false })
    .configureOutput({ outputError: (text, write) => write(`✗ 用法有误 / ${text}`) })
    .showHelpAfterError(both("（用 --help 查看用法）", "(--help shows how)"))
    .exitOverride();
}

const ENVIRONMENT = `
环境变量 / Environment:
  HOST, PORT                    监听地址，默认 127.0.0.1:8787 / address to listen on
  DATABASE_URL                  使用自己的 PostgreSQL（15 或更高）/ your own PostgreSQL, 15 or later
  XINGCANG_DATA_DIR             数据目录，默认 ./data / data folder
  XINGCANG_DEMO=0               不装入演示数据 / no demo data
  XINGCANG_LOG                  日志级别：debug、info、warn …… / log level
  XINGCANG_CLIENT_ID, XINGCANG_CLIENT_SECRET, XINGCANG_OUTER_INSTANCE_ID
                                指定首个应用的凭据；加 _2 另建一个空账套 / fix the first
                                credentials; with _2 a second, empty account
  XINGCANG_SECRET_KEY           库中密钥的主密钥，64 位十六进制 / key that seals stored secrets
  XINGCANG_VERIFY_HOURS         每隔多少小时在后台核对，默认 24，0 不核对 / hours between
                                verifications in the background, 0 is never
  XINGCANG_PUBLIC_URL           对外地址，如 https://stock.example.com / address that callers use
  XINGCANG_TRUST_PROXY          信任的反向代理，如 127.0.0.1 / proxies whose headers count`;
