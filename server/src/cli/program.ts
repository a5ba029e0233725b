/** The commands with their arguments and help, Chinese first. */
import { Command } from "commander";
import { VERSION } from "../serve.ts";
import { serve } from "./serve.ts";
import { both } from "./terminal.ts";

export function createProgram(): Command {
  const program = new Command("xingcang");
  bilingual(program)
    .description(both("星仓：自托管的库存引擎", "Xingcang: a self-hosted inventory engine"))
    .version(VERSION, "-V, --version", both("显示版本", "show the version"))
    .helpCommand("help [command]", both("显示某个命令的帮助", "show the help of a command"))
    .addHelpText("after", ENVIRONMENT);
  const command = (name: string, chinese: string, english: string) =>
    bilingual(program.command(name)).description(both(chinese, english));
  command("serve", "启动服务", "start the server").action(serve);
  return program;
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
                                指定首个应用的凭据 / fix the first credentials`;
