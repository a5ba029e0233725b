/**
 * What a client sends is bound, and never becomes part of a statement's text (docs/STYLE.md,
 * "Code"). `sql` of Kysely binds what is put into it; elsewhere only constants of our own may be.
 */
import { expect, test } from "vitest";
import { type SourceFile, sourceFiles } from "./support/source-files.ts";
import { type Template, templatesOf } from "./support/templates.ts";

const files = sourceFiles(["server/src"], [".ts"]).filter(({ isTest }) => !isTest);

const SQL =
  /\b(?:select|insert into|delete from|update \S+ set|from \w+ \w|where|join|order by|returning)\b/;
const isBound = ({ before }: Template) => /\bsql(?:<[^`]*>)?$/.test(before);
const statements = (file: SourceFile) =>
  templatesOf(file.text).filter((each) => SQL.test(each.text) && !isBound(each));

/** A constant, a part of one, or what our own function makes of texts in quotes. */
const CONSTANT =
  /^[A-Z][A-Z\d_]*(?:\[\w+\]|\((?:"[\w.]+"(?:, )?)*\)|\.\w+\((?:"[^"]*"(?:, )?)*\))?$/;
const OWN = /^millis\("[\w.]+"\)$/;

/** Put together from such constants, or the name of a table or column that the schema has. */
const KNOWN: readonly string[] = [
  "server/src/reports/holds.ts isOpen",
  "server/src/reports/holds.ts where",
  "server/src/storage/backup/dump.ts columnsOf(table)",
  "server/src/storage/backup/dump.ts quoted(name)",
  "server/src/storage/backup/restore.ts name",
  "server/src/storage/backup/tables.ts quoted(name)",
  ...["billId", "billNo", "left", "lineId", "materialId", "poolId", "stockId"].map(
    (part) => `server/src/storage/bulk-rows.ts ${part}`,
  ),
  "server/src/storage/distribution.ts place",
  "server/src/storage/distribution.ts table",
  "server/src/storage/ledger-store.ts moved",
  "server/src/storage/ledger-store.ts now",
  "server/src/storage/master-store.ts field",
  "server/src/storage/migrations/0008-growth.ts field",
  "server/src/storage/verify-statements.ts key",
];
/** Lists of statements, which take nothing from anybody. */
const MIGRATIONS = "server/src/storage/migrations/";

test("statements are made of constants", () => {
  const found = files.flatMap((file) =>
    statements(file).flatMap(({ expressions }) =>
      expressions
        .filter((expression) => !CONSTANT.test(expression) && !OWN.test(expression))
        .map((expression) => `${file.path} ${expression}`),
    ),
  );
  expect([...new Set(found)].sort()).toEqual([...KNOWN].sort());
});

test("what is put into `sql` as it is, is a constant", () => {
  const running = files.filter(({ path }) => !path.startsWith(MIGRATIONS));
  const raw = running.flatMap((file) =>
    [...file.text.matchAll(/\bsql\.(?:raw|lit|id|ref|table|val)\(([^)]*)\)/g)]
      .map(([, given = ""]) => given.trim())
      .filter((given) => !CONSTANT.test(given) && !/^"[^"]*"$/.test(given))
      .map((given) => `${file.path} ${given}`),
  );
  expect(raw).toEqual([]);
});

test("there are statements to look at", () => {
  expect(files.flatMap(statements).length).toBeGreaterThan(60);
});
