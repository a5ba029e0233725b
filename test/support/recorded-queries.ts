/** Every SQL statement that this process sends, once each, as text to be kept in a file. */
import pg from "pg";

export interface RecordedQuery {
  /** Of a prepared statement, else empty. */
  readonly name: string;
  /** With single spaces, lists of parameters as `$n, …`. */
  readonly text: string;
  /** As it was sent for the first time. */
  readonly sent: { readonly text: string; readonly values: readonly unknown[] };
}

export interface QueryRecorder {
  queries(): RecordedQuery[];
  /** Statements that once bound two different accounts. */
  readonly ofTwoAccounts: Set<string>;
  /** Begins anew. */
  forget(): void;
  stop(): void;
}

interface Sent {
  readonly name?: string;
  readonly text?: string;
  readonly values?: readonly unknown[];
}

/** Statements of migrations, which run before anything else. */
const OF_MIGRATIONS =
  /^(create|alter|drop|revoke|grant|set|reset)\b|schema_migration|pg_catalog|pg_advisory|pg_class/i;

/** Before the first connection is made: a connection keeps the way it sends. */
export function recordQueries(): QueryRecorder {
  const found = new Map<string, RecordedQuery>();
  const ofTwoAccounts = new Set<string>();
  const { query } = pg.Client.prototype;
  const record = ({ name = "", text = "", values = [] }: Sent) => {
    const plain = normalized(text);
    if (OF_MIGRATIONS.test(plain) && !plain.startsWith("set ")) return;
    const key = `${name}\n${plain}`;
    if (!found.has(key)) found.set(key, { name, text: plain, sent: { text, values } });
    if (accountsOf(text, values).size > 1) ofTwoAccounts.add(plain);
  };
  pg.Client.prototype.query = function recorded(this: pg.Client, ...given: unknown[]) {
    const [config, values] = given;
    if (typeof config === "string") {
      record({ text: config, ...(Array.isArray(values) && { values }) });
    } else {
      record({ ...(Array.isArray(values) && { values }), ...(config as Sent) });
    }
    return Reflect.apply(query, this, given);
  } as never;
  return {
    queries: () => [...found.values()],
    ofTwoAccounts,
    forget: () => found.clear(),
    stop() {
      pg.Client.prototype.query = query;
    },
  };
}

function normalized(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/(\( ?)\$\d+(?:, \$\d+)+(?= ?\))/g, "$1$n, …")
    .trim();
}

function accountsOf(text: string, values: readonly unknown[]): Set<unknown> {
  const bound = [...text.matchAll(/\baccount_id = \$(\d+)/g)];
  return new Set(bound.map(([, number]) => values[Number(number) - 1]));
}

const WIDTH = 110;

/** One block for each statement, by name and text; lines are broken at spaces. */
export function snapshotOf(queries: readonly RecordedQuery[]): string {
  const blocks = queries.map(({ name, text }) => {
    const title = name === "" ? "--" : `-- ${name}`;
    return `${title}\n${wrapped(text)};\n`;
  });
  return [...new Set(blocks)].sort().join("\n");
}

function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    const begins = /^(from|where|select|join|left|order|union|insert|values|on|with)$/.test(word);
    const isFull = line !== undefined && line.length + word.length >= WIDTH;
    if (line === undefined || isFull || (begins && line.length > WIDTH / 2)) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join("\n");
}
