/** `serve`: the server until it is told to stop. */
import { type Config, readConfig, readMasterKey } from "../config.ts";
import { createLog } from "../http/request-log.ts";
import { type RunningServer, startServer } from "../serve.ts";
import { DataFolderInUse } from "../storage/embedded/index.ts";
import { VERSION } from "../version.ts";
import { printBanner, printCredentials } from "./banner.ts";
import { failureText } from "./failure.ts";
import { logOutput } from "./log-output.ts";
import { findServer, removeServerFile, writeServerFile } from "./server-file.ts";
import { both, note, withoutRepeats } from "./terminal.ts";

export async function serve(): Promise<void> {
  const config = readConfig(process.env);
  refuseSecond(config);
  const masterKey = readMasterKey(process.env, config.dataDir);
  // On a terminal the requests would bury the banner.
  const level = config.logLevel || (process.stdout.isTTY ? "warn" : "info");
  const logger = createLog({ level, ...(!process.stdout.isTTY && { destination: logOutput() }) });
  const say = withoutRepeats((text) => (process.stdout.isTTY ? note(text) : logger.info(text)));
  const told = stopSignal(say);
  const server = await startServer({
    config,
    masterKey,
    logger,
    say,
    onProvisioned(provisioned) {
      if (provisioned.isNew) printCredentials(provisioned, config.credentials);
      else if (secretDiffers(config, provisioned.client.secret)) say(SECRET_DIFFERS);
    },
  });
  try {
    announce(config, server, say);
    await printBanner(server, VERSION);
    const failure = await Promise.race([told, server.failed]);
    if (failure !== undefined) throw failure;
  } finally {
    removeServerFile(config.dataDir);
    await server.stop();
  }
  say(both("已停止", "Stopped"));
}

/**
 * The lock would refuse it too, but here it is told where the first one is, and before its port is
 * tried.
 */
function refuseSecond({ databaseUrl, dataDir }: Config): void {
  const other = databaseUrl === "" ? findServer(dataDir) : undefined;
  if (other !== undefined) throw new DataFolderInUse(dataDir, `pid ${other.pid}, ${other.url}`);
}

function announce(config: Config, server: RunningServer, say: (message: string) => void): void {
  try {
    const connection = config.databaseUrl === "" ? server.connection : undefined;
    writeServerFile(config.dataDir, { url: server.url, connection });
  } catch (error) {
    say(`server.json: ${failureText(error)}`);
  }
}

const secretDiffers = ({ credentials }: Config, stored: string) =>
  credentials !== undefined && credentials.clientSecret !== stored;

const SECRET_DIFFERS = both(
  "XINGCANG_CLIENT_SECRET 与数据库中的不同，仍以数据库中的为准",
  "XINGCANG_CLIENT_SECRET differs from the stored secret, which stays in force",
);

/** npm passes on a Ctrl+C that the terminal has sent to everybody already: those are one. */
const SAME_SIGNAL_MS = 500;

/**
 * Resolves at the first signal; a second one ends the process at once, and its watchdog the
 * database.
 */
function stopSignal(say: (message: string) => void): Promise<undefined> {
  return new Promise((resolve) => {
    let firstAt = 0;
    const onSignal = () => {
      if (firstAt === 0) {
        firstAt = Date.now();
        say(both("正在停止，再按一次强制退出", "Stopping; once more forces it"));
        resolve(undefined);
      } else if (Date.now() - firstAt > SAME_SIGNAL_MS) {
        process.exit(1);
      }
    };
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
    watchParent(onSignal);
  });
}

const PARENT_MS = 250;

/**
 * Under `npm start` there is a shell between npm and us: it dies of a SIGTERM and passes nothing
 * on.
 */
function watchParent(onGone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_MS);
  timer.unref();
}
