/**
 * Every SQL statement that the server sends stands in `queries.snap.sql`, so that a new or changed
 * one is seen in review, and obeys what a database spread over several machines asks of it: all of
 * it is about one account, named by a bound parameter at every table.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT_TABLES } from "../../server/src/storage/distribution.ts";
import { everyVerb } from "../support/every-verb.ts";
import {
  type QueryRecorder,
  type RecordedQuery,
  recordQueries,
  snapshotOf,
} from "../support/recorded-queries.ts";
import { useDemoServer } from "../support/running-server.ts";
import { sourceFiles } from "../support/source-files.ts";
import { tableUses } from "../support/table-uses.ts";

const SNAPSHOT = fileURLToPath(new URL("queries.snap.sql", import.meta.url));

let recorder: QueryRecorder;
beforeAll(() => {
  recorder = recordQueries();
});
afterAll(() => recorder.stop());
const demo = useDemoServer();
let statements: RecordedQuery[] = [];

describe("every statement", () => {
  test("of a run through all verbs and reports is in the snapshot", async () => {
    expect(await everyVerb(demo)).toEqual([]);
    statements = recorder.queries();
    await expect(snapshotOf(statements)).toMatchFileSnapshot(SNAPSHOT);
    expect([...recorder.ofTwoAccounts]).toEqual([]);
  });

  test("that has a name in the source was in that run", () => {
    const sent = new Set(statements.map(({ name }) => name));
    const named = sourceFiles(["server/src"], [".ts"])
      .filter(({ path, isTest }) => !isTest && !/embedded|\/cli\//.test(path))
      .flatMap(({ text }) => [...text.matchAll(NAMED)].map(([, name = ""]) => name))
      .filter((name) => name.includes("-"));
    const missing = named.filter((name) => {
      const pattern = new RegExp(`^${name.replace(/\$\{[^}]*\}/, ".+")}$`);
      return ![...sent].some((one) => pattern.test(one));
    });
    expect(missing).toEqual([]);
  });
});

const NAMED =
  /(?:\b(?:query|write|select)\(\s*(?:database,\s*)?|\bname: )["`]([a-z][a-z-]*(?:\$\{\w+\})?)["`]/g;

/** About all accounts on purpose: numbers and account ids, nothing is locked or changed. */
const ACROSS = [
  "accounts-to-recost",
  "accounts-to-verify",
  "count-stale-pools",
  "probe-writing",
  "stopped-accounts",
];

describe("in queries.snap.sql", () => {
  const accountTables = new Set<string>(ACCOUNT_TABLES);
  const ofAccounts = () =>
    statements.filter(({ text }) => tableUses(text, accountTables).length > 0);

  test("there are statements about accounts", () => {
    expect(ofAccounts().length).toBeGreaterThan(100);
  });

  test("every table of an account is tied to one by a bound parameter", () => {
    const wrong = ofAccounts()
      .filter(({ name }) => !ACROSS.includes(name))
      .flatMap(({ name, text }) =>
        tableUses(text, accountTables)
          .filter(({ isTied }) => !isTied)
          .map(({ table, alias }) => `${name}: ${table} ${alias}: ${text.slice(0, 200)}`),
      );
    expect(wrong).toEqual([]);
  });

  test("what looks at all accounts only reads", () => {
    const across = statements.filter(({ name }) => ACROSS.includes(name));
    expect(across.map(({ name }) => name).sort()).toEqual(ACROSS);
    for (const { text } of across) expect(text).toMatch(/^select (?!.*\bfor (update|share)\b)/);
  });

  test("rows are locked for one account only", () => {
    const locking = statements.filter(({ text }) => /\bfor (no key )?(update|share)\b/.test(text));
    expect(locking.length).toBeGreaterThan(0);
    for (const { text } of locking) expect(text).toMatch(/\baccount_id = \$1\b/);
  });

  test("no table of an account is locked as a whole", () => {
    const locked = statements.flatMap(({ text }) => /^lock table (\w+)/.exec(text)?.[1] ?? []);
    expect(locked.filter((table) => accountTables.has(table))).toEqual([]);
  });
});

/** Where tables are spread, errors name pieces of them: `stock_102010`. */
test("no code reads the table or the constraint that a database error names", () => {
  const reading = sourceFiles(["server/src"], [".ts"])
    .filter(({ isTest }) => !isTest)
    .filter(({ text }) =>
      /\b(error|cause|failure)\??\.(constraint|table)\b|\{[^}]*\bconstraint\b[^}]*\} = /.test(text),
    )
    .map(({ path }) => path);
  expect(reading).toEqual([]);
});

test.each([
  ["select 1 from stock where account_id = $1", []],
  ["select 1 from stock s join hold h on h.stock_id = s.id where s.account_id = $1", ["hold"]],
  ["select 1 from stock s where s.account_id = $1 and exists (select 1 from hold)", ["hold"]],
  [
    "select 1 from account a where exists (select 1 from hold h where h.account_id = a.id)",
    ["hold"],
  ],
  ["update stock set on_hand = $2 where id = $1", ["stock"]],
  ["insert into hold (account_id, id) select $1, * from unnest($2)", []],
  ["insert into hold (id, account_id) values ($1, $2)", ["hold"]],
  ["delete from reply where created_at < $1", ["reply"]],
  ["delete from hold h using stock s where h.account_id = $1 and s.id = h.stock_id", ["stock"]],
])("%s", (statement, untied) => {
  const uses = tableUses(statement, new Set(ACCOUNT_TABLES));
  expect(uses.filter(({ isTied }) => !isTied).map(({ table }) => table)).toEqual(untied);
});
