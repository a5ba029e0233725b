/** `settings` shows and changes the account's settings; `period` closes and reopens (D36). */
import type { Client } from "@xingcang/client";
import { type ConnectOptions, connect } from "./connect.ts";
import { CommandFailed, UsageFault } from "./failure.ts";
import { both, note, print, table } from "./terminal.ts";

export interface SettingsOptions extends ConnectOptions {
  /** `key=value`; an entry of a map as `map.entry=value`. */
  readonly set: readonly string[];
  readonly json: boolean;
}

type Settings = Awaited<ReturnType<Client["xingcang"]["settings"]>>;
type Saved = Awaited<ReturnType<Client["xingcang"]["saveSettings"]>>;

export async function settings(options: SettingsOptions): Promise<void> {
  const changes = options.set.map(changeOf);
  const client = await connect(options);
  const current = await client.xingcang.settings();
  const shown = changes.length === 0 ? current : await save(client, inputOf(changes, current));
  if (options.json) return print(JSON.stringify(shown, null, 2));
  print(table(["设置 / setting", "值 / value"], Object.entries(shown).flatMap(rowsOf)));
}

interface Change {
  readonly key: string;
  /** Of a map, else empty. */
  readonly entry: string;
  readonly value: string;
}

function changeOf(given: string): Change {
  const found = /^([a-z_]+)(?:\.([^=]+))?=(.*)$/s.exec(given);
  if (found === null) {
    throw new UsageFault(
      `${both("--set 形如 key=value 或 map.entry=value", "--set takes key=value")}: ${given}`,
    );
  }
  const [, key = "", entry = "", value = ""] = found;
  return { key, entry, value };
}

/** Entries of a map are changed one by one; the others stay. */
function inputOf(changes: readonly Change[], current: Settings): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const { key, entry, value } of changes) {
    const known = current[key as keyof Settings];
    if (known === undefined) throw unknown(key, current);
    if (isMap(known) !== (entry !== "")) throw mapFault(key, entry);
    if (Array.isArray(known)) {
      input[key] = value.split(",").flatMap((item) => item.trim() || []);
      continue;
    }
    input[key] =
      entry === "" ? value : { ...(known as object), ...(input[key] as object), [entry]: value };
  }
  return input;
}

const isMap = (value: unknown) => typeof value === "object" && !Array.isArray(value);

const unknown = (key: string, current: Settings) =>
  new UsageFault(
    `${both(`没有设置 ${key}`, "no such setting; known are")}: ${Object.keys(current).join(", ")}`,
  );

const mapFault = (key: string, entry: string) =>
  new UsageFault(
    entry === ""
      ? both(`${key} 要写成 ${key}.名称=值`, `write ${key}.<name>=<value>`)
      : both(`${key} 没有下级`, `${key} has no entries`),
  );

async function save(client: Client, input: Record<string, unknown>): Promise<Settings> {
  const { warnings, ...saved }: Saved = await client.xingcang.saveSettings(input as never);
  for (const warning of warnings) note(`! ${both(warning.description, warning.description_en)}`);
  return saved;
}

const rowsOf = ([key, value]: [string, unknown]): string[][] => {
  if (!isMap(value)) return [[key, String(value)]];
  const entries = Object.entries(value as object);
  if (entries.length === 0) return [[key, ""]];
  return entries.map(([entry, item]) => [`${key}.${entry}`, String(item)]);
};

// ---- periods ----

export async function period(options: ConnectOptions): Promise<void> {
  const client = await connect(options);
  tell((await client.xingcang.settings()).closed_through);
}

export async function closePeriod(through: string, options: ConnectOptions): Promise<void> {
  const client = await connect(options);
  const { closed_through } = await client.xingcang.settings();
  if (through < closed_through && /^\d{4}-\d\d-\d\d$/.test(through)) {
    throw new CommandFailed(
      both(
        `已关账至 ${closed_through}；要退回到 ${through}，请用 xingcang period reopen ${through}`,
        `closed through ${closed_through} already: xingcang period reopen ${through} goes back`,
      ),
    );
  }
  tell((await save(client, { closed_through: through })).closed_through);
}

/** Without a date nothing stays closed. */
export async function reopenPeriod(
  through: string | undefined,
  options: ConnectOptions,
): Promise<void> {
  const client = await connect(options);
  const { closed_through } = await client.xingcang.settings();
  if (through !== undefined && through >= closed_through) {
    throw new CommandFailed(
      both(
        `${through} 之后没有已关账的日期（${closed_through || "未关账"}）`,
        `no day after ${through} is closed`,
      ),
    );
  }
  tell((await save(client, { closed_through: through ?? "" })).closed_through);
}

function tell(closedThrough: string): void {
  const closed = both(`已关账至 ${closedThrough}`, `closed through ${closedThrough}`);
  print(closedThrough === "" ? both("没有关账", "nothing is closed") : closed);
}
