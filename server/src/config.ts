/** Everything that the environment decides, read once and checked. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CLIENT_SECRET_LENGTH, isClientSecret } from "@xingcang/contract";

export interface FixedCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly outerInstanceId: string;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Empty: the server runs its own PostgreSQL. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly demo: boolean;
  /** Credentials given by the environment; the second set makes a second account without data. */
  readonly credentials: FixedCredentials | undefined;
  readonly secondCredentials: FixedCredentials | undefined;
  /** Empty: whoever writes the log decides. */
  readonly logLevel: string;
  /** Where callers reach the server, when that is not where it listens; empty: where each did. */
  readonly publicUrl: string;
  /** Addresses of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count. */
  readonly trustedProxies: readonly string[];
  /** Who has it may read the metrics; empty: only this machine may. */
  readonly metricsToken: string;
  /** Hours after which each account is verified again in the background; 0: never. */
  readonly verifyHours: number;
}

export class ConfigInvalid extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(environment: Environment): Config {
  return {
    host: environment.HOST || "127.0.0.1",
    port: portOf(environment.PORT || "8787"),
    databaseUrl: environment.DATABASE_URL || "",
    dataDir: resolve(environment.XINGCANG_DATA_DIR || "data"),
    demo: environment.XINGCANG_DEMO !== "0",
    credentials: credentialsOf(environment, ""),
    secondCredentials: credentialsOf(environment, "_2"),
    logLevel: logLevelOf(environment.XINGCANG_LOG || ""),
    publicUrl: publicUrlOf(environment.XINGCANG_PUBLIC_URL || ""),
    trustedProxies: (environment.XINGCANG_TRUST_PROXY || "").split(/[\s,]+/).filter(Boolean),
    metricsToken: metricsTokenOf(environment.XINGCANG_METRICS_TOKEN || ""),
    verifyHours: verifyHoursOf(environment.XINGCANG_VERIFY_HOURS || "24"),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ConfigInvalid(`PORT=${text}：端口须为 0 到 65535 的整数 / PORT must be 0 to 65535`);
}

function publicUrlOf(text: string): string {
  if (text === "" || /^https?:\/\/[^/?#\s]+$/.test(text)) return text;
  throw new ConfigInvalid(
    `XINGCANG_PUBLIC_URL=${text}：形如 https://stock.example.com，不带路径 / without a path`,
  );
}

/** It is sent in a header; a short one could be guessed. The message does not repeat it. */
function metricsTokenOf(token: string): string {
  if (token === "" || /^[\x21-\x7e]{16,}$/.test(token)) return token;
  throw new ConfigInvalid(
    "XINGCANG_METRICS_TOKEN：至少 16 个可见 ASCII 字符，不含空格 / " +
      "at least 16 visible ASCII characters without spaces",
  );
}

function verifyHoursOf(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new ConfigInvalid(
    `XINGCANG_VERIFY_HOURS=${text}：须为 0 到 9999 的整数，0 为不核对 / 0 to 9999, 0 is never`,
  );
}

const LOG_LEVELS = ["", "trace", "debug", "info", "warn", "error", "fatal", "silent"];

function logLevelOf(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  const levels = LOG_LEVELS.slice(1).join("、");
  throw new ConfigInvalid(`XINGCANG_LOG=${text}：须为 ${levels} 之一 / must be one of these`);
}

function credentialsOf(environment: Environment, suffix: string): FixedCredentials | undefined {
  const names = ["XINGCANG_CLIENT_ID", "XINGCANG_CLIENT_SECRET", "XINGCANG_OUTER_INSTANCE_ID"].map(
    (name) => name + suffix,
  );
  const [clientId = "", clientSecret = "", outerInstanceId = ""] = names.map(
    (name) => environment[name] ?? "",
  );
  const given = [clientId, clientSecret, outerInstanceId].filter((value) => value !== "");
  if (given.length === 0) return undefined;
  if (given.length === names.length) {
    if (isClientSecret(clientSecret)) return { clientId, clientSecret, outerInstanceId };
    const words = `须为 ${CLIENT_SECRET_LENGTH} 个 ASCII 字符 / must be ${CLIENT_SECRET_LENGTH} ASCII characters`;
    throw new ConfigInvalid(`${names[1]} ${words}`);
  }
  const list = names.join("、");
  throw new ConfigInvalid(`${list} 须同时设置 / must be set together`);
}

const KEY_BYTES = 32;

/**
 * The key that seals stored secrets: from `XINGCANG_SECRET_KEY` (64 hex digits) or a file of the
 * data folder, made on first use.
 */
export function readMasterKey(environment: Environment, dataDir: string): Buffer {
  const given = environment.XINGCANG_SECRET_KEY;
  if (given) {
    if (/^[0-9a-f]{64}$/i.test(given)) return Buffer.from(given, "hex");
    throw new ConfigInvalid("XINGCANG_SECRET_KEY 须为 64 位十六进制 / must be 64 hex digits");
  }
  const path = join(dataDir, "secret.key");
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(KEY_BYTES).toString("hex"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const key = Buffer.from(readFileSync(path, "utf8").trim(), "hex");
  if (key.length === KEY_BYTES) return key;
  throw new ConfigInvalid(`${path} 已损坏，请从备份恢复 / is damaged, restore it from a backup`);
}
