/** What `doctor` looks at in the database: version, encoding, clock, schema, key and accounts. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Config, readMasterKey } from "../config.ts";
import { createAccess } from "../gateway/access.ts";
import { createAccessStore } from "../storage/access-store.ts";
import { type Database, openDatabase, sqlStateOf } from "../storage/database.ts";
import { SCHEMA_VERSION, schemaVersionOf } from "../storage/migrate.ts";
import { createReadStore } from "../storage/read-store.ts";
import {
  readServerFacts,
  type ServerFacts,
  VERSION_NUMBER_LEAST,
} from "../storage/server-facts.ts";
import { settingsOf } from "../storage/unit-of-work.ts";
import { countStopped } from "../storage/writing-store.ts";
import { type Check, good } from "./check.ts";
import { hasDemoBill } from "./demo-bill.ts";
import { failureText } from "./failure.ts";
import { both } from "./terminal.ts";
import { hasDatabase, withConnection } from "./with-system.ts";

const TITLE = both("数据库", "database");

/** Starts the embedded database when nobody has, but never makes one. */
export async function databaseChecks(config: Config): Promise<Check[]> {
  if (!hasDatabase(config)) {
    return [good(TITLE, both("还没有，首次启动时建立", "none yet: the first start makes it"))];
  }
  try {
    return await withConnection(config, async (connection) => {
      const database = openDatabase({ ...connection, max: 2 }, () => {});
      try {
        return await checkDatabase(config, database);
      } finally {
        await database.close();
      }
    });
  } catch (error) {
    const remedy = both(
      "按上面的说明处理；使用 DATABASE_URL 时检查地址、口令与网络",
      "do as it says; with DATABASE_URL, check address, password and network",
    );
    return [{ title: TITLE, found: failureText(error), remedy }];
  }
}

async function checkDatabase(config: Config, database: Database): Promise<Check[]> {
  const facts = await readServerFacts(database.pool);
  const checks = [checkVersion(facts), checkEncoding(facts), checkDrift(facts)];
  const schema = await schemaVersion(database);
  checks.push(checkSchema(schema));
  if (schema === SCHEMA_VERSION) checks.push(...(await checkAccess(config, database)));
  return checks;
}

function checkVersion({ version, versionNumber }: ServerFacts): Check {
  const remedy = both("请使用 PostgreSQL 15 或更高版本", "use PostgreSQL 15 or later");
  const isFit = versionNumber >= VERSION_NUMBER_LEAST;
  return { title: TITLE, found: `PostgreSQL ${version}`, remedy: isFit ? "" : remedy };
}

function checkEncoding({ encoding }: ServerFacts): Check {
  const remedy = both("请建立编码为 UTF8 的数据库", "create the database with encoding UTF8");
  const title = both("数据库编码", "encoding");
  return { title, found: encoding, remedy: encoding === "UTF8" ? "" : remedy };
}

const DRIFT_MOST_MS = 5000;

function checkDrift({ nowMs }: ServerFacts): Check {
  const drift = Math.abs(Date.now() - nowMs);
  const remedy = both("请校准两台机器的时间", "set the clocks of both machines");
  return {
    title: both("与数据库的时差", "clock difference to the database"),
    found: `${drift} ms`,
    remedy: drift <= DRIFT_MOST_MS ? "" : remedy,
  };
}

const UNDEFINED_TABLE = "42P01";

async function schemaVersion({ pool }: Database): Promise<string> {
  try {
    return await schemaVersionOf(pool);
  } catch (error) {
    if (sqlStateOf(error) === UNDEFINED_TABLE) return "";
    throw error;
  }
}

function checkSchema(schema: string): Check {
  const title = both("数据库结构", "schema");
  if (schema === SCHEMA_VERSION) return good(title, schema);
  const found = schema || both("没有", "none");
  const isNewer = schema > SCHEMA_VERSION;
  const remedy = isNewer
    ? both("数据库更新过，请升级星仓", "the database is newer: upgrade Xingcang")
    : both("请运行 npx xingcang migrate", "run npx xingcang migrate");
  return { title, found, remedy };
}

// ---- key and accounts ----

async function checkAccess(config: Config, database: Database): Promise<Check[]> {
  const title = both("密钥", "secret key");
  const store = createAccessStore(database);
  const accounts = await store.accounts();
  const hasKey = Boolean(process.env.XINGCANG_SECRET_KEY) || existsSync(keyFile(config.dataDir));
  if (accounts.length === 0) {
    const found = both("还没有，下次启动时建立", "none yet: the next start makes it");
    return [good(both("账套", "accounts"), found)];
  }
  const remedy = both(
    "从备份恢复 secret.key，或设回原来的 XINGCANG_SECRET_KEY",
    "restore secret.key from a backup, or set XINGCANG_SECRET_KEY as before",
  );
  if (!hasKey) return [{ title, found: both("丢失", "lost"), remedy }];
  try {
    const masterKey = readMasterKey(process.env, config.dataDir);
    const unused = () => "";
    const options = { masterKey, now: Date.now, newId: unused, settingsOf };
    const clients = await createAccess(store, options).listCredentials();
    const grants = clients.flatMap((client) => client.grants).length;
    return [
      good(title, both("可用", "usable")),
      checkAccounts(accounts.length, grants),
      checkWriting(await countStopped(database)),
      await checkDemo(
        database,
        accounts.map(({ id }) => id),
      ),
    ];
  } catch (error) {
    return [{ title, found: failureText(error), remedy }];
  }
}

const keyFile = (dataDir: string) => join(dataDir, "secret.key");

function checkAccounts(accounts: number, grants: number): Check {
  const remedy = both("请运行 npx xingcang serve", "run npx xingcang serve");
  return {
    title: both("账套与授权", "accounts and grants"),
    found: `${accounts} / ${grants}`,
    remedy: grants > 0 ? "" : remedy,
  };
}

function checkWriting(stopped: number): Check {
  const remedy = both(
    "运行 npx xingcang verify 查看差异；处理后再次核对即恢复写入",
    "npx xingcang verify shows the difference, and once it is mended lets writing go on",
  );
  return {
    title: both("停写的账套", "accounts that take no writes"),
    found: `${stopped}`,
    remedy: stopped === 0 ? "" : remedy,
  };
}

/** Its absence is no fault: it may not be wanted. */
async function checkDemo(database: Database, accountIds: readonly string[]): Promise<Check> {
  const title = both("演示账套", "demo account");
  const readStore = createReadStore(database);
  for (const accountId of accountIds) {
    if (await hasDemoBill(readStore, accountId)) return good(title, accountId);
  }
  return good(
    title,
    `${both("没有，需要时运行", "none; to make one")}: npx xingcang seed --profile demo`,
  );
}
